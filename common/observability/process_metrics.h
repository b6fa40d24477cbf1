// What the kernel knows of this process.
#ifndef TERTIAL_COMMON_OBSERVABILITY_PROCESS_METRICS_H_
#define TERTIAL_COMMON_OBSERVABILITY_PROCESS_METRICS_H_

#include "absl/time/time.h"
#include "common/observability/metrics.h"

namespace tertial {

// When the process was started, by the wall clock as it was when this was asked first: one instant,
// since who watches takes another one for another process.
absl::Time ProcessStartTime();

// How long ago that was, whatever the wall clock has done since.
absl::Duration ProcessUptime();

// Processor time, memory, file descriptors, threads and the start, under the names that Prometheus
// has for them. What cannot be read is left out.
void ReadProcessMetrics(Scrape& scrape);

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_PROCESS_METRICS_H_
