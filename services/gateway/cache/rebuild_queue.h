// Which section is rebuilt when.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_REBUILD_QUEUE_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_REBUILD_QUEUE_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/time/time.h"

namespace tertial::gateway {

// What changes within this time of the last rebuild is rebuilt together: a report may be written to
// all the time, and is sent more often than it can be made.
inline constexpr absl::Duration kCoalescing = absl::Seconds(1);

// Times are those of the monotonic clock. Used by one thread at a time.
template <typename Key>
class RebuildQueue {
 public:
  // Has `key`, whose last rebuild began at `last_begun`, rebuilt: at once after quiet, else when
  // kCoalescing, or `pause` where it is longer, has passed since then. Once, however often it is
  // wanted until then.
  void Want(Key key, absl::Duration last_begun, absl::Duration now,
            absl::Duration pause = absl::ZeroDuration()) {
    WantAt(key, std::max(now, last_begun + std::max(kCoalescing, pause)));
  }
  // The same, at `due`.
  void WantAt(Key key, absl::Duration due) {
    const auto [found, added] = due_.try_emplace(key, due);
    if (!added) {
      if (found->second <= due) return;
      waiting_.erase({found->second, key});
      found->second = due;
    }
    waiting_.insert({due, key});
  }

  void Forget(Key key) {
    const auto found = due_.find(key);
    if (found == due_.end()) return;
    waiting_.erase({found->second, key});
    std::erase_if(ready_, [key](const auto& ready) { return ready.second == key; });
    due_.erase(found);
  }

  // Takes one whose time has come, of several the one most recently used when it came: `used_of`
  // numbers the uses of a key.
  template <typename UsedOf>
  std::optional<Key> Take(absl::Duration now, UsedOf used_of) {
    while (!waiting_.empty() && waiting_.begin()->first <= now) {
      const Key key = waiting_.begin()->second;
      waiting_.erase(waiting_.begin());
      ready_.insert({-used_of(key), key});
    }
    if (ready_.empty()) return std::nullopt;
    const Key key = ready_.begin()->second;
    ready_.erase(ready_.begin());
    due_.erase(key);
    return key;
  }

  // When the next one is due: it has passed where one is already.
  absl::Duration NextDue() const {
    if (!ready_.empty()) return -absl::InfiniteDuration();
    return waiting_.empty() ? absl::InfiniteDuration() : waiting_.begin()->first;
  }

 private:
  std::map<Key, absl::Duration> due_;
  std::set<std::pair<absl::Duration, Key>> waiting_;
  // With the number of the last use, negated.
  std::set<std::pair<int64_t, Key>> ready_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_REBUILD_QUEUE_H_
