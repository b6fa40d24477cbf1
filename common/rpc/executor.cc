#include "common/rpc/executor.h"

#include <utility>

namespace tertial {

Executor::Executor(int threads, size_t most_waiting) : most_waiting_(most_waiting) {
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

bool Executor::TrySubmit(Task task) {
  {
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

void Executor::Submit(Task task) {
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(task));
  }
  changed_.notify_one();
}

int Executor::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

size_t Executor::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void Executor::RunTasks() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    {
      const Task task = std::move(waiting_.front());
      waiting_.pop_front();
      ++busy_;
      lock.unlock();
      task();
    }
    lock.lock();
    --busy_;
  }
}

}  // namespace tertial
