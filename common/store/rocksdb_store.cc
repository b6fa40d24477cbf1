#include "common/store/rocksdb_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/observability/log.h"
#include "common/observability/metrics.h"
#include "common/status/errors.h"
#include "common/store/mutex.h"
#include "common/store/rocksdb_damage.h"
#include "common/store/rocksdb_database.h"
#include "common/store/rocksdb_log.h"
#include "common/store/rocksdb_tuning.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/write_batch.h"

namespace tertial {
namespace {

using rocksdb_internal::Database;

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
absl::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

absl::StatusOr<std::optional<std::string>> GetFrom(const Database& database,
                                                   const rocksdb::ReadOptions& options,
                                                   absl::string_view key) {
  rocksdb::DB& db = database.db();
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = db.Get(options, db.DefaultColumnFamily(), ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return database.ReadStatus(status);
  return std::optional<std::string>(std::in_place, value.data(), value.size());
}

// Goes from range to range, and seeks only where it does not stand there already.
class RangeIterator {
 public:
  RangeIterator(rocksdb::DB& db, const rocksdb::ReadOptions& options)
      : iterator_(db.NewIterator(options)) {}

  // To the first row of the range, which must outlive its use.
  void MoveTo(const ScanRange& range) {
    const rocksdb::Slice begin = ToSlice(range.begin);
    const bool is_there = from_.has_value() && from_->compare(begin) <= 0 &&
                          (!iterator_->Valid() || begin.compare(iterator_->key()) <= 0);
    if (!is_there) iterator_->Seek(begin);
    from_ = begin;
    end_ = range.end;
  }
  void Next() {
    iterator_->Next();
    from_.reset();
    // Then all rows before the end were passed.
    if (!valid() && !end_.empty()) from_ = ToSlice(end_);
  }

  // Whether it stands at a row of the range. Not, when reading failed.
  bool valid() const { return iterator_->Valid() && (end_.empty() || key() < end_); }
  absl::string_view key() const { return ToView(iterator_->key()); }
  absl::string_view value() const { return ToView(iterator_->value()); }
  rocksdb::Status status() const { return iterator_->status(); }

 private:
  const std::unique_ptr<rocksdb::Iterator> iterator_;
  // It stands at the first row from here on. Empty where that is not known.
  std::optional<rocksdb::Slice> from_;
  absl::string_view end_;
};

class RocksDbSnapshot : public StoreSnapshot {
 public:
  explicit RocksDbSnapshot(std::shared_ptr<Database> database)
      : database_(std::move(database)), snapshot_(database_->TakeSnapshot()) {}
  ~RocksDbSnapshot() override { database_->ReleaseSnapshot(snapshot_); }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return GetFrom(*database_, Options(), key);
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
    db().MultiGet(Options(), db().DefaultColumnFamily(), count, slices.data(), values.data(),
                  statuses.data());
    for (size_t i = 0; i < count; ++i) {
      if (statuses[i].IsNotFound()) continue;
      if (!statuses[i].ok()) return database_->ReadStatus(statuses[i]);
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
    const std::unique_ptr<rocksdb::Iterator> iterator(db().NewIterator(options));
    const bool forward = direction == ScanDirection::kForward;
    forward ? iterator->SeekToFirst() : iterator->SeekToLast();
    while (iterator->Valid() && visitor(ToView(iterator->key()), ToView(iterator->value()))) {
      forward ? iterator->Next() : iterator->Prev();
    }
    return database_->ReadStatus(iterator->status());
  }

  absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const override {
    RangeIterator iterator(db(), Options());
    for (size_t i = 0; i < ranges.size(); ++i) {
      if (ranges[i].empty()) continue;
      iterator.MoveTo(ranges[i]);
      if (iterator.valid()) visitor(i, iterator.key(), iterator.value());
      if (!iterator.status().ok()) return database_->ReadStatus(iterator.status());
    }
    return absl::OkStatus();
  }

  absl::Status MultiScan(absl::Span<const ScanRange> ranges, ScanVisitor visitor) const override {
    RangeIterator iterator(db(), Options());
    for (const ScanRange& range : ranges) {
      if (range.empty()) continue;
      for (iterator.MoveTo(range); iterator.valid(); iterator.Next()) {
        if (!visitor(iterator.key(), iterator.value())) return absl::OkStatus();
      }
      if (!iterator.status().ok()) return database_->ReadStatus(iterator.status());
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

  rocksdb::DB& db() const { return database_->db(); }

  const std::shared_ptr<Database> database_;
  const rocksdb::Snapshot* const snapshot_;
};

// Those whose names end in `ending`; empty: all.
absl::StatusOr<uint64_t> BytesOfFiles(const Database& database, absl::string_view ending = "") {
  std::error_code error;
  uint64_t bytes = 0;
  std::filesystem::directory_iterator file(database.db().GetName(), error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    if (!absl::EndsWith(file->path().native(), ending)) continue;
    std::error_code gone;  // A compaction may remove the file at any moment.
    const uintmax_t size = file->file_size(gone);
    if (!gone) bytes += size;
  }
  if (error) return database.ReadStatus(rocksdb::Status::IOError(error.message()));
  return bytes;
}

absl::Status DirectoryError(absl::string_view directory, absl::string_view what) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SERVICE_UNAVAILABLE,
                   absl::StrCat("data directory ", directory, " ", what),
                   {{"directory", std::string(directory)}});
}

absl::Status DirectoryDamaged(absl::string_view directory, absl::string_view file,
                              absl::string_view how) {
  return StoredDataDamaged(absl::StrCat("the file ", file, " of the data directory ", directory,
                                        " is damaged (", how, "); restore a backup in its place"));
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

// `directory` is there, and can be written.
absl::StatusOr<std::shared_ptr<Database>> OpenDatabase(const std::string& directory,
                                                       const RocksDbOptions& options) {
  if (const std::string file = rocksdb_internal::MissingFileIn(directory); !file.empty()) {
    return DirectoryDamaged(directory, file, "it is not there");
  }
  const auto log = std::make_shared<rocksdb_internal::RocksDbLog>();
  rocksdb::Options native = rocksdb_internal::TunedOptions(options);
  native.info_log = log;
  std::unique_ptr<Database> database;
  const rocksdb::Status status =
      Database::Open(native, directory, options.least_free_bytes, database);
  if (!status.ok()) {
    const std::string text = status.ToString();
    if (status.IsCorruption()) {
      std::string file = log->damaged_log();
      if (file.empty()) file = rocksdb_internal::DamagedFileIn(directory, text, native);
      return DirectoryDamaged(directory, file, text);
    }
    if (status.IsNoSpace()) {
      return DirectoryError(directory,
                            "cannot be opened: its disk is full; make room and start again");
    }
    // RocksDB has no code for it. The first is said of another process, the second of this one.
    if (absl::StrContains(text, "While lock file") || absl::StrContains(text, "lock hold by")) {
      return DirectoryError(directory, "is in use by another process");
    }
    return DirectoryError(directory, absl::StrCat("cannot be opened: ", text));
  }
  return std::shared_ptr<Database>(std::move(database));
}

class RocksDbStore : public KeyValueStore {
 public:
  RocksDbStore(std::shared_ptr<Database> database, std::string directory,
               const RocksDbOptions& options)
      : directory_(std::move(directory)), options_(options), database_(std::move(database)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return GetFrom(*Present(), rocksdb::ReadOptions(), key);
  }

  std::unique_ptr<StoreSnapshot> Snapshot() const override {
    return std::make_unique<RocksDbSnapshot>(Present());
  }

  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    const std::shared_ptr<Database> database = Present();
    constexpr size_t kBytesAroundAChange = 16;
    rocksdb::WriteBatch native(batch.bytes() + kBytesAroundAChange * (batch.size() + 1));
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
      if (!added.ok()) return database->WriteStatus(added);
    }
    rocksdb::WriteOptions options;
    options.sync = durability == Durability::kSynced;
    return database->Write(options, native);
  }

  absl::Status CheckRoom(uint64_t bytes) const override {
    ReopenIfNeeded();
    return Present()->CheckRoom(bytes);
  }

  absl::Status Expunge(const ScanRange& range) override {
    return Present()->Expunge(range, absl::ToChronoNanoseconds(options_.expunge_patience));
  }

  absl::Status Backup(const std::string& directory) override {
    return Present()->Backup(directory);
  }

  absl::StatusOr<uint64_t> DiskBytes() const override { return BytesOfFiles(*Present()); }

  EngineFigures Figures() const override {
    const std::shared_ptr<Database> database = Present();
    return {.log_bytes = BytesOfFiles(*database, ".log").value_or(0),
            .background_errors = database->background_errors()};
  }

  absl::StatusOr<std::vector<std::string>> FindDamagedFiles(
      absl::FunctionRef<bool()> go_on) const override {
    return Present()->FindDamagedFiles(go_on);
  }

  absl::Status Health() const override {
    ReopenIfNeeded();
    if (absl::Status read = Get("").status(); !read.ok()) return read;
    return Present()->Health();
  }

 private:
  // Who has it keeps it open.
  std::shared_ptr<Database> Present() const {
    MutexLock lock(mutex_);
    return database_;
  }

  // Closes the database and opens it as after a crash, where it can be written no other way: in a
  // moment when nobody reads, which readers who come now wait for a little. Else some time later:
  // while a long read goes on, short ones do as well.
  void ReopenIfNeeded() const {
    MutexLock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now < next_reopening_ || !database_->NeedsReopening()) return;
    while (database_.use_count() > 1) {
      if (std::chrono::steady_clock::now() >= now + kLongestDrain) {
        next_reopening_ = now + kBetweenReopenings;
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    database_.reset();
    absl::StatusOr<std::shared_ptr<Database>> opened = OpenDatabase(directory_, options_);
    if (!opened.ok()) {
      Log(Severity::kError, "the store cannot be opened again, and the process ends",
          {{"cause", std::string(opened.status().message())}});
      std::abort();
    }
    database_ = *std::move(opened);
    Log(Severity::kInfo, "the store was opened again, now that there is room");
  }

  static constexpr std::chrono::milliseconds kLongestDrain{200};
  static constexpr std::chrono::seconds kBetweenReopenings{2};

  const std::string directory_;
  const RocksDbOptions options_;
  mutable Mutex mutex_;
  mutable std::shared_ptr<Database> database_ ABSL_GUARDED_BY(mutex_);
  mutable std::chrono::steady_clock::time_point next_reopening_ ABSL_GUARDED_BY(mutex_);
  // Not of the database: that comes and goes with the mutex held, which a scrape waits for, and may
  // do so within a scrape.
  const ScrapeSource metrics_{[this](Scrape& scrape) { Present()->ReadMetrics(scrape); }};
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenRocksDbStore(const std::string& directory,
                                                                const RocksDbOptions& options) {
  if (absl::Status prepared = PrepareDirectory(directory); !prepared.ok()) return prepared;
  absl::StatusOr<std::shared_ptr<Database>> database = OpenDatabase(directory, options);
  if (!database.ok()) return database.status();
  return std::make_unique<RocksDbStore>(*std::move(database), directory, options);
}

bool IsOpenElsewhere(const std::string& directory) {
  const int descriptor = open(absl::StrCat(directory, "/LOCK").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool held = fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(descriptor);
  return held;
}

}  // namespace tertial
