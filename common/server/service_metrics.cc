#include "common/server/service_metrics.h"

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/observability/process_metrics.h"
#include "common/types/build_version.h"

namespace tertial {
namespace {

void ReadStoreMetrics(const Ledger& ledger, Scrape& scrape) {
  if (const absl::StatusOr<ReadView> view = ledger.Read(); view.ok()) {
    scrape.Gauge(kLedgerRevision, static_cast<double>(view->at().revision));
    if (view->at().revision > 0) {
      scrape.Gauge(kLedgerCommitTime,
                   absl::ToDoubleSeconds(view->at().commit_time - absl::UnixEpoch()));
    }
  }
  scrape.Gauge(kClockOffset, absl::ToDoubleSeconds(ledger.ClockJump()));
  if (const absl::StatusOr<uint64_t> bytes = ledger.DiskBytes(); bytes.ok()) {
    scrape.Gauge(kStoreDiskBytes, static_cast<double>(*bytes));
  }
  const EngineFigures engine = ledger.Figures();
  scrape.Gauge(kStoreLogBytes, static_cast<double>(engine.log_bytes));
  scrape.Counter(kStoreBackgroundErrors, static_cast<double>(engine.background_errors));
  scrape.Gauge(kStoreWritable, ledger.Health().ok() ? 1 : 0);
}

}  // namespace

void ReadServiceMetrics(const std::string& service, const Ledger* ledger, Scrape& scrape) {
  scrape.Gauge(kBuildInfo, 1, {{"service", service}, {"version", BuildVersion()}});
  ReadProcessMetrics(scrape);
  if (ledger != nullptr) ReadStoreMetrics(*ledger, scrape);
}

}  // namespace tertial
