// Goals and indicators.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/render/figures.h"
#include "common/render/instant.h"
#include "common/render/report_document.h"
#include "common/render/targets.h"

namespace tertial {
namespace {

namespace v1 = indicators::v1;

// "> 10: met"; where the period reported on has no value, the latest one that was assessed as well.
std::string ShowResult(const v1::TargetResult& result) {
  std::string shown = ShowTarget(result.target()) + ": ";
  for (auto one = result.assessments().rbegin(); one != result.assessments().rend(); ++one) {
    const bool is_latest = one == result.assessments().rbegin();
    if (one->state() != v1::TARGET_STATE_NOT_COMPUTABLE) {
      return absl::StrCat(shown, ShowEnum(v1::TargetState_Name(one->state()), "TARGET_STATE_"),
                          is_latest ? "" : absl::StrCat(" in ", one->period()));
    }
    if (is_latest) absl::StrAppend(&shown, ShowComputed(one->distance()), "; ");
  }
  shown.resize(shown.size() - 2);
  return shown;
}

void AddFocusArea(const v1::IndicatorsSection& section, const v1::FocusAreaSection& focus_area,
                  const std::string& language, Document& document) {
  document.AddHeading(
      3,
      absl::StrCat(TextIn(language, focus_area.focus_area().titles()), ": ",
                   focus_area.indicator_count(), " indicators, ", ShowCounts(focus_area.cells())),
      kFocusAreaAnchor +
          focus_area.focus_area().name().substr(focus_area.focus_area().name().rfind('/') + 1));
  Table table{.columns = {{"goal"}, {"indicator"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
  const bool of_tertial = IsTertial(section.period());
  table.columns.push_back({"change", Align::kRight});
  if (of_tertial) AddYearToDateColumns(table);
  table.columns.push_back({"target"});
  for (const v1::GoalSection& goal : focus_area.goals()) {
    const std::string number = absl::StrCat(goal.goal().order());
    if (goal.indicators().empty()) {
      std::vector<std::string> row = {
          number, ShowEnum(v1::GoalStatus_Name(goal.goal().status()), "GOAL_STATUS_")};
      row.resize(table.columns.size());
      table.rows.push_back(std::move(row));
    }
    for (const v1::IndicatorSeries& series : goal.indicators()) {
      std::vector<std::string> row = {number, TextIn(language, series.indicator().labels()),
                                      ShowUnit(series.indicator().unit())};
      AddPeriodCells(series.cells(), row);
      row.push_back(series.change().has_value() ? ShowDecimal(series.change().value()) : "");
      if (of_tertial) AddYearToDateCells(series.tertial(), row);
      row.push_back(absl::StrJoin(series.targets(), "; ",
                                  [](std::string* out, const v1::TargetResult& result) {
                                    absl::StrAppend(out, ShowResult(result));
                                  }));
      table.rows.push_back(std::move(row));
    }
  }
  document.AddTable(std::move(table));
}

// Which figures may be outdated, because the service that owns them is not reached.
void AddStaleOwners(const v1::IndicatorsSection& section, Document& document) {
  std::map<std::string, v1::OwnedFigures> stale;
  for (const v1::FocusAreaSection& focus_area : section.focus_areas()) {
    for (const v1::GoalSection& goal : focus_area.goals()) {
      for (const v1::IndicatorSeries& series : goal.indicators()) {
        if (series.owned().stale()) stale[series.owned().service()] = series.owned();
      }
    }
  }
  for (const auto& [service, owned] : stale) {
    document.AddParagraph(absl::StrCat(
        "Figures that ", service, " owns may be outdated: the service ",
        owned.has_last_contact()
            ? absl::StrCat("was last heard of at ", FormatInstant(owned.last_contact()))
            : "is not heard of",
        "."));
  }
}

}  // namespace

void AddIndicatorsChapter(const v1::IndicatorsSection& section, const std::string& language,
                          Document& document) {
  if (section.has_framework()) {
    document.AddParagraph(absl::StrCat(TextIn(language, section.framework().titles()), " (",
                                       section.framework().first_period(), " to ",
                                       section.framework().last_period(), ")."));
  }
  const std::string statuses = absl::StrJoin(
      section.goal_statuses(), ", ", [](std::string* out, const v1::GoalStatusCount& status) {
        absl::StrAppend(out, status.count(), " ",
                        ShowEnum(v1::GoalStatus_Name(status.status()), "GOAL_STATUS_"));
      });
  document.AddParagraph(absl::StrCat(section.indicator_count(), " indicators. ",
                                     ShowCounts(section.cells()), ". ", section.goal_count(),
                                     " goals", statuses.empty() ? "" : ": ", statuses, "."));
  AddStaleOwners(section, document);
  for (const v1::FocusAreaSection& focus_area : section.focus_areas()) {
    AddFocusArea(section, focus_area, language, document);
  }
  if (section.other_targets().empty()) return;
  document.AddHeading(3, "Targets that no indicator measures");
  Table table{.columns = {{"subject"}, {"target"}, {"unit"}, {"basis"}}, .rows = {}};
  for (const v1::Target& target : section.other_targets()) {
    table.rows.push_back({TextIn(language, target.subjects()), ShowTarget(target),
                          ShowUnit(target.unit()),
                          ShowEnum(v1::TargetBasis_Name(target.basis()), "TARGET_BASIS_")});
  }
  document.AddTable(std::move(table));
}

}  // namespace tertial
