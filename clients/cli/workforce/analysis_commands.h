// `tertial workforce …`: what is computed from reported and published figures of the workforce.
#ifndef TERTIAL_CLIENTS_CLI_WORKFORCE_ANALYSIS_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_WORKFORCE_ANALYSIS_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/analysis/analysis_call.h"
#include "clients/cli/command_list.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::cli {

// Of one area and period.
struct WorkforceAnalysisCommand {
  std::string area;
  std::string period;
  AnalysisOptions options;
};

// `tertial workforce compare`.
struct CompareWorkforceCommand {
  workforce::v1::Measure measure = workforce::v1::MEASURE_UNSPECIFIED;
  std::string period;
  std::vector<std::string> areas;
  workforce::v1::Sex sex = workforce::v1::SEX_UNSPECIFIED;
  std::vector<workforce::v1::WorkforceIssue> accept;
  AnalysisOptions options;
};

// What the command asks for.
workforce::v1::CompareWorkforceRequest MakeCompareWorkforceRequest(
    const CompareWorkforceCommand& command);

// What keeps the areas from being compared, one sentence for each issue, with the option that
// accepts it. Empty: the status says something else.
std::vector<std::string> ExplainWorkforceRefusal(const absl::Status& status);

// reported, equality, compare, weighting, each a command of `workforce`.
void AddWorkforceAnalyses(CommandList& workforce);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_WORKFORCE_ANALYSIS_COMMANDS_H_
