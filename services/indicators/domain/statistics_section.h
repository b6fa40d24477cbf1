// The statistics chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_STATISTICS_SECTION_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_STATISTICS_SECTION_H_

#include <map>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"

namespace tertial::indicators {

// What is recorded of one area, all read at one state.
struct StatisticsFacts {
  std::string area_id;
  Period period;
  // The area's observations in the periods of the report, in the order of their names.
  std::vector<v1::Observation> observations;
  // The definitions of those observations, by name.
  std::map<std::string, v1::Indicator> indicators;
};

// The indicators of the framework have a chapter of their own and are left out. Pure.
v1::StatisticsSection AssembleStatisticsSection(const StatisticsFacts& facts);

// The name of the indicator that an observation is of: "indicators/population.births".
std::string IndicatorOf(const v1::Observation& observation);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_STATISTICS_SECTION_H_
