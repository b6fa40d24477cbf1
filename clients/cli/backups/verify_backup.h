// Whether a backup of all services is what it was, and can be restored.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_VERIFY_BACKUP_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_VERIFY_BACKUP_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/backups/backup_directory.h"

namespace tertial::cli {

// What one check of one service came to.
struct BackupResult {
  std::string service;
  std::string check;  // "files", "store" or "content"
  bool sound = true;
  std::string detail;
};

// In what the files below `directory`, the backup of one service, differ from those of the
// manifest: a sentence for each. Errors: those of HashFiles.
absl::StatusOr<std::vector<std::string>> CompareFiles(
    const std::string& directory, const common::internal::v1::ServiceBackup& copy);

// All checks of a backup that has a manifest, each told to `tell` as soon as it is done. Errors:
// UNAVAILABLE where a check could not be made, or was interrupted.
absl::Status VerifyBackup(const Backup& backup, const std::function<bool()>& interrupted,
                          const std::function<void(const BackupResult&)>& tell);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_VERIFY_BACKUP_H_
