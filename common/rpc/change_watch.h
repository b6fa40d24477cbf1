// A watch of the change feed.
#ifndef TERTIAL_COMMON_RPC_CHANGE_WATCH_H_
#define TERTIAL_COMMON_RPC_CHANGE_WATCH_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger.h"
#include "common/rpc/commit_listeners.h"
#include "common/rpc/serving.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial {

// The changes after `after` that pass `filter`, and then each new one; the first message comes at
// once, and one at least every `heartbeat`. It reads the feed by cursor: nothing is queued for it.
class ChangeWatch : public Source<changes::v1::WatchChangesResponse> {
 public:
  // `ledger` and `listeners` must outlive the watch.
  ChangeWatch(Ledger& ledger, CommitListeners& listeners, FeedFilter filter, FeedPosition after,
              absl::Duration heartbeat)
      : ledger_(ledger),
        listeners_(listeners),
        filter_(std::move(filter)),
        heartbeat_(heartbeat),
        position_(after) {}
  ~ChangeWatch() override;

  absl::StatusOr<SourceState> Next(changes::v1::WatchChangesResponse& response) override;
  void WaitForNews(std::function<void()> wake) override;

 private:
  Ledger& ledger_;
  CommitListeners& listeners_;
  const FeedFilter filter_;
  const absl::Duration heartbeat_;
  FeedPosition position_;
  // Up to where the feed was read.
  Revision read_ = 0;
  // When a sign of life is due, on the monotonic clock.
  absl::Duration due_ = absl::ZeroDuration();
  CommitListeners::Id listener_ = 0;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CHANGE_WATCH_H_
