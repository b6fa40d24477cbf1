// `tertial backup`: copies of the stores of services that go on serving.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_COMMAND_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/data_service.h"

namespace tertial::cli {

struct BackupCommand {
  // One service: it alone writes into a directory of its name below `directory`, and no more. All:
  // a backup of all services, as backup.proto says, in a directory of its own below it.
  std::string service;
  // On the services' machine; a backup of all is finished by this command, which must see the same
  // directory at the same path.
  std::string directory;
  // Of a backup of all:
  // begin another one that long after each; not set: make one.
  std::optional<absl::Duration> every;
  // How many to make; 0: until SIGINT or SIGTERM.
  int64_t times = 0;
  // Restore each in a temporary directory, and check it.
  bool verify = false;
  // Remove older ones, so that this many whole ones are left; not set: remove none.
  std::optional<size_t> keep;
};

// Tells for each service what its copy holds. One that fails leaves the others to be made; the
// backup is incomplete then. Returns the worst exit code of all that was done: 3 where a service
// failed, 1 where a verification found something, 0 also at SIGINT or SIGTERM between two backups.
// Call it before threads start.
int RunBackup(const std::string& gateway_address, const BackupCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_COMMAND_H_
