// The statistics chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_STATISTICS_SECTION_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_STATISTICS_SECTION_H_

#include <map>
#include <string>
#include <vector>

#include "common/facts/tertial.h"
#include "common/types/period.h"
#include "services/indicators/domain/figure.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"

namespace tertial::indicators {

// What is recorded of one area, all read at one state.
struct StatisticsFacts {
  std::string area_id;
  Period period;
  // The area's observations in the periods that the report reads (ReportReads), in the order of
  // their names.
  std::vector<v1::Observation> observations;
  // What is derived from them, directly or over others: by the name of the indicator its figure of
  // the whole area for each period that the report shows, in their order.
  std::map<std::string, std::vector<Figure>> derived;
  // The definitions of all of these, by name.
  std::map<std::string, v1::Indicator> indicators;
};

// The indicators of the framework have a chapter of their own and are left out. Of the derived ones
// those are shown that have, in a period of the report, a figure with an operand that is recorded
// or computed; then each period has its number, or a gap that says why. Pure.
v1::StatisticsSection AssembleStatisticsSection(const StatisticsFacts& facts);

// How the figures of an indicator in the tertials of a year relate to that of the year so far: by
// its kind and additivity, a flow adds up and a stock stands.
Accrual AccrualOf(const v1::Indicator& indicator);

// The name of the indicator that an observation is of: "indicators/population.births".
std::string IndicatorOf(const v1::Observation& observation);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_STATISTICS_SECTION_H_
