// `tertial rank`: one indicator over several areas.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_RANK_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_RANK_COMMAND_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/analysis/analysis_call.h"

namespace tertial::cli {

struct RankCommand {
  std::string indicator;
  std::string period;
  std::vector<std::string> areas;
  std::string peer_group;
  // "sex=women".
  std::vector<std::string> dimensions;
  indicators::v1::Statistic statistic = indicators::v1::STATISTIC_UNSPECIFIED;
  // The indicator that weights.
  std::string weight;
  std::vector<indicators::v1::ComparabilityIssue> accept;
  AnalysisOptions options;
};

// What the command asks for. INVALID_ARGUMENT with a sentence where the service could not be asked.
absl::StatusOr<indicators::v1::CompareAreasRequest> MakeRankRequest(const RankCommand& command);

// What keeps the areas from being compared, one sentence for each issue, with the option that
// accepts it. Empty: the status says something else.
std::vector<std::string> ExplainRefusal(const absl::Status& status);

// Prints the areas in their order; where they cannot be compared, why. Returns the exit code.
int RunRank(const GatewayClient& gateway, const RankCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_RANK_COMMAND_H_
