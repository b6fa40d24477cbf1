// `tertial progress`: how one indicator of one area has developed, and how far its targets are
// reached.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_PROGRESS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_PROGRESS_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/analysis/analysis_call.h"

namespace tertial::cli {

struct ProgressCommand {
  std::string area;
  std::string indicator;
  std::string period;
  std::string change_from;
  std::string trend_from;
  // "sex=women".
  std::vector<std::string> dimensions;
  // Tell formulas and operands, too.
  bool explain = false;
  AnalysisOptions options;
};

// What the command asks for. INVALID_ARGUMENT with a sentence where the service could not be asked.
absl::StatusOr<indicators::v1::GetProgressRequest> MakeProgressRequest(
    const ProgressCommand& command);

// Prints the progress. Returns the exit code.
int RunProgress(const GatewayClient& gateway, const ProgressCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_PROGRESS_COMMAND_H_
