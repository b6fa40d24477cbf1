// `tertial revisions NAME`: every version of one resource.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_REVISIONS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_REVISIONS_COMMAND_H_

#include <string>

#include "clients/cli/data_service.h"
#include "common/render/row_printer.h"

namespace tertial::cli {

struct RevisionsCommand {
  std::string name;
  // Whose resource it is; all: each is asked.
  std::string service = kAllServices;
  RowFormat format = RowFormat::kTable;
};

// Prints a row for each version, the oldest first, with what it holds otherwise than the one before
// it. Returns the exit code.
int RunRevisions(const GatewayClient& gateway, const RevisionsCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_REVISIONS_COMMAND_H_
