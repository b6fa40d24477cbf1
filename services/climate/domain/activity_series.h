// Activity figures of one area, put together into series.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_ACTIVITY_SERIES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_ACTIVITY_SERIES_H_

#include <map>
#include <vector>

#include "absl/types/span.h"
#include "common/types/period.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/inventory_reports.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The figure that the series of `any` has in `period`, as an operand, whether or not it is
// recorded: `figures` are those of the series.
common::v1::Operand ActivityOperand(const std::map<Period, const v1::ActivityFigure*>& figures,
                                    const v1::ActivityFigure& any, const Period& period);

// The series of `figures` that have one in `periods`, which are years one after the other, in the
// order of the climate chapter: by account, metric, boundary, scope, sector, object and unit. Of
// one topic, or of all (UNSPECIFIED). The change is from the year before the last one to that;
// figures of it are among `figures` where they are recorded. Pure.
std::vector<v1::TopicSeries> ActivitySeriesOf(absl::Span<const v1::ActivityFigure> figures,
                                              const std::vector<Period>& periods,
                                              v1::ActivityTopic topic);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_ACTIVITY_SERIES_H_
