// A directory of backups of all services: below it one directory for each, named by the instant at
// which it was begun, with what backup.proto says.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_DIRECTORY_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_DIRECTORY_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tertial/common/internal/v1/backup.pb.h"

namespace tertial::cli {

using common::internal::v1::BackupFile;
using common::internal::v1::BackupManifest;
using common::internal::v1::BackupVerification;

// What is known of a backup, from the least worth to the most.
enum class BackupState {
  // It has no manifest: it is being made, or its making broke off.
  kUnfinished,
  // Its manifest cannot be read, or the last verification found something.
  kDamaged,
  // There is no copy of some service in it.
  kIncomplete,
  // It is whole; whether it can be restored was not tried.
  kUnverified,
  // It is whole, and the last verification found nothing.
  kSound,
};
// "sound".
std::string BackupStateName(BackupState state);

struct Backup {
  // "20261126T211800Z".
  std::string name;
  std::string path;
  BackupState state = BackupState::kUnfinished;
  // Where there is one that can be read.
  std::optional<BackupManifest> manifest;
  // The last one, if it is of this manifest.
  std::optional<BackupVerification> verification;

  bool whole() const { return state >= BackupState::kUnverified; }
};

// All errors are for the operator, each a sentence.

// The name of a backup that is begun at `instant`.
std::string BackupName(absl::Time instant);

// What is known of the backup in the directory `path`. NOT_FOUND: there is no such directory.
absl::StatusOr<Backup> ReadBackup(const std::string& path);

// The backups in `directory`, the newest first; what is named otherwise is no backup. NOT_FOUND:
// there is no such directory.
absl::StatusOr<std::vector<Backup>> ListBackups(const std::string& directory);

// Makes the backup in the directory `path` a finished one. It is on disk when it returns OK.
absl::Status WriteManifest(const std::string& path, const BackupManifest& manifest);

// Notes what a verification found now of the backup in `path`, instead of what the last one did.
absl::Status WriteVerification(const std::string& path, const std::vector<std::string>& findings);

// All files below `directory`, in the order of their paths, with the hashes of what they hold.
// FAILED_PRECONDITION, naming it, when something is neither a file nor a directory, or cannot be
// read.
absl::StatusOr<std::vector<BackupFile>> HashFiles(const std::string& directory);

// Which of `backups`, the newest first, are to go so that `keep` whole ones are left. The newest
// sound one always stays; what is not whole goes when a newer one is.
std::vector<std::string> ToBePruned(const std::vector<Backup>& backups, size_t keep);

// Removes a backup. Broken off, it leaves an unfinished one. FAILED_PRECONDITION when somebody
// reads it (BackupLock).
absl::Status RemoveBackup(const std::string& path);

// Held as long as the object lives.
class BackupLock {
 public:
  // By whoever makes or removes backups in a directory. Makes `directory` if it is not there, for
  // this user and this group alone. FAILED_PRECONDITION when somebody else holds it, or the
  // directory cannot be made.
  static absl::StatusOr<std::unique_ptr<BackupLock>> Take(const std::string& directory);
  // By whoever reads the finished backup in the directory `path`, so that it is not removed
  // meanwhile; by many at once. FAILED_PRECONDITION when it is no finished backup, or is being
  // removed.
  static absl::StatusOr<std::unique_ptr<BackupLock>> TakeToRead(const std::string& path);
  ~BackupLock();
  BackupLock(const BackupLock&) = delete;
  BackupLock& operator=(const BackupLock&) = delete;

 private:
  friend absl::Status RemoveBackup(const std::string& path);

  explicit BackupLock(int descriptor) : descriptor_(descriptor) {}

  // `use` is said of the directory of `file` when somebody else holds it.
  static absl::StatusOr<std::unique_ptr<BackupLock>> Lock(const std::string& file, int flags,
                                                          int operation, absl::string_view use);

  const int descriptor_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_BACKUP_DIRECTORY_H_
