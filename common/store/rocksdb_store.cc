#include "common/store/rocksdb_store.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/store/mutex.h"
#include "common/store/rocksdb_backup.h"
#include "common/store/rocksdb_status.h"
#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/db.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/options.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace tertial {
namespace {

using rocksdb_internal::ReadStatus;
using rocksdb_internal::WriteStatus;

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
absl::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// Remembers that RocksDB has stopped taking writes, and that it has recovered.
class ErrorListener : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* error) override {
    if (error == nullptr || error->ok()) return;
    MutexLock lock(mutex_);
    error_ = *error;
  }
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override {
    MutexLock lock(mutex_);
    error_ = info.new_bg_error;
  }

  rocksdb::Status error() const {
    MutexLock lock(mutex_);
    return error_;
  }

 private:
  mutable Mutex mutex_;
  rocksdb::Status error_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::optional<std::string>> GetFrom(rocksdb::DB& db,
                                                   const rocksdb::ReadOptions& options,
                                                   absl::string_view key) {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = db.Get(options, db.DefaultColumnFamily(), ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return ReadStatus(status);
  return std::optional<std::string>(std::in_place, value.data(), value.size());
}

class RocksDbSnapshot : public StoreSnapshot {
 public:
  explicit RocksDbSnapshot(std::shared_ptr<rocksdb::DB> db)
      : db_(std::move(db)), snapshot_(db_->GetSnapshot()) {}
  ~RocksDbSnapshot() override { db_->ReleaseSnapshot(snapshot_); }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return GetFrom(*db_, Options(), key);
  }

  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    const size_t count = keys.size();
    std::vector<std::optional<std::string>> result(count);
    if (count == 0) return result;
    std::vector<rocksdb::Slice> slices(count);
    for (size_t i = 0; i < count; ++i) slices[i] = ToSlice(keys[i]);
    std::vector<rocksdb::PinnableSlice> values(count);
    std::vector<rocksdb::Status> statuses(count);
    db_->MultiGet(Options(), db_->DefaultColumnFamily(), count, slices.data(), values.data(),
                  statuses.data());
    for (size_t i = 0; i < count; ++i) {
      if (statuses[i].IsNotFound()) continue;
      if (!statuses[i].ok()) return ReadStatus(statuses[i]);
      result[i].emplace(values[i].data(), values[i].size());
    }
    return result;
  }

  absl::Status Scan(const ScanRange& range, ScanDirection direction,
                    ScanVisitor visitor) const override {
    if (range.empty()) return absl::OkStatus();
    const rocksdb::Slice begin = ToSlice(range.begin);
    const rocksdb::Slice end = ToSlice(range.end);
    rocksdb::ReadOptions options = Options();
    options.iterate_lower_bound = &begin;
    if (!range.end.empty()) options.iterate_upper_bound = &end;
    const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options));
    const bool forward = direction == ScanDirection::kForward;
    forward ? iterator->SeekToFirst() : iterator->SeekToLast();
    while (iterator->Valid() && visitor(ToView(iterator->key()), ToView(iterator->value()))) {
      forward ? iterator->Next() : iterator->Prev();
    }
    return ReadStatus(iterator->status());
  }

  absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const override {
    const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(Options()));
    // The iterator stands at the first key that is not below it, if it was ever moved.
    std::optional<rocksdb::Slice> sought;
    for (size_t i = 0; i < ranges.size(); ++i) {
      const ScanRange& range = ranges[i];
      if (range.empty()) continue;
      const rocksdb::Slice begin = ToSlice(range.begin);
      const bool already_there = sought.has_value() && sought->compare(begin) <= 0 &&
                                 (!iterator->Valid() || begin.compare(iterator->key()) <= 0);
      if (!already_there) {
        iterator->Seek(begin);
        if (!iterator->status().ok()) return ReadStatus(iterator->status());
        sought = begin;
      }
      if (!iterator->Valid()) continue;
      const absl::string_view key = ToView(iterator->key());
      if (range.end.empty() || key < range.end) visitor(i, key, ToView(iterator->value()));
    }
    return absl::OkStatus();
  }

 private:
  rocksdb::ReadOptions Options() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    options.verify_checksums = true;
    return options;
  }

  // Shared, because RocksDB aborts when a snapshot outlives it.
  const std::shared_ptr<rocksdb::DB> db_;
  const rocksdb::Snapshot* const snapshot_;
};

absl::Status ExpungeRange(rocksdb::DB& db, const ScanRange& range) {
  if (range.empty()) return absl::OkStatus();
  if (rocksdb::Status flushed = db.Flush(rocksdb::FlushOptions()); !flushed.ok()) {
    return WriteStatus(flushed);
  }
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Slice begin = ToSlice(range.begin);
  const rocksdb::Slice end = ToSlice(range.end);
  return WriteStatus(db.CompactRange(options, &begin, range.end.empty() ? nullptr : &end));
}

absl::StatusOr<uint64_t> BytesOfFilesIn(const std::string& directory) {
  std::error_code error;
  uint64_t bytes = 0;
  std::filesystem::directory_iterator file(directory, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    std::error_code gone;  // A compaction may remove the file at any moment.
    const uintmax_t size = file->file_size(gone);
    if (!gone) bytes += size;
  }
  if (error) return ReadStatus(rocksdb::Status::IOError(error.message()));
  return bytes;
}

class RocksDbStore : public KeyValueStore {
 public:
  RocksDbStore(std::shared_ptr<rocksdb::DB> db, std::shared_ptr<ErrorListener> listener)
      : db_(std::move(db)), listener_(std::move(listener)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return GetFrom(*db_, rocksdb::ReadOptions(), key);
  }

  std::unique_ptr<StoreSnapshot> Snapshot() const override {
    return std::make_unique<RocksDbSnapshot>(db_);
  }

  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    rocksdb::WriteBatch native;
    for (const WriteBatch::Change& change : batch.changes()) {
      rocksdb::Status added;
      switch (change.kind) {
        case WriteBatch::Kind::kPut:
          added = native.Put(change.key, change.value);
          break;
        case WriteBatch::Kind::kDelete:
          added = native.Delete(change.key);
          break;
        case WriteBatch::Kind::kDeleteRange:
          if (change.value.empty()) {
            return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INTERNAL,
                             "A range to be deleted must have an end.");
          }
          // RocksDB stops taking writes when it meets a range that ends before it begins.
          if (change.key < change.value) added = native.DeleteRange(change.key, change.value);
          break;
      }
      if (!added.ok()) return WriteStatus(added);
    }
    rocksdb::WriteOptions options;
    options.sync = durability == Durability::kSynced;
    return WriteStatus(db_->Write(options, &native));
  }

  absl::Status Expunge(const ScanRange& range) override { return ExpungeRange(*db_, range); }

  absl::Status Backup(const std::string& directory) override {
    return rocksdb_internal::BackUp(*db_, directory);
  }

  absl::StatusOr<uint64_t> DiskBytes() const override { return BytesOfFilesIn(db_->GetName()); }

  absl::Status Health() const override {
    if (const rocksdb::Status error = listener_->error(); !error.ok()) return WriteStatus(error);
    return Get("").status();
  }

 private:
  const std::shared_ptr<rocksdb::DB> db_;
  const std::shared_ptr<ErrorListener> listener_;
};

rocksdb::Options TunedOptions(const RocksDbOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  // Indexes and filters count against the cache: memory stays bounded whatever the store's size.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // Scans of a report's rows are 1.3 times faster than with 4 KiB; the filter pays for the gets.
  table.block_size = 16 << 10;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;

  rocksdb::Options result;
  result.create_if_missing = true;
  result.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  result.write_buffer_size = options.write_buffer_bytes;
  result.max_write_buffer_number = 2;
  // Level 1 as large as what level 0 holds when it is merged down.
  result.max_bytes_for_level_base = 4 * options.write_buffer_bytes;
  result.level_compaction_dynamic_level_bytes = true;
  result.max_background_jobs = 2;
  result.max_open_files = 256;
  // Opening after a crash replays the log: it is kept short.
  result.max_total_wal_size = uint64_t{16} << 20;
  // A torn last record was never acknowledged; a bad record before it was, and must not be skipped.
  result.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  result.paranoid_checks = true;
  result.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  result.keep_log_file_num = 2;
  result.max_log_file_size = size_t{1} << 20;
  result.stats_dump_period_sec = 0;
  result.stats_persist_period_sec = 0;
  const std::vector<rocksdb::CompressionType> compressions = rocksdb::GetSupportedCompressions();
  if (std::find(compressions.begin(), compressions.end(), rocksdb::kLZ4Compression) !=
      compressions.end()) {
    result.compression = rocksdb::kLZ4Compression;
  }
  if (std::find(compressions.begin(), compressions.end(), rocksdb::kZSTD) != compressions.end()) {
    result.bottommost_compression = rocksdb::kZSTD;
  }
  return result;
}

absl::Status DirectoryError(absl::string_view directory, absl::string_view what) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SERVICE_UNAVAILABLE,
                   absl::StrCat("data directory ", directory, " ", what),
                   {{"directory", std::string(directory)}});
}

absl::Status PrepareDirectory(const std::string& directory) {
  if (directory.empty()) return DirectoryError("\"\"", "is not a path; name a directory");
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return DirectoryError(directory, absl::StrCat("cannot be made: ", error.message()));
  if (!std::filesystem::is_directory(directory, error)) {
    return DirectoryError(directory, "is not a directory");
  }
  if (access(directory.c_str(), R_OK | W_OK | X_OK) != 0) {
    return DirectoryError(directory, "cannot be written; give this user the right to");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenRocksDbStore(const std::string& directory,
                                                                const RocksDbOptions& options) {
  if (absl::Status prepared = PrepareDirectory(directory); !prepared.ok()) return prepared;
  auto listener = std::make_shared<ErrorListener>();
  rocksdb::Options native = TunedOptions(options);
  native.listeners.push_back(listener);
  if (options.env != nullptr) native.env = options.env;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(native, directory, &db);
  if (status.IsCorruption()) return StoredDataDamaged(status.ToString());
  if (!status.ok()) {
    const std::string text = status.ToString();
    // RocksDB has no code for it. The first is said of another process, the second of this one.
    if (absl::StrContains(text, "While lock file") || absl::StrContains(text, "lock hold by")) {
      return DirectoryError(directory, "is in use by another process");
    }
    return DirectoryError(directory, absl::StrCat("cannot be opened: ", text));
  }
  return std::make_unique<RocksDbStore>(std::shared_ptr<rocksdb::DB>(db), std::move(listener));
}

}  // namespace tertial
