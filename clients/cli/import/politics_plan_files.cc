// Thematic plans.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/politics_files.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

void ReadTally(const RowFields& row, v1::ThematicPlan& plan) {
  const auto done = row.Integer("strategies_done");
  const auto in_progress = row.Integer("strategies_in_progress");
  const auto not_started = row.Integer("strategies_not_started");
  if (!done && !in_progress && !not_started) return;
  plan.mutable_tally()->set_done(done.value_or(0));
  plan.mutable_tally()->set_in_progress(in_progress.value_or(0));
  plan.mutable_tally()->set_not_started(not_started.value_or(0));
}

// The focus areas that a plan carries out: those named in its row, else those of the data set that
// it bears the name of.
void AddFocusAreas(const RowFields& row, const Dataset& dataset, v1::ThematicPlan& plan) {
  for (const std::string& focus_area : row.List("framework_focus_areas")) {
    plan.add_framework_focus_areas(AreaResource(dataset, "focusAreas", focus_area));
  }
  if (!plan.framework_focus_areas().empty()) return;
  for (const indicators::v1::IndicatorsRow& other : dataset.indicators.rows) {
    for (const common::v1::LocalizedText& title : other.focus_area().titles()) {
      if (title.language() != "nb" || title.text() != row.Text("name_nb")) continue;
      plan.add_framework_focus_areas(other.focus_area().name());
    }
  }
}

void ReadPlan(const RowFields& row, const std::vector<v1::PlanHeading>& headings,
              Dataset& dataset) {
  v1::ThematicPlan& plan = *dataset.politics.Add(row.origin()).mutable_thematic_plan();
  plan.set_name(AreaResource(dataset, "plans", row.Text("id")));
  row.AddText("name_nb", "nb", plan.mutable_titles());
  row.AddText("name_en", "en", plan.mutable_titles());
  plan.set_order(row.RequiredInteger("order"));
  for (const std::string& body : row.List("responsible_committee")) {
    plan.add_responsible_bodies(AreaResource(dataset, "bodies", body));
  }
  for (const std::string& unit : row.List("responsible_service_area")) {
    plan.add_responsible_units(AreaResource(dataset, "units", unit));
  }
  AddFocusAreas(row, dataset, plan);
  plan.set_mandate_date(row.Text("mandate_date"));
  plan.set_mandate_case(AreaResource(dataset, "cases", row.Text("mandate_case")));
  plan.set_adoption_date(row.Text("adoption_date"));
  plan.set_adopted_by(AreaResource(dataset, "bodies", row.Text("adopted_by")));
  plan.set_adopted_in(AreaResource(dataset, "cases", row.Text("adopted_in")));
  if (!row.Text("case_number").empty()) {
    ReadCaseNumber(row, "case_number", row.Text("case_number"), plan.mutable_adoption_case());
  }
  if (const auto count = row.Integer("focus_area_count"); count.has_value()) {
    plan.set_stated_focus_area_count(*count);
  }
  if (const auto count = row.Integer("strategy_count"); count.has_value()) {
    plan.set_stated_strategy_count(*count);
  }
  ReadTally(row, plan);
  plan.mutable_headings()->Add(headings.begin(), headings.end());
  plan.set_revision_state(row.YesNo("revision_in_2024_2027") ? v1::REVISION_STATE_PLANNED
                                                             : v1::REVISION_STATE_NOT_PLANNED);
  plan.mutable_revision_term()->set_from_year("2024");
  plan.mutable_revision_term()->set_to_year("2027");
  plan.set_next_revision(row.Text("next_revision"));
  if (!row.Text("horizon_from").empty() || !row.Text("horizon_to").empty()) {
    plan.mutable_horizon()->set_from_year(row.Text("horizon_from"));
    plan.mutable_horizon()->set_to_year(row.Text("horizon_to"));
  }
  for (const std::string& matter : row.List("carried_out_by")) {
    plan.add_carried_out_by(AreaResource(dataset, "matters", matter));
  }
  *plan.mutable_provenance() = row.ReadProvenance();
}

}  // namespace

// The plans with the headings they are reported under, which stand in a file of their own.
void ReadPlanFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  std::map<std::string, std::vector<v1::PlanHeading>> headings;
  std::vector<std::pair<std::string, Problem>> unknown;
  files.ForEachRow(
      "theme_plan_areas.csv", {"theme_plan", "order", "name_nb", "source_line", "page"},
      [&](const RowFields& row) {
        v1::PlanHeading& heading = headings[row.Text("theme_plan")].emplace_back();
        heading.set_order(row.RequiredInteger("order"));
        row.AddText("name_nb", "nb", heading.mutable_titles());
        *heading.mutable_provenance() = row.ReadProvenance();
        unknown.push_back({row.Text("theme_plan"),
                           {.origin = row.origin(),
                            .field = "theme_plan",
                            .reason = ReasonName(common::v1::ERROR_REASON_THEMATIC_PLAN_NOT_FOUND),
                            .sentence = absl::StrCat(Quoted(row.Text("theme_plan")),
                                                     " is no plan of theme_plans.csv.")}});
      });
  std::map<std::string, bool> known;
  files.ForEachRow("theme_plans.csv",
                   {"id", "name_nb", "name_en", "order", "responsible_committee",
                    "responsible_service_area", "mandate_date", "mandate_date_precision",
                    "adoption_date", "adopted_by", "case_number", "focus_area_count",
                    "strategy_count", "revision_in_2024_2027", "note", "source_lines", "pages"},
                   [&](const RowFields& row) {
                     ReadPlan(row, headings[row.Text("id")], dataset);
                     known[row.Text("id")] = true;
                   },
                   {"mandate_case", "adopted_in", "strategies_done", "strategies_in_progress",
                    "strategies_not_started", "next_revision", "horizon_from", "horizon_to",
                    "carried_out_by", "framework_focus_areas"});
  for (auto& [plan, problem] : unknown) {
    if (known.count(plan) == 0) dataset.problems.push_back(std::move(problem));
  }
}

}  // namespace tertial::cli
