// The indicators chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_INDICATORS_SECTION_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_INDICATORS_SECTION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/indicators/domain/figure.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"

namespace tertial::indicators {

// What is recorded of one area's framework, all read at one state.
struct FrameworkFacts {
  std::string area_id;
  Period period;
  // The one whose plan period holds the report's; none where no plan period does.
  std::optional<v1::Framework> framework;
  // Those that belong to it.
  std::vector<v1::FocusArea> focus_areas;
  std::vector<v1::Goal> goals;
  std::vector<v1::FrameworkIndicator> chosen;
  std::vector<v1::Target> targets;
  // Definitions of the chosen indicators, and their figures in the periods that the report reads
  // (ReportReads), by name.
  std::map<std::string, v1::Indicator> indicators;
  std::map<std::string, Figure> figures;
};

// Focus areas, goals and indicators stand in their order; every chosen indicator has a cell for
// every period, also where nothing is recorded. Pure.
v1::IndicatorsSection AssembleIndicatorsSection(const FrameworkFacts& facts);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_INDICATORS_SECTION_H_
