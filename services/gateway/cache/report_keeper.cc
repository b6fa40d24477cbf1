#include "services/gateway/cache/report_keeper.h"

#include <algorithm>
#include <latch>

#include "absl/strings/strip.h"
#include "common/facts/overdue.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {
namespace {

// A report of which a section is STALE or UNAVAILABLE is looked at again after this time when it is
// read: its service may be there again.
constexpr absl::Duration kLookAgainAfter = absl::Seconds(1);

// As long after an attempt at a section that was never seen, readers are told that it failed
// instead of waiting for another. Longer than any pause between attempts: one who waits would wait
// for nothing as long as the service is away.
constexpr absl::Duration kFailureIsToldFor = absl::Minutes(1);

std::vector<ServiceContact> ContactsOfAll() {
  std::vector<ServiceContact> contacts;
  for (const absl::string_view service : DataServiceNames()) {
    contacts.emplace_back().name = std::string(service);
  }
  return contacts;
}

bool AwaitsNothing(const ReportWaiter& waiter) {
  return std::find(waiter.awaits.begin(), waiter.awaits.end(), true) == waiter.awaits.end();
}

}  // namespace

ReportKeeper::ReportKeeper(Pull pull, const AreaRegistry& areas, std::string version,
                           size_t most_bytes, const Clock& clock)
    : pull_(std::move(pull)),
      areas_(areas),
      version_(std::move(version)),
      most_bytes_(most_bytes),
      clock_(clock),
      contacts_(ContactsOfAll()),
      next_midnight_(EndOfDayInOslo(clock.Now())),
      thread_([this] { Run(); }) {}

ReportKeeper::~ReportKeeper() {
  pulled_->Close();
  thread_.join();
}

ReportWait ReportKeeper::Get(const ReportRequest& request, const ReportAnswer& answer) {
  ReportWait wait;
  std::shared_ptr<const FinishedReport> finished;
  PullsToBegin pulls;
  {
    const MutexLock lock(mutex_);
    const absl::Time now = clock_.Now();
    const std::shared_ptr<KeptReport> report = FindOrAdd(request);
    if (request.min_revisions.empty() && IsFinished(*report, now)) {
      finished = report->finished;
    } else {
      ReportWaiter waiter = MakeWaiter(*report, request, now, pulls);
      if (AwaitsNothing(waiter)) {
        finished = Finish(*report, now);
      } else {
        waiter.answer = answer;
        wait = {.report = report, .id = waiter.id};
        deadlines_[{waiter.deadline, waiter.id}] = report;
        report->waiters.push_back(std::move(waiter));
        pulled_->Wake();
      }
    }
  }
  Send(std::move(pulls));
  if (finished != nullptr) answer(std::move(finished));
  return wait;
}

void ReportKeeper::Cancel(const ReportWait& wait) {
  const std::shared_ptr<KeptReport> report = wait.report.lock();
  if (report == nullptr) return;
  // What it holds is let go of when the mutex is free.
  ReportAnswer unanswered;
  const MutexLock lock(mutex_);
  const auto waiter = report->FindWaiter(wait.id);
  if (waiter == report->waiters.end()) return;
  unanswered = std::move(waiter->answer);
  deadlines_.erase({waiter->deadline, waiter->id});
  report->waiters.erase(waiter);
}

absl::StatusOr<std::shared_ptr<const FinishedReport>> ReportKeeper::Await(
    const ReportRequest& request) {
  absl::StatusOr<std::shared_ptr<const FinishedReport>> answer;
  std::latch answered(1);
  Get(request, [&](absl::StatusOr<std::shared_ptr<const FinishedReport>> report) {
    answer = std::move(report);
    answered.count_down();
  });
  answered.wait();
  return answer;
}

std::shared_ptr<KeptReport> ReportKeeper::FindOrAdd(const ReportRequest& request) {
  if (request.as_of.has_value()) return MakeReport(request);
  std::shared_ptr<KeptReport>& report = reports_[request.subject];
  if (report == nullptr) {
    report = MakeReport(request);
    by_use_.push_front(report);
    report->place = by_use_.begin();
  } else {
    by_use_.splice(by_use_.begin(), by_use_, report->place);
  }
  report->used = ++uses_;
  return report;
}

std::shared_ptr<KeptReport> ReportKeeper::MakeReport(const ReportRequest& request) {
  auto report = std::make_shared<KeptReport>();
  report->subject = request.subject;
  report->as_of = request.as_of;
  report->header = ReportHeader(*areas_.Find(request.subject.area_id), request.subject,
                                request.as_of.has_value() ? &*request.as_of : nullptr, version_);
  for (const v1::SectionKind section : SectionsOf(KindOf(request.subject))) {
    KeptSlot& slot = report->slots.emplace_back();
    slot.section = section;
    slot.report = report.get();
    slot.service = &ContactOf(ServiceOf(section));
  }
  return report;
}

ReportWaiter ReportKeeper::MakeWaiter(KeptReport& report, const ReportRequest& request,
                                      absl::Time now, PullsToBegin& pulls) {
  ReportWaiter waiter{
      .id = next_id_++, .deadline = request.deadline, .min_revisions = request.min_revisions};
  for (KeptSlot& slot : report.slots) {
    const v1::MinRevision* min = MinRevisionOf(request.min_revisions, slot.service->name);
    waiter.pulls_begun.push_back(slot.pulls_begun);
    if (IsTold(slot, min)) {
      waiter.awaits.push_back(false);
      Refresh(slot, now);
      continue;
    }
    waiter.awaits.push_back(true);
    if (!slot.pulling) {
      pulls.push_back(BeginPull(slot, now + kPullPatience, request.trail, /*in_background=*/false));
    } else if (min != nullptr) {
      // The one under way may have been read before.
      slot.again = true;
    }
  }
  return waiter;
}

bool ReportKeeper::IsTold(const KeptSlot& slot, const v1::MinRevision* min) const {
  if (min != nullptr) return ShowsMinRevision(slot, *min);
  return slot.kept != nullptr ||
         (slot.failure.has_value() && clock_.Monotonic() < slot.begun + kFailureIsToldFor);
}

void ReportKeeper::Refresh(KeptSlot& slot, absl::Time now) {
  if (slot.report->as_of.has_value() || slot.pulling) return;
  if (slot.kept != nullptr) {
    if (now >= slot.kept->grows_old_at) Outdate(slot, now);
    if (!slot.outdated_at.has_value() &&
        slot.StateAt(now).completeness() != v1::COMPLETENESS_STALE) {
      return;
    }
  }
  WantRebuild(slot);
}

bool ReportKeeper::IsFinished(const KeptReport& report, absl::Time now) const {
  return report.finished != nullptr && report.finished_of_contacts == contacts_changed_ &&
         now < report.finished_until;
}

std::shared_ptr<const FinishedReport> ReportKeeper::Finish(KeptReport& report, absl::Time now) {
  if (IsFinished(report, now)) return report.finished;
  std::vector<FinishedReport::Part> parts;
  absl::Time until = absl::InfiniteFuture();
  for (const KeptSlot& slot : report.slots) {
    parts.push_back({.state = slot.StateAt(now), .section = slot.kept});
    until = std::min(until, slot.StateChangesAt(now));
    const v1::Completeness completeness = parts.back().state.completeness();
    if (completeness == v1::COMPLETENESS_STALE || completeness == v1::COMPLETENESS_UNAVAILABLE) {
      until = std::min(until, now + kLookAgainAfter);
    }
  }
  report.finished = std::make_shared<const FinishedReport>(report.header, std::move(parts));
  report.finished_of_contacts = contacts_changed_;
  report.finished_until = until;
  return report.finished;
}

ReportKeeper::PullToBegin ReportKeeper::BeginPull(KeptSlot& slot, absl::Time deadline,
                                                  CallTrail trail, bool in_background) {
  KeptReport& report = *slot.report;
  slot.service->queue.Forget(&slot);
  slot.pulling = true;
  slot.again = false;
  slot.in_background = in_background;
  if (in_background) ++slot.service->rebuilds;
  slot.begun_at = clock_.Now();
  slot.begun = clock_.Monotonic();
  slot.head_when_begun = slot.service->head;
  ++slot.pulls_begun;
  PullToBegin pull{.query = {.section = slot.section,
                             .area_id = report.subject.area_id,
                             .period = report.subject.period},
                   .deadline = deadline,
                   .trail = std::move(trail),
                   .pulled = {.report = report.shared_from_this(),
                              .slot = static_cast<size_t>(&slot - report.slots.data()),
                              .number = slot.pulls_begun,
                              .begun_at = slot.begun_at}};
  if (report.as_of.has_value()) *pull.query.as_of.mutable_time() = *report.as_of;
  return pull;
}

void ReportKeeper::Send(PullsToBegin pulls) {
  for (PullToBegin& pull : pulls) {
    pull_(pull.query, pull.deadline, pull.trail,
          [mailbox = pulled_, pulled = std::move(pull.pulled)](Section section) mutable {
            pulled.section = std::move(section);
            mailbox->Put(std::move(pulled));
          });
  }
}

size_t ReportKeeper::bytes() const {
  const MutexLock lock(mutex_);
  return slices_.bytes();
}

size_t ReportKeeper::reports() const {
  const MutexLock lock(mutex_);
  return reports_.size();
}

size_t ReportKeeper::waiting() const {
  const MutexLock lock(mutex_);
  return deadlines_.size();
}

void ReportKeeper::ReadMetrics(Scrape& scrape) const {
  // By service and completeness. With the mutex held nothing is spelled out.
  std::map<std::pair<const ServiceContact*, v1::Completeness>, int> sections;
  {
    const MutexLock lock(mutex_);
    const absl::Time now = clock_.Now();
    for (const auto& [subject, report] : reports_) {
      for (const KeptSlot& slot : report->slots) {
        ++sections[{slot.service, slot.CompletenessAt(now)}];
      }
    }
    scrape.Gauge(kReportBytes, static_cast<double>(slices_.bytes()));
    scrape.Gauge(kReports, static_cast<double>(reports_.size()));
    scrape.Gauge(kReportWaits, static_cast<double>(deadlines_.size()));
  }
  for (const auto& [of, count] : sections) {
    const auto& [service, completeness] = of;
    scrape.Gauge(kReportSections, count,
                 {{"service", service->name},
                  {"completeness", std::string(absl::StripPrefix(
                                       v1::Completeness_Name(completeness), "COMPLETENESS_"))}});
  }
}

WatchedReport::WatchedReport(ReportKeeper& keeper, const ReportRequest& request) : keeper_(keeper) {
  {
    const MutexLock lock(keeper_.mutex_);
    report_ = keeper_.FindOrAdd(request);
    ++report_->watches;
  }
  // Has it pulled where it is not kept.
  keeper_.Get(request, [](const auto&) {});
}

WatchedReport::~WatchedReport() {
  const MutexLock lock(keeper_.mutex_);
  --report_->watches;
  const auto listener = report_->listeners.find(listener_);
  if (listener == report_->listeners.end()) return;
  keeper_.deadlines_.erase({listener->second.until, listener_});
  report_->listeners.erase(listener);
}

absl::StatusOr<std::shared_ptr<const FinishedReport>> WatchedReport::Look() {
  const MutexLock lock(keeper_.mutex_);
  if (!report_->refusal.ok()) return report_->refusal;
  const absl::Time now = keeper_.clock_.Now();
  if (!report_->HasSettled()) return nullptr;
  for (KeptSlot& slot : report_->slots) keeper_.Refresh(slot, now);
  return keeper_.Finish(*report_, now);
}

void WatchedReport::Listen(const FinishedReport* seen, absl::Time until,
                           std::function<void()> wake) {
  const MutexLock lock(keeper_.mutex_);
  const bool changed =
      seen == nullptr ? report_->HasSettled()
                      : report_->finished == nullptr || report_->finished->etag() != seen->etag() ||
                            report_->finished_of_contacts != keeper_.contacts_changed_;
  if (changed || !report_->refusal.ok()) return wake();
  const absl::Time now = keeper_.clock_.Now();
  for (const KeptSlot& slot : report_->slots) until = std::min(until, slot.GoesStaleAt(now));
  listener_ = keeper_.next_id_++;
  report_->listeners[listener_] = {.until = until, .wake = std::move(wake)};
  keeper_.deadlines_[{until, listener_}] = report_;
  keeper_.pulled_->Wake();
}

}  // namespace tertial::gateway
