#include "clients/cli/history/watcher.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "common/types/clock.h"

namespace tertial::cli {
namespace {

// A service that is not heard of for three of its heartbeats is gone.
constexpr int64_t kHeartbeatSeconds = 10;
constexpr int64_t kSilenceSeconds = 3 * kHeartbeatSeconds;
// No watch lasts as long; a call without a deadline would get a short one.
constexpr absl::Duration kWatchPatience = absl::Hours(24 * 365);
constexpr absl::Duration kFirstPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestPause = absl::Seconds(10);
// Attempts in a row in which nothing came: about five minutes.
constexpr int kMostAttempts = 35;

int64_t MonotonicSeconds() { return absl::ToInt64Seconds(SystemClock().Monotonic()); }

// Whether the same call may be answered later. A call that ended without an error was ended by the
// service's stop, and one that was cancelled by CheckPulse.
bool MayReturn(const absl::Status& status) {
  return status.ok() || absl::IsUnavailable(status) || absl::IsCancelled(status) ||
         absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
}

}  // namespace

Watcher::Watcher(const DataService& service, changes::v1::WatchChangesRequest request,
                 const Sink& sink)
    : service_(service), request_(std::move(request)), sink_(sink) {
  request_.mutable_heartbeat()->set_seconds(kHeartbeatSeconds);
  heard_at_ = MonotonicSeconds();
  thread_ = std::thread([this] { Run(); });
}

Watcher::~Watcher() { (void)Stop(); }

void Watcher::CheckPulse() {
  if (MonotonicSeconds() - heard_at_ <= kSilenceSeconds) return;
  const MutexLock lock(mutex_);
  if (call_ != nullptr) call_->TryCancel();
}

absl::Status Watcher::Stop() {
  const bool ended = ended_;
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    if (call_ != nullptr) call_->TryCancel();
    changed_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
  return ended ? result_ : absl::OkStatus();
}

void Watcher::Run() {
  int attempts = 0;
  absl::Duration pause = kFirstPause;
  while (true) {
    bool heard = false;
    const absl::Status status = WatchOnce(heard);
    if (heard) {
      attempts = 0;
      pause = kFirstPause;
    }
    if (const MutexLock lock(mutex_); stopping_) break;
    if (!MayReturn(status) || ++attempts == kMostAttempts) {
      result_ = status.ok() ? absl::UnavailableError("the service ends every watch") : status;
      break;
    }
    if (attempts == 1) {
      Complain(
          absl::StrCat("the ", service_.name(), " service broke off",
                       status.ok() ? "" : absl::StrCat(" (", std::string(status.message()), ")"),
                       "; it is asked again, from the last change on, until it answers"));
      away_ = true;
    }
    if (!Pause(pause)) break;
    pause = std::min(2 * pause, kLongestPause);
  }
  ended_ = true;
}

absl::Status Watcher::WatchOnce(bool& heard) {
  grpc::ClientContext context;
  PrepareContext(context, kWatchPatience);
  heard_at_ = MonotonicSeconds();
  {
    const MutexLock lock(mutex_);
    if (stopping_) return absl::OkStatus();
    call_ = &context;
  }
  const auto reader = service_.changes().WatchChanges(&context, request_);
  changes::v1::WatchChangesResponse response;
  while (reader->Read(&response)) {
    heard = true;
    if (away_) Complain(absl::StrCat("the ", service_.name(), " service answers again"));
    away_ = false;
    heard_at_ = MonotonicSeconds();
    if (response.changes_size() > 0) sink_(service_.name(), response);
    request_.set_resume_token(response.resume_token());
    request_.set_from_now(false);
  }
  const absl::Status status = StatusOf(reader->Finish());
  const MutexLock lock(mutex_);
  call_ = nullptr;
  return status;
}

bool Watcher::Pause(absl::Duration duration) {
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration);
  const MutexLock lock(mutex_);
  while (!stopping_) {
    if (!changed_.WaitUntil(mutex_, deadline)) return true;
  }
  return false;
}

}  // namespace tertial::cli
