// The signals that stop a service, from its first moment to its last.
#ifndef TERTIAL_COMMON_SERVER_STOP_SIGNALS_H_
#define TERTIAL_COMMON_SERVER_STOP_SIGNALS_H_

#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "common/store/mutex.h"

namespace tertial {

// Meets SIGINT and SIGTERM. The first one stops the service:
//
//   while it starts   the process ends at once with exit code 0: nobody has been answered yet, and
//                     a store that is being opened is one that a crash may meet
//   while it serves   Wait returns, for a stop in order
//
// Another one while it stops ends the process at once, with exit code 3: calls under way are broken
// off. Nothing that was acknowledged is lost by either.
class StopSignals {
 public:
  // Keeps the signals from ending the process, to be called before any thread is made: they wait
  // until they are met or given back. At the end of the process they are still kept: one that comes
  // in the last moment does not spoil the exit code.
  static void Take();
  // Gives them back: they end the process as they end any.
  static void GiveBack();

  // Meets them as long as the object lives. `service`: whose log lines they are.
  explicit StopSignals(absl::string_view service);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Callers are about to be answered: from now on the first signal stops the service in order.
  void Serving();
  // After Serving: returns when the service is to stop.
  void Wait();

 private:
  enum class Phase { kStarting, kServing, kStopping, kEnded };

  void Meet();

  const std::string service_;
  Mutex mutex_;
  CondVar changed_;
  Phase phase_ ABSL_GUARDED_BY(mutex_) = Phase::kStarting;
  std::thread waiter_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_STOP_SIGNALS_H_
