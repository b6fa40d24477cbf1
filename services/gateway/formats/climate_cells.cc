// The cells of the climate accounts.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"

namespace tertial::gateway {
namespace {

void ListInventory(const climate::v1::InventorySection& inventory, CellList& cells) {
  const std::string release(LastIdOf(inventory.release().name()));
  const auto of_sector = [&](const std::string& sector) {
    return Along(Along({.key = "emissions", .label = sector + ", emissions"}, "release", release),
                 "sector", sector);
  };
  for (const climate::v1::EmissionSeries& emissions : inventory.series()) {
    ReportSeries series = of_sector(emissions.sector());
    if (!emissions.object().empty()) {
      series = Along(std::move(series), "object", emissions.object());
      absl::StrAppend(&series.label, ", ", cells.Text(emissions.object_titles()));
    }
    series.unit = emissions.unit();
    cells.Add(series, emissions.cells());
    cells.AddComputed(series, "change", emissions.change_to(), emissions.change());
  }
  for (const climate::v1::SummedSector& sector : inventory.summed_sectors()) {
    cells.AddComputed(of_sector(sector.sector()), "sum", sector.total().period(),
                      sector.total().total());
  }
  if (inventory.has_sum()) {
    cells.AddComputed(of_sector("all"), "sum", inventory.sum().period(), inventory.sum().total());
  }
}

void ListActivity(const climate::v1::ActivitySeries& activity, CellList& cells) {
  ReportSeries series{
      .key = activity.metric(), .label = activity.metric(), .unit = activity.unit()};
  const auto along = [&](const char* dimension, const std::string& member) {
    if (!member.empty()) series = Along(std::move(series), dimension, member);
  };
  along("account", KeyWord(climate::v1::Account_Name(activity.account()), "ACCOUNT_"));
  along("boundary", activity.boundary());
  if (activity.scope() != climate::v1::SCOPE_UNSPECIFIED) {
    along("scope", KeyWord(climate::v1::Scope_Name(activity.scope()), "SCOPE_"));
  }
  along("sector", activity.sector());
  along("object", activity.object());
  // Figures of one series may stand in two units.
  along("unit", activity.unit());
  absl::StrAppend(&series.label, ", ", activity.boundary());
  if (!activity.sector().empty()) absl::StrAppend(&series.label, ", ", activity.sector());
  if (!activity.object().empty()) {
    absl::StrAppend(&series.label, ", ", cells.Text(activity.object_titles()));
  }
  cells.Add(series, activity.cells());
  cells.AddTertial(series, activity.tertial());
}

void ListTarget(const climate::v1::ClimateTargetResult& result, CellList& cells) {
  for (const climate::v1::ClimateTargetAssessment& one : result.assessments()) {
    const ReportSeries series =
        Along({.key = absl::StrCat("target~", LastIdOf(result.target().name())),
               .label = cells.Text(result.target().subjects())},
              "release", LastIdOf(one.inventory_release()));
    const std::string& due = result.target().due_period();
    // Without a current period nothing below says of when it is.
    const std::string& now = one.current_period().empty() ? due : one.current_period();
    cells.AddComputed(series, "target-level", due, one.target_level());
    cells.AddComputed(series, "target-level-most", due, one.target_level_max());
    cells.AddComputed(series, "change-from-base", now, one.change_from_base());
    cells.AddComputed(series, "distance", now, one.distance());
    cells.AddComputed(series, "share-reached", now, one.share_reached());
    cells.AddComputed(series, "milestone", now, one.milestone());
    cells.AddComputed(series, "milestone-gap", now, one.milestone_gap());
    cells.AddComputed(series, "rate-needed", now, one.rate_needed());
    cells.AddComputed(series, "present-rate", now, one.present_rate());
    cells.AddComputed(series, "projection", due, one.projection());
    cells.AddComputed(series, "linear-projection", due, one.linear_projection());
    cells.AddComputed(series, "rate-ratio", now, one.rate_ratio());
    cells.AddComputed(series, "level-in-tonnes", now, one.level_in_tonnes());
    cells.AddComputed(series, "net-emissions", now, one.net_emissions());
    cells.AddComputed(series, "over-budget", now, one.over_budget());
  }
}

void ListMeasures(const climate::v1::ClimateSection& section, CellList& cells) {
  for (const climate::v1::ActionAreaSection& area : section.action_areas()) {
    for (const climate::v1::ClimateMeasure& measure : area.measures()) {
      if (!measure.has_quantity()) continue;
      cells.Add(Along({.key = absl::StrCat("measure~", LastIdOf(measure.name())),
                       .label = cells.Text(measure.descriptions()),
                       .unit = measure.unit()},
                      "action-area", area.action_area()),
                measure.to_period().empty() ? section.period() : measure.to_period(),
                measure.quantity());
    }
  }
}

void ListBudget(const climate::v1::ClimateBudget& budget, CellList& cells) {
  const ReportSeries series =
      Along({.key = absl::StrCat("budget~", LastIdOf(budget.target())), .label = "Climate budget"},
            "release", LastIdOf(budget.inventory_release()));
  cells.AddComputed(series, "reference", budget.period(), budget.reference());
  cells.AddComputed(series, "level", budget.period(), budget.level());
  cells.AddComputed(series, "effect-least", budget.period(), budget.effect_least());
  cells.AddComputed(series, "effect-most", budget.period(), budget.effect_most());
  cells.AddComputed(series, "gap-least", budget.period(), budget.gap_least());
  cells.AddComputed(series, "gap-most", budget.period(), budget.gap_most());
  cells.AddComputed(series, "cost", budget.period(), budget.cost());
}

}  // namespace

void ListClimate(const climate::v1::ClimateSection& section, CellList& cells) {
  for (const climate::v1::InventorySection& inventory : section.inventories()) {
    ListInventory(inventory, cells);
  }
  for (const climate::v1::ActivitySeries& activity : section.activities())
    ListActivity(activity, cells);
  for (const climate::v1::ClimateTargetResult& target : section.targets())
    ListTarget(target, cells);
  for (const climate::v1::ClimateBudget& budget : section.budgets()) ListBudget(budget, cells);
  for (const climate::v1::OperationsTotal& total : section.own_operations()) {
    ReportSeries series = Along({.key = "own-operations", .label = "Emissions of own operations"},
                                "scope", KeyWord(climate::v1::Scope_Name(total.scope()), "SCOPE_"));
    if (total.method() != climate::v1::ENERGY_METHOD_UNSPECIFIED) {
      series = Along(std::move(series), "method",
                     KeyWord(climate::v1::EnergyMethod_Name(total.method()), "ENERGY_METHOD_"));
    }
    const auto& periods = section.emission_periods();
    cells.AddComputed(series, "", periods.empty() ? section.period() : *periods.rbegin(),
                      total.total());
  }
  ListMeasures(section, cells);
}

}  // namespace tertial::gateway
