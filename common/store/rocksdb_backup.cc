#include "common/store/rocksdb_backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/store/rocksdb_status.h"
#include "common/store/rocksdb_store.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/backup_engine.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;

// Absolute, and without a slash at the end.
std::string Normal(const std::string& path) {
  const fs::path normal = fs::absolute(path).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).string();
}
std::string ParentOf(const std::string& path) {
  return fs::path(Normal(path)).parent_path().string();
}

absl::Status Unfit(absl::string_view directory, absl::string_view what) {
  return MakeError(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_BACKUP_REFUSED,
                   absl::StrCat("directory ", directory, " ", what),
                   {{"directory", std::string(directory)}});
}

// OK when `directory` is empty or not there.
absl::Status RequireEmpty(const std::string& directory) {
  if (directory.empty()) return Unfit("\"\"", "is not a path; name a directory");
  std::error_code error;
  if (!fs::exists(directory, error)) return absl::OkStatus();
  if (!fs::is_directory(directory, error)) return Unfit(directory, "is not a directory");
  const bool empty = fs::is_empty(directory, error);
  if (error) return Unfit(directory, absl::StrCat("cannot be read: ", error.message()));
  if (!empty) return Unfit(directory, "is not empty; name one that is empty or not there");
  return absl::OkStatus();
}

absl::Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return Unfit(directory, absl::StrCat("cannot be made: ", error.message()));
  if (access(directory.c_str(), R_OK | W_OK | X_OK) != 0) {
    return Unfit(directory, "cannot be written; give this user the right to");
  }
  return absl::OkStatus();
}

absl::Status RemoveContents(const std::string& directory) {
  std::error_code error;
  for (const fs::path& entry : fs::directory_iterator(directory, error)) {
    fs::remove_all(entry, error);
    if (error) break;
  }
  if (error) return Unfit(directory, absl::StrCat("cannot be emptied: ", error.message()));
  return absl::OkStatus();
}

rocksdb::BackupEngineOptions EngineOptions(const std::string& directory) {
  rocksdb::BackupEngineOptions options(directory);
  // One backup for each directory: nothing to share.
  options.share_table_files = false;
  options.share_files_with_checksum = false;
  options.sync = true;
  return options;
}

// A descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(const std::string& directory)
      : value_(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return value_; }

 private:
  const int value_;
};

absl::Status SyncDirectory(const std::string& directory) {
  const Descriptor descriptor(directory);
  if (descriptor.value() < 0 || fsync(descriptor.value()) != 0) {
    return Unfit(directory, absl::StrCat("cannot be synced: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

// Opens the newest backup in `directory`, with every checksum verified.
absl::Status OpenVerified(const std::string& directory,
                          std::unique_ptr<rocksdb::BackupEngineReadOnly>& engine,
                          rocksdb::BackupID& id) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return Unfit(directory, "holds no backup");
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const rocksdb::Status status = rocksdb::BackupEngineReadOnly::Open(
      EngineOptions(directory), rocksdb::Env::Default(), &opened);
  if (status.IsCorruption()) return StoredDataDamaged(status.ToString());
  if (!status.ok()) return Unfit(directory, absl::StrCat("holds no backup: ", status.ToString()));
  engine.reset(opened);
  std::vector<rocksdb::BackupID> damaged;
  engine->GetCorruptedBackups(&damaged);
  if (!damaged.empty()) {
    return StoredDataDamaged(engine->VerifyBackup(damaged.back()).ToString());
  }
  rocksdb::BackupInfo info;
  if (!engine->GetLatestBackupInfo(&info).ok()) {
    return Unfit(directory, "holds no complete backup");
  }
  id = info.backup_id;
  const rocksdb::Status verified = engine->VerifyBackup(id, /*verify_with_checksum=*/true);
  if (!verified.ok()) return StoredDataDamaged(verified.ToString());
  return absl::OkStatus();
}

}  // namespace

namespace rocksdb_internal {

absl::Status BackUp(rocksdb::DB& db, const std::string& directory) {
  if (absl::Status empty = RequireEmpty(directory); !empty.ok()) return empty;
  if (absl::Status made = MakeDirectory(directory); !made.ok()) return made;
  rocksdb::BackupEngine* opened = nullptr;
  rocksdb::Status status =
      rocksdb::BackupEngine::Open(EngineOptions(directory), db.GetEnv(), &opened);
  std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  if (status.ok()) {
    rocksdb::CreateBackupOptions options;
    options.flush_before_backup = true;
    status = engine->CreateNewBackup(options, &db);
  }
  if (status.ok()) return SyncDirectory(ParentOf(directory));
  engine.reset();
  RemoveContents(directory).IgnoreError();
  return ToStatus(status, "The backup cannot be written now; free space for it and try again.");
}

}  // namespace rocksdb_internal

absl::Status RestoreRocksDbStore(const std::string& backup, const std::string& directory) {
  if (absl::Status empty = RequireEmpty(directory); !empty.ok()) return empty;
  std::unique_ptr<rocksdb::BackupEngineReadOnly> engine;
  rocksdb::BackupID id = 0;
  if (absl::Status verified = OpenVerified(backup, engine, id); !verified.ok()) return verified;

  const std::string place = Normal(directory);
  const std::string unfinished = absl::StrCat(place, ".restoring");
  if (absl::Status made = MakeDirectory(unfinished); !made.ok()) return made;
  const Descriptor lock(unfinished);
  if (lock.value() < 0 || flock(lock.value(), LOCK_EX | LOCK_NB) != 0) {
    return Unfit(unfinished, "is in use by another restore");
  }
  if (absl::Status cleared = RemoveContents(unfinished); !cleared.ok()) return cleared;
  const rocksdb::Status restored = engine->RestoreDBFromBackup(id, unfinished, unfinished);
  if (restored.IsCorruption()) return StoredDataDamaged(restored.ToString());
  if (!restored.ok()) {
    return ServiceUnavailable(
        absl::StrCat("The backup cannot be restored now: ", restored.ToString()));
  }
  if (absl::Status synced = SyncDirectory(unfinished); !synced.ok()) return synced;
  if (rename(unfinished.c_str(), place.c_str()) != 0) {
    return Unfit(directory, absl::StrCat("cannot be replaced: ", std::strerror(errno)));
  }
  return SyncDirectory(ParentOf(place));
}

}  // namespace tertial
