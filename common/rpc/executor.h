// Threads that run handlers, so that no thread of gRPC ever waits.
#ifndef TERTIAL_COMMON_RPC_EXECUTOR_H_
#define TERTIAL_COMMON_RPC_EXECUTOR_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tertial {

// A fixed number of threads and a queue. All functions may be called from any thread.
class Executor {
 public:
  using Task = std::function<void()>;

  // `most_waiting` bounds the tasks that TrySubmit lets wait.
  Executor(int threads, size_t most_waiting);
  // Runs what is queued, then ends. No task may be submitted any more.
  ~Executor();

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues a task, or returns false when the queue is full. For the first step of a call.
  bool TrySubmit(Task task);
  int threads() const { return static_cast<int>(threads_.size()); }
  // How many of them run a task, and how many tasks wait.
  int busy() const;
  size_t waiting() const;

  // Queues a task in any case. For the later steps of a call that was let in: they are bounded by
  // the number of calls, and a call once begun must be able to end.
  void Submit(Task task);

 private:
  void RunTasks();

  const size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  int busy_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_EXECUTOR_H_
