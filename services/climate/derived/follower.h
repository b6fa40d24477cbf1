// Follows the service's own commits, in the background, and records what follows from facts.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_FOLLOWER_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_FOLLOWER_H_

#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_view.h"
#include "common/store/mutex.h"
#include "services/climate/derived/derived_progress.h"
#include "services/climate/derived/derived_rows.h"
#include "services/climate/derived/touched.h"
#include "tertial/climate/internal/v1/derived_place.pb.h"

namespace tertial::climate {

// A thread that wakes on commits, computes what the facts touched now give, and commits the derived
// rows (targets in tonnes by release, emissions by version of a factor) that differ, and its place
// with them. What was committed meanwhile is for the next round, so rows may be behind for a moment
// and are never wrong for good; where nothing differs there is no commit. Without a place, after a
// restore and where the way of computing has changed all areas and activity figures are looked at.
// What is made of something that was redacted is redacted as well.
class DerivedFollower {
 public:
  // Everything passed in must outlive the object.
  DerivedFollower(Ledger& ledger, DerivedProgress& progress);
  // Ends it; waits for a commit that is under way. Ends the waits of the ledger as well
  // (Ledger::StopWaiting).
  ~DerivedFollower();
  DerivedFollower(const DerivedFollower&) = delete;
  DerivedFollower& operator=(const DerivedFollower&) = delete;

 private:
  // What to look at, from the place where it stands to the newest commit or a part of the way.
  struct Round {
    // Where it stands then.
    internal::v1::DerivedPlace end;
    // Whether nothing is known of what was recorded before.
    bool everything = false;
    std::set<std::string> areas;
    // Activity figures by their pks, and beginnings of the pks of those that are not named.
    std::set<std::string> activities;
    std::vector<std::string> walks;
    // Derived rows that hold what was redacted.
    std::vector<RowKey> redactions;
  };
  using Look = absl::FunctionRef<absl::StatusOr<std::vector<RowChange>>(const ReadView& view)>;

  void Run();
  // One round.
  absl::Status FollowOn();
  absl::StatusOr<Round> BeginRound();
  // Finds what is to be changed. What has to be committed last is left in `changes`.
  absl::Status LookAt(const Round& round, std::vector<RowChange>& changes);
  // Adds what `look` finds in the newest state; commits the changes where they are many.
  absl::Status Add(const Round& round, Look look, std::vector<RowChange>& changes);
  absl::Status Redact(const std::vector<RowKey>& rows);
  absl::Status Store(std::vector<RowChange>& changes, const internal::v1::DerivedPlace* place);

  // So that a restart need not look again at what led to nothing.
  void KeepPlace();
  // Waits for `duration`, or until the object ends.
  void Pause(absl::Duration duration);
  bool stopping();

  Ledger& ledger_;
  DerivedProgress& progress_;

  // Of the thread alone: where it stands, once that is known, and whether it is kept in the ledger.
  std::optional<internal::v1::DerivedPlace> place_;
  bool place_kept_ = true;
  // When it was last kept, on the monotonic clock.
  absl::Duration kept_at_ = absl::ZeroDuration();

  Mutex mutex_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_FOLLOWER_H_
