// One service's changes as they come, across interruptions.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_WATCHER_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_WATCHER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cli/data_service.h"
#include "common/store/mutex.h"

namespace tertial::cli {

// Watches on a thread of its own, from its making until it is stopped or gives up.
class Watcher {
 public:
  // Called with the changes of one message, on the watcher's thread.
  using Sink = std::function<void(const std::string& service,
                                  const changes::v1::WatchChangesResponse& response)>;

  // Begins where `request` says. Both references must outlive the watcher.
  Watcher(const DataService& service, changes::v1::WatchChangesRequest request, const Sink& sink);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  const DataService& service() const { return service_; }
  // Whether it has ended: by Stop, or because the service refuses or stays away.
  bool ended() const { return ended_; }
  // Ends a call in which not even a sign of life comes any more; it is then made again.
  void CheckPulse();
  // Ends it and waits for that. Returns why it had ended before; OK if it had not.
  absl::Status Stop();

 private:
  void Run();
  // One call, until it ends; whether anything came.
  absl::Status WatchOnce(bool& heard);
  // Waits before the next call; false when it is stopped meanwhile.
  bool Pause(absl::Duration duration);

  const DataService& service_;
  changes::v1::WatchChangesRequest request_;
  const Sink& sink_;
  // Whether it was said that the service broke off, and not yet that it is back.
  bool away_ = false;
  std::atomic<bool> ended_ = false;
  // Time on the monotonic clock when the service was heard last, in seconds.
  std::atomic<int64_t> heard_at_ = 0;
  mutable Mutex mutex_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* call_ ABSL_GUARDED_BY(mutex_) = nullptr;
  absl::Status result_;
  std::thread thread_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_WATCHER_H_
