// An open RocksDB database, shared by the store and its snapshots. For the files rocksdb_*.cc
// alone.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_DATABASE_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_DATABASE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/observability/metrics.h"
#include "common/store/key_value_store.h"
#include "common/store/mutex.h"
#include "rocksdb/db.h"
#include "rocksdb/listener.h"
#include "rocksdb/options.h"
#include "rocksdb/snapshot.h"
#include "rocksdb/status.h"
#include "rocksdb/write_batch.h"

namespace tertial::rocksdb_internal {

// What RocksDB tells while it works.
//
// When its disk is full it stops taking writes, writes out what memory holds into a data file some
// seconds after there is room again (SstFileManager), begins a new log and goes on. Two things it
// does not expect, and both would end the process: that its own file of events is on the full disk
// (rocksdb_log.h), and that the log which took no more is touched again. The latter it does itself
// where memory holds nothing to be written out.
class DatabaseListener : public rocksdb::EventListener {
 public:
  // RocksDB has stopped taking writes, or has recovered.
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override;

  // The next write goes to a new log. The old one is synced first: after a crash, writes that were
  // not synced may be missing from its end, and must not be followed by any from the new log.
  void OnMemTableSealed(const rocksdb::MemTableInfo& info) override;

  // Null while the database is being opened.
  void SetDatabase(rocksdb::DB* db) { db_ = db; }
  // OK while RocksDB takes writes.
  rocksdb::Status error() const;
  // It lacked room, and cannot go on by itself: the database has to be opened again.
  bool needs_reopening() const;
  // How many there were.
  uint64_t errors() const { return errors_; }

 private:
  std::atomic<rocksdb::DB*> db_ = nullptr;
  std::atomic<uint64_t> errors_ = 0;
  // The present log took no more.
  std::atomic<bool> log_failed_ = false;
  mutable Mutex mutex_;
  rocksdb::Status error_ ABSL_GUARDED_BY(mutex_);
  bool needs_reopening_ ABSL_GUARDED_BY(mutex_) = false;
};

// Closes the database at its end, which no snapshot may outlive: RocksDB would abort. Safe for use
// by several threads.
class Database {
 public:
  // `options` as for OpenRocksDbStore; CheckRoom asks for `least_free_bytes`.
  static rocksdb::Status Open(rocksdb::Options options, const std::string& directory,
                              uint64_t least_free_bytes, std::unique_ptr<Database>& result);

  rocksdb::DB& db() const { return *db_; }
  uint64_t background_errors() const { return listener_->errors(); }

  // KeyValueStore::Write.
  absl::Status Write(const rocksdb::WriteOptions& options, rocksdb::WriteBatch& batch);

  // What a read, or a write, of this database comes to. Damage is remembered, and logged when it is
  // the first.
  absl::Status ReadStatus(const rocksdb::Status& status) const;
  absl::Status WriteStatus(const rocksdb::Status& status) const;

  // KeyValueStore::CheckRoom, FindDamagedFiles and Health.
  absl::Status CheckRoom(uint64_t bytes) const;
  absl::StatusOr<std::vector<std::string>> FindDamagedFiles(absl::FunctionRef<bool()> go_on) const;
  absl::Status Health() const;

  // Nothing can be written to it any more, though there is room again: it has to be closed and
  // opened.
  bool NeedsReopening() const;

  const rocksdb::Snapshot* TakeSnapshot() { return db_->GetSnapshot(); }
  void ReleaseSnapshot(const rocksdb::Snapshot* snapshot);

  // KeyValueStore::Expunge, waiting for snapshots at most for `patience`.
  absl::Status Expunge(const ScanRange& range, std::chrono::nanoseconds patience);

  // KeyValueStore::Backup.
  absl::Status Backup(const std::string& directory);

  // Whether it is damaged, and how much may be written.
  void ReadMetrics(Scrape& scrape) const;

 private:
  Database(std::unique_ptr<rocksdb::DB> db, std::shared_ptr<DatabaseListener> listener,
           uint64_t least_free_bytes)
      : listener_(std::move(listener)), db_(std::move(db)), least_free_bytes_(least_free_bytes) {}

  // STORE_FULL, UNAVAILABLE or DATA_LOSS when RocksDB takes no writes.
  absl::Status CheckWritable() const { return WriteStatus(listener_->error()); }
  bool IsForWantOfRoom(const rocksdb::Status& status) const;
  // Remembers that `text` was told of damage.
  void NoteDamage(const std::string& text) const;
  // What it said of the first damage; empty: none was met.
  std::string damage() const;
  // OK where so much is free beside the reserve, or nobody can tell.
  rocksdb::Status CheckFree(uint64_t bytes) const;
  // Nothing where nobody can tell.
  std::optional<uint64_t> FreeBytes() const;

  // False when a snapshot older than `sequence` is still there at `deadline`.
  bool AwaitSnapshotsBefore(rocksdb::SequenceNumber sequence,
                            std::chrono::steady_clock::time_point deadline);
  // Returns when no file that is out of use is left.
  rocksdb::Status RemoveObsoleteFiles();

  const std::shared_ptr<DatabaseListener> listener_;
  const std::unique_ptr<rocksdb::DB> db_;
  const uint64_t least_free_bytes_;
  mutable Mutex damage_mutex_;
  mutable std::string damage_ ABSL_GUARDED_BY(damage_mutex_);
  // Held by Expunge and Backup: while a backup copies files, none is removed.
  Mutex maintenance_;
  Mutex mutex_;  // guards that a waiting thread does not miss a release
  CondVar snapshot_released_;
};

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_DATABASE_H_
