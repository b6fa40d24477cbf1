// `tertial restore`: a store from a backup, on this machine, while its service is down.
#ifndef TERTIAL_CLIENTS_CLI_CARE_RESTORE_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_CARE_RESTORE_COMMAND_H_

#include <string>

namespace tertial::cli {

struct RestoreCommand {
  // Whose store it is.
  std::string service;
  // The directory that the service wrote its copy into.
  std::string backup;
  // Where the store is to be; empty or not there.
  std::string data;
  // What was redacted and erased since; empty: the file beside `data`. It must be there, unless
  // `no_journal` says that there is none.
  std::string journal;
  bool no_journal = false;
  std::string areas_directory = "data/areas";
  std::string policy_file = "deploy/config/policy.json";
};

// Becomes the program of the service, which alone knows its tables: it restores, tells the new
// epoch and what of the journal was done again, and ends. Returns an exit code only when it cannot.
int RunRestore(const RestoreCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_RESTORE_COMMAND_H_
