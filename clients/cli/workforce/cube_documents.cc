#include "clients/cli/workforce/cube_documents.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "common/render/answer.h"
#include "common/render/figures.h"
#include "common/render/workforce_words.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

constexpr char kFlowUnitPrefix[] = "FLOW_UNIT_";

// One step down the tree. Blanks that no form leaves out.
constexpr char kIndent[] = "\u00A0\u00A0";

// A line of a cube: the area, or a unit.
struct CubeNode {
  // The resource name of the unit; empty: the area as a whole.
  std::string unit;
  // Its title, indented by how many units stand above it.
  std::string label;
};

// The area, then the units, each after its parent.
std::vector<CubeNode> NodesOf(const v1::Cube& cube, const std::string& language) {
  std::vector<CubeNode> nodes = {{.unit = "", .label = "the whole area"}};
  std::map<std::string, int> depths = {{"", 0}};
  for (const v1::CubeUnit& unit : cube.units()) {
    const int depth = depths[unit.parent()] + 1;
    depths[unit.unit()] = depth;
    std::string label;
    for (int i = 0; i < depth; ++i) label += kIndent;
    const std::string title = TextIn(language, unit.titles());
    label += title.empty() ? LastId(unit.unit()) : title;
    nodes.push_back({.unit = unit.unit(), .label = std::move(label)});
  }
  return nodes;
}

std::map<std::string, std::string> LabelsOf(const v1::Cube& cube, const std::string& language) {
  std::map<std::string, std::string> labels;
  for (CubeNode& node : NodesOf(cube, language)) labels.emplace(node.unit, std::move(node.label));
  return labels;
}

// The place of a figure among those of its unit: what is of all before what is of some.
auto PlaceOf(const v1::FigureSubject& subject) {
  const bool of_one_basis =
      subject.certification_basis() != v1::CERTIFICATION_BASIS_TOTAL_REGISTERED;
  return std::tuple(static_cast<int>(subject.measure()), static_cast<int>(subject.absence_band()),
                    of_one_basis, static_cast<int>(subject.certification_basis()),
                    static_cast<int>(subject.age_band()), static_cast<int>(subject.sex()));
}

// The unit of the cube that is asked for; empty: the area.
absl::StatusOr<std::string> FindUnit(const v1::Cube& cube, const std::string& asked) {
  for (const v1::CubeUnit& unit : cube.units()) {
    if (unit.unit() == asked || LastId(unit.unit()) == asked) return unit.unit();
  }
  if (LastId(asked) == AreaIdOf(cube.name())) return std::string();
  return absl::NotFoundError(absl::StrCat("there is no unit ", asked, " in ", cube.name(),
                                          "; name one of its units by its id, or ",
                                          AreaIdOf(cube.name()), " for the area as a whole"));
}

const v1::FigureDefinition& DefinitionOf(const v1::Cube& cube, v1::FigureMeasure measure) {
  for (const v1::FigureDefinition& definition : cube.definitions()) {
    if (definition.measure() == measure) return definition;
  }
  return v1::FigureDefinition::default_instance();
}

Table DefinitionsOf(const CubeAnswer& answer) {
  std::set<v1::FigureMeasure> shown;
  for (const v1::PublishedFigure& figure : answer.figures.published_figures()) {
    shown.insert(figure.subject().measure());
  }
  Table table{.columns = {{"defined as"},
                          {"version", Align::kRight},
                          {"first day"},
                          {"last day"},
                          {"short absences"}},
              .rows = {}};
  for (const v1::FigureDefinition& definition : answer.cube.cube().definitions()) {
    if (!shown.contains(definition.measure())) continue;
    v1::FigureSubject subject;
    subject.set_measure(definition.measure());
    table.rows.push_back({ShowMeasure(subject), absl::StrCat(definition.version()),
                          definition.first_day(), definition.last_day(),
                          definition.short_term_days() == 0
                              ? ""
                              : absl::StrCat("up to day ", definition.short_term_days())});
  }
  return WithoutEmptyColumns(table);
}

std::string ShowThresholds(const v1::DisclosurePolicy& policy) {
  return absl::StrCat("Thresholds: ", policy.fewest_persons(),
                      " persons in any class that is shown, ", policy.fewest_ftes(),
                      " FTEs in a figure of FTEs, at most ", policy.largest_contribution_percent(),
                      " % of the days lost in a group one person's; sick leave by ",
                      ShowEnum(v1::FlowUnit_Name(policy.sick_leave_unit()), kFlowUnitPrefix),
                      " or longer; absences are short up to day ", policy.short_term_days(), ".");
}

std::string ShowCounts(const v1::Cube& cube) {
  return absl::StrCat(ShowDecimal(absl::StrCat(cube.figures())),
                      cube.figures() == 1 ? " figure, " : " figures, ",
                      ShowDecimal(absl::StrCat(cube.suppressed())),
                      " of them hidden; from the register of ", cube.extract_date(), ".");
}

// How many figures each unit has, and how many of them are hidden.
Table CountsOf(const v1::Cube& cube, const v1::ListPublishedFiguresResponse& figures,
               const std::string& language) {
  std::map<std::string, std::pair<int, int>> counts;
  for (const v1::PublishedFigure& figure : figures.published_figures()) {
    auto& [all, hidden] = counts[figure.subject().unit()];
    ++all;
    if (ShowPublished(figure.cell()) == kHidden) ++hidden;
  }
  Table table{.columns = {{"unit"}, {"figures", Align::kRight}, {"hidden", Align::kRight}},
              .rows = {}};
  if (counts.empty()) return table;
  for (const CubeNode& node : NodesOf(cube, language)) {
    const auto [all, hidden] = counts[node.unit];
    table.rows.push_back({node.label, absl::StrCat(all), absl::StrCat(hidden)});
  }
  return table;
}

std::vector<Column> ThresholdColumns() {
  return {{"fewest_persons"},
          {"fewest_ftes"},
          {"largest_contribution_percent"},
          {"sick_leave_unit"},
          {"short_term_days"}};
}

std::vector<std::string> ThresholdCells(const v1::DisclosurePolicy& policy) {
  return {absl::StrCat(policy.fewest_persons()), absl::StrCat(policy.fewest_ftes()),
          absl::StrCat(policy.largest_contribution_percent()),
          ShowEnum(v1::FlowUnit_Name(policy.sick_leave_unit()), kFlowUnitPrefix),
          absl::StrCat(policy.short_term_days())};
}

std::string YearOf(const v1::DisclosurePolicy& policy) { return LastId(policy.name()); }

}  // namespace

absl::Status SelectFigures(const CubeSelection& selection, CubeAnswer& answer) {
  const v1::Cube& cube = answer.cube.cube();
  auto& figures = *answer.figures.mutable_published_figures();
  if (!selection.unit.empty()) {
    const absl::StatusOr<std::string> unit = FindUnit(cube, selection.unit);
    if (!unit.ok()) return unit.status();
    figures.erase(std::remove_if(figures.begin(), figures.end(),
                                 [&](const auto& one) { return one.subject().unit() != *unit; }),
                  figures.end());
  }
  const std::set<v1::FigureMeasure> measures(selection.measures.begin(), selection.measures.end());
  if (!measures.empty()) {
    figures.erase(std::remove_if(
                      figures.begin(), figures.end(),
                      [&](const auto& one) { return !measures.contains(one.subject().measure()); }),
                  figures.end());
  }
  std::map<std::string, int> places = {{"", 0}};
  for (const v1::CubeUnit& unit : cube.units()) {
    places.emplace(unit.unit(), static_cast<int>(places.size()));
  }
  std::stable_sort(figures.begin(), figures.end(),
                   [&](const v1::PublishedFigure& a, const v1::PublishedFigure& b) {
                     return std::pair(places[a.subject().unit()], PlaceOf(a.subject())) <
                            std::pair(places[b.subject().unit()], PlaceOf(b.subject()));
                   });
  return absl::OkStatus();
}

Document MakeCubeDocument(const CubeAnswer& answer, const std::string& language) {
  const v1::Cube& cube = answer.cube.cube();
  Document document;
  document.AddHeading(1, absl::StrCat("Workforce of ", AreaIdOf(cube.name()), ", ", cube.period(),
                                      ", as published"));
  std::map<std::string, std::string> labels = LabelsOf(cube, language);
  Table table{.columns = PublishedColumns(), .rows = {}};
  table.columns.insert(table.columns.begin(), Column{"unit"});
  for (const v1::PublishedFigure& figure : answer.figures.published_figures()) {
    std::vector<std::string>& row = table.rows.emplace_back(PublishedTexts(figure));
    row.insert(row.begin(), labels[figure.subject().unit()]);
  }
  if (table.rows.empty()) document.AddParagraph("There are no such figures.");
  AddPublishedTable(std::move(table), document);
  document.AddTable(DefinitionsOf(answer));
  document.AddParagraph(ShowThresholds(cube.policy()));
  document.AddParagraph(absl::StrCat("The cube has ", ShowCounts(cube)));
  document.AddParagraph(ShowReadPoint(answer.figures.read_at()));
  return document;
}

Table CubeRows(const CubeAnswer& answer) {
  Table table{.columns = SubjectColumns(), .rows = {}};
  table.columns.insert(
      table.columns.end(),
      {{"value"}, {"missing"}, {"unit_of_measure"}, {"numerator"}, {"denominator"}});
  for (const v1::PublishedFigure& figure : answer.figures.published_figures()) {
    const v1::FigureDefinition& definition =
        DefinitionOf(answer.cube.cube(), figure.subject().measure());
    std::vector<std::string>& row =
        table.rows.emplace_back(SubjectCells(figure.subject(), definition));
    row.insert(row.end(),
               {figure.cell().value(), MissingName(figure.cell()), figure.unit_of_measure(),
                figure.numerator().value(), figure.denominator().value()});
  }
  return table;
}

std::string CubeJson(const CubeAnswer& answer) {
  return absl::StrCat("{\"cube\": ", JsonOf(answer.cube), ", \"figures\": ", JsonOf(answer.figures),
                      "}\n");
}

Document MakeCubesDocument(const v1::ListCubesRequest& request,
                           const v1::ListCubesResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Published of registers: ", LastId(request.parent())));
  Table table{.columns = {{"period"},
                          {"figures", Align::kRight},
                          {"hidden", Align::kRight},
                          {"units", Align::kRight},
                          {"register of"}},
              .rows = {}};
  for (const v1::Cube& cube : response.cubes()) {
    table.rows.push_back({cube.period(), absl::StrCat(cube.figures()),
                          absl::StrCat(cube.suppressed()), absl::StrCat(cube.units_size()),
                          cube.extract_date()});
  }
  if (table.rows.empty()) document.AddParagraph("Nothing is published.");
  document.AddTable(std::move(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table CubesRows(const google::protobuf::RepeatedPtrField<v1::Cube>& cubes) {
  Table table{.columns = {{"cube"}, {"period"}, {"figures"}, {"suppressed"}, {"extract_date"}},
              .rows = {}};
  const std::vector<Column> thresholds = ThresholdColumns();
  table.columns.insert(table.columns.end(), thresholds.begin(), thresholds.end());
  for (const v1::Cube& cube : cubes) {
    std::vector<std::string>& row = table.rows.emplace_back(
        std::vector<std::string>{cube.name(), cube.period(), absl::StrCat(cube.figures()),
                                 absl::StrCat(cube.suppressed()), cube.extract_date()});
    const std::vector<std::string> cells = ThresholdCells(cube.policy());
    row.insert(row.end(), cells.begin(), cells.end());
  }
  return table;
}

Document MakePublishedDocument(const v1::PublishCubeResponse& response,
                               const v1::ListPublishedFiguresResponse& figures,
                               const std::string& language) {
  const v1::Cube& cube = response.cube();
  const bool is_stored = response.result().committed();
  Document document;
  document.AddHeading(1, absl::StrCat(is_stored ? "Published: " : "Would be published: ",
                                      AreaIdOf(cube.name()), ", ", cube.period()));
  document.AddParagraph(ShowCounts(cube));
  document.AddTable(CountsOf(cube, figures, language));
  document.AddParagraph(ShowThresholds(cube.policy()));
  document.AddParagraph(
      is_stored
          ? absl::StrCat("Published for good, as revision ", response.result().at().revision(), ".")
          : "Nothing is stored or fixed; publish it without --validate-only.");
  return document;
}

v1::DisclosurePolicy WithContractDefaults(v1::DisclosurePolicy policy) {
  if (policy.fewest_persons() == 0) policy.set_fewest_persons(5);
  if (policy.fewest_ftes() == 0) policy.set_fewest_ftes(10);
  if (policy.largest_contribution_percent() == 0) policy.set_largest_contribution_percent(50);
  if (policy.sick_leave_unit() == v1::FLOW_UNIT_UNSPECIFIED) {
    policy.set_sick_leave_unit(v1::FLOW_UNIT_TERTIAL);
  }
  if (policy.short_term_days() == 0) policy.set_short_term_days(16);
  return policy;
}

Document MakePolicyDocument(const ThresholdsOfYear& thresholds) {
  const v1::DisclosurePolicy& policy = thresholds.policy;
  Document document;
  document.AddHeading(1, absl::StrCat("Thresholds of publications: ", AreaIdOf(policy.name()), ", ",
                                      YearOf(policy)));
  document.AddTable(
      {.columns = {{"threshold"}, {"value", Align::kRight}},
       .rows = {
           {"fewest persons in any class that is shown", absl::StrCat(policy.fewest_persons())},
           {"fewest FTEs in a figure of FTEs", absl::StrCat(policy.fewest_ftes())},
           {"largest part of a group's lost days that may be one person's",
            absl::StrCat(policy.largest_contribution_percent(), " %")},
           {"shortest periods of which sick leave is published",
            ShowEnum(v1::FlowUnit_Name(policy.sick_leave_unit()), kFlowUnitPrefix)},
           {"last day of an absence that counts as short",
            absl::StrCat(policy.short_term_days())}}});
  if (!policy.provenance().source().empty()) {
    document.AddParagraph(absl::StrCat("They rest on: ", policy.provenance().source(), "."));
  }
  if (thresholds.checked_only) {
    document.AddParagraph("They are right; nothing is stored.");
  } else if (!thresholds.fixed_by.empty()) {
    document.AddParagraph(
        absl::StrCat("They are fixed: ", thresholds.fixed_by, " was published by them."));
  } else {
    document.AddParagraph(absl::StrCat(
        thresholds.recorded ? "They are recorded" : "Nothing is recorded, so the defaults stand",
        "; the first publication of the year fixes them."));
  }
  return document;
}

Table PolicyRows(const ThresholdsOfYear& thresholds) {
  const v1::DisclosurePolicy& policy = thresholds.policy;
  Table table{.columns = ThresholdColumns(), .rows = {ThresholdCells(policy)}};
  table.columns.insert(table.columns.begin(), Column{"policy"});
  table.rows[0].insert(table.rows[0].begin(), policy.name());
  table.columns.insert(table.columns.end(), {{"source"}, {"recorded"}, {"fixed_by"}});
  table.rows[0].insert(
      table.rows[0].end(),
      {policy.provenance().source(), thresholds.recorded ? "true" : "false", thresholds.fixed_by});
  return table;
}

}  // namespace tertial::cli
