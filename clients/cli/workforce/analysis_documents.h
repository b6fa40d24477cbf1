// Analyses of the workforce, as people read them, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_WORKFORCE_ANALYSIS_DOCUMENTS_H_
#define TERTIAL_CLIENTS_CLI_WORKFORCE_ANALYSIS_DOCUMENTS_H_

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::cli {

// What the names of WorkforceIssue begin with.
inline constexpr absl::string_view kWorkforceIssuePrefix = "WORKFORCE_ISSUE_";

Document MakeReportedDocument(const workforce::v1::CompareReportedRequest& request,
                              const workforce::v1::CompareReportedResponse& response);
Table ReportedRows(const workforce::v1::CompareReportedResponse& response);

Document MakeEqualityDocument(const workforce::v1::GetEqualityStatementResponse& response);
Table EqualityRows(const workforce::v1::GetEqualityStatementResponse& response);

Document MakeComparisonDocument(const workforce::v1::CompareWorkforceRequest& request,
                                const workforce::v1::CompareWorkforceResponse& response);
Table ComparisonRows(const workforce::v1::CompareWorkforceResponse& response);

Document MakeWeightingDocument(const workforce::v1::CheckWeightingRequest& request,
                               const workforce::v1::CheckWeightingResponse& response);
Table WeightingRows(const workforce::v1::CheckWeightingResponse& response);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_WORKFORCE_ANALYSIS_DOCUMENTS_H_
