// An open RocksDB database, shared by the store and its snapshots. For the files rocksdb_*.cc
// alone.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_DATABASE_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_DATABASE_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "common/store/key_value_store.h"
#include "common/store/mutex.h"
#include "rocksdb/db.h"
#include "rocksdb/listener.h"
#include "rocksdb/options.h"
#include "rocksdb/snapshot.h"
#include "rocksdb/status.h"

namespace tertial::rocksdb_internal {

// What RocksDB tells while it works.
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

 private:
  std::atomic<rocksdb::DB*> db_ = nullptr;
  mutable Mutex mutex_;
  rocksdb::Status error_ ABSL_GUARDED_BY(mutex_);
};

// Closes the database at its end, which no snapshot may outlive: RocksDB would abort. Safe for use
// by several threads.
class Database {
 public:
  // `options` as for OpenRocksDbStore.
  static rocksdb::Status Open(rocksdb::Options options, const std::string& directory,
                              std::unique_ptr<Database>& result);

  rocksdb::DB& db() const { return *db_; }
  rocksdb::Status error() const { return listener_->error(); }

  const rocksdb::Snapshot* TakeSnapshot() { return db_->GetSnapshot(); }
  void ReleaseSnapshot(const rocksdb::Snapshot* snapshot);

  // KeyValueStore::Expunge, waiting for snapshots at most for `patience`.
  absl::Status Expunge(const ScanRange& range, std::chrono::nanoseconds patience);

  // KeyValueStore::Backup.
  absl::Status Backup(const std::string& directory);

 private:
  Database(std::unique_ptr<rocksdb::DB> db, std::shared_ptr<DatabaseListener> listener)
      : listener_(std::move(listener)), db_(std::move(db)) {}

  // False when a snapshot older than `sequence` is still there at `deadline`.
  bool AwaitSnapshotsBefore(rocksdb::SequenceNumber sequence,
                            std::chrono::steady_clock::time_point deadline);
  // Returns when no file that is out of use is left.
  rocksdb::Status RemoveObsoleteFiles();

  const std::shared_ptr<DatabaseListener> listener_;
  const std::unique_ptr<rocksdb::DB> db_;
  // Held by Expunge and Backup: while a backup copies files, none is removed.
  Mutex maintenance_;
  Mutex mutex_;  // guards that a waiting thread does not miss a release
  CondVar snapshot_released_;
};

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_DATABASE_H_
