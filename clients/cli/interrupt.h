// Ctrl-C, for commands that have something to end in order.
#ifndef TERTIAL_CLIENTS_CLI_INTERRUPT_H_
#define TERTIAL_CLIENTS_CLI_INTERRUPT_H_

#include <grpcpp/grpcpp.h>

#include <set>
#include <thread>

#include "absl/time/time.h"
#include "common/store/mutex.h"

namespace tertial::cli {

// Takes SIGINT and SIGTERM from the process, as long as it lives: they no longer end it. Must be
// made before other threads are. Safe for use by several threads.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool happened() const;
  // Waits until it has happened, at most for `patience`; whether it has.
  bool WaitFor(absl::Duration patience);

  // Cancels a call when it happens, or if it has already. Ends before the context does.
  class Scope {
   public:
    Scope(Interrupt& interrupt, grpc::ClientContext& context);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Interrupt& interrupt_;
    grpc::ClientContext& context_;
  };

 private:
  void AwaitSignal();

  mutable Mutex mutex_;
  CondVar changed_;
  bool happened_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<grpc::ClientContext*> calls_ ABSL_GUARDED_BY(mutex_);
  std::thread waiter_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_INTERRUPT_H_
