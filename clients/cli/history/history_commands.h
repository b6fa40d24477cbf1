// The commands about what was recorded when: changes, watch, revisions, export.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_HISTORY_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_HISTORY_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

void AddHistoryCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_HISTORY_COMMANDS_H_
