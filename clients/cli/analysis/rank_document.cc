#include "clients/cli/analysis/rank_document.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/flags.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;
using common::v1::Computed;

std::string IssueName(int issue) {
  return std::string(absl::StripPrefix(
      v1::ComparabilityIssue_Name(static_cast<v1::ComparabilityIssue>(issue)), kIssuePrefix));
}

std::string IssueWords(const v1::ComparedArea& area) {
  return absl::StrJoin(area.issues(), ", ", [](std::string* out, int issue) {
    absl::StrAppend(out, FlagWord(IssueName(issue)));
  });
}

// The weights by the ids of their areas, of a weighted mean: the second of each two operands.
std::map<std::string, const common::v1::Operand*> WeightsOf(
    const v1::CompareAreasResponse& response) {
  std::map<std::string, const common::v1::Operand*> weights;
  if (response.statistic().formula() != common::v1::FORMULA_WEIGHTED_MEAN) return weights;
  for (int i = 1; i < response.statistic().operands_size(); i += 2) {
    const common::v1::Operand& weight = response.statistic().operands(i);
    weights[AreaIdOf(weight.name())] = &weight;
  }
  return weights;
}

std::string ShowRank(const v1::ComparedArea& area) {
  if (area.rank() == 0) return "";
  return absl::StrCat(area.rank(), area.tied() ? "=" : "");
}

std::string ShowFigure(const v1::ComparedArea& area) {
  if (area.has_cell()) return ShowCell(area.cell());
  if (area.computed().has_not_computable()) return ShowResult(area.computed());
  if (area.outcome() == common::v1::OUTCOME_NO_OBSERVATION) return kNoObservation;
  return ShowEnum(common::v1::Outcome_Name(area.outcome()), "OUTCOME_");
}

// Why it is left out or has no figure, and what must not be missing beside the figure.
std::string ShowRemarks(const v1::CompareAreasRequest& request, const v1::ComparedArea& area) {
  std::vector<std::string> remarks = {
      area.left_out_because().empty() ? ShowWhyNot(area.computed()) : area.left_out_because(),
      ShowFootnotes(area.cell(), request.language())};
  remarks.erase(std::remove(remarks.begin(), remarks.end(), ""), remarks.end());
  return absl::StrJoin(remarks, " ");
}

Table AreasTable(const v1::CompareAreasRequest& request, const v1::CompareAreasResponse& response) {
  const auto weights = WeightsOf(response);
  Table table{.columns = {{"rank", Align::kRight},
                          {"area"},
                          {"figure", Align::kRight},
                          {LastId(request.weight()), Align::kRight},
                          {"accepted"},
                          ProseColumn("to be known")},
              .rows = {}};
  for (const v1::ComparedArea& area : response.areas()) {
    const auto weight = weights.find(LastId(area.area()));
    table.rows.push_back({ShowRank(area), area.title(), ShowFigure(area),
                          weight == weights.end() ? "" : ShowCell(weight->second->cell()),
                          IssueWords(area), ShowRemarks(request, area)});
  }
  return WithoutEmptyColumns(table);
}

// Over whom the statistic is, or for whom it is published.
std::string ShowBasis(const v1::CompareAreasRequest& request,
                      const v1::CompareAreasResponse& response) {
  if (request.statistic() != v1::STATISTIC_PUBLISHED) {
    return absl::StrCat(", over ", response.contributors(), " of ", response.areas_size(),
                        response.areas_size() == 1 ? " area" : " areas");
  }
  const auto& operands = response.statistic().operands();
  return operands.empty() ? "" : absl::StrCat(", for ", AreaIdOf(operands[0].name()));
}

// "Median: 22.6 %, over 4 of 5 areas."
std::string ShowStatistic(const v1::CompareAreasRequest& request,
                          const v1::CompareAreasResponse& response) {
  const Computed& statistic = response.statistic();
  std::string what = ShowEnum(v1::Statistic_Name(request.statistic()), "STATISTIC_");
  what[0] = absl::ascii_toupper(static_cast<unsigned char>(what[0]));
  const std::string between = ShowInterval(statistic);
  const std::string why_not = ShowWhyNot(statistic);
  return absl::StrCat(what, ": ", ShowResult(statistic), between.empty() ? "" : ", between ",
                      between, ShowBasis(request, response), ".", why_not.empty() ? "" : " ",
                      why_not);
}

Table IssuesTable(const v1::CompareAreasResponse& response) {
  Table table{.columns = {{"accepted"}, {"areas"}, ProseColumn("although")}, .rows = {}};
  for (const v1::FoundIssue& found : response.issues()) {
    const std::string areas = absl::StrJoin(
        found.areas(), ", ",
        [](std::string* out, const std::string& area) { absl::StrAppend(out, LastId(area)); });
    table.rows.push_back({FlagWord(IssueName(found.issue())), areas,
                          found.detail().empty() ? ShowIssue(found.issue()) : found.detail()});
  }
  return table;
}

std::string StatisticName(v1::Statistic statistic) {
  return std::string(absl::StripPrefix(v1::Statistic_Name(statistic), "STATISTIC_"));
}

std::vector<std::string> AreaRow(const v1::CompareAreasResponse& response,
                                 const v1::ComparedArea& area) {
  const auto weights = WeightsOf(response);
  const auto weight = weights.find(LastId(area.area()));
  return {"AREA",
          LastId(area.area()),
          area.title(),
          area.rank() == 0 ? "" : absl::StrCat(area.rank()),
          area.tied() ? "true" : "false",
          area.cell().value(),
          response.indicator().unit(),
          MissingName(area.cell()),
          std::string(absl::StripPrefix(common::v1::Outcome_Name(area.outcome()), "OUTCOME_")),
          FlagNames(area.cell()),
          weight == weights.end() ? "" : weight->second->cell().value(),
          area.contributes() ? "true" : "false",
          area.left_out_because(),
          absl::StrJoin(area.issues(), " ",
                        [](std::string* out, int issue) { *out += IssueName(issue); }),
          ShowWhyNot(area.computed()),
          area.name(),
          area.revision() == 0 ? "" : absl::StrCat(area.revision())};
}

std::vector<std::string> StatisticRow(const v1::CompareAreasRequest& request,
                                      const v1::CompareAreasResponse& response) {
  const Computed& statistic = response.statistic();
  return {StatisticName(request.statistic()),
          "",
          "",
          "",
          "",
          statistic.value(),
          statistic.unit(),
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          ShowWhyNot(statistic),
          "",
          ""};
}

}  // namespace

std::string ShowIssue(v1::ComparabilityIssue issue) {
  switch (issue) {
    case v1::COMPARABILITY_ISSUE_DEFINITION_VERSIONS:
      return "measured by another version of the definition";
    case v1::COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL:
      return "provisional beside final figures";
    case v1::COMPARABILITY_ISSUE_DIFFERENT_BASES:
      return "on different bases";
    case v1::COMPARABILITY_ISSUE_UNKNOWN_BASIS:
      return "on a basis that is not known";
    case v1::COMPARABILITY_ISSUE_SUM_BESIDE_PLACES:
      return "a sum over a group of places beside single places";
    case v1::COMPARABILITY_ISSUE_SUSPICIOUS_ZERO:
      return "a published zero that is hardly one";
    case v1::COMPARABILITY_ISSUE_ESTIMATES:
      return "a forecast or an estimate beside measured figures";
    default:
      return ShowEnum(v1::ComparabilityIssue_Name(issue), kIssuePrefix);
  }
}

Document MakeRankDocument(const v1::CompareAreasRequest& request,
                          const v1::CompareAreasResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat(ShowLabel(response.indicator(), response.label()), ", ",
                                      response.period(), request.dimensions().empty() ? "" : ", ",
                                      ShowDimensions(request.dimensions())));
  document.AddParagraph(absl::StrCat(ShowDefinition(response.indicator()), ". ",
                                     response.highest_first() ? "The highest" : "The lowest",
                                     " stands first."));
  Table areas = AreasTable(request, response);
  const std::string legend = Legend(areas);
  document.AddTable(std::move(areas));
  if (!legend.empty()) document.AddParagraph(legend);
  if (response.has_statistic()) document.AddParagraph(ShowStatistic(request, response));
  document.AddTable(IssuesTable(response));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table RankRows(const v1::CompareAreasRequest& request, const v1::CompareAreasResponse& response) {
  Table table{.columns = {{"what"},
                          {"area"},
                          {"title"},
                          {"rank"},
                          {"tied"},
                          {"value"},
                          {"unit"},
                          {"missing"},
                          {"outcome"},
                          {"flags"},
                          {"weight"},
                          {"contributes"},
                          {"left_out_because"},
                          {"accepted"},
                          {"not_computable"},
                          {"name"},
                          {"revision"}},
              .rows = {}};
  for (const v1::ComparedArea& area : response.areas()) {
    table.rows.push_back(AreaRow(response, area));
  }
  if (response.has_statistic()) table.rows.push_back(StatisticRow(request, response));
  return table;
}

}  // namespace tertial::cli
