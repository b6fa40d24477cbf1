// Reads: a report, a list page by page, and many names at once.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_READING_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_READING_H_

#include <string>
#include <vector>

#include "grpcpp/support/status.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"

namespace tertial::example {

using Reports = gateway::v1::ReportService::Stub;
using Indicators = indicators::v1::IndicatorsService::Stub;

// The value exactly as it was recorded, a decimal in a string; or why there is none. A gap is never
// a 0.
std::string CellText(const common::v1::Cell& cell);
// The same of one period of a series, where there may be no cell at all.
std::string PeriodText(const common::v1::PeriodCell& cell);

grpc::Status ShowReport(Reports& reports, const std::string& area, const std::string& period);
grpc::Status ListObservations(Indicators& indicators, const std::string& area);
grpc::Status ReadBatch(Indicators& indicators, const std::vector<std::string>& names);

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_READING_H_
