// What the parts of a ledger share. Nothing outside common/ledger includes this.
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_STATE_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_STATE_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/commit_times.h"
#include "common/ledger/commit_writer.h"
#include "common/ledger/ledger.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

// Tells who waits for commits that there are some.
class HeadWatch {
 public:
  explicit HeadWatch(Revision head) : head_(head) {}
  void Advance(Revision head);
  Revision Wait(Revision after, absl::Duration patience) const;
  void Stop();

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Revision head_;
  bool stopped_ = false;
};

struct LedgerState {
  LedgerState(std::unique_ptr<KeyValueStore> opened, const Clock& clock_of_process,
              const LedgerOptions& ledger_options, std::string id,
              common::internal::v1::Epochs epochs_of_store, const ReadPoint& head);

  // The newest state, or an earlier one.
  absl::StatusOr<ReadView> Read(const AsOf& as_of) const;

  // Tells who waits for commits which is the newest in the store: that of a write that failed may
  // be there all the same.
  void TellHead();

  // Whether something is left that could not be removed, or undone, when it should have been.
  bool HasLeftovers() const;

  // Deletes what is staged under the number. What cannot be deleted now is by DropStagingsAgain.
  absl::Status DropStaging(uint64_t staging);
  absl::Status DropStagingsAgain();

  // Whether there is no room for what is new, and rows that were staged and deleted may take some
  // still: their bytes go when something is compacted, and nothing is while nothing is written.
  bool CanMakeRoom() const;
  // Has them removed by Expunge if so.
  void MakeRoom();

  // Has the bytes of deleted rows removed from disk, by Expunge.
  void AddExpunge(ScanRange range);
  // What could not be removed is tried again next time. Not with the writer held.
  absl::Status Expunge();

  const std::unique_ptr<KeyValueStore> store;
  const LedgerOptions options;
  const std::string store_id;
  const common::internal::v1::Epochs epochs;
  // The id of the last of `epochs`.
  const std::string epoch;
  mutable CommitTimes times;
  HeadWatch watch;
  CommitWriter writer;
  // The next number of a staging; greater than any that is in the store.
  std::atomic<uint64_t> next_staging{1};
  // When the first write that waits is due, in microseconds; INT64_MAX: none waits.
  std::atomic<int64_t> next_release{INT64_MAX};
  // Set when an import could neither be applied nor undone: nothing may be written until it is
  // undone, which is tried before each write.
  std::atomic<bool> broken{false};
  // Rows that were staged have been deleted since they were last expunged.
  std::atomic<bool> deleted_staged{false};

 private:
  std::mutex expunging_mutex_;
  mutable std::mutex leftovers_mutex_;
  std::vector<ScanRange> expunges_;
  std::vector<uint64_t> undropped_stagings_;
};

// The newest state that `snapshot` holds.
absl::StatusOr<ReadPoint> ReadHead(const StoreSnapshot& snapshot, const std::string& epoch);
// The record of a commit that `info` asks for, before it is known what it touched and when it was
// made.
common::internal::v1::Commit CommitRecordOf(const CommitInfo& info);
// Adds to `batch` the record of a commit, its time and the new head.
void AddCommit(const ReadPoint& at, common::internal::v1::Commit record, WriteBatch& batch);

// The entry of the journal for what `info` erases, or redacts.
common::internal::v1::Erasure ErasureOf(const LedgerState& state, const CommitInfo& info,
                                        TableId table, absl::string_view pk, Revision revision);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_STATE_H_
