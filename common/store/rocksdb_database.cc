#include "common/store/rocksdb_database.h"

#include <cstdint>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/store/rocksdb_backup.h"
#include "common/store/rocksdb_damage.h"
#include "common/store/rocksdb_status.h"
#include "prometheus/counter.h"
#include "rocksdb/env.h"
#include "rocksdb/slice.h"

namespace tertial::rocksdb_internal {

namespace {

// Puts something into memory that no read sees, so that there is always something to be written
// out: else RocksDB goes on with the log that took no more. No key of a store begins like this one.
void KeepMemoryFilled(rocksdb::DB& db) {
  rocksdb::WriteBatch batch;
  batch.Delete("\xff\xff memory is not empty \xff\xff");
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  options.no_slowdown = true;
  db.Write(options, &batch).PermitUncheckedError();
}

bool IsMemoryEmpty(rocksdb::DB& db) {
  uint64_t entries = 0;
  return db.GetIntProperty(rocksdb::DB::Properties::kNumEntriesActiveMemTable, &entries) &&
         entries == 0;
}

}  // namespace

void DatabaseListener::OnBackgroundError(rocksdb::BackgroundErrorReason reason,
                                         rocksdb::Status* error) {
  if (error == nullptr || error->ok()) return;
  ++errors_;
  // A compaction that finds no room stops nothing, and is tried again.
  if (reason == rocksdb::BackgroundErrorReason::kCompaction &&
      error->severity() <= rocksdb::Status::Severity::kSoftError) {
    return;
  }
  // There may be no room for a new log either.
  bool stuck = error->IsNoSpace() && error->severity() >= rocksdb::Status::Severity::kFatalError;
  if (reason == rocksdb::BackgroundErrorReason::kWriteCallback) {
    log_failed_ = true;
    rocksdb::DB* const db = db_;
    stuck = stuck || (error->IsNoSpace() && db != nullptr && IsMemoryEmpty(*db));
  }
  MutexLock lock(mutex_);
  if (needs_reopening_) return;
  needs_reopening_ = stuck;
  error_ = *error;
}

void DatabaseListener::OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) {
  rocksdb::DB* const db = db_;
  if (db != nullptr && info.new_bg_error.ok()) KeepMemoryFilled(*db);
  MutexLock lock(mutex_);
  if (!needs_reopening_) error_ = info.new_bg_error;
}

void DatabaseListener::OnMemTableSealed(const rocksdb::MemTableInfo& /*info*/) {
  // That of a log which took no more is in memory, and nothing is written before all of it is in a
  // data file.
  if (log_failed_.exchange(false)) return;
  // RocksDB remembers an error of its own accord, and stops taking writes.
  if (rocksdb::DB* const db = db_; db != nullptr) db->SyncWAL().PermitUncheckedError();
}

rocksdb::Status DatabaseListener::error() const {
  MutexLock lock(mutex_);
  return error_;
}

bool DatabaseListener::needs_reopening() const {
  MutexLock lock(mutex_);
  return needs_reopening_;
}

rocksdb::Status Database::Open(rocksdb::Options options, const std::string& directory,
                               uint64_t least_free_bytes, std::unique_ptr<Database>& result) {
  auto listener = std::make_shared<DatabaseListener>();
  options.listeners.push_back(listener);
  rocksdb::DB* db = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(options, directory, &db);
  if (!status.ok()) return status;
  listener->SetDatabase(db);
  KeepMemoryFilled(*db);
  result.reset(
      new Database(std::unique_ptr<rocksdb::DB>(db), std::move(listener), least_free_bytes));
  return status;
}

void Database::NoteDamage(const std::string& text) const {
  {
    MutexLock lock(damage_mutex_);
    if (!damage_.empty()) return;
    damage_ = text;
  }
  Log(Severity::kError, "the store is damaged; restore a backup",
      {{"file", FileNamedIn(text)}, {"cause", text}});
}

absl::Status Database::ReadStatus(const rocksdb::Status& status) const {
  if (status.IsCorruption()) NoteDamage(status.ToString());
  return ToStatus(status, "The store cannot be read now; try again later.");
}

absl::Status Database::Write(const rocksdb::WriteOptions& options, rocksdb::WriteBatch& batch) {
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  return WriteStatus(db_->Write(options, &batch));
}

absl::Status Database::WriteStatus(const rocksdb::Status& status) const {
  if (status.IsCorruption()) NoteDamage(status.ToString());
  if (!IsForWantOfRoom(status)) {
    return ToStatus(status, "The store cannot be written now; try again later.");
  }
  absl::Status full = StoreFull();
  full.SetPayload(kStorageDetailUrl, absl::Cord(status.ToString()));
  return full;
}

bool Database::IsForWantOfRoom(const rocksdb::Status& status) const {
  // A compaction that would first need more room than there is.
  if (status.IsNoSpace() || status.IsCompactionTooLarge()) return true;
  // A write that waited for the background, which has met an error. That of a compaction that found
  // no room is not kept.
  const rocksdb::Status error = listener_->error();
  return status.IsIncomplete() && (error.ok() || error.IsNoSpace());
}

std::string Database::damage() const {
  MutexLock lock(damage_mutex_);
  return damage_;
}

std::optional<uint64_t> Database::FreeBytes() const {
  uint64_t free = 0;
  if (!db_->GetEnv()->GetFreeSpace(db_->GetName(), &free).ok()) return std::nullopt;
  return free;
}

void Database::ReadMetrics(Scrape& scrape) const {
  scrape.Gauge(kStoreDamaged, damage().empty() ? 0 : 1);
  if (const std::optional<uint64_t> free = FreeBytes(); free.has_value()) {
    scrape.Gauge(kStoreRoomBytes,
                 static_cast<double>(*free) - static_cast<double>(least_free_bytes_));
  }
}

rocksdb::Status Database::CheckFree(uint64_t bytes) const {
  const std::optional<uint64_t> free = FreeBytes();
  // Where nobody can tell, the disk does when it is full.
  if (!free.has_value() || *free >= least_free_bytes_ + bytes) return rocksdb::Status::OK();
  return rocksdb::Status::NoSpace(absl::StrCat(*free, " bytes are free, ", bytes,
                                               " are needed, and ", least_free_bytes_,
                                               " are kept in reserve"));
}

absl::Status Database::CheckRoom(uint64_t bytes) const {
  const absl::Status free = WriteStatus(CheckFree(bytes));
  return free.ok() ? CheckWritable() : free;
}

bool Database::NeedsReopening() const {
  return listener_->needs_reopening() && damage().empty() && CheckFree(0).ok();
}

absl::StatusOr<std::vector<std::string>> Database::FindDamagedFiles(
    absl::FunctionRef<bool()> go_on) const {
  std::vector<std::string> damaged;
  const rocksdb::Status searched = rocksdb_internal::FindDamagedFiles(*db_, go_on, damaged);
  if (!damaged.empty())
    NoteDamage(absl::StrCat("Checksums differ in ", absl::StrJoin(damaged, ", ")));
  if (!searched.ok()) return ReadStatus(searched);
  return damaged;
}

absl::Status Database::Health() const {
  if (const std::string met = damage(); !met.empty()) return StoredDataDamaged(met);
  const absl::Status writable = CheckWritable();
  return writable.ok() ? CheckRoom(0) : writable;
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
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  // Begins by writing out what memory holds of the range, so that the log is out of use.
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Slice begin(range.begin);
  const rocksdb::Slice end(range.end);
  rocksdb::Status status = db_->CompactRange(options, &begin, range.end.empty() ? nullptr : &end);
  KeepMemoryFilled(*db_);
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
  // A backup begins with a flush as well.
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  const absl::Status backed_up = BackUp(*db_, directory);
  KeepMemoryFilled(*db_);
  // What is copied is compared with the checksum that the file was written with.
  if (absl::IsDataLoss(backed_up)) NoteDamage(std::string(backed_up.message()));
  return backed_up;
}

}  // namespace tertial::rocksdb_internal
