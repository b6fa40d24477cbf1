#include "clients/cli/analysis/series_command.h"

#include <iostream>

#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/series_document.h"
#include "clients/cli/console.h"
#include "common/server/options.h"

namespace tertial::cli {

absl::StatusOr<indicators::v1::GetSeriesRequest> MakeSeriesRequest(const SeriesCommand& command) {
  indicators::v1::GetSeriesRequest request;
  request.set_area(AreaName(command.area));
  for (const std::string& id : command.indicators) request.add_indicators(IndicatorName(id));
  TERTIAL_ASSIGN_OR_RETURN(*request.mutable_dimensions(), ParseDimensions(command.dimensions));
  request.set_first_period(command.from);
  request.set_last_period(command.to);
  request.set_first_n(command.first);
  request.set_last_n(command.last);
  request.set_include_predecessors(command.predecessors);
  request.set_language(command.options.language);
  SetAsOf(command.options, request);
  return request;
}

int RunSeries(const GatewayClient& gateway, const SeriesCommand& command) {
  const auto request = MakeSeriesRequest(command);
  if (!request.ok()) {
    Complain(request.status().message());
    return kExitUsage;
  }
  const auto answer = AskAnalysis(gateway, &AnalysisStub::GetSeries, *request);
  if (!answer.ok()) return ComplainOfCall("reading the series", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeSeriesDocument(*request, *answer); }, [&] { return SeriesRows(*answer); });
  return kExitOk;
}

}  // namespace tertial::cli
