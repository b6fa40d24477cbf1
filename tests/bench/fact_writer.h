// Writes of facts that stand in the report of an area.
#ifndef TERTIAL_TESTS_BENCH_FACT_WRITER_H_
#define TERTIAL_TESTS_BENCH_FACT_WRITER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tertial/common/v1/write.pb.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {

// Changes the last digit of one fact after the other, and then back again: every write is a commit,
// and the report keeps its size.
class FactWriter {
 public:
  // The observations of `area` ("asker") in `period` that are not pulled from another service.
  static absl::StatusOr<std::unique_ptr<FactWriter>> OfObservations(
      const std::string& indicators_address, const std::string& area, const std::string& period);
  // The cases of bodies.
  static absl::StatusOr<std::unique_ptr<FactWriter>> OfActivities(
      const std::string& politics_address, const std::string& area, const std::string& period);

  // Changes the next fact. Returns the state after it. May be called by several threads.
  absl::StatusOr<common::v1::ReadPoint> WriteNext();

 private:
  using ReadResult = std::function<bool(const std::string& answer, common::v1::WriteResult&)>;

  FactWriter(const std::string& address, const std::string& method, ReadResult read)
      : client_(address, method), read_(std::move(read)) {}

  LoadClient client_;
  const ReadResult read_;
  // As changed, all of them; then as they were.
  std::vector<std::string> requests_;
  std::atomic<size_t> next_ = 0;
};

// Has facts written at a steady rate, until it ends; several at once, since each waits for a sync.
class SteadyWrites {
 public:
  SteadyWrites(FactWriter& writer, int writes_per_second);
  ~SteadyWrites();

  // Ends the writes. Returns how many there were, or why one failed.
  absl::StatusOr<int64_t> End();

 private:
  void Run(int writes_per_second);

  FactWriter& writer_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::atomic<bool> ending_ = false;
  std::atomic<int64_t> begun_writes_ = 0;
  std::atomic<int64_t> written_ = 0;
  std::mutex mutex_;
  absl::Status failure_;
  std::vector<std::thread> threads_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_FACT_WRITER_H_
