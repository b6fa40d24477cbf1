#include "tests/bench/offered_load.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"

namespace tertial::bench {
namespace {

// What is due is looked at so often.
constexpr absl::Duration kTick = absl::Milliseconds(1);

bool HasRetryInfo(const grpc::Status& status) {
  google::rpc::Status told;
  if (!told.ParseFromString(status.error_details())) return false;
  return std::any_of(told.details().begin(), told.details().end(), [](const auto& detail) {
    return detail.template Is<google::rpc::RetryInfo>();
  });
}

}  // namespace

class OfferingClient::Running {
 public:
  Running(OfferingClient& client, const OfferedLoad& load) : client_(client), load_(load) {}

  absl::StatusOr<OfferedResult> Run() {
    begun_ = SystemClock().Monotonic();
    for (absl::Duration now; now < load_.duration; now = SystemClock().Monotonic() - begun_) {
      const auto due = static_cast<int64_t>(absl::ToDoubleSeconds(now) * load_.per_second);
      while (made_ < due) Call(made_++);
      absl::SleepFor(kTick);
    }
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return under_way_ == 0; });
    if (!failure_.ok()) return failure_;
    result_.counted = load_.duration - load_.warm_up;
    return result_;
  }

 private:
  struct OneCall {
    std::unique_ptr<grpc::ClientContext> context = std::make_unique<grpc::ClientContext>();
    grpc::ByteBuffer answer;
    absl::Duration begun;
  };

  void Call(int64_t number) {
    const Caller& caller = client_.callers_[static_cast<size_t>(number) % client_.callers_.size()];
    const auto call = std::make_shared<OneCall>();
    call->context->set_deadline(std::chrono::system_clock::now() +
                                absl::ToChronoNanoseconds(load_.patience));
    call->context->AddMetadata(kCallerMetadata, caller.name);
    call->begun = SystemClock().Monotonic() - begun_;
    {
      const std::lock_guard lock(mutex_);
      ++under_way_;
      if (call->begun >= load_.warm_up) ++result_.made;
    }
    caller.stub->UnaryCall(call->context.get(), client_.method_, grpc::StubOptions(),
                           &load_.request(number), &call->answer,
                           [this, call](const grpc::Status& status) { Judge(*call, status); });
  }

  void Judge(OneCall& call, const grpc::Status& status) {
    const absl::Duration now = SystemClock().Monotonic() - begun_;
    const bool whole = status.ok() && load_.check(call.answer);
    const bool refused = status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
    const bool without_retry = refused && !HasRetryInfo(status);
    const bool late = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
    // It holds the channel, which a thread that gRPC calls back on must not be the last to hold.
    call.context.reset();
    const std::lock_guard lock(mutex_);
    if (status.ok() && !whole) failure_.Update(absl::DataLossError("an answer is not whole"));
    if (!status.ok() && !refused && !late) failure_.Update(FromGrpcStatus(status));
    if (now >= load_.warm_up && now < load_.duration) {
      if (whole) {
        ++result_.good;
        result_.milliseconds.push_back(absl::ToDoubleMilliseconds(now - call.begun));
      }
      result_.refused += refused ? 1 : 0;
      result_.refused_without_retry += without_retry ? 1 : 0;
      result_.late += late ? 1 : 0;
    }
    // With the mutex held: who waits destroys it.
    if (--under_way_ == 0) ended_.notify_all();
  }

  OfferingClient& client_;
  const OfferedLoad& load_;
  absl::Duration begun_;
  int64_t made_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  int64_t under_way_ = 0;
  OfferedResult result_;
  absl::Status failure_;
};

OfferingClient::OfferingClient(const std::string& address, std::string method,
                               std::vector<std::string> callers)
    : method_(std::move(method)) {
  for (std::string& name : callers) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    callers_.push_back(
        {std::move(name), std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
                              address, grpc::InsecureChannelCredentials(), arguments))});
  }
}

absl::StatusOr<OfferedResult> OfferingClient::Offer(const OfferedLoad& load) {
  return Running(*this, load).Run();
}

}  // namespace tertial::bench
