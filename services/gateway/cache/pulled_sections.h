// Sections that have arrived and are not looked at yet.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_PULLED_SECTIONS_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_PULLED_SECTIONS_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "common/store/mutex.h"
#include "services/gateway/cache/kept_report.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {

// What a pull brought, or why it did not.
struct PulledSection {
  std::shared_ptr<KeptReport> report;
  size_t slot = 0;
  // Which pull of the slot it was.
  int64_t number = 0;
  absl::Time begun_at;
  Section section;
};

// A mailbox: threads of gRPC put sections in, one thread takes them out.
class PulledSections {
 public:
  void Put(PulledSection pulled) {
    const MutexLock lock(mutex_);
    if (closed_) return;
    pulled_.push_back(std::move(pulled));
    changed_.SignalAll();
  }
  // Has the taker look up.
  void Wake() {
    const MutexLock lock(mutex_);
    woken_ = true;
    changed_.SignalAll();
  }
  // Nothing is taken in any more; the taker ends.
  void Close() {
    const MutexLock lock(mutex_);
    closed_ = true;
    pulled_.clear();
    changed_.SignalAll();
  }

  // Waits for a section, for being woken, or for `patience`. False when it is closed.
  bool Take(absl::Duration patience, std::deque<PulledSection>& taken) {
    const auto until = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(patience);
    const MutexLock lock(mutex_);
    while (pulled_.empty() && !woken_ && !closed_) {
      if (!changed_.WaitUntil(mutex_, until)) break;
    }
    woken_ = false;
    taken = std::exchange(pulled_, {});
    return !closed_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<PulledSection> pulled_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_PULLED_SECTIONS_H_
