// What a service tells of itself in its metrics, beside what its parts tell.
#ifndef TERTIAL_COMMON_SERVER_SERVICE_METRICS_H_
#define TERTIAL_COMMON_SERVER_SERVICE_METRICS_H_

#include <string>

#include "common/ledger/ledger.h"
#include "common/observability/metrics.h"

namespace tertial {

// The build, the process, and where there is a `ledger` its head and its store.
void ReadServiceMetrics(const std::string& service, const Ledger* ledger, Scrape& scrape);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_SERVICE_METRICS_H_
