// How far targets are reached, and what they come to by each release.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/climate/climate_documents.h"
#include "common/render/climate_words.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

using common::v1::Computed;

// A number of an assessment: what it is for people, and its field.
struct Figure {
  const char* title;
  const char* field;
  const Computed& number;
};

// Those that the assessment has.
std::vector<Figure> FiguresOf(const v1::ClimateTargetAssessment& one) {
  std::vector<Figure> figures = {
      {"target level", "target_level", one.target_level()},
      {"change from the base", "change_from_base", one.change_from_base()},
      {"share of the way reached", "share_reached", one.share_reached()},
      {"still to be cut", "distance", one.distance()},
      {"what the path asks for", "milestone", one.milestone()},
      {"emissions less that", "milestone_gap", one.milestone_gap()},
      {"still needed each year", "rate_needed", one.rate_needed()},
      {"present rate", "present_rate", one.present_rate()},
      {"at the present rate", "projection", one.projection()},
      {"if as much goes each year", "linear_projection", one.linear_projection()},
      {"rate over the rate required", "rate_ratio", one.rate_ratio()}};
  const auto add = [&](const char* title, const char* field, const Computed& number) {
    if (number.result_case() != Computed::RESULT_NOT_SET) figures.push_back({title, field, number});
  };
  add("target level at most", "target_level_max", one.target_level_max());
  add("target level in tonnes", "level_in_tonnes", one.level_in_tonnes());
  add("emissions and removals", "net_emissions", one.net_emissions());
  add("over the budgets so far", "over_budget", one.over_budget());
  return figures;
}

Table FigureTable(const v1::ClimateTargetAssessment& assessment) {
  Table table{
      .columns = {{"figure"}, {"result", Align::kRight}, {"between"}, ProseColumn("why not")},
      .rows = {}};
  for (const Figure& figure : FiguresOf(assessment)) {
    table.rows.push_back({figure.title, ShowResult(figure.number), ShowInterval(figure.number),
                          ShowWhyNot(figure.number)});
  }
  return WithoutEmptyColumns(table);
}

Table PathTable(const google::protobuf::RepeatedPtrField<v1::Milestone>& milestones) {
  Table table{.columns = {{"year"},
                          {"path", Align::kRight},
                          {"between"},
                          {"emissions less that", Align::kRight},
                          {"between"}},
              .rows = {}};
  for (const v1::Milestone& milestone : milestones) {
    const bool none = milestone.gap().not_computable().reason() ==
                      common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;
    table.rows.push_back(
        {milestone.period(), ShowResult(milestone.level()), ShowInterval(milestone.level()),
         none ? kNoObservation : ShowResult(milestone.gap()), ShowInterval(milestone.gap())});
  }
  return WithoutEmptyColumns(table);
}

std::string ShowBetween(const std::string& low, const std::string& high) {
  return low.empty() ? "" : absl::StrCat(ShowDecimal(low), " to ", ShowDecimal(high));
}

Table LevelTable(const google::protobuf::RepeatedPtrField<v1::ClimateTargetLevel>& levels,
                 bool with_target) {
  Table table{.columns = {{"target"},
                          {"release"},
                          {"base year"},
                          {"base", Align::kRight},
                          {"between"},
                          {"level", Align::kRight},
                          {"between"},
                          {"at most", Align::kRight},
                          {"unit"}},
              .rows = {}};
  for (const v1::ClimateTargetLevel& level : levels) {
    const std::string target = level.name().substr(0, level.name().rfind("/levels/"));
    table.rows.push_back(
        {with_target ? LastId(target) : "", LastId(level.inventory_release()), level.base_period(),
         level.has_base() ? ShowCell(level.base()) : "",
         ShowBetween(level.base_low(), level.base_high()), ShowDecimal(level.level()),
         ShowBetween(level.level_low(), level.level_high()),
         level.level_max().empty() ? "" : ShowDecimal(level.level_max()), ShowUnit(level.unit())});
  }
  return WithoutEmptyColumns(table);
}

}  // namespace

Document MakeTargetDocument(const TargetCommand& command,
                            const v1::GetTargetProgressResponse& response) {
  Document document;
  const v1::ClimateTargetAssessment& one = response.assessment();
  document.AddHeading(
      1, absl::StrCat(TextIn(command.options.language, response.target().subjects()), ": ",
                      ShowClimateTarget(response.target())));
  document.AddParagraph(absl::StrCat("By release ", LastId(one.inventory_release()),
                                     one.current_period().empty()
                                         ? ", which holds no value to measure with."
                                         : absl::StrCat(", in ", one.current_period(), ".")));
  // The table tells why there is none.
  const std::string standing = ShowStanding(one);
  if (!standing.empty() && !one.milestone_gap().has_not_computable()) {
    document.AddParagraph(absl::StrCat("Emissions are ", standing, "."));
  }
  document.AddTable(FigureTable(one));
  const bool is_projected =
      !one.projection().has_not_computable() || !one.linear_projection().has_not_computable();
  if (const std::string projections = ShowProjections(one); is_projected && !projections.empty()) {
    document.AddParagraph(
        absl::StrCat("In ", response.target().due_period(), ": ", projections, "."));
  }
  document.AddTable(PathTable(response.milestones()));
  if (!response.levels().empty()) document.AddHeading(2, "The target by each release");
  document.AddTable(LevelTable(response.levels(), false));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table TargetRows(const v1::GetTargetProgressResponse& response) {
  Table table{.columns = {{"figure"}, {"period"}, {"release"}}, .rows = {}};
  const std::vector<Column> columns = ComputedColumns();
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  const v1::ClimateTargetAssessment& one = response.assessment();
  const auto add = [&](const std::string& figure, const std::string& period,
                       const Computed& number) {
    std::vector<std::string>& row =
        table.rows.emplace_back(std::vector<std::string>{figure, period, one.inventory_release()});
    const std::vector<std::string> fields = ComputedFields(number);
    row.insert(row.end(), fields.begin(), fields.end());
  };
  for (const Figure& figure : FiguresOf(one)) {
    add(figure.field, one.current_period(), figure.number);
  }
  for (const v1::Milestone& milestone : response.milestones()) {
    add("path", milestone.period(), milestone.level());
    add("path_gap", milestone.period(), milestone.gap());
  }
  return table;
}

Document MakeLevelsDocument(const LevelsCommand& command,
                            const v1::ListClimateTargetLevelsResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Targets by release: ", LastId(AreaName(command.area)),
                                      command.target.empty() ? "" : ", ", LastId(command.target)));
  if (response.climate_target_levels().empty()) document.AddParagraph("None.");
  document.AddTable(LevelTable(response.climate_target_levels(), true));
  if (!response.next_page_token().empty()) {
    document.AddParagraph(
        absl::StrCat("More follow; --limit tells how many to print, now ", command.limit, "."));
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table LevelRows(const v1::ListClimateTargetLevelsResponse& response) {
  Table table{.columns = {{"name"},
                          {"inventory_release"},
                          {"base_period"},
                          {"base"},
                          {"base_low"},
                          {"base_high"},
                          {"value"},
                          {"level"},
                          {"level_low"},
                          {"level_high"},
                          {"level_max"},
                          {"unit"}},
              .rows = {}};
  for (const v1::ClimateTargetLevel& level : response.climate_target_levels()) {
    table.rows.push_back({level.name(), level.inventory_release(), level.base_period(),
                          level.base().value(), level.base_low(), level.base_high(), level.value(),
                          level.level(), level.level_low(), level.level_high(), level.level_max(),
                          level.unit()});
  }
  return table;
}

}  // namespace tertial::cli
