// Warming potentials, crosswalks, reference paths and measures with effects that are right as they
// are, for tests to store or to spoil.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_BUDGET_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_BUDGET_SAMPLES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {

// The fields that a rule finds wrong, each with its reason.
template <typename Resource>
std::vector<std::pair<std::string, ErrorReason>> FoundWrong(void (*check)(const Resource&,
                                                                          const Violations&),
                                                            const Resource& resource) {
  Violations violations;
  check(resource, violations);
  std::vector<std::pair<std::string, ErrorReason>> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

inline void AddPotential(absl::string_view gas, absl::string_view gwp, v1::GwpTable& table) {
  v1::GwpValue& value = *table.add_values();
  value.set_gas(std::string(gas));
  value.set_gwp(std::string(gwp));
}

// The potentials of CO2, CH4 and N2O in an assessment report.
inline v1::GwpTable Potentials(absl::string_view id, v1::GwpSet set, absl::string_view ch4,
                               absl::string_view n2o) {
  v1::GwpTable table;
  table.set_name(absl::StrCat("gwpTables/", id));
  table.set_gwp_set(set);
  SetText(id, table.mutable_titles());
  AddPotential("co2", "1", table);
  AddPotential("ch4", ch4, table);
  AddPotential("n2o", n2o, table);
  table.mutable_provenance()->set_source("IPCC");
  return table;
}
inline v1::GwpTable Ar4Table() { return Potentials("ar4", v1::GWP_SET_AR4, "25", "298"); }
inline v1::GwpTable Ar5Table() { return Potentials("ar5", v1::GWP_SET_AR5, "28", "265"); }

inline v1::CrosswalkEntry& AddEntry(absl::string_view from, absl::string_view to,
                                    absl::string_view share, v1::SectorCrosswalk& crosswalk) {
  v1::CrosswalkEntry& entry = *crosswalk.add_entries();
  entry.set_from_sector(std::string(from));
  entry.set_to_sector(std::string(to));
  entry.set_share(std::string(share));
  return entry;
}

// Road traffic becomes II, 70 per cent of aviation II and 30 per cent III.
inline v1::SectorCrosswalk GpcCrosswalk() {
  v1::SectorCrosswalk crosswalk;
  crosswalk.set_name("sectorCrosswalks/miljodirektoratet~gpc-1.1~2025");
  crosswalk.set_from_standard("miljodirektoratet");
  crosswalk.set_to_standard("gpc-1.1");
  crosswalk.set_version("2025");
  AddEntry("road-traffic", "ii", "100", crosswalk);
  AddEntry("aviation", "ii", "70", crosswalk);
  AddEntry("aviation", "iii", "30", crosswalk);
  crosswalk.mutable_provenance()->set_source("C40");
  return crosswalk;
}

inline constexpr char kPath[] = "areas/asker/referencePaths/without-measures";

// All emissions of the community, expected to be 180 000 tonnes in 2030.
inline v1::ReferencePath Path(absl::string_view name = kPath) {
  v1::ReferencePath path;
  path.set_name(std::string(name));
  SetText("referansebane", path.mutable_titles());
  path.set_inventory_release(kRelease);
  path.set_boundary(v1::BOUNDARY_COMMUNITY);
  path.set_scope(v1::SCOPE_DIRECT);
  path.set_sector("all");
  for (const auto& [year, level] : {std::pair("2027", "195000"), std::pair("2030", "180000")}) {
    v1::PathLevel& one = *path.add_levels();
    one.set_period(year);
    *one.mutable_cell() = Value(level);
  }
  return path;
}

inline void AddEffect(absl::string_view year, absl::string_view least, absl::string_view most,
                      v1::ClimateMeasure& measure, absl::string_view unit = "tonnes_co2e") {
  v1::MeasureEffect& effect = *measure.add_effects();
  effect.set_period(std::string(year));
  effect.mutable_range()->set_least(std::string(least));
  effect.mutable_range()->set_most(std::string(most));
  effect.mutable_range()->set_unit(std::string(unit));
}

inline void AddUnknownEffect(absl::string_view year, v1::ClimateMeasure& measure) {
  v1::MeasureEffect& effect = *measure.add_effects();
  effect.set_period(std::string(year));
  SetText("ikke beregnet", effect.mutable_not_quantified()->mutable_explanations());
}

inline void AddCost(absl::string_view year, absl::string_view amount, v1::ClimateMeasure& measure,
                    absl::string_view unit = "nok") {
  v1::MeasureCost& cost = *measure.add_costs();
  cost.set_period(std::string(year));
  *cost.mutable_amount() = Value(amount);
  cost.set_unit(std::string(unit));
}

// A measure on the direct emissions of road traffic in the community, with its effect in 2030.
inline v1::ClimateMeasure Reduction(absl::string_view id, absl::string_view action_area, int order,
                                    absl::string_view least, absl::string_view most,
                                    absl::string_view overlap_group = "") {
  v1::ClimateMeasure measure = Measure(id, action_area, order);
  measure.set_sector("road-traffic");
  measure.set_boundary(v1::BOUNDARY_COMMUNITY);
  measure.set_scope(v1::SCOPE_DIRECT);
  measure.set_overlap_group(std::string(overlap_group));
  AddEffect("2030", least, most, measure);
  return measure;
}

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_BUDGET_SAMPLES_H_
