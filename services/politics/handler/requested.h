// What several requests name alike.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_REQUESTED_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_REQUESTED_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/read_view.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"
#include "services/politics/domain/case_days.h"
#include "tertial/politics/v1/politics_analysis.pb.h"

namespace tertial::politics {

// The id of a body that a request names in `field`: "" where it names none. `name` may have the
// area's number. Errors: INVALID_RESOURCE_NAME, AREA_NOT_FOUND; INCONSISTENT_FIELDS where it is of
// another area; BODY_NOT_FOUND where it is not recorded in the state of `view`.
absl::StatusOr<std::string> RequestedBodyId(const ReadView& view, const AreaRegistry& areas,
                                            const std::string& area_id, absl::string_view field,
                                            const std::string& name);

// A span of days as it is asked for, before the area is known.
struct RequestedSpan {
  // Set where a period is asked for.
  std::optional<Period> period;
  // Set but where a term is asked for.
  std::optional<DayRange> days;
  // The name of a term.
  std::string term;
};

// The span of a request: GetActivityRequest or ListBodyCasesRequest. Errors: FIELD_REQUIRED,
// INVALID_PERIOD, INVALID_DATE, INCONSISTENT_FIELDS, VALUE_OUT_OF_RANGE.
template <typename Request>
absl::StatusOr<RequestedSpan> ParseSpan(const Request& request);

// The days of the span, in the state of `view`. Errors, of a term: INVALID_RESOURCE_NAME,
// AREA_NOT_FOUND; INCONSISTENT_FIELDS of another area's; TERM_NOT_FOUND; VALUE_OUT_OF_RANGE.
absl::StatusOr<DayRange> ReadSpan(const ReadView& view, const AreaRegistry& areas,
                                  const std::string& area_id, const RequestedSpan& span);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_REQUESTED_H_
