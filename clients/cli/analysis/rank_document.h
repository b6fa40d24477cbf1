// Compared areas for people, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_RANK_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_RANK_DOCUMENT_H_

#include <string>

#include "common/render/document.h"
#include "tertial/indicators/v1/analysis_comparison.pb.h"

namespace tertial::cli {

// What the names of issues have in common.
inline constexpr char kIssuePrefix[] = "COMPARABILITY_ISSUE_";

// What keeps figures from being compared, in words: "a sum over a group stands beside single
// places".
std::string ShowIssue(indicators::v1::ComparabilityIssue issue);

// The areas in their order; the statistic, and who is left out of it and why; what was accepted.
Document MakeRankDocument(const indicators::v1::CompareAreasRequest& request,
                          const indicators::v1::CompareAreasResponse& response);

// A row for each area, and one for the statistic, if there is one.
Table RankRows(const indicators::v1::CompareAreasRequest& request,
               const indicators::v1::CompareAreasResponse& response);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_RANK_DOCUMENT_H_
