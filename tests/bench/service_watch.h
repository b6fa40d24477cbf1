// What is seen of a service from outside while others ask it: whether it tells its health, and what
// memory it takes.
#ifndef TERTIAL_TESTS_BENCH_SERVICE_WATCH_H_
#define TERTIAL_TESTS_BENCH_SERVICE_WATCH_H_

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/time/time.h"

namespace tertial::bench {

// As long as the object lives, two threads ask.
class ServiceWatch {
 public:
  struct Seen {
    // Questions about health (grpc.health.v1, with a deadline of a second), and those that were not
    // answered with SERVING.
    int64_t probes = 0;
    int64_t missed = 0;
    absl::Duration longest_probe;
    // The most that was resident, in KiB.
    int64_t resident = 0;
  };

  // `address`: where `pid` serves.
  ServiceWatch(const std::string& address, pid_t pid);
  ~ServiceWatch();

  // What was seen since it was last asked for.
  Seen Take();

 private:
  void Probe(const std::string& address);
  void ReadMemory(pid_t pid);

  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  Seen seen_;
  std::thread prober_;
  std::thread reader_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_SERVICE_WATCH_H_
