// Tells those who wait that there is a new commit.
#ifndef TERTIAL_COMMON_RPC_COMMIT_LISTENERS_H_
#define TERTIAL_COMMON_RPC_COMMIT_LISTENERS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>

#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/store/mutex.h"

namespace tertial {

// One thread for any number of listeners. Safe for use by several threads.
class CommitListeners {
 public:
  using Id = uint64_t;

  // `ledger` must outlive the object.
  explicit CommitListeners(Ledger& ledger);
  // Ends the waits of the ledger as well (Ledger::StopWaiting).
  ~CommitListeners();
  CommitListeners(const CommitListeners&) = delete;
  CommitListeners& operator=(const CommitListeners&) = delete;

  // Has `call` called once, when there is a commit after `revision` or when `patience` has passed.
  // `call` must be short and must not call this object.
  Id Add(Revision revision, absl::Duration patience, std::function<void()> call);
  // When it has returned, the listener's `call` is not running and is not called any more. One that
  // was called, or never was, may be removed.
  void Remove(Id id);

 private:
  struct Listener {
    Revision revision = 0;
    // On the monotonic clock.
    absl::Duration due;
    std::function<void()> call;
  };

  void Run();
  // How long to wait for the next commit.
  absl::Duration Patience() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CallThoseConcerned() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Ledger& ledger_;
  Mutex mutex_;
  CondVar changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  Id next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  // The newest commit that the thread knows of.
  Revision head_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<Id, Listener> listeners_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_COMMIT_LISTENERS_H_
