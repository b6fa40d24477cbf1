#include "clients/cli/analysis/series_document.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/series_notes.h"
#include "clients/cli/analysis/shown.h"
#include "common/render/figures.h"
#include "common/render/instant.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

constexpr size_t kMostPeriodColumns = 12;

// "0000-T0" of "2024-T1": alike for all periods of one kind, whose texts have the order of time.
std::string FormOf(std::string period) {
  std::replace_if(period.begin(), period.end(), absl::ascii_isdigit, '0');
  return period;
}

// The ids of the areas that cells are of.
std::set<std::string> AreasOf(const v1::GetSeriesResponse& response) {
  std::set<std::string> areas;
  for (const v1::Series& series : response.series()) {
    for (const v1::SeriesCell& cell : series.cells()) areas.insert(LastId(cell.area()));
  }
  return areas;
}

// The cells of one series and one area, in periods of one kind.
struct Row {
  const v1::Series* series;
  std::string area;
  std::map<std::string, const v1::SeriesCell*> cells;
};

// What is shown in one kind of period.
struct Group {
  std::string form;
  std::set<std::string> periods;
  std::vector<Row> rows;
};

// The group of the form, and its last row if that is of the series and area; made where there are
// none.
Row& RowFor(std::vector<Group>& groups, const v1::Series& series, const v1::SeriesCell& cell) {
  const std::string form = FormOf(cell.period());
  auto group = std::find_if(groups.begin(), groups.end(),
                            [&form](const Group& one) { return one.form == form; });
  if (group == groups.end()) group = groups.insert(groups.end(), Group{.form = form});
  group->periods.insert(cell.period());
  const std::string area = LastId(cell.area());
  auto row = std::find_if(group->rows.begin(), group->rows.end(), [&](const Row& one) {
    return one.series == &series && one.area == area;
  });
  if (row == group->rows.end()) {
    row = group->rows.insert(group->rows.end(), Row{.series = &series, .area = area, .cells = {}});
  }
  return *row;
}

std::vector<Group> GroupByKindOfPeriod(const v1::GetSeriesResponse& response) {
  std::vector<Group> groups;
  for (const v1::Series& series : response.series()) {
    for (const v1::SeriesCell& cell : series.cells()) {
      RowFor(groups, series, cell).cells[cell.period()] = &cell;
    }
  }
  return groups;
}

std::string ShowSeriesCell(const v1::SeriesCell& cell) {
  std::string shown = cell.has_cell() ? ShowCell(cell.cell()) : ShowResult(cell.computed());
  for (const int mark : cell.marks()) {
    absl::string_view shown_mark;
    if (mark == v1::SERIES_MARK_BREAK) shown_mark = "(b)";
    if (mark == v1::SERIES_MARK_AREA_NUMBER_CHANGED) shown_mark = "(n)";
    if (mark == v1::SERIES_MARK_BORDER_CHANGED) shown_mark = "(g)";
    if (!absl::StrContains(shown, shown_mark)) absl::StrAppend(&shown, " ", shown_mark);
  }
  return shown;
}

// The table of the periods from `begin` to before `end`.
Table MakeTable(const Group& group, std::set<std::string>::const_iterator begin,
                std::set<std::string>::const_iterator end, bool with_areas) {
  Table table{.columns = {{"indicator"}}, .rows = {}};
  if (with_areas) table.columns.push_back({"area"});
  table.columns.push_back({"unit"});
  for (auto period = begin; period != end; ++period) {
    table.columns.push_back({.title = *period, .align = Align::kRight});
  }
  for (const Row& row : group.rows) {
    const v1::Indicator& indicator = row.series->indicator();
    std::vector<std::string>& shown =
        table.rows.emplace_back(std::vector{ShowLabel(indicator, row.series->label())});
    if (with_areas) shown.push_back(row.area);
    shown.push_back(ShowUnitOf(indicator));
    for (auto period = begin; period != end; ++period) {
      const auto cell = row.cells.find(*period);
      shown.push_back(cell == row.cells.end() ? kNoObservation : ShowSeriesCell(*cell->second));
    }
  }
  return table;
}

void AddTables(const Group& group, bool with_areas, Document& document, Table& all) {
  for (auto begin = group.periods.begin(); begin != group.periods.end();) {
    const auto left = static_cast<size_t>(std::distance(begin, group.periods.end()));
    const auto end =
        std::next(begin, static_cast<std::ptrdiff_t>(std::min(left, kMostPeriodColumns)));
    Table table = MakeTable(group, begin, end, with_areas);
    all.rows.insert(all.rows.end(), table.rows.begin(), table.rows.end());
    document.AddTable(std::move(table));
    begin = end;
  }
}

std::string ShowOwner(const v1::OwnedFigures& owned) {
  if (!owned.stale()) return absl::StrCat("owned by ", owned.service());
  const std::string heard =
      owned.has_last_contact()
          ? FormatInstant(absl::FromUnixSeconds(owned.last_contact().seconds()))
          : "the service started";
  return absl::StrCat("owned by ", owned.service(), ", not heard of since ", heard,
                      ": may be outdated");
}

// Where the figures of an indicator come from. Empty: they are recorded as they are.
std::string ShowOrigin(const v1::Series& series) {
  if (!series.indicator().formula().empty()) {
    return absl::StrCat("computed: ", series.indicator().formula());
  }
  return series.has_owned() ? ShowOwner(series.owned()) : "";
}

void AddAvailability(const v1::GetSeriesResponse& response, Document& document) {
  Table table{.columns = {{"id"},
                          ProseColumn("cells"),
                          {"first measured"},
                          {"latest measured"},
                          {"next measuring"},
                          ProseColumn("figures")},
              .rows = {}};

  for (const v1::Series& series : response.series()) {
    std::string counts = ShowCounts(series.counts());
    if (series.provisional() > 0) {
      absl::StrAppend(&counts, "; ", series.provisional(), " provisional");
    }
    table.rows.push_back({LastId(series.indicator().name()), std::move(counts),
                          series.first_measured(), series.latest_measured(),
                          series.next_measuring(), ShowOrigin(series)});
  }
  document.AddTable(WithoutEmptyColumns(table));
}

std::string MarkNames(const v1::SeriesCell& cell) {
  return absl::StrJoin(cell.marks(), " ", [](std::string* out, int mark) {
    absl::StrAppend(out, absl::StripPrefix(v1::SeriesMark_Name(static_cast<v1::SeriesMark>(mark)),
                                           "SERIES_MARK_"));
  });
}

std::vector<std::string> CsvRow(const v1::Series& series, const v1::SeriesCell& one) {
  const common::v1::Cell& cell = one.cell();
  return {LastId(one.area()),
          one.area_number(),
          LastId(series.indicator().name()),
          series.label().text(),
          series.indicator().unit(),
          one.period(),
          cell.value(),
          MissingName(cell),
          cell.expected(),
          cell.overdue() ? "true" : "false",
          cell.rounded_to(),
          FlagNames(cell),
          ShowFootnotes(cell, series.label().language()),
          MarkNames(one),
          absl::StrCat(one.definition_version()),
          ShowWhyNot(one.computed()),
          series.indicator().formula(),
          one.name(),
          one.revision() == 0 ? "" : absl::StrCat(one.revision())};
}

// "asker (3203), series": with the number of the last period shown, where all cells are of one
// area.
std::string TitleOf(const v1::GetSeriesRequest& request, const v1::GetSeriesResponse& response) {
  const std::set<std::string> areas = AreasOf(response);
  std::string area = areas.size() == 1 ? *areas.begin() : LastId(request.area());
  std::string period;
  std::string number;
  for (const v1::Series& series : response.series()) {
    if (series.cells().empty() || series.cells().rbegin()->period() < period) continue;
    period = series.cells().rbegin()->period();
    number = series.cells().rbegin()->area_number();
  }
  if (!number.empty() && areas.size() == 1) absl::StrAppend(&area, " (", number, ")");
  return absl::StrCat(area, ", series", request.dimensions().empty() ? "" : ", ",
                      ShowDimensions(request.dimensions()));
}

}  // namespace

Document MakeSeriesDocument(const v1::GetSeriesRequest& request,
                            const v1::GetSeriesResponse& response) {
  const std::set<std::string> areas = AreasOf(response);
  Document document;
  document.AddHeading(1, TitleOf(request, response));
  if (areas.empty()) document.AddParagraph("Nothing is recorded in these periods.");
  Table all;
  for (const Group& group : GroupByKindOfPeriod(response)) {
    AddTables(group, areas.size() > 1, document, all);
  }
  if (const std::string legend = Legend(all); !legend.empty()) document.AddParagraph(legend);
  document.AddTable(NotesOnSeries(response, request.language()));
  AddAvailability(response, document);
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table SeriesRows(const v1::GetSeriesResponse& response) {
  Table table{.columns = {{"area"},
                          {"area_number"},
                          {"indicator"},
                          {"label"},
                          {"unit"},
                          {"period"},
                          {"value"},
                          {"missing"},
                          {"expected"},
                          {"overdue"},
                          {"rounded_to"},
                          {"flags"},
                          {"footnotes"},
                          {"marks"},
                          {"definition_version"},
                          {"not_computable"},
                          {"formula"},
                          {"name"},
                          {"revision"}},
              .rows = {}};
  for (const v1::Series& series : response.series()) {
    for (const v1::SeriesCell& cell : series.cells()) table.rows.push_back(CsvRow(series, cell));
  }
  return table;
}

}  // namespace tertial::cli
