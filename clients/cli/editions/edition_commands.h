// `tertial edition` and `tertial compare`: reports that are frozen, published and corrected.
#ifndef TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

void AddEditionCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_COMMANDS_H_
