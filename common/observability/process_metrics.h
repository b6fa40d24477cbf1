// What the kernel knows of this process.
#ifndef TERTIAL_COMMON_OBSERVABILITY_PROCESS_METRICS_H_
#define TERTIAL_COMMON_OBSERVABILITY_PROCESS_METRICS_H_

#include "absl/time/time.h"
#include "common/observability/metrics.h"

namespace tertial {

// When the process was started, by the wall clock as it is now.
absl::Time ProcessStartTime();

// Processor time, memory, file descriptors, threads and the start, under the names that Prometheus
// has for them. What cannot be read is left out.
void ReadProcessMetrics(Scrape& scrape);

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_PROCESS_METRICS_H_
