// Threads that run handlers, so that no thread of gRPC ever waits.
#ifndef TERTIAL_COMMON_RPC_EXECUTOR_H_
#define TERTIAL_COMMON_RPC_EXECUTOR_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/types/clock.h"

namespace tertial {

// What may wait for a thread of an executor.
struct QueueBounds {
  size_t most_waiting;
  // Of one caller.
  size_t most_of_caller;
};

// A fixed number of threads, and a queue for each caller. Callers who wait are served in turn, one
// task of each: one who asks for much waits for itself, and holds up others by a task at most.
// All functions may be called from any thread.
class Executor {
 public:
  using Task = std::function<void()>;

  // `clock` tells how long tasks take, and must outlive the object.
  Executor(int threads, QueueBounds bounds, const Clock& clock = SystemClock());
  // Runs what is queued, then ends. No task may be submitted any more.
  ~Executor();

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues a task of `caller`, for the first step of a call whose answer is of use for `patience`.
  // When it is not queued, tells after how long to try again: the queue or the caller's part of it
  // is full, or the task would wait for more than half of its patience, as long as tasks took of
  // late. What is begun later than that is often not answered in time, and a thread has worked for
  // nothing: the more calls come, the less would be answered.
  std::optional<absl::Duration> TrySubmit(const std::string& caller, absl::Duration patience,
                                          Task task);
  int threads() const { return static_cast<int>(threads_.size()); }
  // How many of them run a task, and how many tasks wait.
  int busy() const;
  size_t waiting() const;

  // Queues a task in any case. For the later steps of a call that was let in: they are bounded by
  // the number of calls, and a call once begun must be able to end.
  void Submit(const std::string& caller, Task task);

 private:
  using Queues = std::map<std::string, std::deque<Task>>;

  void Push(const std::string& caller, Task task);
  Task Pop();
  // How long a task of `caller` would wait, if it were queued now.
  absl::Duration ExpectedWait(const std::string& caller) const;
  void RunTasks();

  const QueueBounds bounds_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Of the callers who wait, and no others.
  Queues queues_;
  // Those callers, whose turn is next first.
  std::deque<Queues::iterator> turns_;
  size_t waiting_ = 0;
  int busy_ = 0;
  // What a task took of late, in the mean.
  absl::Duration mean_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_EXECUTOR_H_
