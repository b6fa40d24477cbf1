// How the store of a process is, told by its health.
#ifndef TERTIAL_COMMON_SERVER_STORE_HEALTH_H_
#define TERTIAL_COMMON_SERVER_STORE_HEALTH_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/server/server.h"
#include "common/store/mutex.h"

namespace tertial {

// The name in grpc.health.v1 under which a process tells whether its store takes writes:
// "tertial.indicators.writes".
std::string WritesHealthName(const std::string& service);

// A thread that looks every `interval` how the store is:
//
// - it reads and takes writes: all that the process serves is SERVING
// - it only reads, since its disk is full: the same, so that nobody is kept from reading; but
//   writes are NOT_SERVING under their name, until there is room
// - it is damaged, or its engine has stopped: all is NOT_SERVING. Of damage for as long as the
//   process lives
//
// What changes is logged. It ends with the object.
class StoreHealth {
 public:
  // Looks once before it returns. `services` are the names that the server serves, without "".
  // What is passed by reference must outlive the object.
  StoreHealth(const std::string& service, std::vector<std::string> services, const Ledger& ledger,
              Server& server, absl::Duration interval = absl::Seconds(1));
  ~StoreHealth();
  StoreHealth(const StoreHealth&) = delete;
  StoreHealth& operator=(const StoreHealth&) = delete;

 private:
  void Run();
  void Look();

  const std::string writes_name_;
  const std::vector<std::string> services_;
  const Ledger& ledger_;
  Server& server_;
  const absl::Duration interval_;
  // As it was when it was last looked at.
  absl::Status health_;
  Mutex mutex_;
  CondVar changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_STORE_HEALTH_H_
