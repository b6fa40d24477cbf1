// Numbers of a report, back to what they were made of.
#include "services/gateway/handler/report_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::ExplainNumberResponse> ReportHandlers::ExplainNumber(
    const CallContext& /*call*/, const v1::ExplainNumberRequest& /*request*/) const {
  return absl::UnimplementedError("explanations are not there yet");
}

}  // namespace tertial::gateway
