// The contract of every storage engine: an ordered map from bytes to bytes, snapshots of it, and
// atomic durable writes. What the bytes mean is decided above (common/ledger). Every engine passes
// tests/conformance/key_value_store_conformance.h.
//
// Errors, in every function below:
//   UNAVAILABLE         the engine cannot answer now (I/O error). The engine's own text is in the
//                       payload kStorageDetailUrl, for the log, never for a caller.
//   RESOURCE_EXHAUSTED  STORE_FULL: the disk takes no more. Reads go on. When there is room writes
//   do
//                       by themselves, at the latest some seconds after CheckRoom or Health was
//                       asked.
//   DATA_LOSS           the engine found bytes whose checksum is wrong. Its text is for the log.
#ifndef TERTIAL_COMMON_STORE_KEY_VALUE_STORE_H_
#define TERTIAL_COMMON_STORE_KEY_VALUE_STORE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tertial {

inline constexpr char kStorageDetailUrl[] = "tertial/storage-detail";

// Keys from `begin` (included) to `end` (not included); an empty `end` is no upper bound. A range
// whose end is not above its begin holds nothing.
struct ScanRange {
  std::string begin;
  std::string end;

  bool empty() const { return !end.empty() && end <= begin; }
};

enum class ScanDirection { kForward, kBackward };

// Called for one row; false ends the scan. The views are valid only during the call.
using ScanVisitor = absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>;

// Called for the first row of the range at `index`, if it has one. The views are valid only during
// the call.
using SeekVisitor =
    absl::FunctionRef<void(size_t index, absl::string_view key, absl::string_view value)>;

// Changes that are made together. Applied in the order in which they were added: the last change
// of a key wins. Not thread-safe.
class WriteBatch {
 public:
  enum class Kind { kPut, kDelete, kDeleteRange };
  struct Change {
    Kind kind;
    std::string key;    // kDeleteRange: the begin of the range
    std::string value;  // kPut: the value; kDeleteRange: the end of the range
  };

  void Put(std::string key, std::string value) {
    bytes_ += key.size() + value.size();
    changes_.push_back({Kind::kPut, std::move(key), std::move(value)});
  }
  // A key that is not there may be deleted.
  void Delete(std::string key) {
    bytes_ += key.size();
    changes_.push_back({Kind::kDelete, std::move(key), {}});
  }
  // `range` must have an end. For a few large ranges: each slows the reads beside it until the
  // engine has compacted it away.
  void DeleteRange(ScanRange range) {
    bytes_ += range.begin.size() + range.end.size();
    changes_.push_back({Kind::kDeleteRange, std::move(range.begin), std::move(range.end)});
  }
  // Puts the changes into the order of their keys, in which an engine takes many of them fastest.
  // Not for a batch that changes a key twice or deletes a range: there the order counts.
  void SortByKey() {
    std::sort(changes_.begin(), changes_.end(),
              [](const Change& a, const Change& b) { return a.key < b.key; });
  }
  void Clear() {
    changes_.clear();
    bytes_ = 0;
  }

  size_t size() const { return changes_.size(); }
  bool empty() const { return changes_.empty(); }
  // Of keys and values, for bounding what one batch holds.
  size_t bytes() const { return bytes_; }
  const std::vector<Change>& changes() const { return changes_; }

 private:
  std::vector<Change> changes_;
  size_t bytes_ = 0;
};

// The store as it was at one moment; later writes are never seen. Safe for use by several threads.
// It keeps the engine open: it may outlive the KeyValueStore it came from, and the data directory
// stays in use until it is gone. Old versions of rows are kept for it, so it is meant to live no
// longer than one call.
class StoreSnapshot {
 public:
  virtual ~StoreSnapshot() = default;
  StoreSnapshot(const StoreSnapshot&) = delete;
  StoreSnapshot& operator=(const StoreSnapshot&) = delete;

  // Empty when the key is not there.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const = 0;

  // One element for each key, in the order of `keys`, which need not be sorted nor distinct.
  virtual absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const = 0;

  // Calls `visitor` for the rows of `range` in the order of their keys (as unsigned bytes), or in
  // the opposite order. An error may come after some rows were visited.
  virtual absl::Status Scan(const ScanRange& range, ScanDirection direction,
                            ScanVisitor visitor) const = 0;

  // Calls `visitor` for the rows of all of `ranges`, range after range, each in the order of its
  // keys; false ends it. An error may come after some rows were visited. Fastest when the ranges
  // are sorted. For many small ranges, each of which would be a scan.
  virtual absl::Status MultiScan(absl::Span<const ScanRange> ranges, ScanVisitor visitor) const {
    bool go_on = true;
    for (size_t i = 0; i < ranges.size() && go_on; ++i) {
      const absl::Status scanned = Scan(ranges[i], ScanDirection::kForward,
                                        [&](absl::string_view key, absl::string_view value) {
                                          go_on = visitor(key, value);
                                          return go_on;
                                        });
      if (!scanned.ok()) return scanned;
    }
    return absl::OkStatus();
  }

  // Calls `visitor` with the first row of each of `ranges` that has one, in their order. Fastest
  // when the ranges are sorted.
  virtual absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const = 0;

 protected:
  StoreSnapshot() = default;
};

// What operators watch of an engine.
struct EngineFigures {
  // What the logs take on disk that a start after a crash reads, about.
  uint64_t log_bytes = 0;
  // Errors that it met in the background since it was opened.
  uint64_t background_errors = 0;
};

enum class Durability {
  // On disk when Write returns: survives the loss of power.
  kSynced,
  // Visible when Write returns; on disk when a later synced write is. A crash before that loses the
  // newest of these writes, never one without those after it.
  kBuffered,
};

// Safe for use by several threads.
class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;
  KeyValueStore(const KeyValueStore&) = delete;
  KeyValueStore& operator=(const KeyValueStore&) = delete;

  // The newest value. Empty when the key is not there.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const = 0;

  // Sees every write that had returned when it was called. Never null.
  virtual std::unique_ptr<StoreSnapshot> Snapshot() const = 0;

  // Makes all changes of `batch` or none, after those of every write that had returned. OK with
  // kSynced: they, and all buffered ones before them, are on disk. An error other than
  // INVALID_ARGUMENT leaves it open whether they will be seen after a restart.
  // INVALID_ARGUMENT: a range to be deleted has no end; nothing is changed.
  virtual absl::Status Write(const WriteBatch& batch,
                             Durability durability = Durability::kSynced) = 0;

  // OK while there is room for `bytes` more: the engine takes writes, and so much is free beside
  // what is kept in reserve, so that it can go on to log, to write out what memory holds, and to
  // take out what was deleted. STORE_FULL otherwise. Cheap: whoever is about to write what is new
  // asks first, with 0 for what is small. Write does not ask: what takes something out, or undoes
  // something, may use the reserve.
  virtual absl::Status CheckRoom(uint64_t /*bytes*/) const { return absl::OkStatus(); }

  // Removes from disk the bytes of what was overwritten or deleted in `range` before the call, keys
  // and values: from data files, logs and lists of files. Takes time in the size of the files that
  // the range touches. A snapshot taken before the call keeps the bytes it sees, so the call waits
  // for its end for a while, and is UNAVAILABLE, to be repeated, when that is not enough. A Scan
  // that is under way keeps the files it reads until it returns.
  virtual absl::Status Expunge(const ScanRange& range) = 0;

  // Writes a copy of the store as it is now into `directory`, which must be empty or not there,
  // with a checksum of every file; writes and reads go on meanwhile. FAILED_PRECONDITION, with a
  // sentence, when the directory is not empty or cannot be written.
  virtual absl::Status Backup(const std::string& directory) = 0;

  // Bytes on disk, about.
  virtual absl::StatusOr<uint64_t> DiskBytes() const = 0;

  // What an engine with logs and threads of its own tells of them.
  virtual EngineFigures Figures() const { return {}; }

  // The names of the engine's files, without directories, in which bytes are damaged. Reads all of
  // them, so it takes time in the size of the store; `go_on` is asked now and then, and false ends
  // it. An engine without files of its own has none.
  virtual absl::StatusOr<std::vector<std::string>> FindDamagedFiles(
      absl::FunctionRef<bool()> /*go_on*/) const {
    return std::vector<std::string>();
  }

  // OK while the store reads and takes writes. Otherwise why it does not: STORE_FULL where it reads
  // and takes nothing new; DATA_LOSS from the first damage it met until it is opened again;
  // UNAVAILABLE where its engine has stopped for another reason.
  virtual absl::Status Health() const = 0;

 protected:
  KeyValueStore() = default;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_STORE_KEY_VALUE_STORE_H_
