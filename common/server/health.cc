#include "common/server/health.h"

#include <utility>

#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/support/server_callback.h"

namespace tertial {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Sends the newest state when the last one is on its way; what changed between is not told.
class WatchReactor final : public grpc::ServerWriteReactor<HealthCheckResponse>,
                           public HealthStates::Watcher {
 public:
  WatchReactor(HealthStates& states, std::string service)
      : states_(states), service_(std::move(service)) {
    if (states_.Add(service_, *this)) return;
    const MutexLock lock(mutex_);
    End(ToGrpcStatus(TooManyCalls(kRetryStreamAfter)));
  }

  void Changed(HealthStates::State state) override {
    const MutexLock lock(mutex_);
    next_ = state;
    GoOn();
  }
  void Ended() override {
    const MutexLock lock(mutex_);
    End(ToGrpcStatus(ServiceUnavailable("The service stops.")));
  }

  void OnWriteDone(bool /*ok*/) override {
    const MutexLock lock(mutex_);
    writing_ = false;
    GoOn();
  }
  void OnCancel() override {
    const MutexLock lock(mutex_);
    End(grpc::Status::CANCELLED);
  }
  void OnDone() override {
    states_.Remove(service_, *this);
    delete this;
  }

 private:
  // The next step, when no write is under way.
  void GoOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || finished_) return;
    if (next_.has_value()) {
      writing_ = true;
      response_.set_status(*std::exchange(next_, std::nullopt));
      StartWrite(&response_);
    } else if (end_.has_value()) {
      finished_ = true;
      Finish(*end_);
    }
  }
  void End(const grpc::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    end_ = status;
    GoOn();
  }

  HealthStates& states_;
  const std::string service_;
  Mutex mutex_;
  HealthCheckResponse response_;  // belongs to gRPC while it is written
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<HealthStates::State> next_ ABSL_GUARDED_BY(mutex_);
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mutex_);
};

class HealthService final : public Health::CallbackService {
 public:
  explicit HealthService(HealthStates& states) : states_(states) {}

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const HealthCheckRequest* request,
                                  HealthCheckResponse* response) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    const std::optional<HealthStates::State> state = states_.Find(request->service());
    if (state.has_value()) response->set_status(*state);
    reactor->Finish(state.has_value()
                        ? grpc::Status::OK
                        : grpc::Status(grpc::StatusCode::NOT_FOUND, "There is no such service."));
    return reactor;
  }

  grpc::ServerWriteReactor<HealthCheckResponse>* Watch(grpc::CallbackServerContext* /*context*/,
                                                       const HealthCheckRequest* request) override {
    return new WatchReactor(states_, request->service());
  }

 private:
  HealthStates& states_;
};

}  // namespace

void HealthStates::Set(const std::string& service, bool serving) {
  const MutexLock lock(mutex_);
  serving_[service] = serving;
  for (const auto& [watched, watcher] : watchers_) {
    if (watched == service) watcher->Changed(StateOf(service));
  }
}

void HealthStates::Shutdown() {
  const MutexLock lock(mutex_);
  shut_down_ = true;
  for (const auto& [watched, watcher] : watchers_) watcher->Changed(StateOf(watched));
}

void HealthStates::EndWatches() {
  const MutexLock lock(mutex_);
  watches_ended_ = true;
  for (const auto& [watched, watcher] : watchers_) watcher->Ended();
}

std::optional<HealthStates::State> HealthStates::Find(const std::string& service) const {
  const MutexLock lock(mutex_);
  if (serving_.count(service) == 0) return std::nullopt;
  return StateOf(service);
}

bool HealthStates::Add(const std::string& service, Watcher& watcher) {
  const MutexLock lock(mutex_);
  if (watchers_.size() >= kMostHealthWatches) return false;
  watchers_.emplace(service, &watcher);
  watcher.Changed(StateOf(service));
  if (watches_ended_) watcher.Ended();
  return true;
}

void HealthStates::Remove(const std::string& service, Watcher& watcher) {
  const MutexLock lock(mutex_);
  watchers_.erase({service, &watcher});
}

HealthStates::State HealthStates::StateOf(const std::string& service) const {
  const auto found = serving_.find(service);
  if (found == serving_.end()) return HealthCheckResponse::SERVICE_UNKNOWN;
  return found->second && !shut_down_ ? HealthCheckResponse::SERVING
                                      : HealthCheckResponse::NOT_SERVING;
}

std::unique_ptr<grpc::Service> CreateHealthService(HealthStates& states) {
  return std::make_unique<HealthService>(states);
}

}  // namespace tertial
