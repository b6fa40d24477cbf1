#include "clients/cli/interrupt.h"

#include <signal.h>

#include <chrono>

namespace tertial::cli {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t signals = StopSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  waiter_ = std::thread([this] { AwaitSignal(); });
}

Interrupt::~Interrupt() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  ::pthread_kill(waiter_.native_handle(), SIGTERM);
  waiter_.join();
  const sigset_t signals = StopSignals();
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void Interrupt::AwaitSignal() {
  const sigset_t signals = StopSignals();
  while (true) {
    int signal = 0;
    sigwait(&signals, &signal);
    const MutexLock lock(mutex_);
    if (ending_) return;
    happened_ = true;
    for (grpc::ClientContext* const call : calls_) call->TryCancel();
    changed_.SignalAll();
  }
}

bool Interrupt::happened() const {
  const MutexLock lock(mutex_);
  return happened_;
}

bool Interrupt::WaitFor(absl::Duration patience) {
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(patience);
  const MutexLock lock(mutex_);
  while (!happened_) {
    if (!changed_.WaitUntil(mutex_, deadline)) break;
  }
  return happened_;
}

Interrupt::Scope::Scope(Interrupt& interrupt, grpc::ClientContext& context)
    : interrupt_(interrupt), context_(context) {
  const MutexLock lock(interrupt_.mutex_);
  if (interrupt_.happened_) context_.TryCancel();
  interrupt_.calls_.insert(&context_);
}

Interrupt::Scope::~Scope() {
  const MutexLock lock(interrupt_.mutex_);
  interrupt_.calls_.erase(&context_);
}

}  // namespace tertial::cli
