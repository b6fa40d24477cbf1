// The climate accounts: emissions per release, activity series, targets, measures.
#include "absl/strings/str_cat.h"
#include "clients/cli/render/figures.h"
#include "clients/cli/render/report_document.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

void AddInventory(const v1::ClimateSection& section, const v1::InventorySection& inventory,
                  const std::string& language, Document& document) {
  const std::string& name = inventory.release().name();
  document.AddHeading(
      3, absl::StrCat("Emissions, release ", name.substr(name.rfind('/') + 1), " (",
                      ShowEnum(v1::Boundary_Name(inventory.release().boundary()), "BOUNDARY_"),
                      ", ", ShowEnum(v1::Scope_Name(inventory.release().scope()), "SCOPE_"), ")"));
  Table table{.columns = {{"sector"}, {"part of"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
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
}

void AddActivities(const v1::ClimateSection& section, const std::string& language,
                   Document& document) {
  document.AddHeading(3, absl::StrCat("Activity, ", ShowCounts(section.activity_cells())));
  Table table{.columns = {{"metric"}, {"boundary"}, {"of"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
  for (const v1::ActivitySeries& series : section.activities()) {
    std::string of = series.sector();
    if (!series.object().empty()) {
      absl::StrAppend(&of, of.empty() ? "" : ", ", TextIn(language, series.object_titles()));
    }
    std::vector<std::string> row = {series.metric(), series.boundary(), std::move(of),
                                    ShowUnit(series.unit())};
    AddPeriodCells(series.cells(), row);
    table.rows.push_back(std::move(row));
  }
  document.AddTable(std::move(table));
}

std::string ShowTarget(const v1::ClimateTarget& target) {
  const bool by = target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT;
  std::string shown = absl::StrCat(by ? "-" : "to ", ShowDecimal(target.value()));
  if (!target.value_max().empty()) absl::StrAppend(&shown, " to ", ShowDecimal(target.value_max()));
  absl::StrAppend(&shown, " ", ShowUnit(target.unit()));
  if (!target.base_period().empty()) absl::StrAppend(&shown, " from ", target.base_period());
  return absl::StrCat(shown, " by ", target.due_period());
}

void AddTargets(const v1::ClimateSection& section, const std::string& language,
                Document& document) {
  document.AddHeading(3, "Targets");
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
      const std::string& release = one.inventory_release();
      table.rows.push_back({TextIn(language, result.target().subjects()),
                            ShowTarget(result.target()), release.substr(release.rfind('/') + 1),
                            one.current_period(), ShowComputed(one.target_level()),
                            ShowComputedExactly(one.change_from_base()),
                            ShowComputed(one.distance())});
    }
    if (!result.assessments().empty()) continue;
    table.rows.push_back({TextIn(language, result.target().subjects()), ShowTarget(result.target()),
                          "no release to measure it with", "", "", "", ""});
  }
  document.AddTable(std::move(table));
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
  AddActivities(section, language, document);
  AddTargets(section, language, document);
  AddMeasures(section, language, document);
}

}  // namespace tertial::cli
