// `tertial report`: a report on the terminal or in a file, in any of its formats.
#ifndef TERTIAL_CLIENTS_CLI_REPORT_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_REPORT_COMMAND_H_

#include <string>

#include "clients/cli/gateway_client.h"
#include "clients/cli/report_query.h"

namespace tertial::cli {

// The first two are made here of the report as a message; all others are the gateway's exports.
enum class ReportFormat { kTable, kJson, kCsv, kMarkdown, kHtml, kSdmxCsv, kJsonStat };

struct ReportCommand {
  ReportFlags report;
  // An edition, "areas/asker/editions/annual-2024", as it was frozen, in place of `report`, of
  // which only the language is heeded then. Empty: none.
  std::string edition = {};
  ReportFormat format = ReportFormat::kTable;
  // The file to write. Empty: standard output.
  std::string output = {};
};

// Prints the report on standard output, or writes it into a file, which is there whole or not at
// all. A section that is not there is said in the report, and is no error. Returns the exit code.
int RunReport(const GatewayClient& gateway, const ReportCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_REPORT_COMMAND_H_
