// The climate accounts: emissions per release, activity series, own operations, targets, budgets,
// measures.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/render/climate_words.h"
#include "common/render/figures.h"
#include "common/render/report_document.h"

namespace tertial {
namespace {

namespace v1 = climate::v1;

// Sectors that are summed from what they are split into, and all sectors together.
void AddSums(const v1::InventorySection& inventory, Document& document) {
  Table table{.columns = {{"summed"},
                          {"period"},
                          {"emissions", Align::kRight},
                          ProseColumn("why there is no total")},
              .rows = {}};
  const auto add = [&](const std::string& what, const v1::InventoryTotal& total) {
    table.rows.push_back({what, total.period(), ShowTotal(total), ShowGaps(total)});
  };
  for (const v1::SummedSector& sector : inventory.summed_sectors()) {
    add(sector.sector(), sector.total());
  }
  if (inventory.has_sum()) add("all sectors", inventory.sum());
  document.AddTable(WithoutEmptyColumns(table));
}

void AddInventory(const v1::ClimateSection& section, const v1::InventorySection& inventory,
                  const std::string& language, Document& document) {
  const v1::InventoryRelease& release = inventory.release();
  document.AddHeading(3, absl::StrCat("Emissions, release ", IdOf(release.name()), " (",
                                      ShowAccount(release.boundary(), release.scope()), ")"));
  Table table{.columns = {{"sector"}, {"part of"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(section.emission_periods(), table);
  table.columns.push_back({"change", Align::kRight});
  table.columns.push_back({"from, to"});
  for (const v1::EmissionSeries& series : inventory.series()) {
    std::string label = series.sector();
    if (!series.object().empty()) {
      absl::StrAppend(&label, ", ", TextIn(language, series.object_titles()));
    }
    std::vector<std::string> row = {std::move(label), series.part_of(), ShowUnit(series.unit())};
    AddPeriodCells(series.cells(), row);
    row.push_back(ShowComputedExactly(series.change()));
    row.push_back(absl::StrCat(series.change_from(), ", ", series.change_to()));
    table.rows.push_back(std::move(row));
  }
  document.AddTable(std::move(table));
  AddSums(inventory, document);
}

void AddActivities(const v1::ClimateSection& section, const std::string& language,
                   Document& document) {
  document.AddHeading(3, absl::StrCat("Activity, ", ShowCounts(section.activity_cells())));
  Table table{.columns = {{"metric"}, {"boundary"}, {"of"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
  const bool of_tertial = IsTertial(section.period());
  if (of_tertial) AddYearToDateColumns(table);
  for (const v1::ActivitySeries& series : section.activities()) {
    std::string of = series.sector();
    if (!series.object().empty()) {
      absl::StrAppend(&of, of.empty() ? "" : ", ", TextIn(language, series.object_titles()));
    }
    std::vector<std::string> row = {series.metric(), series.boundary(), std::move(of),
                                    ShowUnit(series.unit())};
    AddPeriodCells(series.cells(), row);
    if (of_tertial) AddYearToDateCells(series.tertial(), row);
    table.rows.push_back(std::move(row));
  }
  document.AddTable(std::move(table));
}

// What became of a target by one release: one line each for where it stands and where it leads.
void AddProgress(const v1::ClimateTargetResult& result, const std::string& language,
                 Document& document) {
  for (const v1::ClimateTargetAssessment& one : result.assessments()) {
    const std::string standing = ShowStanding(one);
    if (standing.empty() || one.milestone_gap().has_not_computable()) continue;
    document.AddParagraph(
        absl::StrCat(TextIn(language, result.target().subjects()), ", release ",
                     IdOf(one.inventory_release()), ": in ", one.current_period(), " ", standing,
                     "; ", ShowComputedBetween(one.share_reached()), " of the way, ",
                     ShowComputedBetween(one.rate_needed()), " still needed each year."));
    if (const std::string projections = ShowProjections(one); !projections.empty()) {
      document.AddParagraph(
          absl::StrCat("In ", result.target().due_period(), ": ", projections, "."));
    }
  }
}

void AddTargets(const v1::ClimateSection& section, const std::string& language,
                Document& document) {
  document.AddHeading(3, "Targets", kClimateTargetsAnchor);
  Table table{.columns = {{"subject"},
                          {"target"},
                          {"release"},
                          {"latest"},
                          {"target level"},
                          {"change from base"},
                          {"still to be cut"}},
              .rows = {}};
  for (const v1::ClimateTargetResult& result : section.targets()) {
    for (const v1::ClimateTargetAssessment& one : result.assessments()) {
      table.rows.push_back({TextIn(language, result.target().subjects()),
                            ShowClimateTarget(result.target()), IdOf(one.inventory_release()),
                            one.current_period(), ShowComputedBetween(one.target_level()),
                            ShowComputedExactly(one.change_from_base()),
                            ShowComputed(one.distance())});
    }
    if (!result.assessments().empty()) continue;
    table.rows.push_back({TextIn(language, result.target().subjects()),
                          ShowClimateTarget(result.target()), "no release to measure it with", "",
                          "", "", ""});
  }
  document.AddTable(std::move(table));
  for (const v1::ClimateTargetResult& result : section.targets()) {
    AddProgress(result, language, document);
  }
}

void AddOwnOperations(const v1::ClimateSection& section, Document& document) {
  if (section.own_operations().empty()) return;
  document.AddHeading(3, absl::StrCat("Own operations, ", section.period()));
  document.AddTable(OperationsTable(section.own_operations()));
}

void AddBudgets(const v1::ClimateSection& section, Document& document) {
  if (section.budgets().empty()) return;
  document.AddHeading(3, "Climate budget");
  for (const v1::ClimateBudget& budget : section.budgets()) {
    document.AddParagraph(absl::StrCat(IdOf(budget.target()), ", release ",
                                       IdOf(budget.inventory_release()), ": ",
                                       ShowBudgetResult(budget), "."));
  }
}

void AddFindings(const v1::ClimateSection& section, Document& document) {
  if (section.findings().empty()) return;
  document.AddHeading(3, "Odd in the accounts");
  document.AddTable(InventoryFindingTable(section.findings()));
}

void AddMeasures(const v1::ClimateSection& section, const std::string& language,
                 Document& document) {
  document.AddHeading(3, absl::StrCat("Measures: ", section.measure_count(), ", of which ",
                                      section.quantified_measure_count(), " with a quantity"));
  Table table{
      .columns = {{"action area"}, {"measure"}, {"quantity", Align::kRight}, {"unit"}, {"period"}},
      .rows = {}};
  for (const v1::ActionAreaSection& area : section.action_areas()) {
    for (const v1::ClimateMeasure& measure : area.measures()) {
      const bool span = measure.from_period() != measure.to_period();
      table.rows.push_back(
          {TextIn(language, area.titles()), TextIn(language, measure.descriptions()),
           measure.has_quantity() ? ShowCell(measure.quantity()) : "not quantified",
           ShowUnit(measure.unit()),
           span ? absl::StrCat(measure.from_period(), "-", measure.to_period())
                : measure.from_period()});
    }
  }
  document.AddTable(std::move(table));
}

}  // namespace

void AddClimateChapter(const v1::ClimateSection& section, const std::string& language,
                       Document& document) {
  document.AddParagraph(absl::StrCat("Emissions: ", ShowCounts(section.emission_cells()), "."));
  for (const v1::InventorySection& inventory : section.inventories()) {
    AddInventory(section, inventory, language, document);
  }
  AddFindings(section, document);
  AddActivities(section, language, document);
  AddOwnOperations(section, document);
  AddTargets(section, language, document);
  AddBudgets(section, document);
  AddMeasures(section, language, document);
}

}  // namespace tertial
