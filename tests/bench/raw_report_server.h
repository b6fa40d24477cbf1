// A gateway that does nothing but answer the same bytes, behind the same middleware.
#ifndef TERTIAL_TESTS_BENCH_RAW_REPORT_SERVER_H_
#define TERTIAL_TESTS_BENCH_RAW_REPORT_SERVER_H_

#include <sys/types.h>

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/bench/forked_process.h"

namespace tertial::bench {

// A server of ReportService.GetReport in a process of its own: every call passes the steps of
// common/rpc/serving.h under the example's policy. Ends with this object, and with this process.
class RawReportServer {
 public:
  // Makes the process: see ForkedProcess::Fork for when.
  static absl::StatusOr<RawReportServer> Fork();

  // Lets it answer with `answer`. Returns the address it serves at. Called once.
  absl::StatusOr<std::string> Serve(absl::string_view answer);

  pid_t pid() const { return process_.pid(); }

 private:
  explicit RawReportServer(ForkedProcess process) : process_(std::move(process)) {}

  ForkedProcess process_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_RAW_REPORT_SERVER_H_
