// What is to be known of single cells of series.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_NOTES_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_NOTES_H_

#include <string>

#include "common/render/document.h"
#include "tertial/indicators/v1/analysis_series.pb.h"

namespace tertial::cli {

// In the order of time: numbers and borders that changed, sums over predecessors, figures that are
// to come or overdue, footnotes, flags that no mark stands for, and why a figure is not computable.
// What is true of several indicators stands there once.
Table NotesOnSeries(const indicators::v1::GetSeriesResponse& response, const std::string& language);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_SERIES_NOTES_H_
