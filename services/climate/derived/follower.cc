#include "services/climate/derived/follower.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "services/climate/derived/calculated_emissions.h"
#include "services/climate/derived/redactions.h"
#include "services/climate/derived/target_levels.h"
#include "services/climate/store/derived_place.h"

namespace tertial::climate {
namespace {

// The way of computing: to be raised when the same facts give other rows.
constexpr int kMethod = 1;
// Activity figures that are computed from one state.
constexpr size_t kActivitiesAtOnce = 500;
// Commits may come by the thousand: those of a while are looked at together.
constexpr absl::Duration kBetweenRounds = absl::Milliseconds(20);
constexpr absl::Duration kLongestPause = absl::Seconds(2);
// A place that led to nothing costs a sync to keep, and a moment of looking where it is lost.
constexpr absl::Duration kBetweenKeeps = absl::Seconds(10);
constexpr absl::Duration kLongestWait = absl::Hours(1);

}  // namespace

DerivedFollower::DerivedFollower(Ledger& ledger, DerivedProgress& progress)
    : ledger_(ledger), progress_(progress), kept_at_(SystemClock().Monotonic()) {
  thread_ = std::thread([this] { Run(); });
}

DerivedFollower::~DerivedFollower() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  ledger_.StopWaiting();
  thread_.join();
}

void DerivedFollower::Run() {
  absl::Duration pause = kBetweenRounds;
  bool failed = false;
  while (!stopping()) {
    const absl::Status status = FollowOn();
    if (!status.ok()) {
      if (!failed) {
        Log(Severity::kWarning, "what follows from facts is not recorded",
            {{"reason", ReasonName(ReasonOf(status))}, {"cause", std::string(status.message())}});
      }
      failed = true;
      Pause(pause);
      pause = std::min(2 * pause, kLongestPause);
      continue;
    }
    failed = false;
    pause = kBetweenRounds;
    const absl::Duration unkept = SystemClock().Monotonic() - kept_at_;
    if (unkept >= kBetweenKeeps) KeepPlace();
    if (!place_.has_value()) continue;
    ledger_.WaitForCommit(place_->revision(), place_kept_ ? kLongestWait : kBetweenKeeps - unkept);
    Pause(kBetweenRounds);
  }
  KeepPlace();
}

absl::Status DerivedFollower::FollowOn() {
  TERTIAL_ASSIGN_OR_RETURN(const Round round, BeginRound());
  TERTIAL_RETURN_IF_ERROR(Redact(round.redactions));
  std::vector<RowChange> changes;
  TERTIAL_RETURN_IF_ERROR(LookAt(round, changes));
  if (stopping()) return absl::OkStatus();
  const bool keep = !changes.empty();
  if (keep) {
    TERTIAL_RETURN_IF_ERROR(Store(changes, &round.end));
    kept_at_ = SystemClock().Monotonic();
  }
  const bool moved = !place_.has_value() || place_->revision() != round.end.revision();
  place_kept_ = keep || (place_kept_ && !moved);
  place_ = round.end;
  progress_.NoteFollowed(place_->revision());
  return absl::OkStatus();
}

absl::StatusOr<DerivedFollower::Round> DerivedFollower::BeginRound() {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  if (!place_.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(place_, FindDerivedPlace(view, ledger_.Now()));
  }
  Round round;
  round.end.set_epoch(view.at().epoch);
  round.end.set_method(kMethod);
  round.everything = !place_.has_value() || place_->epoch() != view.at().epoch ||
                     place_->method() != kMethod || place_->revision() > view.at().revision;
  if (round.everything) {
    round.end.set_revision(view.at().revision);
    TERTIAL_ASSIGN_OR_RETURN(round.areas, AreasWithTargets(view));
    round.walks = {""};
    return round;
  }
  TERTIAL_ASSIGN_OR_RETURN(Touched touched, ReadTouched(view, place_->revision()));
  round.end.set_revision(touched.revision);
  TERTIAL_RETURN_IF_ERROR(AddFactorsOfGwpTables(view, touched.gwp_tables, touched.factors));
  for (const std::string& factor : touched.factors) {
    TERTIAL_RETURN_IF_ERROR(AddUsersOfFactor(view, factor, touched.activities));
  }
  for (const std::string& gwp_table : touched.gwp_tables) {
    TERTIAL_RETURN_IF_ERROR(AddAreasOfGwpTable(view, gwp_table, touched.areas));
  }
  for (const std::string& area : touched.activity_areas) {
    TERTIAL_ASSIGN_OR_RETURN(round.walks.emplace_back(), EncodePrimaryKey({area}));
  }
  for (const RowKey& redacted : touched.redacted) {
    TERTIAL_RETURN_IF_ERROR(AddMadeOf(view, redacted, round.redactions));
  }
  round.areas = std::move(touched.areas);
  round.activities = std::move(touched.activities);
  return round;
}

absl::Status DerivedFollower::LookAt(const Round& round, std::vector<RowChange>& changes) {
  for (const std::string& area : round.areas) {
    TERTIAL_RETURN_IF_ERROR(Add(
        round, [&](const ReadView& view) { return LevelChanges(view, area); }, changes));
  }
  const std::vector<std::string> activities(round.activities.begin(), round.activities.end());
  absl::Span<const std::string> left = activities;
  while (!left.empty()) {
    const absl::Span<const std::string> part = left.subspan(0, kActivitiesAtOnce);
    left.remove_prefix(part.size());
    TERTIAL_RETURN_IF_ERROR(Add(
        round, [&](const ReadView& view) { return EmissionChanges(view, part); }, changes));
  }
  for (const std::string& prefix : round.walks) {
    ActivityWalk walk(prefix);
    const auto look = [&](const ReadView& view) -> absl::StatusOr<std::vector<RowChange>> {
      TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> part, walk.Next(view));
      return EmissionChanges(view, part);
    };
    while (!walk.done() && !stopping()) TERTIAL_RETURN_IF_ERROR(Add(round, look, changes));
  }
  return absl::OkStatus();
}

absl::Status DerivedFollower::Add(const Round& round, Look look, std::vector<RowChange>& changes) {
  if (stopping()) return absl::OkStatus();
  std::vector<RowKey> redactions;
  {
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
    TERTIAL_ASSIGN_OR_RETURN(std::vector<RowChange> found, look(view));
    for (RowChange& change : found) {
      if (round.everything) {
        TERTIAL_ASSIGN_OR_RETURN(const bool redacted, IsMadeOfRedacted(view, change.row));
        if (redacted) redactions.push_back(change.row);
      }
      changes.push_back(std::move(change));
    }
  }
  TERTIAL_RETURN_IF_ERROR(Redact(redactions));
  if (stopping()) return absl::OkStatus();
  return changes.size() < kMostRowsInCommit ? absl::OkStatus() : Store(changes, nullptr);
}

absl::Status DerivedFollower::Redact(const std::vector<RowKey>& rows) {
  // Each has files rewritten.
  for (const RowKey& row : rows) {
    if (stopping()) break;
    TERTIAL_ASSIGN_OR_RETURN(const int64_t redacted, RedactRows(ledger_, {row}));
    progress_.NoteChanged(redacted);
  }
  return absl::OkStatus();
}

absl::Status DerivedFollower::Store(std::vector<RowChange>& changes,
                                    const internal::v1::DerivedPlace* place) {
  TERTIAL_RETURN_IF_ERROR(StoreChanges(ledger_, changes, place));
  progress_.NoteChanged(static_cast<int64_t>(changes.size()));
  changes.clear();
  return absl::OkStatus();
}

void DerivedFollower::KeepPlace() {
  kept_at_ = SystemClock().Monotonic();
  if (place_kept_ || !place_.has_value()) return;
  const absl::Status kept = StoreChanges(ledger_, {}, &*place_);
  place_kept_ = kept.ok();
  if (!kept.ok()) {
    Log(Severity::kWarning, "how far facts were followed is not kept",
        {{"cause", std::string(kept.message())}});
  }
}

void DerivedFollower::Pause(absl::Duration duration) {
  const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration);
  const MutexLock lock(mutex_);
  while (!stopping_ && changed_.WaitUntil(mutex_, end)) {
  }
}

bool DerivedFollower::stopping() {
  const MutexLock lock(mutex_);
  return stopping_;
}

}  // namespace tertial::climate
