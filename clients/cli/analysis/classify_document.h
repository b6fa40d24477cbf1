// Classes of indicators for people, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_CLASSIFY_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_CLASSIFY_DOCUMENT_H_

#include "common/render/document.h"
#include "tertial/indicators/v1/analysis_classification.pb.h"

namespace tertial::cli {

// The classes of each scheme with count and share, and the unclassified. `list`: with the
// indicators of each class.
Document MakeClassifyDocument(const indicators::v1::ClassifyIndicatorsRequest& request,
                              const indicators::v1::ClassifyIndicatorsResponse& response,
                              bool list);

// A row for each class; the unclassified have none.
Table ClassifyRows(const indicators::v1::ClassifyIndicatorsResponse& response);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_CLASSIFY_DOCUMENT_H_
