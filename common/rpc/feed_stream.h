// A watch of another service's change feed, as the one who follows it reads it.
#ifndef TERTIAL_COMMON_RPC_FEED_STREAM_H_
#define TERTIAL_COMMON_RPC_FEED_STREAM_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "common/store/mutex.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial {

// Whether a call was refused because the service does not know the place in its feed that it was
// asked to go on from: its store was restored, or is another one.
bool IsOfOtherHistory(const absl::Status& status);

// Holds one message at most: the next is asked for when that was taken. Used by one thread.
class FeedStream : private grpc::ClientReadReactor<changes::v1::WatchChangesResponse> {
 public:
  // Begins to watch, as `caller`, which the policy of the other service knows, in a trace of its
  // own. `on_event` is called
  // by any thread whenever there may be something new, also during this call; it must be short.
  // `stub` must outlive the object.
  FeedStream(changes::v1::ChangeService::Stub& stub, const std::string& caller,
             changes::v1::WatchChangesRequest request, std::function<void()> on_event);
  // Ends the call and waits for that.
  ~FeedStream() override;
  FeedStream(const FeedStream&) = delete;
  FeedStream& operator=(const FeedStream&) = delete;

  // The next message, if there is one.
  std::optional<changes::v1::WatchChangesResponse> TakeMessage();
  // Why the call ended; nothing while it has not. A message that came before was taken then.
  std::optional<absl::Status> end() const;

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  const changes::v1::WatchChangesRequest request_;
  const std::function<void()> on_event_;
  grpc::ClientContext context_;
  // Belongs to gRPC while a read is under way.
  changes::v1::WatchChangesResponse response_;
  mutable Mutex mutex_;
  CondVar done_;
  // A read is under way, a message waits to be taken, the object ends.
  bool reading_ ABSL_GUARDED_BY(mutex_) = true;
  bool has_message_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether gRPC was told that no read will be started any more.
  bool released_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_FEED_STREAM_H_
