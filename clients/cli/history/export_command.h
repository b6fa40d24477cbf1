// `tertial export`: all resources, as they are or were.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_EXPORT_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_EXPORT_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/data_service.h"
#include "common/render/row_printer.h"

namespace tertial::cli {

// Means standard output.
inline constexpr char kStandardOutput[] = "-";

struct ExportCommand {
  std::string service = kAllServices;
  std::vector<std::string> kinds;
  std::string area;
  // Not set: the newest, of each service.
  std::optional<absl::Time> as_of;
  std::string output = kStandardOutput;
  // kJson or kCsv.
  RowFormat format = RowFormat::kJson;
};

// Writes a row for each resource, service by service. A stream that breaks off is taken up after
// the last row that came. A file is there under its name only when it is complete. Returns the exit
// code.
int RunExport(const GatewayClient& gateway, const ExportCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_EXPORT_COMMAND_H_
