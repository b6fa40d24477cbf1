// Follows the change feed of one data service, in the background.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_FEED_FOLLOWER_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_FEED_FOLLOWER_H_

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/observability/followed_feed.h"
#include "common/store/mutex.h"
#include "grpcpp/channel.h"
#include "services/gateway/cache/report_keeper.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial::gateway {

// A thread that watches the feed from now on, as the caller "gateway", and tells the keeper what it
// says and when it falls silent. A watch that broke off is resumed after its last message; anew
// where the service has another history since. A service that does not answer is asked again and
// again; nobody waits for it.
class FeedFollower {
 public:
  // `keeper` must outlive the object.
  FeedFollower(std::string service, const std::shared_ptr<grpc::Channel>& channel,
               ReportKeeper& keeper);
  ~FeedFollower();
  FeedFollower(const FeedFollower&) = delete;
  FeedFollower& operator=(const FeedFollower&) = delete;

 private:
  using Instant = std::chrono::steady_clock::time_point;

  void Run();
  // Watches until the watch ends, which it returns the reason of, or this object does.
  absl::Status FollowOnce();
  void NoteHeard();
  void NoteAway(const absl::Status& why);
  void Wake();
  // Waits until something happens, or until `deadline`. False when the object ends.
  bool WaitUntil(Instant deadline);
  // Waits for `duration`. False when the object ends.
  bool Pause(absl::Duration duration);

  const std::string service_;
  const std::unique_ptr<changes::v1::ChangeService::Stub> stub_;
  ReportKeeper& keeper_;
  FollowedFeed feed_;

  // Of the thread alone: where to go on, when something was heard, what the service has refused
  // the watch with since, and whether it was said that it is away.
  std::string resume_token_;
  Instant heard_;
  absl::Status refused_;
  bool away_ = false;

  Mutex mutex_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_FEED_FOLLOWER_H_
