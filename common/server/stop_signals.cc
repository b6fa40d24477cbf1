#include "common/server/stop_signals.h"

#include <signal.h>
#include <unistd.h>

#include "common/observability/log.h"
#include "common/server/options.h"

namespace tertial {
namespace {

sigset_t Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void StopSignals::Take() {
  const sigset_t signals = Signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void StopSignals::GiveBack() {
  const sigset_t signals = Signals();
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

StopSignals::StopSignals(absl::string_view service)
    : service_(service), waiter_([this] { Meet(); }) {}

StopSignals::~StopSignals() {
  {
    const MutexLock lock(mutex_);
    phase_ = Phase::kEnded;
  }
  ::pthread_kill(waiter_.native_handle(), SIGTERM);
  waiter_.join();
}

void StopSignals::Serving() {
  const MutexLock lock(mutex_);
  phase_ = Phase::kServing;
}

void StopSignals::Wait() {
  const MutexLock lock(mutex_);
  while (phase_ == Phase::kServing) changed_.Wait(mutex_);
}

void StopSignals::Meet() {
  const sigset_t signals = Signals();
  while (true) {
    int signal = 0;
    sigwait(&signals, &signal);
    const MutexLock lock(mutex_);
    const char* const name = signal == SIGINT ? "SIGINT" : "SIGTERM";
    switch (phase_) {
      case Phase::kStarting:
        Log(Severity::kInfo, "stopped while starting", {{"service", service_}, {"signal", name}});
        ::_exit(kExitOk);
      case Phase::kServing:
        Log(Severity::kInfo, "stopping", {{"service", service_}, {"signal", name}});
        phase_ = Phase::kStopping;
        changed_.SignalAll();
        break;
      case Phase::kStopping:
        Log(Severity::kWarning, "ended at once by a second signal",
            {{"service", service_}, {"signal", name}});
        ::_exit(kExitService);
      case Phase::kEnded:
        return;
    }
  }
}

}  // namespace tertial
