// Keeps freezing an edition and withdrawing one apart.
#ifndef TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_FREEZE_GATE_H_
#define TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_FREEZE_GATE_H_

#include <mutex>
#include <shared_mutex>

namespace tertial::gateway {

// Between reading the facts of an edition and recording it no redaction is dealt with: one of those
// facts would else be looked for in editions before there is this one.
class FreezeGate {
 public:
  // Held while an edition is frozen; others may be at the same time.
  std::shared_lock<std::shared_mutex> ForFreezing() { return std::shared_lock(mutex_); }
  // Held while a redaction is dealt with.
  std::unique_lock<std::shared_mutex> ForWithdrawing() { return std::unique_lock(mutex_); }

 private:
  std::shared_mutex mutex_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_FREEZE_GATE_H_
