// Bad input of warming potentials, crosswalks, reference paths and measures: each is refused with
// the field at fault and the reason, created by itself and in an import, and nothing is stored.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using enum common::v1::ErrorReason;

using ClimateConversionInputTest = ClimateAccountsFixture;

template <typename Resource>
v1::ClimateRow Spoiled(Resource resource, void (*spoil)(Resource&)) {
  spoil(resource);
  return Row(resource);
}

v1::ClimateRow BadTable(void (*spoil)(v1::GwpTable&)) { return Spoiled(Ar5Table(), spoil); }
v1::ClimateRow BadCrosswalk(void (*spoil)(v1::SectorCrosswalk&)) {
  return Spoiled(GpcCrosswalk(), spoil);
}
v1::ClimateRow BadPath(void (*spoil)(v1::ReferencePath&)) { return Spoiled(Path(), spoil); }
v1::ClimateRow BadMeasure(void (*spoil)(v1::ClimateMeasure&)) {
  v1::ClimateMeasure measure = Reduction("buses", "mobility", 1, "10000", "14000");
  AddEffect("2031", "1", "2", measure);
  AddEffect("2032", "1", "2", measure);
  return Spoiled(measure, spoil);
}

TEST_F(ClimateConversionInputTest, OfWarmingPotentials) {
  const std::vector<BadInput> inputs = {
      {BadTable([](v1::GwpTable& table) { table.mutable_values(1)->set_gas("ch5"); }),
       "gwp_table.values[1].gas", ERROR_REASON_UNKNOWN_GAS},
      {BadTable([](v1::GwpTable& table) { table.mutable_values(1)->set_gas("hfc"); }),
       "gwp_table.values[1].gas", ERROR_REASON_UNKNOWN_GAS},
      {BadTable([](v1::GwpTable& table) { table.mutable_values(1)->set_gas("co2"); }),
       "gwp_table.values[1].gas", ERROR_REASON_DUPLICATE_ELEMENT},
      {BadTable([](v1::GwpTable& table) { table.mutable_values(1)->set_gwp("0"); }),
       "gwp_table.values[1].gwp", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BadTable([](v1::GwpTable& table) { table.mutable_values(0)->set_gwp("2"); }),
       "gwp_table.values[0].gwp", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadTable([](v1::GwpTable& table) { table.clear_provenance(); }),
       "gwp_table.provenance.source", ERROR_REASON_FIELD_REQUIRED},
      {BadTable([](v1::GwpTable& table) { table.clear_values(); }), "gwp_table.values",
       ERROR_REASON_FIELD_REQUIRED},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

TEST_F(ClimateConversionInputTest, OfCrosswalks) {
  using Crosswalk = v1::SectorCrosswalk;
  const std::vector<BadInput> inputs = {
      {BadCrosswalk([](Crosswalk& crosswalk) { crosswalk.mutable_entries(2)->set_share("29"); }),
       "sector_crosswalk.entries[2].share", ERROR_REASON_SHARES_NOT_WHOLE},
      {BadCrosswalk([](Crosswalk& crosswalk) { crosswalk.mutable_entries(2)->set_share("31"); }),
       "sector_crosswalk.entries[2].share", ERROR_REASON_SHARES_NOT_WHOLE},
      {BadCrosswalk([](Crosswalk& crosswalk) { AddEntry("aviation", "iv", "1", crosswalk); }),
       "sector_crosswalk.entries[3].share", ERROR_REASON_SHARES_NOT_WHOLE},
      {BadCrosswalk(
           [](Crosswalk& crosswalk) { crosswalk.mutable_entries(2)->set_to_sector("ii"); }),
       "sector_crosswalk.entries[2].to_sector", ERROR_REASON_DUPLICATE_ELEMENT},
      {BadCrosswalk([](Crosswalk& crosswalk) { crosswalk.set_to_standard("miljodirektoratet"); }),
       "sector_crosswalk.to_standard", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadCrosswalk([](Crosswalk& crosswalk) { AddEntry("land-use", "ii", "100", crosswalk); }),
       "sector_crosswalk.entries[3].to_sector", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadCrosswalk([](Crosswalk& crosswalk) { crosswalk.clear_provenance(); }),
       "sector_crosswalk.provenance.source", ERROR_REASON_FIELD_REQUIRED},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

TEST_F(ClimateConversionInputTest, OfReferencePaths) {
  ImportAll({Row(CommunityRelease()), Row(OwnRelease())});
  const std::vector<BadInput> inputs = {
      {BadPath([](v1::ReferencePath& path) { path.clear_inventory_release(); }),
       "reference_path.inventory_release", ERROR_REASON_FIELD_REQUIRED},
      {BadPath([](v1::ReferencePath& path) {
         path.set_inventory_release("areas/asker/inventoryReleases/none");
       }),
       "reference_path.inventory_release", ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND},
      {BadPath([](v1::ReferencePath& path) {
         path.set_inventory_release("areas/oslo/inventoryReleases/miljodirektoratet-2025");
       }),
       "reference_path.inventory_release", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadPath([](v1::ReferencePath& path) { path.set_inventory_release(kOwnRelease); }),
       "reference_path.inventory_release", ERROR_REASON_DIFFERENT_ACCOUNTS},
      {BadPath([](v1::ReferencePath& path) { path.set_scope(v1::SCOPE_INDIRECT_ENERGY); }),
       "reference_path.inventory_release", ERROR_REASON_DIFFERENT_ACCOUNTS},
      {BadPath(
           [](v1::ReferencePath& path) { *path.mutable_levels(0)->mutable_cell() = Value("-1"); }),
       "reference_path.levels[0].cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BadPath([](v1::ReferencePath& path) { path.mutable_levels(1)->set_period("2027"); }),
       "reference_path.levels[1].period", ERROR_REASON_DUPLICATE_ELEMENT},
      {BadPath([](v1::ReferencePath& path) { path.mutable_levels(1)->set_period("2026"); }),
       "reference_path.levels[1].period", ERROR_REASON_VALUE_OUT_OF_RANGE},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

TEST_F(ClimateConversionInputTest, OfMeasures) {
  using Measured = v1::ClimateMeasure;
  const std::vector<BadInput> inputs = {
      {BadMeasure(
           [](Measured& measure) { measure.mutable_effects(2)->mutable_range()->set_least("3"); }),
       "climate_measure.effects[2].range.least", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadMeasure([](Measured& measure) { measure.mutable_effects(1)->clear_range(); }),
       "climate_measure.effects[1]", ERROR_REASON_FIELD_REQUIRED},
      {BadMeasure([](Measured& measure) { measure.mutable_effects(1)->mutable_not_quantified(); }),
       "climate_measure.effects[1].not_quantified.explanations", ERROR_REASON_EXPLANATION_MISSING},
      {BadMeasure([](Measured& measure) { measure.mutable_effects(1)->set_period("2030"); }),
       "climate_measure.effects[1].period", ERROR_REASON_DUPLICATE_ELEMENT},
      {BadMeasure(
           [](Measured& measure) { measure.mutable_effects(1)->mutable_range()->set_unit("gwh"); }),
       "climate_measure.effects[1].range.unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {BadMeasure([](Measured& measure) {
         measure.set_overlap_group("cars");
         measure.mutable_effects(0)->mutable_range()->set_least("-1");
       }),
       "climate_measure.effects[0].range.least", ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BadMeasure([](Measured& measure) { AddCost("2030", "5", measure, "tonnes"); }),
       "climate_measure.costs[0].unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {BadMeasure([](Measured& measure) { measure.clear_sector(); }), "climate_measure.sector",
       ERROR_REASON_FIELD_REQUIRED},
      {BadMeasure([](Measured& measure) { measure.clear_boundary(); }), "climate_measure.boundary",
       ERROR_REASON_INVALID_ENUM},
      {BadMeasure([](Measured& measure) { measure.clear_scope(); }), "climate_measure.scope",
       ERROR_REASON_INVALID_ENUM},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

}  // namespace
}  // namespace tertial::climate
