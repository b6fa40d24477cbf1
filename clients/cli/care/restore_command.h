// `tertial restore`: a store from a backup, on this machine, while its service is down.
#ifndef TERTIAL_CLIENTS_CLI_CARE_RESTORE_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_CARE_RESTORE_COMMAND_H_

#include <string>

namespace tertial::cli {

struct RestoreCommand {
  // Whose store it is; all: those of the four, and that of the gateway where the backup holds one.
  std::string service;
  // The directory that the service wrote its copy into; of all: the one that these lie in.
  std::string backup;
  // Where the store is to be, empty or not there; of all: the directory that these are to lie in.
  std::string data;
  // What was redacted and erased since; empty: the file beside `data`. It must be there, unless
  // `no_journal` says that there is none. Of all: the directory with <service>.erasures of each.
  std::string journal;
  bool no_journal = false;
  std::string areas_directory = "data/areas";
  std::string policy_file = "deploy/config/policy.json";
};

// The program of each service restores its store, and tells the new epoch and what of the journal
// was done again. One that fails ends the command: those before it are restored, others are not.
// Returns the exit code.
int RunRestore(const RestoreCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_RESTORE_COMMAND_H_
