// `tertial who-can`.
#ifndef TERTIAL_CLIENTS_CLI_ACCESS_WHO_CAN_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_ACCESS_WHO_CAN_COMMAND_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

// Tells from the policy file, without asking a service, who may call a method and by which grant,
// or what a caller may do.
void AddWhoCanCommand(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ACCESS_WHO_CAN_COMMAND_H_
