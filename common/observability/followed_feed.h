// How it stands with the feeds of other services that this process follows, for those who operate
// it: told in metrics and by OperationsService.
#ifndef TERTIAL_COMMON_OBSERVABILITY_FOLLOWED_FEED_H_
#define TERTIAL_COMMON_OBSERVABILITY_FOLLOWED_FEED_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tertial {

struct FeedState {
  // Whose feed it is: "workforce".
  std::string service;
  // What it is followed for; see kFeedUp in metric_families.h.
  std::string purpose;
  // Whether the service is heard of.
  bool up = false;
  // When all of its changes were last known here. Nothing until they were once.
  std::optional<absl::Time> current_at;
};

// One feed, as its follower tells of it. Safe for use by several threads.
class FollowedFeed {
 public:
  FollowedFeed(std::string service, std::string purpose);
  ~FollowedFeed();
  FollowedFeed(const FollowedFeed&) = delete;
  FollowedFeed& operator=(const FollowedFeed&) = delete;

  // The service was heard of. `up_to_date`: all of its changes are known here now.
  void NoteHeard(bool up_to_date);
  // It has not been heard of for too long, or refuses to be followed.
  void NoteAway();

 private:
  FeedState* const state_;
};

// All that are followed at this moment, by service and purpose.
std::vector<FeedState> FollowedFeeds();

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_FOLLOWED_FEED_H_
