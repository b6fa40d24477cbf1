// Lets whoever freezes an edition notice that redactions are dealt with meanwhile.
#ifndef TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_FREEZE_GATE_H_
#define TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_FREEZE_GATE_H_

#include <atomic>
#include <cstdint>
#include <mutex>

namespace tertial::gateway {

// A fact that was read for an edition, and whose redaction was dealt with before that edition is
// recorded, was looked for in editions before there was this one. So it is recorded only if the
// number of withdrawals is the one that it was before its facts were read, as read in the commit
// that records it. Neither waits for the other.
class FreezeGate {
 public:
  // Held by the one who deals with redactions, from before the editions are looked through.
  std::unique_lock<std::mutex> ForWithdrawing() {
    ++withdrawals_;
    return std::unique_lock(mutex_);
  }
  // How often somebody began to.
  int64_t withdrawals() const { return withdrawals_; }

 private:
  std::atomic<int64_t> withdrawals_ = 0;
  std::mutex mutex_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_FREEZE_GATE_H_
