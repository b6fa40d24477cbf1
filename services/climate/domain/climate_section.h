// The climate chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_SECTION_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_SECTION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/climate/v1/own_operations.pb.h"

namespace tertial::climate {

// What is recorded of one area, all read at one state. Parts without a value could not be read.
struct ClimateFacts {
  std::string area_id;
  // A year or a tertial. All but activity series is of the year that it lies in.
  Period period;
  // In the order of the names of their releases. Of all periods where a target is measured with the
  // release: its base may lie far back. They must outlive what is made of them.
  std::vector<const Inventory*> inventories;
  // Of the periods that the report reads (ReportReads).
  std::optional<std::vector<v1::ActivityFigure>> activities;
  std::optional<std::vector<v1::ClimateTarget>> targets;
  // What intensities are divided by, by the name of the target.
  std::map<std::string, Denominators> denominators;
  std::optional<std::vector<v1::ClimateMeasure>> measures;
  std::optional<std::vector<v1::ReferencePath>> paths;
  // Of the year reported on, of those that name emission factors.
  std::optional<std::vector<v1::ActivityEmissions>> own_operations;
};

// The most findings that a chapter tells.
inline constexpr int kMostFindings = 100;

// Every series has a cell for every period, also where nothing is recorded. Nothing is added over
// series but sectors inside one release. Budgets need targets, measures and paths. Pure.
v1::ClimateSection AssembleClimateSection(const ClimateFacts& facts);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_SECTION_H_
