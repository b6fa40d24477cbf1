// What the keeper's thread does: takes in what was pulled, answers those who waited for it, and has
// outdated sections rebuilt.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/facts/overdue.h"
#include "common/status/errors.h"
#include "prometheus/counter.h"
#include "services/gateway/cache/report_keeper.h"
#include "services/gateway/domain/report_views.h"

namespace tertial::gateway {
namespace {

// How long the thread sleeps at most: the wall clock may jump.
constexpr absl::Duration kLongestSleep = absl::Seconds(1);

// Sections of all reports are outdated at midnight, when those that are pulled then are of the new
// day (GrowsOldAt).
constexpr absl::Duration kAfterMidnight = absl::Seconds(1);

// What a report takes beside the bytes of its sections.
constexpr size_t kBytesOfReport = 4096;

// How long after this gateway the indicators service may notice that an owner of figures is away or
// back: it takes a silence, and has to read what the owner has since.
constexpr absl::Duration kNoticesWithin = absl::Seconds(10);

absl::Status MinRevisionNotReached(const std::vector<std::string>& sections) {
  const std::string names = absl::StrJoin(sections, ", ");
  return MakeError(
      absl::StatusCode::kDeadlineExceeded, common::v1::ERROR_REASON_MIN_REVISION_NOT_REACHED,
      absl::StrCat("In time, these sections did not show the revisions asked for: ", names,
                   "; ask again, or without min_revisions."),
      {{"sections", names}});
}

}  // namespace

void ReportKeeper::Run() {
  std::deque<PulledSection> taken;
  absl::Duration sleep = kLongestSleep;
  while (pulled_->Take(sleep, taken)) {
    for (PulledSection& pulled : taken) TakePulled(std::move(pulled));
    AnswersToGive answers;
    PullsToBegin pulls;
    {
      const MutexLock lock(mutex_);
      const absl::Time now = clock_.Now();
      ExpireDeadlines(now, answers);
      OutdateAtMidnight(now);
      BeginRebuilds(now, pulls);
      sleep = NextWake(now);
    }
    for (const auto& answer : answers) answer();
    Send(std::move(pulls));
  }
}

void ReportKeeper::TakePulled(PulledSection pulled) {
  KeptReport& report = *pulled.report;
  // The long part, without the mutex: nobody changes the subject of a report.
  absl::StatusOr<Section> section = NarrowSection(report.subject, std::move(pulled.section));
  std::shared_ptr<KeptSection> kept;
  if (section.ok() && section->state.completeness() != v1::COMPLETENESS_UNAVAILABLE) {
    ChooseLanguage(report.subject.language, section->content);
    kept = std::make_shared<KeptSection>(KeepSection(*section, pulled.begun_at));
  }
  const bool has_come = kept != nullptr;
  AnswersToGive answers;
  PullsToBegin pulls;
  std::string service;
  bool in_background = false;
  {
    const MutexLock lock(mutex_);
    KeptSlot& slot = report.slots[pulled.slot];
    slot.pulling = false;
    service = slot.service->name;
    in_background = slot.in_background;
    if (in_background) --slot.service->rebuilds;
    report.finished.reset();
    if (!section.ok()) {
      Refuse(report, section.status(), answers);
    } else {
      if (kept != nullptr) {
        Put(slot, std::move(kept));
      } else {
        PutFailure(slot, section->state);
      }
      AnswerWaiters(slot, pulled.number, answers);
      if (slot.again && !report.given_up) {
        if (slot.pause > absl::ZeroDuration()) {
          WantRebuild(slot);
        } else {
          pulls.push_back(BeginPull(slot, clock_.Now() + kPullPatience, NewTrail(), false));
        }
      }
    }
    CallListeners(report);
    GiveUpLeastUsed();
  }
  CounterOf(kReportPulls, {{"service", service},
                           {"cause", in_background ? "rebuild" : "reader"},
                           {"result", has_come ? "ok" : "failed"}})
      .Increment();
  for (const auto& answer : answers) answer();
  Send(std::move(pulls));
}

void ReportKeeper::Put(KeptSlot& slot, std::shared_ptr<KeptSection> section) {
  const bool counts = !slot.report->as_of.has_value() && !slot.report->given_up;
  if (counts) {
    section->content = slices_.Add(section->hash, section->content);
    if (slot.kept != nullptr) slices_.Remove(slot.kept->hash);
  }
  slot.kept = std::move(section);
  slot.failure.reset();
  slot.pause = absl::ZeroDuration();
  const common::v1::ReadPoint& read_at = slot.kept->state.read_at();
  // A service that was restored may say so here before its feed does; but what was asked for before
  // the feed said so may be of the history that is gone.
  if (read_at.epoch() != slot.needed.epoch &&
      slot.service->head.epoch == slot.head_when_begun.epoch) {
    slot.needed = {.epoch = read_at.epoch(), .revision = 0};
  }
  slot.outdated_at.reset();
  if (counts && !slot.Shows(slot.needed)) {
    slot.outdated_at = slot.begun_at;
    WantRebuild(slot);
  } else if (counts && LagsBehindContacts(*slot.kept, slot.begun_at)) {
    WantRebuild(slot);
  }
}

bool ReportKeeper::LagsBehindContacts(const KeptSection& section, absl::Time now) const {
  return std::any_of(contacts_.begin(), contacts_.end(), [&](const ServiceContact& contact) {
    const auto owner = section.owners.find(contact.name);
    return owner != section.owners.end() && owner->second != contact.away &&
           now < contact.away_changed_at + kNoticesWithin;
  });
}

void ReportKeeper::PutFailure(KeptSlot& slot, const v1::SectionState& state) {
  slot.failure = state;
  slot.pause = std::clamp(2 * slot.pause, kFirstRebuildPause, kLongestRebuildPause);
  // What was never seen is tried again as much as what is outdated; of a service that is away, all
  // are when it is back.
  const bool wanted = slot.kept == nullptr || slot.outdated_at.has_value();
  const bool is_kept = !slot.report->as_of.has_value() && !slot.report->given_up;
  if (wanted && is_kept && !slot.service->away) WantRebuild(slot);
}

void ReportKeeper::AnswerWaiters(KeptSlot& slot, int64_t number, AnswersToGive& answers) {
  KeptReport& report = *slot.report;
  const size_t index = static_cast<size_t>(&slot - report.slots.data());
  const auto answer = [&](ReportWaiter& waiter, auto what) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    deadlines_.erase({waiter.deadline, waiter.id});
    answers.push_back(
        [answer = std::move(waiter.answer), what = std::move(what)] { answer(what); });
  };
  std::erase_if(report.waiters, [&](ReportWaiter& waiter) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!waiter.awaits[index]) return false;
    const v1::MinRevision* min = MinRevisionOf(waiter.min_revisions, slot.service->name);
    if (min != nullptr && (slot.failure.has_value() || !ShowsMinRevision(slot, *min))) {
      // A later one may show it, and does if the service has come to it since this one began; but
      // not where the service has begun another history.
      const bool is_answer = !slot.failure.has_value() && number > waiter.pulls_begun[index];
      if (!is_answer || min->epoch().empty() ||
          min->epoch() == slot.kept->state.read_at().epoch()) {
        slot.again = slot.again || (slot.head_when_begun.revision < min->revision() &&
                                    min->revision() <= slot.service->head.revision);
        return false;
      }
      answer(waiter, absl::StatusOr<std::shared_ptr<const FinishedReport>>(
                         TokenOfOtherEpoch("min_revisions")));
      return true;
    }
    waiter.awaits[index] = false;
    if (std::find(waiter.awaits.begin(), waiter.awaits.end(), true) != waiter.awaits.end()) {
      return false;
    }
    answer(waiter,
           absl::StatusOr<std::shared_ptr<const FinishedReport>>(Finish(report, clock_.Now())));
    return true;
  });
}

void ReportKeeper::Refuse(KeptReport& report, const absl::Status& why, AnswersToGive& answers) {
  report.refusal = why;
  for (ReportWaiter& waiter : report.waiters) {
    deadlines_.erase({waiter.deadline, waiter.id});
    answers.push_back([answer = std::move(waiter.answer), why] { answer(why); });
  }
  report.waiters.clear();
  if (!report.as_of.has_value() && !report.given_up) GiveUp(report);
}

void ReportKeeper::ExpireDeadlines(absl::Time now, AnswersToGive& answers) {
  while (!deadlines_.empty() && deadlines_.begin()->first.first <= now) {
    const std::shared_ptr<KeptReport> report = deadlines_.begin()->second.lock();
    const int64_t id = deadlines_.begin()->first.second;
    deadlines_.erase(deadlines_.begin());
    if (report == nullptr) continue;
    if (const auto listener = report->listeners.extract(id)) listener.mapped().wake();
    const auto waiter = report->FindWaiter(id);
    if (waiter == report->waiters.end()) continue;
    std::vector<std::string> not_reached;
    for (size_t i = 0; i < report->slots.size(); ++i) {
      const KeptSlot& slot = report->slots[i];
      const bool asked = MinRevisionOf(waiter->min_revisions, slot.service->name) != nullptr;
      if (waiter->awaits[i] && asked) {
        not_reached.push_back(v1::SectionKind_Name(slot.section));
      }
    }
    absl::StatusOr<std::shared_ptr<const FinishedReport>> what = MinRevisionNotReached(not_reached);
    if (not_reached.empty()) what = Finish(*report, now);
    answers.push_back(
        [answer = std::move(waiter->answer), what = std::move(what)] { answer(what); });
    report->waiters.erase(waiter);
  }
}

void ReportKeeper::BeginRebuilds(absl::Time now, PullsToBegin& pulls) {
  for (ServiceContact& service : contacts_) {
    while (service.rebuilds < kMostRebuilds) {
      const std::optional<KeptSlot*> slot = service.queue.Take(
          clock_.Monotonic(), [](const KeptSlot* each) { return each->report->used; });
      if (!slot.has_value()) break;
      if ((*slot)->pulling) {
        (*slot)->again = true;
      } else {
        pulls.push_back(BeginPull(**slot, now + kPullPatience, NewTrail(), /*in_background=*/true));
      }
    }
  }
}

void ReportKeeper::OutdateAtMidnight(absl::Time now) {
  if (now < next_midnight_ + kAfterMidnight) return;
  next_midnight_ = EndOfDayInOslo(now);
  for (auto& [subject, report] : reports_) {
    for (KeptSlot& slot : report->slots) {
      if (slot.kept == nullptr || now < slot.kept->grows_old_at) continue;
      Outdate(slot, now);
      WantRebuild(slot);
    }
  }
}

void ReportKeeper::GiveUpLeastUsed() {
  auto last = by_use_.end();
  while (slices_.bytes() + by_use_.size() * kBytesOfReport > most_bytes_ &&
         last != by_use_.begin()) {
    const auto candidate = std::prev(last);
    if ((*candidate)->waiters.empty() && (*candidate)->watches == 0) {
      const std::shared_ptr<KeptReport> report = *candidate;
      GiveUp(*report);
    } else {
      last = candidate;
    }
  }
}

void ReportKeeper::GiveUp(KeptReport& report) {
  report.given_up = true;
  for (KeptSlot& slot : report.slots) {
    slot.service->queue.Forget(&slot);
    if (slot.kept != nullptr) slices_.Remove(slot.kept->hash);
  }
  const std::shared_ptr<KeptReport> last = *report.place;
  by_use_.erase(report.place);
  reports_.erase(report.subject);
}

absl::Duration ReportKeeper::NextWake(absl::Time now) const {
  absl::Duration sleep = kLongestSleep;
  if (!deadlines_.empty()) sleep = std::min(sleep, deadlines_.begin()->first.first - now);
  for (const ServiceContact& service : contacts_) {
    if (service.rebuilds >= kMostRebuilds) continue;
    sleep = std::min(sleep, service.queue.NextDue() - clock_.Monotonic());
  }
  return std::max(sleep, absl::ZeroDuration());
}

}  // namespace tertial::gateway
