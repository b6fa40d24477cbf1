// `tertial series`: indicators of one area over time.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/analysis/analysis_call.h"

namespace tertial::cli {

struct SeriesCommand {
  std::string area;
  std::vector<std::string> indicators;
  std::string from;
  std::string to;
  // How many periods to show, the first or the last; 0: all.
  int first = 0;
  int last = 0;
  // "sex=women".
  std::vector<std::string> dimensions;
  bool predecessors = false;
  AnalysisOptions options;
};

// What the command asks for. INVALID_ARGUMENT with a sentence where the service could not be asked.
absl::StatusOr<indicators::v1::GetSeriesRequest> MakeSeriesRequest(const SeriesCommand& command);

// Prints the series. Returns the exit code.
int RunSeries(const GatewayClient& gateway, const SeriesCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_COMMAND_H_
