#include "clients/cli/analysis/progress_command.h"

#include <iostream>

#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/progress_document.h"
#include "clients/cli/console.h"
#include "common/server/options.h"

namespace tertial::cli {

absl::StatusOr<indicators::v1::GetProgressRequest> MakeProgressRequest(
    const ProgressCommand& command) {
  indicators::v1::GetProgressRequest request;
  request.set_area(AreaName(command.area));
  request.set_indicator(IndicatorName(command.indicator));
  TERTIAL_ASSIGN_OR_RETURN(*request.mutable_dimensions(), ParseDimensions(command.dimensions));
  request.set_period(command.period);
  request.set_change_from(command.change_from);
  request.set_trend_from(command.trend_from);
  request.set_language(command.options.language);
  SetAsOf(command.options, request);
  return request;
}

int RunProgress(const GatewayClient& gateway, const ProgressCommand& command) {
  const auto request = MakeProgressRequest(command);
  if (!request.ok()) {
    Complain(request.status().message());
    return kExitUsage;
  }
  const auto answer = AskAnalysis(gateway, &AnalysisStub::GetProgress, *request);
  if (!answer.ok()) return ComplainOfCall("reading the progress", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeProgressDocument(*request, *answer, command.explain); },
      [&] { return ProgressRows(*answer, command.explain); });
  return kExitOk;
}

}  // namespace tertial::cli
