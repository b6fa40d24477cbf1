// `tertial restore`: stores from a backup, on this machine, while their services are down.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_RESTORE_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_RESTORE_COMMAND_H_

#include <string>

namespace tertial::cli {

struct RestoreCommand {
  // Whose store it is; all: those of all services that the backup holds.
  std::string service;
  // Of one service: the directory that it wrote its copy into. Of all: a finished backup, with its
  // manifest.
  std::string backup;
  // Where the store is to be, empty or not there; of all: the directory that these are to lie in.
  std::string data;
  // What was redacted and erased since; empty: the file beside `data`. It must be there, unless
  // `no_journal` says that there is none. Of all: the directory with <service>.erasures of each.
  std::string journal;
  bool no_journal = false;
};

// The program of each service restores its store, and tells the new epoch and what of the journal
// was done again. Of all: before anything is written, each file of the backup is compared with the
// manifest, and each directory is seen to be empty; an incomplete backup is refused. The data
// services come before the gateway, whose editions refer to their revisions. One that fails ends
// the command: those before it are restored, others are not. Returns the exit code.
int RunRestore(const RestoreCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_RESTORE_COMMAND_H_
