// `tertial backup`: copies of the stores of services that go on serving.
#ifndef TERTIAL_CLIENTS_CLI_CARE_BACKUP_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_CARE_BACKUP_COMMAND_H_

#include <string>

#include "clients/cli/data_service.h"

namespace tertial::cli {

struct BackupCommand {
  std::string service;
  // On the services' machine: each writes into a directory of its name below it.
  std::string directory;
};

// Tells for each service what its copy holds. One that fails leaves the others to be made. Returns
// the exit code.
int RunBackup(const GatewayClient& gateway, const BackupCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CARE_BACKUP_COMMAND_H_
