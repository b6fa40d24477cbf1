// Keeps reports finished, and up to date in the background.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_REPORT_KEEPER_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_REPORT_KEEPER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/observability/metrics.h"
#include "common/rpc/call_trail.h"
#include "common/store/mutex.h"
#include "common/types/area_registry.h"
#include "common/types/clock.h"
#include "services/gateway/cache/finished_report.h"
#include "services/gateway/cache/kept_report.h"
#include "services/gateway/cache/pulled_sections.h"
#include "services/gateway/cache/shared_slices.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/domain/report_subject.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial::gateway {

// The bytes of kept reports. The example's report takes some 245 KB: those of all 357
// municipalities fit, and beside them the process needs little. Reports that are watched are never
// given up, and each watch holds what it told last: those bytes come on top of the bound, of as
// many reports as there may be watches (kMostStreams) at most.
inline constexpr size_t kReportMemoryBytes = size_t{128} << 20;

// Rebuilds at once, of each service, that nobody waits for: enough to keep a service busy that
// answers in milliseconds, few enough to leave it to those who read.
inline constexpr int kMostRebuilds = 4;

// What a pull may take, whoever waits for it: readers share it.
inline constexpr absl::Duration kPullPatience = absl::Seconds(10);

// Pauses between attempts at a rebuild that fails.
inline constexpr absl::Duration kFirstRebuildPause = absl::Seconds(1);
inline constexpr absl::Duration kLongestRebuildPause = absl::Seconds(30);

struct ReportRequest {
  ReportSubject subject;
  // Not set: the newest.
  std::optional<google::protobuf::Timestamp> as_of;
  // Of each service at most one; empty beside `as_of`.
  std::vector<v1::MinRevision> min_revisions;
  // When the answer must be there.
  absl::Time deadline;
  CallTrail trail;
};

// Names somebody who waits for a report.
struct ReportWait {
  std::weak_ptr<KeptReport> report;
  int64_t id = 0;
};

// A report that is asked for is kept until others were used more lately and memory runs out. Each
// of its sections is pulled once, whoever asks for it at the same time, and again when the feed of
// its service says that something in it was changed, when it grows old, or when a reader must see a
// state that it does not show. Until then, and while that fails, the last good one is served, with
// its state. A report as of an instant is put together in the same way and not kept.
//
// All functions may be called from any thread.
class ReportKeeper {
 public:
  // Asks a service for a section, as DataServices::PullSection.
  using Pull = std::function<void(const SectionQuery& query, absl::Time deadline,
                                  const CallTrail& trail, std::function<void(Section)> done)>;

  // Keeps `most_bytes`. `version` is that of the build. `areas` and `clock` must outlive the
  // object; what `pull` is made of as well, but for pulls under way: what they bring is thrown away
  // then.
  ReportKeeper(Pull pull, const AreaRegistry& areas, std::string version,
               size_t most_bytes = kReportMemoryBytes, const Clock& clock = SystemClock());
  // Whoever still waits for a report gets no answer.
  ~ReportKeeper();
  ReportKeeper(const ReportKeeper&) = delete;
  ReportKeeper& operator=(const ReportKeeper&) = delete;

  // Calls `answer` with the report: before it returns when it is kept, else when the last section
  // has arrived or failed, at the deadline at the latest. A section that was never seen and failed
  // a moment ago is told as UNAVAILABLE at once, and tried again in the background. Does not block.
  // Errors: DEADLINE_EXCEEDED (MIN_REVISION_NOT_REACHED), INVALID_ARGUMENT (TOKEN_OF_OTHER_EPOCH),
  // and why there is no such report. What is returned names the one who waits.
  ReportWait Get(const ReportRequest& request, const ReportAnswer& answer);
  // Whoever waits no longer gets no answer, unless it is on its way.
  void Cancel(const ReportWait& wait);
  // The same, and waits for it.
  absl::StatusOr<std::shared_ptr<const FinishedReport>> Await(const ReportRequest& request);

  // Takes what the feed of a service told: `anew` when it is the first message of a watch that did
  // not go on from an earlier one, so that anything may have changed before.
  void TakeFeed(absl::string_view service, const changes::v1::WatchChangesResponse& message,
                bool anew);
  // The service has not been heard of for kLongestSilence.
  void NoteAway(absl::string_view service, const absl::Status& why);

  // The kept bytes, how many reports there are, and how many readers and watches wait for one.
  size_t bytes() const;
  size_t reports() const;
  size_t waiting() const;

 private:
  friend class WatchedReport;

  struct SubjectHash {
    size_t operator()(const ReportSubject& subject) const {
      return absl::HashOf(subject.area_id, subject.period, subject.focus_area, subject.service_area,
                          subject.language);
    }
  };
  // A pull that is to be begun when the mutex is free.
  struct PullToBegin {
    SectionQuery query;
    absl::Time deadline;
    CallTrail trail;
    PulledSection pulled;
  };
  using PullsToBegin = std::vector<PullToBegin>;
  // Answers that are to be given when the mutex is free.
  using AnswersToGive = std::vector<std::function<void()>>;

  // report_keeper.cc: asking.
  std::shared_ptr<KeptReport> FindOrAdd(const ReportRequest& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::shared_ptr<KeptReport> MakeReport(const ReportRequest& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Who waits for the sections that the report lacks; begins what is to be pulled for it.
  ReportWaiter MakeWaiter(KeptReport& report, const ReportRequest& request, absl::Time now,
                          PullsToBegin& pulls) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether a reader who asks for `min`, which may be nullptr, is told of the section what is known
  // of it now: it is kept and new enough, or was never seen and tried a moment ago in vain.
  bool IsTold(const KeptSlot& slot, const v1::MinRevision* min) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Has the section rebuilt where it may not be the newest, or was never seen.
  void Refresh(KeptSlot& slot, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsFinished(const KeptReport& report, absl::Time now) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::shared_ptr<const FinishedReport> Finish(KeptReport& report, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  PullToBegin BeginPull(KeptSlot& slot, absl::Time deadline, CallTrail trail, bool in_background)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Send(PullsToBegin pulls);
  void ReadMetrics(Scrape& scrape) const;

  // report_upkeep.cc: what the thread does.
  void Run();
  void TakePulled(PulledSection pulled);
  void Put(KeptSlot& slot, std::shared_ptr<KeptSection> section)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PutFailure(KeptSlot& slot, const v1::SectionState& state)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Answers those who wait for the section of `slot`, which pull `number` ended, and for no other.
  void AnswerWaiters(KeptSlot& slot, int64_t number, AnswersToGive& answers)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Refuse(KeptReport& report, const absl::Status& why, AnswersToGive& answers)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ExpireDeadlines(absl::Time now, AnswersToGive& answers)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void BeginRebuilds(absl::Time now, PullsToBegin& pulls) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OutdateAtMidnight(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GiveUpLeastUsed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GiveUp(KeptReport& report) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Duration NextWake(absl::Time now) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // report_feeds.cc: what the feeds say.
  template <typename Visit>
  void ForEachSlotOf(const ServiceContact& service, const Visit& visit)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (auto& [subject, report] : reports_) {
      for (KeptSlot& slot : report->slots) {
        if (slot.service == &service) visit(slot);
      }
    }
  }
  void TakeChanges(ServiceContact& service, const changes::v1::WatchChangesResponse& message,
                   absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The service has come to `point`, which touched the section.
  void Touch(KeptSlot& slot, const StatePoint& point, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Has the section rebuilt soon; after failures when their pause has passed.
  void WantRebuild(KeptSlot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Notes that what is kept is not the newest any more.
  void Outdate(KeptSlot& slot, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void NoteBack(ServiceContact& service) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Begins pulls for those who wait for a state that the service has come to.
  void PullForWaiters(const ServiceContact& service, PullsToBegin& pulls)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The contact to a service has changed, and with it the states of sections.
  void ContactChanged(ServiceContact& service, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether the section tells of an owner of figures in it what this gateway knows better.
  bool LagsBehindContacts(const KeptSection& section, absl::Time now) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CallListeners(KeptReport& report) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  ServiceContact& ContactOf(absl::string_view service) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Pull pull_;
  const AreaRegistry& areas_;
  const std::string version_;
  const size_t most_bytes_;
  const Clock& clock_;
  // Pulls bring their sections there, also when this object is gone.
  const std::shared_ptr<PulledSections> pulled_ = std::make_shared<PulledSections>();

  mutable Mutex mutex_;
  // By name; never resized.
  std::vector<ServiceContact> contacts_ ABSL_GUARDED_BY(mutex_);
  // Counts the changes in them that change states of sections.
  int64_t contacts_changed_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<ReportSubject, std::shared_ptr<KeptReport>, SubjectHash> reports_
      ABSL_GUARDED_BY(mutex_);
  // The most recently used first.
  std::list<std::shared_ptr<KeptReport>> by_use_ ABSL_GUARDED_BY(mutex_);
  int64_t uses_ ABSL_GUARDED_BY(mutex_) = 0;
  SharedSlices slices_ ABSL_GUARDED_BY(mutex_);
  // Of waiters and listeners, with their ids: of those that there are, and no others.
  std::map<std::pair<absl::Time, int64_t>, std::weak_ptr<KeptReport>> deadlines_
      ABSL_GUARDED_BY(mutex_);
  int64_t next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  absl::Time next_midnight_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
  const ScrapeSource metrics_{[this](Scrape& scrape) { ReadMetrics(scrape); }};
};

// A report that somebody watches: kept up to date and not given up as long as this object lives.
class WatchedReport {
 public:
  // `keeper` must outlive the object.
  WatchedReport(ReportKeeper& keeper, const ReportRequest& request);
  ~WatchedReport();
  WatchedReport(const WatchedReport&) = delete;
  WatchedReport& operator=(const WatchedReport&) = delete;

  // As it is; nullptr as long as a section has neither arrived nor failed. An error when there is
  // no such report any more.
  absl::StatusOr<std::shared_ptr<const FinishedReport>> Look();
  // Has `wake` called once, when the report may be another than `seen` or when `until` has passed.
  // `wake` must be short and must not call the keeper. It is not called any more when this object
  // is gone.
  void Listen(const FinishedReport* seen, absl::Time until, std::function<void()> wake);

 private:
  ReportKeeper& keeper_;
  std::shared_ptr<KeptReport> report_;
  int64_t listener_ = 0;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_REPORT_KEEPER_H_
