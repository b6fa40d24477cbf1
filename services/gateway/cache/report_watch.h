// A watch of a report.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_REPORT_WATCH_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_REPORT_WATCH_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/serving.h"
#include "common/types/clock.h"
#include "services/gateway/cache/report_keeper.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {

// The states of a report's sections, as soon as each has arrived or failed, and then what changes,
// section by section; from the beginning a message at least every `heartbeat`.
class ReportWatch : public Source<v1::WatchReportResponse> {
 public:
  // `keeper` and `clock` must outlive the watch.
  ReportWatch(ReportKeeper& keeper, const ReportRequest& request, absl::Duration heartbeat,
              const Clock& clock = SystemClock())
      : report_(keeper, request),
        heartbeat_(heartbeat),
        clock_(clock),
        due_(clock.Now() + heartbeat) {}

  absl::StatusOr<SourceState> Next(v1::WatchReportResponse& response) override;
  void WaitForNews(std::function<void()> wake) override;

 private:
  // Tells the first section that is another in `newest` than was told. False when none is.
  bool TellNextSection(const FinishedReport& newest, v1::WatchReportResponse& response);

  WatchedReport report_;
  const absl::Duration heartbeat_;
  const Clock& clock_;
  // As it was when last looked at, and what was told of each section.
  std::shared_ptr<const FinishedReport> seen_;
  std::vector<FinishedReport::Part> told_;
  // When a sign of life is due.
  absl::Time due_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_REPORT_WATCH_H_
