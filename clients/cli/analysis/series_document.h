// Series for people, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_DOCUMENT_H_

#include "common/render/document.h"
#include "tertial/indicators/v1/analysis_series.pb.h"

namespace tertial::cli {

// Each series in a row, its periods in columns: a table for each kind of period, and for every
// twelve of them. Below, what is to be known of single cells, and of each indicator which periods
// there are and where its figures come from.
Document MakeSeriesDocument(const indicators::v1::GetSeriesRequest& request,
                            const indicators::v1::GetSeriesResponse& response);

// A row for each cell.
Table SeriesRows(const indicators::v1::GetSeriesResponse& response);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_DOCUMENT_H_
