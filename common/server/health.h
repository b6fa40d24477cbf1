// The health of a process (grpc.health.v1), told by every server that it has.
#ifndef TERTIAL_COMMON_SERVER_HEALTH_H_
#define TERTIAL_COMMON_SERVER_HEALTH_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "common/store/mutex.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial {

// Which services serve, by name; "" is the process as a whole. Thread-safe.
class HealthStates {
 public:
  using State = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // Who is told of changes: at once, by the thread that makes them, with the lock of the states
  // held.
  class Watcher {
   public:
    virtual ~Watcher() = default;
    virtual void Changed(State state) = 0;
    // There is nothing to watch any more.
    virtual void Ended() = 0;
  };

  void Set(const std::string& service, bool serving);
  // From now on nothing serves, whatever is set.
  void Shutdown();
  // Ends all watches, and those to come.
  void EndWatches();

  // Nothing: there is no such service.
  std::optional<State> Find(const std::string& service) const;

  // Has `watcher` told of the state of `service` now, and of each later one until Remove. False,
  // and nothing happens, where there are too many (kMostHealthWatches).
  bool Add(const std::string& service, Watcher& watcher);
  void Remove(const std::string& service, Watcher& watcher);

 private:
  State StateOf(const std::string& service) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  bool shut_down_ ABSL_GUARDED_BY(mutex_) = false;
  bool watches_ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, bool> serving_ ABSL_GUARDED_BY(mutex_);
  std::set<std::pair<std::string, Watcher*>> watchers_ ABSL_GUARDED_BY(mutex_);
};

// grpc.health.v1.Health over `states`, which must outlive it.
std::unique_ptr<grpc::Service> CreateHealthService(HealthStates& states);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_HEALTH_H_
