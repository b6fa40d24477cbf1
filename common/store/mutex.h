// std::mutex with the annotations that clang's -Wthread-safety checks. absl::Mutex is not used: it
// reports races that are none under TSan when the library itself is not instrumented.
#ifndef TERTIAL_COMMON_STORE_MUTEX_H_
#define TERTIAL_COMMON_STORE_MUTEX_H_

#include <mutex>

#include "absl/base/thread_annotations.h"

namespace tertial {

class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  // Blocks until the calling thread holds the mutex. Not recursive.
  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

// Holds a mutex for a scope.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex) : mutex_(mutex) {
    mutex_.Lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_STORE_MUTEX_H_
