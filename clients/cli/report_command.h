// `tertial report`: an annual report on the terminal, as JSON or as Markdown.
#ifndef TERTIAL_CLIENTS_CLI_REPORT_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_REPORT_COMMAND_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/gateway_client.h"

namespace tertial::cli {

enum class ReportFormat { kTable, kJson, kMarkdown };

struct ReportCommand {
  std::string area;
  std::string period;
  ReportFormat format = ReportFormat::kTable;
  // Of labels and titles; where there is none in it, Norwegian bokmål.
  std::string language = "en";
  // What was recorded at this instant; not set: the newest.
  std::optional<absl::Time> as_of;
};

// Prints the report on standard output. A section that is not there is said in the report, and is
// no error. Returns the exit code.
int RunReport(const GatewayClient& gateway, const ReportCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_REPORT_COMMAND_H_
