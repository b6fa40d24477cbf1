#include "common/store/rocksdb_database.h"

#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/store/rocksdb_backup.h"
#include "common/store/rocksdb_status.h"
#include "rocksdb/slice.h"

namespace tertial::rocksdb_internal {

void DatabaseListener::OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                                         rocksdb::Status* error) {
  if (error == nullptr || error->ok()) return;
  MutexLock lock(mutex_);
  error_ = *error;
}

void DatabaseListener::OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) {
  MutexLock lock(mutex_);
  error_ = info.new_bg_error;
}

void DatabaseListener::OnMemTableSealed(const rocksdb::MemTableInfo& /*info*/) {
  // RocksDB remembers an error of its own accord, and stops taking writes.
  if (rocksdb::DB* const db = db_; db != nullptr) db->SyncWAL().PermitUncheckedError();
}

rocksdb::Status DatabaseListener::error() const {
  MutexLock lock(mutex_);
  return error_;
}

rocksdb::Status Database::Open(rocksdb::Options options, const std::string& directory,
                               std::unique_ptr<Database>& result) {
  auto listener = std::make_shared<DatabaseListener>();
  options.listeners.push_back(listener);
  rocksdb::DB* db = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(options, directory, &db);
  if (!status.ok()) return status;
  listener->SetDatabase(db);
  result.reset(new Database(std::unique_ptr<rocksdb::DB>(db), std::move(listener)));
  return status;
}

void Database::ReleaseSnapshot(const rocksdb::Snapshot* snapshot) {
  db_->ReleaseSnapshot(snapshot);
  MutexLock lock(mutex_);
  snapshot_released_.SignalAll();
}

bool Database::AwaitSnapshotsBefore(rocksdb::SequenceNumber sequence,
                                    std::chrono::steady_clock::time_point deadline) {
  MutexLock lock(mutex_);
  bool in_time = true;
  while (true) {
    uint64_t oldest = 0;  // stays 0 when there is no snapshot
    db_->GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest);
    if (oldest == 0 || oldest >= sequence) return true;
    if (!in_time) return false;
    in_time = snapshot_released_.WaitUntil(mutex_, deadline);
  }
}

absl::Status Database::Expunge(const ScanRange& range, std::chrono::nanoseconds patience) {
  if (range.empty()) return absl::OkStatus();
  const auto deadline = std::chrono::steady_clock::now() + patience;
  MutexLock lock(maintenance_);
  if (!AwaitSnapshotsBefore(db_->GetLatestSequenceNumber(), deadline)) {
    return ServiceUnavailable(
        "A read that began before still needs what is to be expunged; try again later.");
  }
  // What a flush that failed leaves behind, the next one does not expect: it would end the process.
  if (const rocksdb::Status failed = error(); !failed.ok()) return WriteStatus(failed);
  // Begins by writing out what memory holds of the range, so that the log is out of use.
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Slice begin(range.begin);
  const rocksdb::Slice end(range.end);
  rocksdb::Status status = db_->CompactRange(options, &begin, range.end.empty() ? nullptr : &end);
  if (status.ok()) status = RemoveObsoleteFiles();
  return WriteStatus(status);
}

rocksdb::Status Database::RemoveObsoleteFiles() {
  // The list of files names the first and the last key of each, also of those that are gone. Any
  // change of it writes a new one (see max_manifest_file_size), and this one changes nothing.
  rocksdb::Status status = db_->SetOptions({{"disable_auto_compactions", "false"}});
  if (!status.ok()) return status;
  // A thread in the background may have taken files out of use, but not yet removed them.
  status = db_->PauseBackgroundWork();
  if (!status.ok()) return status;
  // Enabling removes at once, and in this thread, what is left.
  status = db_->DisableFileDeletions();
  if (status.ok()) status = db_->EnableFileDeletions(/*force=*/false);
  const rocksdb::Status continued = db_->ContinueBackgroundWork();
  return status.ok() ? continued : status;
}

absl::Status Database::Backup(const std::string& directory) {
  MutexLock lock(maintenance_);
  return BackUp(*db_, directory);
}

}  // namespace tertial::rocksdb_internal
