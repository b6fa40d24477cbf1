// A service that a bench starts for itself.
#ifndef TERTIAL_TESTS_BENCH_BENCH_SERVICE_H_
#define TERTIAL_TESTS_BENCH_BENCH_SERVICE_H_

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/child_process.h"

namespace tertial::bench {

// Runs until this object ends, or this process.
class BenchService {
 public:
  // Starts `program` of build/bin on free ports, with the areas in `directory`/areas
  // (generated_rows.h), the example's policy unless `arguments` name one, and `arguments`. Its log
  // goes into `directory`.
  static absl::StatusOr<BenchService> Start(const std::string& program,
                                            const std::string& directory,
                                            std::vector<std::string> arguments);
  // The indicators service, or another build of it, with its data in `directory`/`data`.
  static absl::StatusOr<BenchService> StartIndicators(const std::string& program,
                                                      const std::string& directory,
                                                      const std::string& data);

  BenchService(BenchService&& other) noexcept;
  BenchService& operator=(BenchService&&) = delete;
  ~BenchService() { Stop(); }

  pid_t pid() const { return child_.pid(); }
  std::string address() const;
  // Stops it in order. It may be stopped already.
  void Stop();

 private:
  explicit BenchService(cli::ChildProcess child) : child_(std::move(child)) {}

  cli::ChildProcess child_;
  bool owned_ = true;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_BENCH_SERVICE_H_
