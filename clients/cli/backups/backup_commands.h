// The commands backup, backups (list, verify, prune) and restore.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

void AddBackupCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_COMMANDS_H_
