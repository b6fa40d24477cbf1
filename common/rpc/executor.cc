#include "common/rpc/executor.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "common/rpc/limits.h"

namespace tertial {
namespace {

// The newest task counts for so much of the mean: some dozen tell how things are now.
constexpr double kNewest = 1.0 / 16;

// A task of minutes (a backup, the end of an import) tells nothing of those that come after it.
constexpr absl::Duration kLongestCounted = kDefaultDeadline;

// Nobody has to come back later than that, however much waits.
constexpr absl::Duration kLongestRetryAfter = absl::Seconds(5);

// By so much the threads of handlers are nicer than those of gRPC, which take calls in, refuse
// them, tell health and send answers, mostly one at a time. Where processors are few, handlers
// would else leave it less than it needs: calls wait unread, and are answered after their deadlines
// (tests/bench/README.md).
constexpr int kNicer = 10;

void LetOthersGoFirst() {
  const auto self = static_cast<id_t>(::gettid());
  // Without it the thread works all the same.
  ::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + kNicer);
}

}  // namespace

Executor::Executor(int threads, QueueBounds bounds, const Clock& clock)
    : bounds_(bounds), clock_(clock) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { RunTasks(); });
}

Executor::~Executor() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::optional<absl::Duration> Executor::TrySubmit(const std::string& caller,
                                                  absl::Duration patience, Task task) {
  {
    std::lock_guard lock(mutex_);
    const auto own = queues_.find(caller);
    const size_t of_caller = own == queues_.end() ? 0 : own->second.size();
    const absl::Duration wait = ExpectedWait(caller);
    if (waiting_ >= bounds_.most_waiting || of_caller >= bounds_.most_of_caller ||
        wait > std::max(patience, absl::ZeroDuration()) / 2) {
      return std::clamp(wait, kRetryAfter, kLongestRetryAfter);
    }
    Push(caller, std::move(task));
  }
  changed_.notify_one();
  return std::nullopt;
}

void Executor::Submit(const std::string& caller, Task task) {
  {
    std::lock_guard lock(mutex_);
    Push(caller, std::move(task));
  }
  changed_.notify_one();
}

int Executor::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

size_t Executor::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

void Executor::Push(const std::string& caller, Task task) {
  const auto [queue, is_new] = queues_.try_emplace(caller);
  queue->second.push_back(std::move(task));
  ++waiting_;
  if (is_new) turns_.push_back(queue);
}

Executor::Task Executor::Pop() {
  const Queues::iterator queue = turns_.front();
  turns_.pop_front();
  Task task = std::move(queue->second.front());
  queue->second.pop_front();
  --waiting_;
  if (queue->second.empty()) {
    queues_.erase(queue);
  } else {
    turns_.push_back(queue);
  }
  return task;
}

absl::Duration Executor::ExpectedWait(const std::string& caller) const {
  const auto own = queues_.find(caller);
  const size_t before = own == queues_.end() ? 0 : own->second.size();
  // Of each other caller as many as of this one, and one more where its turn comes first.
  size_t ahead = 0;
  for (const auto& [name, tasks] : queues_) ahead += std::min(tasks.size(), before + 1);
  return mean_ * static_cast<double>(ahead) / threads();
}

void Executor::RunTasks() {
  LetOthersGoFirst();
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || waiting_ > 0; });
    if (waiting_ == 0) return;
    Task task = Pop();
    ++busy_;
    lock.unlock();
    const absl::Duration begun = clock_.Monotonic();
    task();
    const absl::Duration taken = clock_.Monotonic() - begun;
    // What it holds is let go of without the mutex.
    task = nullptr;
    lock.lock();
    --busy_;
    mean_ += (std::min(taken, kLongestCounted) - mean_) * kNewest;
  }
}

}  // namespace tertial
