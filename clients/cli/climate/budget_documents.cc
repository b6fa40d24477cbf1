// Climate budgets.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/climate/climate_documents.h"
#include "common/render/climate_words.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

using common::v1::Computed;

// The parts of the gap, and the gap.
Table PartTable(const v1::ClimateBudget& budget) {
  Table table{
      .columns = {{"figure"}, {"result", Align::kRight}, {"between"}, ProseColumn("why not")},
      .rows = {}};
  const auto add = [&](const char* title, const Computed& number) {
    if (number.result_case() == Computed::RESULT_NOT_SET) return;
    table.rows.push_back({title, ShowResult(number), ShowInterval(number), ShowWhyNot(number)});
  };
  add("without the measures", budget.reference());
  add("the measures reduce at least", budget.effect_least());
  add("and at most", budget.effect_most());
  add("what the target asks for", budget.level());
  add("left to the target at least", budget.gap_least());
  add("and at most", budget.gap_most());
  add("cost", budget.cost());
  add("cost as far as it is stated", budget.recorded_cost());
  return WithoutEmptyColumns(table);
}

Table ActionAreaTable(const v1::ClimateBudget& budget, const std::string& language) {
  Table table{.columns = {{"action area"},
                          {"measures", Align::kRight},
                          {"quantified", Align::kRight},
                          {"at least", Align::kRight},
                          {"at most", Align::kRight}},
              .rows = {}};
  for (const v1::ActionAreaBudget& area : budget.action_areas()) {
    table.rows.push_back({TextIn(language, area.titles()), absl::StrCat(area.measures_size()),
                          absl::StrCat(area.quantified_measure_count()),
                          ShowResult(area.effect_least()), ShowResult(area.effect_most())});
  }
  return table;
}

// "yes" at both ends, "no", or at which end it counts.
std::string ShowCounts(const v1::MeasureContribution& measure) {
  if (measure.counts_in_least() && measure.counts_in_most()) return "yes";
  if (measure.counts_in_least()) return "at least";
  return measure.counts_in_most() ? "at most" : "no";
}

// The measures that are quantified.
Table MeasureTable(const v1::ClimateBudget& budget) {
  Table table{.columns = {{"measure"},
                          {"at least", Align::kRight},
                          {"at most", Align::kRight},
                          {"group"},
                          {"counts"},
                          {"cost", Align::kRight}},
              .rows = {}};
  for (const v1::ActionAreaBudget& area : budget.action_areas()) {
    for (const v1::MeasureContribution& measure : area.measures()) {
      if (measure.effect_least().has_not_computable() && !measure.has_cost()) continue;
      table.rows.push_back({LastId(measure.measure()), ShowResult(measure.effect_least()),
                            ShowResult(measure.effect_most()), measure.overlap_group(),
                            ShowCounts(measure),
                            measure.has_cost() ? ShowResult(measure.cost()) : ""});
    }
  }
  return WithoutEmptyColumns(table);
}

void AddRow(const std::string& kind, const std::string& id, const Computed& number, Table& table) {
  if (number.result_case() == Computed::RESULT_NOT_SET) return;
  std::vector<std::string>& row = table.rows.emplace_back(std::vector<std::string>{kind, id});
  const std::vector<std::string> fields = ComputedFields(number);
  row.insert(row.end(), fields.begin(), fields.end());
}

}  // namespace

Document MakeBudgetDocument(const BudgetCommand& command,
                            const v1::GetClimateBudgetResponse& response) {
  Document document;
  const v1::ClimateBudget& budget = response.budget();
  document.AddHeading(
      1, absl::StrCat("Climate budget ", budget.period(), ": ", LastId(budget.target())));
  document.AddParagraph(absl::StrCat(
      "By release ", LastId(budget.inventory_release()),
      budget.reference_path().empty()
          ? ", without a reference path."
          : absl::StrCat(" and reference path ", LastId(budget.reference_path()), ".")));
  document.AddParagraph(absl::StrCat(ShowBudgetResult(budget), "."));
  document.AddTable(PartTable(budget));
  document.AddTable(ActionAreaTable(budget, command.options.language));
  document.AddTable(MeasureTable(budget));
  if (budget.other_measure_count() > 0) {
    document.AddParagraph(absl::StrCat(budget.other_measure_count(),
                                       " measures are of another account or sector, or given up."));
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table BudgetRows(const v1::GetClimateBudgetResponse& response) {
  Table table{.columns = {{"row"}, {"of"}}, .rows = {}};
  const std::vector<Column> columns = ComputedColumns();
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  const v1::ClimateBudget& budget = response.budget();
  AddRow("REFERENCE", budget.reference_path(), budget.reference(), table);
  AddRow("LEVEL", budget.target(), budget.level(), table);
  AddRow("EFFECT_LEAST", "", budget.effect_least(), table);
  AddRow("EFFECT_MOST", "", budget.effect_most(), table);
  AddRow("GAP_LEAST", "", budget.gap_least(), table);
  AddRow("GAP_MOST", "", budget.gap_most(), table);
  AddRow("COST", "", budget.cost(), table);
  AddRow("RECORDED_COST", "", budget.recorded_cost(), table);
  for (const v1::ActionAreaBudget& area : budget.action_areas()) {
    AddRow("ACTION_AREA_LEAST", area.action_area(), area.effect_least(), table);
    AddRow("ACTION_AREA_MOST", area.action_area(), area.effect_most(), table);
    for (const v1::MeasureContribution& measure : area.measures()) {
      AddRow("MEASURE_LEAST", measure.measure(), measure.effect_least(), table);
      AddRow("MEASURE_MOST", measure.measure(), measure.effect_most(), table);
      AddRow("MEASURE_COST", measure.measure(), measure.cost(), table);
    }
  }
  return table;
}

}  // namespace tertial::cli
