#include "common/ledger/ledger_state.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/observability/metrics.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "prometheus/counter.h"

namespace tertial {
namespace {

using common::internal::v1::Head;

constexpr absl::Duration kLongestPatience = absl::Hours(24 * 365);

prometheus::Counter& Commits() {
  static prometheus::Counter& counter = CounterOf(kLedgerCommits);
  return counter;
}

absl::Status RevisionError(ErrorReason reason, Revision asked, absl::string_view what) {
  return InvalidField("as_of.revision", reason, absl::StrCat("Revision ", asked, " ", what));
}

// The newest commit that is not later than `instant`.
absl::StatusOr<Revision> RevisionAt(const StoreSnapshot& snapshot, absl::Time instant) {
  std::optional<Revision> revision;
  const ScanRange until{TagRange(kCommitTimeTag).begin, KeyAfter(CommitTimeKey(instant))};
  TERTIAL_RETURN_IF_ERROR(snapshot.Scan(until, ScanDirection::kBackward,
                                        [&](absl::string_view, absl::string_view value) {
                                          const auto number = ConsumeUint64(value);
                                          if (number) revision = static_cast<Revision>(*number);
                                          return false;
                                        }));
  if (!revision.has_value()) {
    return InvalidField(
        "as_of.time", common::v1::ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT,
        absl::StrCat("Nothing was recorded at ",
                     absl::FormatTime(absl::RFC3339_full, instant, absl::UTCTimeZone()),
                     " yet; ask for a later instant, or for revision 0."));
  }
  return *revision;
}

}  // namespace

void HeadWatch::Advance(Revision head) {
  {
    const std::lock_guard lock(mutex_);
    // Each revision is a commit, whichever way it was made.
    Commits().Increment(static_cast<double>(std::max<Revision>(head - head_, 0)));
    head_ = head;
  }
  changed_.notify_all();
}

Revision HeadWatch::Wait(Revision after, absl::Duration patience) const {
  std::unique_lock lock(mutex_);
  // A longer one would not fit into the clock's numbers.
  const absl::Duration bounded = std::min(patience, kLongestPatience);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(bounded),
                    [&] { return stopped_ || head_ > after; });
  return head_;
}

void HeadWatch::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

LedgerState::LedgerState(std::unique_ptr<KeyValueStore> opened, const Clock& clock_of_process,
                         const LedgerOptions& ledger_options, std::string id,
                         common::internal::v1::Epochs epochs_of_store, const ReadPoint& head)
    : store(std::move(opened)),
      options(ledger_options),
      store_id(std::move(id)),
      epochs(std::move(epochs_of_store)),
      epoch(head.epoch),
      times(clock_of_process, head.commit_time),
      watch(head.revision),
      writer(*this) {}

absl::StatusOr<ReadView> LedgerState::Read(const AsOf& as_of) const {
  if (as_of.time().has_value()) TERTIAL_RETURN_IF_ERROR(times.Settle(*as_of.time()));
  std::shared_ptr<const StoreSnapshot> snapshot = store->Snapshot();
  TERTIAL_ASSIGN_OR_RETURN(ReadPoint at, ReadHead(*snapshot, epoch));
  Revision revision = at.revision;
  if (as_of.time().has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(revision, RevisionAt(*snapshot, *as_of.time()));
  } else if (as_of.revision().has_value()) {
    revision = *as_of.revision();
    if (revision < 0) {
      return RevisionError(common::v1::ERROR_REASON_REVISION_UNKNOWN, revision,
                           "is none: revisions are counted from 0, the empty store.");
    }
    if (revision > at.revision) {
      return RevisionError(common::v1::ERROR_REASON_REVISION_IN_FUTURE, revision,
                           absl::StrCat("is not there yet; the newest is ", at.revision, "."));
    }
  }
  if (revision == 0) {
    at = {epoch, 0};
  } else if (revision != at.revision) {
    TERTIAL_ASSIGN_OR_RETURN(const common::internal::v1::Commit record,
                             ReadCommit(*snapshot, revision));
    at = {epoch, revision, DecodeTimestamp(record.commit_time())};
  }
  return ReadView(std::move(snapshot), std::move(at));
}

void LedgerState::TellHead() {
  const absl::StatusOr<ReadPoint> head = ReadHead(*store->Snapshot(), epoch);
  if (head.ok()) watch.Advance(head->revision);
}

void LedgerState::AddExpunge(ScanRange range) {
  const auto covers = [](const ScanRange& outer, const ScanRange& inner) {
    return outer.begin <= inner.begin &&
           (outer.end.empty() || (!inner.end.empty() && inner.end <= outer.end));
  };
  const std::lock_guard lock(leftovers_mutex_);
  for (const ScanRange& known : expunges_) {
    if (covers(known, range)) return;
  }
  expunges_.push_back(std::move(range));
}

bool LedgerState::HasLeftovers() const {
  const std::lock_guard lock(leftovers_mutex_);
  return broken || !expunges_.empty() || !undropped_stagings_.empty();
}

absl::Status LedgerState::DropStaging(uint64_t staging) {
  WriteBatch batch;
  batch.DeleteRange(StagedRange(staging));
  const absl::Status dropped = store->Write(batch, Durability::kBuffered);
  if (dropped.ok()) {
    deleted_staged = true;
  } else {
    const std::lock_guard lock(leftovers_mutex_);
    undropped_stagings_.push_back(staging);
  }
  return dropped;
}

absl::Status LedgerState::DropStagingsAgain() {
  std::vector<uint64_t> stagings;
  {
    const std::lock_guard lock(leftovers_mutex_);
    stagings = std::exchange(undropped_stagings_, {});
  }
  absl::Status failed;
  for (const uint64_t staging : stagings) failed.Update(DropStaging(staging));
  return failed;
}

bool LedgerState::CanMakeRoom() const { return deleted_staged && !store->CheckRoom(0).ok(); }

void LedgerState::MakeRoom() {
  if (!CanMakeRoom()) return;
  deleted_staged = false;
  AddExpunge(TagRange(kStagedTag));
}

absl::Status LedgerState::Expunge() {
  // Who comes second waits for what the first has taken, and tries again what that could not do.
  const std::lock_guard expunging(expunging_mutex_);
  std::vector<ScanRange> ranges;
  {
    const std::lock_guard lock(leftovers_mutex_);
    ranges = std::exchange(expunges_, {});
  }
  absl::Status failed;
  for (ScanRange& range : ranges) {
    if (failed.ok()) failed = store->Expunge(range);
    if (!failed.ok()) AddExpunge(std::move(range));
  }
  return failed;
}

absl::StatusOr<ReadPoint> ReadHead(const StoreSnapshot& snapshot, const std::string& epoch) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           snapshot.Get(NameKey(kHeadName)));
  Head head;
  if (!bytes.has_value() || !head.ParseFromString(*bytes) || head.revision() < 0 ||
      head.has_commit_time() != (head.revision() > 0)) {
    return StoredDataDamaged("the name head");
  }
  ReadPoint point{epoch, head.revision()};
  if (head.revision() > 0) point.commit_time = DecodeTimestamp(head.commit_time());
  return point;
}

common::internal::v1::Commit CommitRecordOf(const CommitInfo& info) {
  common::internal::v1::Commit record;
  record.set_actor(info.actor);
  record.set_reason(info.reason);
  record.set_request_id(info.request_id);
  if (info.origin.ByteSizeLong() > 0) *record.mutable_origin() = info.origin;
  return record;
}

void AddCommit(const ReadPoint& at, common::internal::v1::Commit record, WriteBatch& batch) {
  *record.mutable_commit_time() = EncodeTimestamp(at.commit_time);
  Head head;
  head.set_revision(at.revision);
  *head.mutable_commit_time() = record.commit_time();
  std::string revision;
  AppendUint64(static_cast<uint64_t>(at.revision), revision);
  batch.Put(CommitKey(at.revision), record.SerializeAsString());
  batch.Put(CommitTimeKey(at.commit_time), std::move(revision));
  batch.Put(NameKey(kHeadName), head.SerializeAsString());
}

common::internal::v1::Erasure ErasureOf(const LedgerState& state, const CommitInfo& info,
                                        TableId table, absl::string_view pk, Revision revision) {
  common::internal::v1::Erasure erasure;
  erasure.set_store_id(state.store_id);
  erasure.set_epoch(state.epoch);
  erasure.set_revision(revision);
  *erasure.mutable_time() = EncodeTimestamp(state.times.Now());
  erasure.set_actor(info.actor);
  erasure.set_reason(info.reason);
  erasure.set_table(table);
  erasure.set_pk(std::string(pk));
  return erasure;
}

}  // namespace tertial
