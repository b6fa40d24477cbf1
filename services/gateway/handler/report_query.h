// What a request asks to report on, read and checked.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_QUERY_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_QUERY_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/types/area_registry.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/domain/report_subject.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

struct ParsedQuery {
  ReportSubject subject;
  // Not set: the newest.
  std::optional<google::protobuf::Timestamp> as_of;
};

// `field` is the path of the query in the request, "query"; empty where its fields are those of the
// request. Whether there is such a focus area or unit, the sections tell.
// Errors: INVALID_PERIOD, PERIOD_IN_FUTURE, INVALID_RESOURCE_NAME, AREA_NOT_FOUND,
// AS_OF_IN_FUTURE, INVALID_LANGUAGE, INCONSISTENT_FIELDS.
absl::StatusOr<ParsedQuery> ParseReportQuery(const AreaRegistry& areas, absl::string_view field,
                                             const v1::ReportQuery& query, absl::Time now);

// What to ask the services for, of all sections that the report has.
std::vector<SectionQuery> SectionQueriesOf(const ParsedQuery& query);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_QUERY_H_
