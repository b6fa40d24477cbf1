// A store that fails when a test says so.
#ifndef TERTIAL_TESTS_TESTING_FAULTY_STORE_H_
#define TERTIAL_TESTS_TESTING_FAULTY_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/errors.h"
#include "common/store/key_value_store.h"
#include "common/store/mutex.h"

namespace tertial {

// What a FaultyStore was told, and what it has seen. A test keeps a share of it while the store
// belongs to somebody else. Every fault is UNAVAILABLE, but for a full disk and damage. Safe for
// use by several threads.
class StoreFaults {
 public:
  // The `nth` write from now on (1 is the next) is not executed and fails.
  void FailWrite(int nth) { Set(nth, WriteFault::kNotExecuted, /*for_ever=*/false); }
  // The `nth` write from now on is executed, and then reported as failed.
  void FailAfterWrite(int nth) { Set(nth, WriteFault::kExecuted, /*for_ever=*/false); }
  // The `nth` write from now on and all after it are not executed and fail, as after a crash.
  void FailWritesFrom(int nth) { Set(nth, WriteFault::kNotExecuted, /*for_ever=*/true); }
  // Every read, also from snapshots taken before, and Health.
  void FailReads(bool fail) {
    MutexLock lock(mutex_);
    fail_reads_ = fail;
  }
  // Only the reserve of the disk is left: writes are executed, and there is no room for what is
  // new.
  void UseUpRoom() { SetDisk(Disk::kReserveLeft); }
  // Nothing is left: writes are not executed.
  void FillDisk() { SetDisk(Disk::kFull); }
  // The `nth` write from now on finds the disk full, as all after it do.
  void FillDiskAt(int nth) { Set(nth, WriteFault::kFull, /*for_ever=*/true); }
  // Every read meets damage in the data file of this name.
  void DamageFile(const std::string& name) {
    MutexLock lock(mutex_);
    damaged_file_ = name;
  }
  // Ends all faults.
  void Heal() {
    MutexLock lock(mutex_);
    write_fault_.reset();
    fail_reads_ = false;
    disk_ = Disk::kRoom;
    damaged_file_.clear();
  }

  // Writes that were executed.
  int64_t synced_writes() const {
    MutexLock lock(mutex_);
    return synced_writes_;
  }
  int64_t buffered_writes() const {
    MutexLock lock(mutex_);
    return buffered_writes_;
  }
  // Writes that failed by a fault.
  int64_t failed_writes() const {
    MutexLock lock(mutex_);
    return failed_writes_;
  }

 private:
  friend class FaultyStore;
  friend class FaultySnapshot;
  enum class WriteFault { kNone, kNotExecuted, kExecuted, kFull };
  enum class Disk { kRoom, kReserveLeft, kFull };
  struct ComingFault {
    int nth;  // counts down
    WriteFault kind;
    bool for_ever;
  };

  static absl::Status Fault() { return ServiceUnavailable("The test makes the store fail."); }

  void Set(int nth, WriteFault kind, bool for_ever) {
    MutexLock lock(mutex_);
    write_fault_ = {nth, kind, for_ever};
  }
  void SetDisk(Disk disk) {
    MutexLock lock(mutex_);
    disk_ = disk;
  }
  // Counts a write that comes, and says what becomes of it.
  WriteFault NextWrite(Durability durability) {
    MutexLock lock(mutex_);
    WriteFault fault = disk_ == Disk::kFull ? WriteFault::kFull : WriteFault::kNone;
    if (write_fault_.has_value() && --write_fault_->nth <= 0) {
      fault = write_fault_->kind;
      if (fault == WriteFault::kFull) disk_ = Disk::kFull;
      if (!write_fault_->for_ever) write_fault_.reset();
    }
    if (fault != WriteFault::kNone) ++failed_writes_;
    if (fault != WriteFault::kNotExecuted && fault != WriteFault::kFull) {
      ++(durability == Durability::kSynced ? synced_writes_ : buffered_writes_);
    }
    return fault;
  }
  absl::Status NextRead() const {
    MutexLock lock(mutex_);
    if (!damaged_file_.empty()) return StoredDataDamaged(damaged_file_);
    return fail_reads_ ? Fault() : absl::OkStatus();
  }
  absl::Status Room() const {
    MutexLock lock(mutex_);
    return disk_ == Disk::kRoom ? absl::OkStatus() : StoreFull();
  }
  std::vector<std::string> DamagedFiles() const {
    MutexLock lock(mutex_);
    if (damaged_file_.empty()) return {};
    return {damaged_file_};
  }

  mutable Mutex mutex_;
  std::optional<ComingFault> write_fault_ ABSL_GUARDED_BY(mutex_);
  bool fail_reads_ ABSL_GUARDED_BY(mutex_) = false;
  Disk disk_ ABSL_GUARDED_BY(mutex_) = Disk::kRoom;
  std::string damaged_file_ ABSL_GUARDED_BY(mutex_);
  int64_t synced_writes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t buffered_writes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t failed_writes_ ABSL_GUARDED_BY(mutex_) = 0;
};

class FaultySnapshot : public StoreSnapshot {
 public:
  FaultySnapshot(std::unique_ptr<StoreSnapshot> snapshot, std::shared_ptr<StoreFaults> faults)
      : snapshot_(std::move(snapshot)), faults_(std::move(faults)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    if (absl::Status fault = faults_->NextRead(); !fault.ok()) return fault;
    return snapshot_->Get(key);
  }
  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    if (absl::Status fault = faults_->NextRead(); !fault.ok()) return fault;
    return snapshot_->MultiGet(keys);
  }
  absl::Status Scan(const ScanRange& range, ScanDirection direction,
                    ScanVisitor visitor) const override {
    if (absl::Status fault = faults_->NextRead(); !fault.ok()) return fault;
    return snapshot_->Scan(range, direction, visitor);
  }
  absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const override {
    if (absl::Status fault = faults_->NextRead(); !fault.ok()) return fault;
    return snapshot_->MultiSeek(ranges, visitor);
  }

 private:
  const std::unique_ptr<StoreSnapshot> snapshot_;
  const std::shared_ptr<StoreFaults> faults_;
};

// Forwards everything to `store`, but for the faults. Expunge, Backup and DiskBytes never fail
// here.
class FaultyStore : public KeyValueStore {
 public:
  explicit FaultyStore(std::unique_ptr<KeyValueStore> store,
                       std::shared_ptr<StoreFaults> faults = std::make_shared<StoreFaults>())
      : store_(std::move(store)), faults_(std::move(faults)) {}

  const std::shared_ptr<StoreFaults>& faults() const { return faults_; }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    if (absl::Status fault = faults_->NextRead(); !fault.ok()) return fault;
    return store_->Get(key);
  }
  std::unique_ptr<StoreSnapshot> Snapshot() const override {
    return std::make_unique<FaultySnapshot>(store_->Snapshot(), faults_);
  }
  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    const StoreFaults::WriteFault fault = faults_->NextWrite(durability);
    if (fault == StoreFaults::WriteFault::kNotExecuted) return StoreFaults::Fault();
    if (fault == StoreFaults::WriteFault::kFull) return StoreFull();
    const absl::Status written = store_->Write(batch, durability);
    if (fault == StoreFaults::WriteFault::kExecuted && written.ok()) return StoreFaults::Fault();
    return written;
  }
  absl::Status CheckRoom(uint64_t bytes) const override {
    if (absl::Status room = faults_->Room(); !room.ok()) return room;
    return store_->CheckRoom(bytes);
  }
  absl::Status Expunge(const ScanRange& range) override { return store_->Expunge(range); }
  absl::Status Backup(const std::string& directory) override { return store_->Backup(directory); }
  absl::StatusOr<uint64_t> DiskBytes() const override { return store_->DiskBytes(); }
  EngineFigures Figures() const override { return store_->Figures(); }
  absl::StatusOr<std::vector<std::string>> FindDamagedFiles(
      absl::FunctionRef<bool()> go_on) const override {
    if (std::vector<std::string> damaged = faults_->DamagedFiles(); !damaged.empty()) {
      return damaged;
    }
    return store_->FindDamagedFiles(go_on);
  }
  absl::Status Health() const override {
    if (absl::Status fault = faults_->NextRead(); !fault.ok()) return fault;
    if (absl::Status room = faults_->Room(); !room.ok()) return room;
    return store_->Health();
  }

 private:
  const std::unique_ptr<KeyValueStore> store_;
  const std::shared_ptr<StoreFaults> faults_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_FAULTY_STORE_H_
