// The commands for the care of the stores: restore-revision, redact, pending, verify.
#ifndef TERTIAL_CLIENTS_CLI_CARE_CARE_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_CARE_CARE_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

void AddCareCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_CARE_COMMANDS_H_
