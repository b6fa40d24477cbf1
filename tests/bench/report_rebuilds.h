// What it costs to put a report together: all of it, one section of it, and its sections without a
// gateway.
#ifndef TERTIAL_TESTS_BENCH_REPORT_REBUILDS_H_
#define TERTIAL_TESTS_BENCH_REPORT_REBUILDS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "tertial/gateway/v1/report.pb.h"
#include "tests/bench/measured_side.h"

namespace tertial::bench {

struct RebuildOptions {
  std::string gateway;
  std::map<std::string, std::string> services;  // addresses, by name
  Processes processes;                          // with that of the gateway
  std::string area;                             // "asker"
  std::string period;
  int rounds = 0;
};

// Measures and prints; `report` is the one that is put together.
absl::Status MeasureRebuilds(const RebuildOptions& options, const gateway::v1::Report& report);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_REPORT_REBUILDS_H_
