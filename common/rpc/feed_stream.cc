#include "common/rpc/feed_stream.h"

#include <utility>

#include "common/rpc/authenticator.h"
#include "common/rpc/call_trail.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"

namespace tertial {

bool IsOfOtherHistory(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH:
    case common::v1::ERROR_REASON_TOKEN_OF_OTHER_SERVICE:
    case common::v1::ERROR_REASON_INVALID_RESUME_TOKEN:
      return true;
    default:
      return false;
  }
}

FeedStream::FeedStream(changes::v1::ChangeService::Stub& stub, const std::string& caller,
                       changes::v1::WatchChangesRequest request, std::function<void()> on_event)
    : request_(std::move(request)), on_event_(std::move(on_event)) {
  context_.AddMetadata(kCallerMetadata, caller);
  CarryTrail(NewTrail(), context_);
  stub.async()->WatchChanges(&context_, &request_, this);
  // Reads are started from outside of the reactions.
  AddHold();
  StartRead(&response_);
  StartCall();
}

FeedStream::~FeedStream() {
  bool release = false;
  {
    const MutexLock lock(mutex_);
    ending_ = true;
    release = !reading_ && !released_;
    released_ = released_ || release;
  }
  context_.TryCancel();
  if (release) RemoveHold();
  const MutexLock lock(mutex_);
  while (!end_.has_value()) done_.Wait(mutex_);
}

std::optional<changes::v1::WatchChangesResponse> FeedStream::TakeMessage() {
  {
    const MutexLock lock(mutex_);
    if (!has_message_) return std::nullopt;
    has_message_ = false;
    reading_ = true;
  }
  changes::v1::WatchChangesResponse message = std::move(response_);
  response_.Clear();
  StartRead(&response_);
  return message;
}

std::optional<absl::Status> FeedStream::end() const {
  const MutexLock lock(mutex_);
  return end_;
}

void FeedStream::OnReadDone(bool ok) {
  bool release = false;
  {
    const MutexLock lock(mutex_);
    reading_ = false;
    has_message_ = ok;
    release = !ok || ending_;
    released_ = released_ || release;
  }
  on_event_();
  // The object may be gone when this has returned.
  if (release) RemoveHold();
}

void FeedStream::OnDone(const grpc::Status& status) {
  // With the mutex held, so that the object, and who listens, are still there.
  const MutexLock lock(mutex_);
  end_ = FromGrpcStatus(status);
  done_.SignalAll();
  on_event_();
}

}  // namespace tertial
