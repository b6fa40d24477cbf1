// `tertial changes`: the feed, from a position to its end.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_CHANGES_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_CHANGES_COMMAND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "clients/cli/data_service.h"
#include "common/render/row_printer.h"

namespace tertial::cli {

struct ChangesCommand {
  std::string service = kAllServices;
  std::vector<std::string> kinds;
  std::string area;
  // The token of the last change that is known; of one service only. Empty: from the beginning.
  std::string after;
  // The most changes of each service; 0: all.
  int64_t limit = 0;
  // Tell what was changed to what.
  bool values = false;
  RowFormat format = RowFormat::kTable;
};

// Prints a row for each change, service by service. Returns the exit code.
int RunChanges(const GatewayClient& gateway, const ChangesCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_CHANGES_COMMAND_H_
