// The commands of those who operate the services.
#ifndef TERTIAL_CLIENTS_CLI_OPERATIONS_OPERATIONS_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_OPERATIONS_OPERATIONS_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

// status, limits, log-level.
void AddOperationsCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OPERATIONS_OPERATIONS_COMMANDS_H_
