// Progress for people, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_PROGRESS_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_PROGRESS_DOCUMENT_H_

#include "common/render/document.h"
#include "tertial/indicators/v1/analysis_progress.pb.h"

namespace tertial::cli {

// Change and trend, and each target with its level, whether it is met, and every method. `explain`:
// below each table the formulas, and what they are over with revisions.
Document MakeProgressDocument(const indicators::v1::GetProgressRequest& request,
                              const indicators::v1::GetProgressResponse& response, bool explain);

// A row for each computed number; `explain`: and below it one for each of its operands.
Table ProgressRows(const indicators::v1::GetProgressResponse& response, bool explain);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_PROGRESS_DOCUMENT_H_
