#include "services/gateway/cache/feed_follower.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/observability/log.h"
#include "common/rpc/feed_stream.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;
using std::chrono::steady_clock;

constexpr char kCaller[] = "gateway";
constexpr absl::Duration kFirstPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Milliseconds(500);

steady_clock::time_point After(steady_clock::time_point instant, absl::Duration duration) {
  return instant + absl::ToChronoNanoseconds(duration);
}

}  // namespace

FeedFollower::FeedFollower(std::string service, const std::shared_ptr<grpc::Channel>& channel,
                           ReportKeeper& keeper)
    : service_(std::move(service)),
      stub_(changes::v1::ChangeService::NewStub(channel)),
      keeper_(keeper),
      feed_(service_, "reports"),
      heard_(steady_clock::now()),
      thread_([this] { Run(); }) {}

FeedFollower::~FeedFollower() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

void FeedFollower::Run() {
  absl::Duration pause = kFirstPause;
  do {
    const Instant begun = steady_clock::now();
    const absl::Status ended = FollowOnce();
    if (ended.ok()) return;
    if (IsOfOtherHistory(ended) && !resume_token_.empty()) {
      Log(Severity::kInfo, "service has another history",
          {{"service", service_}, {"reason", ReasonName(ReasonOf(ended))}});
      resume_token_.clear();
    }
    // A connection ends after a while for no reason: that is told only if another is not had.
    if (steady_clock::now() >= After(heard_, kLongestSilence)) NoteAway(ended);
    pause = heard_ > begun ? kFirstPause : std::min(2 * pause, kLongestPause);
  } while (Pause(pause));
}

absl::Status FeedFollower::FollowOnce() {
  WatchChangesRequest request;
  request.mutable_heartbeat()->set_seconds(absl::ToInt64Seconds(kShortestHeartbeat));
  request.set_resume_token(resume_token_);
  request.set_from_now(resume_token_.empty());
  bool anew = resume_token_.empty();
  FeedStream stream(*stub_, kCaller, std::move(request), [this] { Wake(); });
  Instant silent = After(away_ ? steady_clock::now() : heard_, kLongestSilence);
  while (WaitUntil(silent)) {
    if (const std::optional<WatchChangesResponse> message = stream.TakeMessage()) {
      if (message->resume_token().empty() || message->head().epoch().empty()) {
        refused_ = AnswerNotUnderstood("a message of its feed does not tell where the feed is");
        return refused_;
      }
      NoteHeard();
      keeper_.TakeFeed(service_, *message, anew);
      feed_.NoteHeard(message->up_to_date());
      anew = false;
      resume_token_ = message->resume_token();
      silent = After(heard_, kLongestSilence);
      // There may be another one already.
      Wake();
    } else if (const std::optional<absl::Status> end = stream.end()) {
      refused_ = end->ok() ? ServiceUnavailable("It ended the watch.") : *end;
      return refused_;
    } else if (steady_clock::now() >= silent) {
      // What it refused an earlier attempt with tells more than that this one is not answered yet.
      return refused_.ok() ? ServiceUnavailable("It gives no sign of life.") : refused_;
    }
  }
  return absl::OkStatus();
}

void FeedFollower::NoteHeard() {
  heard_ = steady_clock::now();
  refused_ = absl::OkStatus();
  if (!away_) return;
  away_ = false;
  Log(Severity::kInfo, "service is heard of again", {{"service", service_}});
}

void FeedFollower::NoteAway(const absl::Status& why) {
  keeper_.NoteAway(service_, why);
  feed_.NoteAway();
  if (away_) return;
  away_ = true;
  Log(Severity::kWarning, "service is not heard of",
      {{"service", service_},
       {"code", absl::StatusCodeToString(why.code())},
       {"cause", std::string(why.message())}});
}

void FeedFollower::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  changed_.SignalAll();
}

bool FeedFollower::WaitUntil(Instant deadline) {
  const MutexLock lock(mutex_);
  while (!woken_ && !stopping_) {
    if (!changed_.WaitUntil(mutex_, deadline)) break;
  }
  woken_ = false;
  return !stopping_;
}

bool FeedFollower::Pause(absl::Duration duration) {
  const Instant end = After(steady_clock::now(), duration);
  const MutexLock lock(mutex_);
  while (!stopping_ && changed_.WaitUntil(mutex_, end)) {
  }
  return !stopping_;
}

}  // namespace tertial::gateway
