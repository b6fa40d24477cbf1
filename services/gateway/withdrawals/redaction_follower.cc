#include "services/gateway/withdrawals/redaction_follower.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "common/observability/log.h"
#include "common/rpc/feed_stream.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "services/gateway/store/edition_reads.h"

namespace tertial::gateway {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;
using std::chrono::steady_clock;

// The caller that this service is, for the policy of the others.
constexpr char kCaller[] = "gateway";

// A service that is not heard of for some of its heartbeats is away.
constexpr int64_t kHeartbeatSeconds = 10;
constexpr absl::Duration kLongestSilence = absl::Seconds(35);
constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(2);
// What is read again after a crash is what came in this time.
constexpr absl::Duration kBetweenKeeping = absl::Minutes(1);

steady_clock::time_point After(absl::Duration duration) {
  return steady_clock::now() + absl::ToChronoNanoseconds(duration);
}

}  // namespace

RedactionFollower::RedactionFollower(std::string service,
                                     const std::shared_ptr<grpc::Channel>& channel, Ledger& ledger,
                                     FreezeGate& gate)
    : service_(std::move(service)),
      ledger_(ledger),
      gate_(gate),
      feed_(service_, "withdrawals"),
      stub_(changes::v1::ChangeService::NewStub(channel)) {
  thread_ = std::thread([this] { Run(); });
}

RedactionFollower::~RedactionFollower() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

void RedactionFollower::Run() {
  absl::Duration pause = kFirstPause;
  while (!stopping()) {
    heard_ = false;
    take_failed_ = false;
    const absl::Status status = FollowOnce();
    if (status.ok()) continue;
    if (IsOfOtherHistory(status)) {
      BeginAnew(status);
    } else {
      // A connection ends after a while for no reason: that is told only if another is not had.
      if (!heard_) feed_.NoteAway();
      if (!heard_ && !away_) {
        away_ = true;
        Log(Severity::kInfo, "feed of a service not followed",
            {{"owner", service_}, {"cause", std::string(status.message())}});
      }
    }
    // What a full disk does not take is not asked for, and told in the log, ten times a second.
    if (heard_ && !take_failed_) pause = kFirstPause;
    Pause(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
  if (place_ == kept_place_) return;
  if (const absl::Status kept = KeepPlace(); !kept.ok()) {
    Log(Severity::kWarning, "place in the feed of a service not kept",
        {{"owner", service_}, {"cause", std::string(kept.message())}});
  }
}

absl::Status RedactionFollower::FollowOnce() {
  TERTIAL_RETURN_IF_ERROR(FindPlace());
  WatchChangesRequest request;
  request.set_resume_token(place_);
  request.mutable_heartbeat()->set_seconds(kHeartbeatSeconds);
  FeedStream stream(*stub_, kCaller, std::move(request), [this] { Wake(); });
  steady_clock::time_point silent = After(kLongestSilence);
  while (WaitForNews(kLongestSilence)) {
    if (const std::optional<WatchChangesResponse> message = stream.TakeMessage()) {
      if (away_) Log(Severity::kInfo, "feed of a service followed", {{"owner", service_}});
      heard_ = true;
      away_ = false;
      feed_.NoteHeard(/*up_to_date=*/false);
      const absl::Status taken = Take(*message);
      take_failed_ = !taken.ok();
      if (take_failed_) return taken;
      feed_.NoteHeard(message->up_to_date());
      silent = After(kLongestSilence);
    } else if (const std::optional<absl::Status> end = stream.end()) {
      return end->ok() ? ServiceUnavailable("It ended the watch.") : *end;
    } else if (steady_clock::now() >= silent) {
      return ServiceUnavailable("It gives no sign of life.");
    }
  }
  return absl::OkStatus();
}

absl::Status RedactionFollower::FindPlace() {
  if (found_place_) return absl::OkStatus();
  {
    // What the end of the process may have broken off.
    const auto held = gate_.ForWithdrawing();
    TERTIAL_RETURN_IF_ERROR(FinishWithdrawals(ledger_));
  }
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<internal::v1::FollowedFeed> followed,
                           FindFollowedFeed(view, service_, ledger_.Now()));
  if (followed.has_value()) place_ = followed->resume_token();
  kept_place_ = place_;
  kept_at_ = SystemClock().Monotonic();
  found_place_ = true;
  return absl::OkStatus();
}

absl::Status RedactionFollower::Take(const WatchChangesResponse& message) {
  std::vector<RedactedFact> redacted;
  for (const changes::v1::Change& change : message.changes()) {
    if (change.type() != changes::v1::CHANGE_TYPE_REDACTED) continue;
    redacted.push_back(
        {.service = service_, .name = change.name(), .time = change.commit().commit_time()});
  }
  if (!redacted.empty()) TERTIAL_RETURN_IF_ERROR(Withdraw(redacted));
  place_ = message.resume_token();
  const bool late = SystemClock().Monotonic() - kept_at_ > kBetweenKeeping;
  return !redacted.empty() || (late && place_ != kept_place_) ? KeepPlace() : absl::OkStatus();
}

absl::Status RedactionFollower::Withdraw(const std::vector<RedactedFact>& redacted) {
  const auto held = gate_.ForWithdrawing();
  absl::Status withdrawn;
  for (const RedactedFact& fact : redacted) {
    withdrawn = WithdrawEditionsWith(ledger_, fact);
    if (!withdrawn.ok()) break;
  }
  if (withdrawn.ok()) withdrawn = FinishWithdrawals(ledger_);
  if (!withdrawn.ok()) {
    Log(Severity::kError, "editions not withdrawn",
        {{"owner", service_},
         {"reason", ReasonName(ReasonOf(withdrawn))},
         {"cause", std::string(withdrawn.message())}});
  }
  return withdrawn;
}

absl::Status RedactionFollower::KeepPlace() {
  internal::v1::FollowedFeed followed;
  followed.set_resume_token(place_);
  TERTIAL_RETURN_IF_ERROR(ledger_
                              .Commit({.actor = kCaller},
                                      [&](Txn& txn) {
                                        PutFollowedFeed(txn, service_, followed);
                                        return absl::OkStatus();
                                      })
                              .status());
  kept_place_ = place_;
  kept_at_ = SystemClock().Monotonic();
  return absl::OkStatus();
}

void RedactionFollower::BeginAnew(const absl::Status& why) {
  Log(Severity::kInfo, "service has another history",
      {{"owner", service_}, {"reason", ReasonName(ReasonOf(why))}});
  place_ = ErrorMetadataOf(why, "begin");
}

void RedactionFollower::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  changed_.SignalAll();
}

bool RedactionFollower::WaitForNews(absl::Duration patience) {
  const steady_clock::time_point end = After(patience);
  const MutexLock lock(mutex_);
  while (!woken_ && !stopping_) {
    if (!changed_.WaitUntil(mutex_, end)) break;
  }
  woken_ = false;
  return !stopping_;
}

void RedactionFollower::Pause(absl::Duration duration) {
  const steady_clock::time_point end = After(duration);
  const MutexLock lock(mutex_);
  while (!stopping_ && changed_.WaitUntil(mutex_, end)) {
  }
}

bool RedactionFollower::stopping() {
  const MutexLock lock(mutex_);
  return stopping_;
}

}  // namespace tertial::gateway
