#include "common/observability/followed_feed.h"

#include <algorithm>
#include <list>
#include <tuple>
#include <utility>

#include "common/observability/metrics.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

void ReadFeeds(Scrape& scrape) {
  const absl::Time now = SystemClock().Now();
  for (const FeedState& feed : FollowedFeeds()) {
    const MetricLabels labels = {{"service", feed.service}, {"purpose", feed.purpose}};
    scrape.Gauge(kFeedUp, feed.up ? 1 : 0, labels);
    if (!feed.current_at.has_value()) continue;
    scrape.Gauge(kFeedLag,
                 absl::ToDoubleSeconds(std::max(now - *feed.current_at, absl::ZeroDuration())),
                 labels);
  }
}

struct Feeds {
  Mutex mutex;
  std::list<FeedState> states ABSL_GUARDED_BY(mutex);
  const ScrapeSource metrics{ReadFeeds};
};

Feeds& AllFeeds() {
  static Feeds& feeds = *new Feeds();
  return feeds;
}

FeedState* AddFeed(std::string service, std::string purpose) {
  Feeds& feeds = AllFeeds();
  const MutexLock lock(feeds.mutex);
  return &feeds.states.emplace_back(
      FeedState{.service = std::move(service), .purpose = std::move(purpose)});
}

}  // namespace

FollowedFeed::FollowedFeed(std::string service, std::string purpose)
    : state_(AddFeed(std::move(service), std::move(purpose))) {}

FollowedFeed::~FollowedFeed() {
  Feeds& feeds = AllFeeds();
  const MutexLock lock(feeds.mutex);
  feeds.states.remove_if([this](const FeedState& state) { return &state == state_; });
}

void FollowedFeed::NoteHeard(bool up_to_date) {
  const MutexLock lock(AllFeeds().mutex);
  state_->up = true;
  if (up_to_date) state_->current_at = SystemClock().Now();
}

void FollowedFeed::NoteAway() {
  const MutexLock lock(AllFeeds().mutex);
  state_->up = false;
}

std::vector<FeedState> FollowedFeeds() {
  Feeds& feeds = AllFeeds();
  std::vector<FeedState> states;
  {
    const MutexLock lock(feeds.mutex);
    states.assign(feeds.states.begin(), feeds.states.end());
  }
  std::sort(states.begin(), states.end(), [](const FeedState& a, const FeedState& b) {
    return std::tie(a.service, a.purpose) < std::tie(b.service, b.purpose);
  });
  return states;
}

}  // namespace tertial
