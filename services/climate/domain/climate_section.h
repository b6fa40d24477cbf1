// The climate chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_SECTION_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_SECTION_H_

#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/climate_sections.pb.h"

namespace tertial::climate {

// What is recorded of one area, all read at one state. Parts without a value could not be read.
struct ClimateFacts {
  std::string area_id;
  Period period;
  // In the order of their names.
  std::vector<v1::InventoryRelease> releases;
  // Of all periods: the base of a target may lie far back.
  std::vector<v1::EmissionFigure> emissions;
  // Of the periods of the report.
  std::optional<std::vector<v1::ActivityFigure>> activities;
  std::optional<std::vector<v1::ClimateTarget>> targets;
  std::optional<std::vector<v1::ClimateMeasure>> measures;
};

// Every series has a cell for every period, also where nothing is recorded. Nothing is added over
// series. Pure.
v1::ClimateSection AssembleClimateSection(const ClimateFacts& facts);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_SECTION_H_
