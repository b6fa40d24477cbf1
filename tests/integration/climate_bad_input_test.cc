// Bad input to inventories: each is refused with the field at fault and the reason, created by
// itself and in an import, and nothing is stored.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/factor_samples.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_EMISSION_FIGURE_NOT_FOUND;
using common::v1::ERROR_REASON_EXPLANATION_MISSING;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCLUSION_CYCLE;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_RESOURCE_NAME;
using common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE;
using common::v1::ERROR_REASON_UNKNOWN_GAS;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;

using ClimateBadInputTest = ClimateAccountsFixture;

constexpr char kAviation[] =
    "areas/asker/inventoryReleases/miljodirektoratet-2025/emissions/aviation~2023";

v1::ClimateRow BadFigure(void (*spoil)(v1::EmissionFigure&)) {
  v1::EmissionFigure figure = Emission("road-traffic", "2023", Value("112787"));
  spoil(figure);
  return Row(figure);
}

TEST_F(ClimateBadInputTest, OfEmissionFigures) {
  using F = v1::EmissionFigure;
  ImportAll({Row(CommunityRelease()), Row(OwnRelease()),
             Row(Emission("aviation", "2023", Value("12"))),
             Row(Emission("aviation", "2022", Value("12"))),
             Row(IncludedIn(Emission("shipping", "2023", Pending()), kAviation))});
  const std::vector<BadInput> inputs = {
      {BadFigure([](F& f) { f.mutable_cell()->set_value("-1"); }), "emission_figure.cell.value",
       ERROR_REASON_VALUE_OUT_OF_RANGE},
      {BadFigure([](F& f) { *f.mutable_cell() = NotEstimated(); }), "emission_figure.explanations",
       ERROR_REASON_EXPLANATION_MISSING},
      {BadFigure([](F& f) { *f.mutable_cell() = NotOccurring(); }), "emission_figure.explanations",
       ERROR_REASON_EXPLANATION_MISSING},
      {BadFigure([](F& f) { *f.mutable_cell() = Missing(common::v1::MISSING_REASON_SUPPRESSED); }),
       "emission_figure.explanations", ERROR_REASON_EXPLANATION_MISSING},
      {BadFigure([](F& f) { f = IncludedIn(f, ""); }), "emission_figure.included_in",
       ERROR_REASON_FIELD_REQUIRED},
      {BadFigure([](F& f) { f = IncludedIn(f, std::string(kAviation) + "~gas.ch4"); }),
       "emission_figure.included_in", ERROR_REASON_EMISSION_FIGURE_NOT_FOUND},
      {BadFigure([](F& f) { f = IncludedIn(f, f.name()); }), "emission_figure.included_in",
       ERROR_REASON_INCLUSION_CYCLE},
      {BadFigure([](F& f) {
         f = IncludedIn(f, EmissionName(kRelease, "aviation", Period::OfYear(2022)));
       }),
       "emission_figure.included_in", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadFigure([](F& f) {
         f = IncludedIn(f, EmissionName(kOwnRelease, "aviation", Period::OfYear(2023)));
       }),
       "emission_figure.included_in", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadFigure([](F& f) { f.set_included_in(kAviation); }), "emission_figure.included_in",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadFigure([](F& f) { f.set_unit("gwh"); }), "emission_figure.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {BadFigure([](F& f) { f.set_unit("tonnes"); }), "emission_figure.unit",
       ERROR_REASON_UNIT_NOT_CONVERTIBLE},
      {Row(FigureOf({.sector = "road-traffic", .gas = "methane"}, "2023", Value("1"))),
       "emission_figure.gas", ERROR_REASON_UNKNOWN_GAS},
      {BadFigure([](F& f) {
         f.mutable_uncertainty()->set_low("120000");
         f.mutable_uncertainty()->set_high("110000");
       }),
       "emission_figure.uncertainty.low", ERROR_REASON_INCONSISTENT_FIELDS},
      {Row(FigureOf({.sector = std::string(60, 's'), .source = std::string(70, 't')}, "2023",
                    Value("1"))),
       "emission_figure.name", ERROR_REASON_INVALID_RESOURCE_NAME},
      {BadFigure([](F& f) {
         f.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
         f.mutable_implied_by()->set_period("2024");
         f.mutable_implied_by()->mutable_percent_change()->set_value("-10");
       }),
       "emission_figure.implied_by.period", ERROR_REASON_EMISSION_FIGURE_NOT_FOUND},
      {Row([] {
         F figure = Emission("aviation", "2021", Value("20"));
         figure.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
         figure.mutable_implied_by()->set_period("2023");
         figure.mutable_implied_by()->mutable_percent_change()->set_value("-50");
         return figure;
       }()),
       "emission_figure.cell.value", ERROR_REASON_INCONSISTENT_FIELDS},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

v1::ClimateRow BadRelease(void (*spoil)(v1::InventoryRelease&)) {
  v1::InventoryRelease release =
      CommunityRelease("areas/asker/inventoryReleases/miljodirektoratet-2026");
  spoil(release);
  return Row(release);
}

TEST_F(ClimateBadInputTest, OfReleases) {
  using R = v1::InventoryRelease;
  ImportAll({Row(CommunityRelease()), Row(OwnRelease()), Row(Ar5())});
  const std::vector<BadInput> inputs = {
      {BadRelease([](R& r) { r.add_gases("methane"); }), "inventory_release.gases[0]",
       ERROR_REASON_UNKNOWN_GAS},
      {BadRelease([](R& r) { r.add_gases("ch4"), r.add_gases("ch4"); }),
       "inventory_release.gases[1]", common::v1::ERROR_REASON_DUPLICATE_ELEMENT},
      {BadRelease([](R& r) { r.set_gwp_table("gwpTables/ar9"); }), "inventory_release.gwp_table",
       common::v1::ERROR_REASON_GWP_TABLE_NOT_FOUND},
      {BadRelease([](R& r) { r.set_gwp_table("gwpTables/ar5"), r.set_gwp_set(v1::GWP_SET_AR4); }),
       "inventory_release.gwp_table", ERROR_REASON_INCONSISTENT_FIELDS},
      {BadRelease([](R& r) { r.set_supersedes("areas/asker/inventoryReleases/unheard-of"); }),
       "inventory_release.supersedes", common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND},
      {BadRelease([](R& r) { r.set_supersedes("areas/0301"); }), "inventory_release.supersedes",
       ERROR_REASON_INVALID_RESOURCE_NAME},
      {BadRelease([](R& r) { r.set_supersedes(r.name()); }), "inventory_release.supersedes",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadRelease([](R& r) { r.set_supersedes(kOwnRelease); }), "inventory_release.supersedes",
       ERROR_REASON_INCONSISTENT_FIELDS},
      {BadRelease([](R& r) { r.set_sector_standard("GPC 1.1"); }),
       "inventory_release.sector_standard", common::v1::ERROR_REASON_INVALID_TEXT},
      {BadRelease([](R& r) { r.set_coverage(static_cast<v1::InventoryCoverage>(9)); }),
       "inventory_release.coverage", common::v1::ERROR_REASON_INVALID_ENUM},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

}  // namespace
}  // namespace tertial::climate
