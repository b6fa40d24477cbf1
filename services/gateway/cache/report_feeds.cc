// What the change feeds of the services say of kept reports.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/gateway/cache/report_keeper.h"

namespace tertial::gateway {
namespace {

// The service whose section tells how fresh the figures are that others own.
constexpr absl::string_view kShowsOwnedFigures = "indicators";

// "asker" of "areas/asker/goals/g1"; empty where a resource belongs to no area.
std::string AreaIn(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "areas/")) return "";
  return std::string(name.substr(0, name.find('/')));
}

}  // namespace

ServiceContact& ReportKeeper::ContactOf(absl::string_view service) {
  return *std::find_if(contacts_.begin(), contacts_.end(),
                       [service](const ServiceContact& each) { return each.name == service; });
}

void ReportKeeper::TakeFeed(absl::string_view service,
                            const changes::v1::WatchChangesResponse& message, bool anew) {
  PullsToBegin pulls;
  {
    const MutexLock lock(mutex_);
    const absl::Time now = clock_.Now();
    ServiceContact& contact = ContactOf(service);
    contact.head = {.epoch = message.head().epoch(), .revision = message.head().revision()};
    if (anew) {
      ForEachSlotOf(contact, [&](KeptSlot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        Touch(slot, contact.head, now);
      });
    }
    TakeChanges(contact, message, now);
    if (message.up_to_date()) {
      contact.current_at = now;
      if (contact.away) {
        contact.away = false;
        NoteBack(contact);
        ContactChanged(contact, now);
      }
    }
    PullForWaiters(contact, pulls);
  }
  Send(std::move(pulls));
}

void ReportKeeper::TakeChanges(ServiceContact& service,
                               const changes::v1::WatchChangesResponse& message, absl::Time now) {
  // The newest commit that touched each area, and those that touched all.
  std::map<std::string, int64_t> touched;
  for (const changes::v1::Change& change : message.changes()) {
    int64_t& revision = touched[AreaIn(change.name())];
    revision = std::max<int64_t>(revision, change.commit().revision());
  }
  if (touched.empty()) return;
  ForEachSlotOf(service, [&](KeptSlot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (const std::string& area : {std::string(), slot.report->subject.area_id}) {
      const auto found = touched.find(area);
      if (found == touched.end()) continue;
      Touch(slot, {.epoch = service.head.epoch, .revision = found->second}, now);
    }
  });
}

void ReportKeeper::Touch(KeptSlot& slot, const StatePoint& point, absl::Time now) {
  if (slot.needed.epoch != point.epoch || slot.needed.revision < point.revision) {
    slot.needed = point;
  }
  if (slot.kept == nullptr || slot.Shows(slot.needed)) return;
  Outdate(slot, now);
  WantRebuild(slot);
}

void ReportKeeper::WantRebuild(KeptSlot& slot) {
  slot.service->queue.Want(&slot, slot.begun, clock_.Monotonic(), slot.pause);
  pulled_->Wake();
}

void ReportKeeper::Outdate(KeptSlot& slot, absl::Time now) {
  if (slot.outdated_at.has_value()) return;
  slot.outdated_at = now;
  // It was of an attempt at what is there.
  slot.failure.reset();
  slot.report->finished.reset();
  // They look again when it goes STALE.
  CallListeners(*slot.report);
}

void ReportKeeper::NoteAway(absl::string_view service, const absl::Status& why) {
  const MutexLock lock(mutex_);
  ServiceContact& contact = ContactOf(service);
  contact.why = why;
  if (contact.away) return;
  contact.away = true;
  ContactChanged(contact, clock_.Now());
}

void ReportKeeper::NoteBack(ServiceContact& service) {
  ForEachSlotOf(service, [&](KeptSlot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    slot.pause = absl::ZeroDuration();
    const bool wanted = slot.kept == nullptr || slot.outdated_at.has_value();
    if (!wanted || slot.pulling) return;
    service.queue.Forget(&slot);
    service.queue.WantAt(&slot, clock_.Monotonic());
  });
  pulled_->Wake();
}

void ReportKeeper::ContactChanged(ServiceContact& service, absl::Time now) {
  ++contacts_changed_;
  service.away_changed_at = now;
  for (auto& [subject, report] : reports_) {
    for (KeptSlot& slot : report->slots) {
      if (service.name == kShowsOwnedFigures || slot.kept == nullptr || slot.kept->owners.empty()) {
        continue;
      }
      Outdate(slot, now);
      slot.service->queue.WantAt(&slot, clock_.Monotonic() + kCoalescing);
    }
    CallListeners(*report);
  }
  pulled_->Wake();
}

void ReportKeeper::PullForWaiters(const ServiceContact& service, PullsToBegin& pulls) {
  ForEachSlotOf(service, [&](KeptSlot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const size_t index = static_cast<size_t>(&slot - slot.report->slots.data());
    const bool waited_for = std::any_of(
        slot.report->waiters.begin(), slot.report->waiters.end(), [&](const ReportWaiter& waiter) {
          const v1::MinRevision* min = MinRevisionOf(waiter.min_revisions, service.name);
          return min != nullptr && waiter.awaits[index] && min->revision() <= service.head.revision;
        });
    if (!waited_for || slot.pulling) return;
    if (slot.pause > absl::ZeroDuration()) return WantRebuild(slot);
    pulls.push_back(
        BeginPull(slot, clock_.Now() + kPullPatience, NewTrail(), /*in_background=*/false));
  });
}

void ReportKeeper::CallListeners(KeptReport& report) {
  for (const auto& [id, listener] : std::exchange(report.listeners, {})) {
    deadlines_.erase({listener.until, id});
    listener.wake();
  }
}

}  // namespace tertial::gateway
