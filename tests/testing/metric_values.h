// Metrics of this process, as tests look at them. They are those of all that the process did, so a
// test compares what they were before with what they are then.
#ifndef TERTIAL_TESTS_TESTING_METRIC_VALUES_H_
#define TERTIAL_TESTS_TESTING_METRIC_VALUES_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/observability/metrics.h"

namespace tertial::testing {

// The value of a sample as the text names it, with its labels in alphabetical order:
// "tertial_streams", or "tertial_feed_up{purpose=\"reports\",service=\"politics\"}". Nothing where
// there is no such sample.
inline std::optional<double> FindMetric(const std::string& sample) {
  const std::string text = absl::StrCat("\n", MetricsText());
  const size_t at = text.find(absl::StrCat("\n", sample, " "));
  if (at == std::string::npos) return std::nullopt;
  return std::stod(text.substr(at + sample.size() + 2));
}

// The same; 0 where there is none: nothing was counted yet.
inline double MetricValue(const std::string& sample) { return FindMetric(sample).value_or(0); }

// How many calls of a method of a contract have ended with a code, "NOT_FOUND".
inline double CallsWith(const std::string& contract, const std::string& method,
                        const std::string& code) {
  return MetricValue(absl::StrCat("tertial_rpc_requests_total{code=\"", code, "\",method=\"",
                                  method, "\",service=\"", contract, "\"}"));
}

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_METRIC_VALUES_H_
