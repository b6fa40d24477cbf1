#include "services/gateway/cache/kept_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/ledger/read_point.h"
#include "common/status/errors.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {
namespace {

bool IsUnheardOf(const KeptSlot& slot, absl::Time now) {
  return slot.service->away && now >= slot.kept->pulled_at + kLongestSilence;
}

}  // namespace

bool KeptSlot::Shows(const StatePoint& point) const {
  if (kept == nullptr) return false;
  const common::v1::ReadPoint& read_at = kept->state.read_at();
  return point.epoch.empty() ||
         (read_at.epoch() == point.epoch && read_at.revision() >= point.revision);
}

absl::Time KeptSlot::CurrentAt() const {
  const absl::Time followed_to =
      outdated_at.has_value() ? std::min(*outdated_at, service->current_at) : service->current_at;
  return std::max(followed_to, kept->pulled_at);
}

bool KeptSlot::IsStaleAt(absl::Time now) const {
  // The past does not grow old.
  if (report->as_of.has_value()) return false;
  const bool late = outdated_at.has_value() && now >= *outdated_at + kLongestSilence;
  const bool failed = outdated_at.has_value() && failure.has_value();
  return IsUnheardOf(*this, now) || late || failed;
}

v1::Completeness KeptSlot::CompletenessAt(absl::Time now) const {
  if (kept == nullptr) {
    return failure.has_value() ? failure->completeness() : v1::COMPLETENESS_UNAVAILABLE;
  }
  return IsStaleAt(now) ? v1::COMPLETENESS_STALE : kept->state.completeness();
}

v1::SectionState KeptSlot::StateAt(absl::Time now) const {
  if (kept == nullptr) {
    return failure.has_value() ? *failure : MissingSection(section, DeadlineExceeded()).state;
  }
  if (!IsStaleAt(now)) return kept->state;
  v1::SectionState state = kept->state;
  state.set_completeness(v1::COMPLETENESS_STALE);
  if (failure.has_value()) {
    state.set_reason(failure->reason());
    state.set_error(failure->error());
  } else if (IsUnheardOf(*this, now)) {
    state.set_reason(absl::StrCat("The ", service->name,
                                  " service has not been heard of; there may be newer figures."));
    state.set_error(ErrorOf(service->why));
  } else {
    state.set_reason(ReasonFor(service->name, DeadlineExceeded()));
    state.set_error(ErrorOf(DeadlineExceeded()));
  }
  *state.mutable_current_at() = EncodeTimestamp(CurrentAt());
  return state;
}

absl::Time KeptSlot::StateChangesAt(absl::Time now) const {
  if (kept == nullptr) return failure.has_value() ? absl::InfiniteFuture() : now;
  return std::min(kept->grows_old_at, GoesStaleAt(now));
}

absl::Time KeptSlot::GoesStaleAt(absl::Time now) const {
  absl::Time goes_stale_at = absl::InfiniteFuture();
  if (kept == nullptr) return goes_stale_at;
  for (const absl::Time silence_begins :
       {service->away ? kept->pulled_at : absl::InfiniteFuture(),
        outdated_at.has_value() ? *outdated_at : absl::InfiniteFuture()}) {
    if (silence_begins + kLongestSilence > now) {
      goes_stale_at = std::min(goes_stale_at, silence_begins + kLongestSilence);
    }
  }
  return goes_stale_at;
}

bool KeptReport::HasSettled() const {
  return std::all_of(slots.begin(), slots.end(), [](const KeptSlot& slot) {
    return slot.kept != nullptr || slot.failure.has_value();
  });
}

std::vector<ReportWaiter>::iterator KeptReport::FindWaiter(int64_t id) {
  return std::find_if(waiters.begin(), waiters.end(),
                      [id](const ReportWaiter& waiter) { return waiter.id == id; });
}

const v1::MinRevision* MinRevisionOf(const std::vector<v1::MinRevision>& min_revisions,
                                     absl::string_view service) {
  const auto found =
      std::find_if(min_revisions.begin(), min_revisions.end(),
                   [service](const v1::MinRevision& min) { return min.service() == service; });
  return found == min_revisions.end() ? nullptr : &*found;
}

bool ShowsMinRevision(const KeptSlot& slot, const v1::MinRevision& min_revision) {
  if (slot.kept == nullptr) return false;
  const common::v1::ReadPoint& read_at = slot.kept->state.read_at();
  return (min_revision.epoch().empty() || min_revision.epoch() == read_at.epoch()) &&
         read_at.revision() >= min_revision.revision();
}

}  // namespace tertial::gateway
