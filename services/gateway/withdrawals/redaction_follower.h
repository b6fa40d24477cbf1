// Follows one data service in search of redactions.
#ifndef TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_REDACTION_FOLLOWER_H_
#define TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_REDACTION_FOLLOWER_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/observability/followed_feed.h"
#include "common/store/mutex.h"
#include "grpcpp/channel.h"
#include "services/gateway/withdrawals/freeze_gate.h"
#include "services/gateway/withdrawals/withdrawal.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial::gateway {

// A thread that watches the change feed of a service and withdraws the editions that hold what was
// redacted in it (withdrawal.h). How far it came is kept in the ledger, so that a redaction made
// while nobody followed is found later; without that the feed is read from its beginning, where
// what was redacted before an edition was frozen concerns it not. A service that does not answer is
// asked again and again; nobody waits for it.
class RedactionFollower {
 public:
  // "workforce", and the channel to it. What is passed by reference must outlive the object.
  RedactionFollower(std::string service, const std::shared_ptr<grpc::Channel>& channel,
                    Ledger& ledger, FreezeGate& gate);
  ~RedactionFollower();
  RedactionFollower(const RedactionFollower&) = delete;
  RedactionFollower& operator=(const RedactionFollower&) = delete;

 private:
  void Run();
  // Watches until the stream ends, or the object does.
  absl::Status FollowOnce();
  absl::Status FindPlace();
  absl::Status Take(const changes::v1::WatchChangesResponse& message);
  // Withdraws what holds redacted resources.
  absl::Status Withdraw(const std::vector<RedactedFact>& redacted);
  // So that a restart need not read again what it has read.
  absl::Status KeepPlace();
  // After the service was restored: from where the two histories part, else from the beginning.
  void BeginAnew(const absl::Status& why);
  void Wake();
  // Until woken, or `patience` has passed. False: the object ends.
  bool WaitForNews(absl::Duration patience);
  void Pause(absl::Duration duration);
  bool stopping();

  const std::string service_;
  Ledger& ledger_;
  FreezeGate& gate_;
  FollowedFeed feed_;
  const std::unique_ptr<changes::v1::ChangeService::Stub> stub_;

  // Of the thread alone.
  bool found_place_ = false;
  std::string place_;
  std::string kept_place_;
  // When the place was last kept, on the monotonic clock.
  absl::Duration kept_at_ = absl::ZeroDuration();
  // Of this attempt: whether the service was heard of, and whether what it said was not taken.
  bool heard_ = false;
  bool take_failed_ = false;
  bool away_ = false;

  Mutex mutex_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_REDACTION_FOLLOWER_H_
