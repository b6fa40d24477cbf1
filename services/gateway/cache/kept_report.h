// One report as the keeper has it, and what is to be said of its sections.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_KEPT_REPORT_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_KEPT_REPORT_H_

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/cache/finished_report.h"
#include "services/gateway/cache/kept_section.h"
#include "services/gateway/cache/rebuild_queue.h"
#include "services/gateway/domain/report_subject.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {

// A service gives a sign of life every second. After some that did not come, nobody knows whether
// what is kept of it is the newest.
inline constexpr absl::Duration kLongestSilence = absl::Seconds(4);

// A state of a service's store.
struct StatePoint {
  std::string epoch;
  int64_t revision = 0;
};

struct KeptReport;
struct KeptSlot;

// What is known of a service by its change feed, and what is to be asked of it.
struct ServiceContact {
  std::string name;
  // The newest state that it told of. No epoch: it has told of none.
  StatePoint head;
  // The last instant at which all its changes were known here.
  absl::Time current_at = absl::InfinitePast();
  // Whether it has not been heard of for kLongestSilence, and why; since when that is so.
  bool away = false;
  absl::Status why;
  absl::Time away_changed_at = absl::InfinitePast();
  // Its sections that are to be rebuilt, and how many are being: one that hangs holds up its own
  // alone.
  RebuildQueue<KeptSlot*> queue;
  int rebuilds = 0;
};

// A section of a report that is kept, and what is under way for it.
struct KeptSlot {
  v1::SectionKind section = v1::SECTION_KIND_UNSPECIFIED;
  KeptReport* report = nullptr;
  ServiceContact* service = nullptr;

  // The last good one. nullptr: none was seen.
  std::shared_ptr<const KeptSection> kept;
  // The state of a section that the newest pull did not bring. Not set: it did.
  std::optional<v1::SectionState> failure;
  // The newest state of the service that is known to have touched the section.
  StatePoint needed;
  // Since when `kept` is known not to be the newest. Not set: it is, as far as is known.
  std::optional<absl::Time> outdated_at;

  // The pull under way, or the last one: when it began, by the wall clock and the monotonic one,
  // and the newest state that the service had told of by then.
  bool pulling = false;
  bool in_background = false;
  absl::Time begun_at;
  absl::Duration begun = -absl::InfiniteDuration();
  StatePoint head_when_begun;
  int64_t pulls_begun = 0;
  // Whether another is to begin as soon as it ends: somebody must see what it may not bring.
  bool again = false;
  // How long to wait before trying again, after failures.
  absl::Duration pause;

  // Whether `kept` was read at `point` or at a later state of the same history.
  bool Shows(const StatePoint& point) const;
  // The last instant at which `kept` was known to be the newest.
  absl::Time CurrentAt() const;
  // Whether `kept`, which is there, may not be the newest at `now`.
  bool IsStaleAt(absl::Time now) const;
  // What is to be said of the section at `now`, and until when that stays so by itself.
  v1::SectionState StateAt(absl::Time now) const;
  v1::Completeness CompletenessAt(absl::Time now) const;
  absl::Time StateChangesAt(absl::Time now) const;
  // The next instant at which `kept` becomes STALE because nothing was heard until then. Later than
  // `now`, or never.
  absl::Time GoesStaleAt(absl::Time now) const;
};

using ReportAnswer =
    std::function<void(absl::StatusOr<std::shared_ptr<const FinishedReport>> report)>;

// Somebody who waits for a report, until `deadline`.
struct ReportWaiter {
  int64_t id = 0;
  absl::Time deadline;
  ReportAnswer answer;
  std::vector<v1::MinRevision> min_revisions;
  // For each section: whether it is waited for, and how many pulls had begun when that began.
  std::vector<bool> awaits;
  std::vector<int64_t> pulls_begun;
};

// Somebody who is woken once when something may have changed, or at `until`.
struct ReportListener {
  absl::Time until;
  std::function<void()> wake;
};

struct KeptReport : std::enable_shared_from_this<KeptReport> {
  ReportSubject subject;
  // Not set: the newest, which is what is kept.
  std::optional<google::protobuf::Timestamp> as_of;
  // Without sections and states.
  v1::Report header;
  // Never resized: others point to them.
  std::vector<KeptSlot> slots;
  std::vector<ReportWaiter> waiters;
  // By their ids.
  std::map<int64_t, ReportListener> listeners;
  // How many watch it: it is not given up as long as somebody does.
  int watches = 0;
  // Why there is no such report; OK when there is.
  absl::Status refusal;

  // As it is put together, of which contacts, and until when it is what is to be said.
  std::shared_ptr<const FinishedReport> finished;
  int64_t finished_of_contacts = 0;
  absl::Time finished_until = absl::InfinitePast();

  // Numbers its last use, and its place in the order of uses.
  int64_t used = 0;
  std::list<std::shared_ptr<KeptReport>>::iterator place;
  // Whether it has been given up: what arrives for it is thrown away.
  bool given_up = false;

  // Whether each section has arrived or failed.
  bool HasSettled() const;
  std::vector<ReportWaiter>::iterator FindWaiter(int64_t id);
};

// The state of `min_revisions` that a section of `service` must show, if any.
const v1::MinRevision* MinRevisionOf(const std::vector<v1::MinRevision>& min_revisions,
                                     absl::string_view service);

// Whether the section shows it.
bool ShowsMinRevision(const KeptSlot& slot, const v1::MinRevision& min_revision);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_KEPT_REPORT_H_
