// The annual report, put together from what the data services answered.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_ANNUAL_REPORT_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_ANNUAL_REPORT_H_

#include <string>

#include "absl/status/status.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/common/v1/area.pb.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"

namespace tertial::gateway {

// What became of one pull: the response, or why there is none.
template <typename Response>
struct Pulled {
  absl::Status status;
  Response response;
};

struct PulledSections {
  Pulled<indicators::v1::GetIndicatorsSectionResponse> indicators;
  Pulled<indicators::v1::GetStatisticsSectionResponse> statistics;
  Pulled<workforce::v1::GetWorkforceSectionResponse> workforce;
  Pulled<politics::v1::GetPoliticsSectionResponse> politics;
  Pulled<climate::v1::GetClimateSectionResponse> climate;
};

// Every section stands in `states`; one that did not arrive is UNAVAILABLE with the reason, one
// that arrived with parts missing is PARTIAL. Moves the sections out of `pulled`.
v1::AnnualReport AssembleAnnualReport(const common::v1::Area& area, const std::string& period,
                                      PulledSections&& pulled);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_ANNUAL_REPORT_H_
