// The commands about the workforce.
#ifndef TERTIAL_CLIENTS_CLI_WORKFORCE_WORKFORCE_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_WORKFORCE_WORKFORCE_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

void AddWorkforceCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_WORKFORCE_WORKFORCE_COMMANDS_H_
