// `tertial watch`: changes as they are committed.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_WATCH_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_WATCH_COMMAND_H_

#include <string>
#include <vector>

#include "clients/cli/data_service.h"
#include "common/render/row_printer.h"

namespace tertial::cli {

struct WatchCommand {
  std::string service = kAllServices;
  std::vector<std::string> kinds;
  std::string area;
  // The token of the last change that is known; of one service only. Empty: from the beginning.
  std::string after;
  // Begin with the next commit.
  bool from_now = false;
  bool values = false;
  RowFormat format = RowFormat::kTable;
};

// Prints a row for each change of the services, of several at once, until Ctrl-C; that is exit code
// 0. A service that breaks off is asked again, from the last change on, and that is said on
// standard error; when it stays away, or refuses, the command ends with what fits that. Call it
// before threads start.
int RunWatch(const std::string& gateway_address, const WatchCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_WATCH_COMMAND_H_
