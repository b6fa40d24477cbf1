#include "clients/cli/analysis/series_notes.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;
using common::v1::Cell;

// "sum of asker-1, royken, hurum": of a cell that was added up over predecessors.
std::string ShowSum(const v1::SeriesCell& cell) {
  return absl::StrCat("sum of ",
                      absl::StrJoin(cell.computed().operands(), ", ",
                                    [](std::string* out, const common::v1::Operand& operand) {
                                      absl::StrAppend(out, AreaIdOf(operand.name()));
                                    }));
}

std::string ShowExpected(const Cell& cell) {
  if (cell.overdue()) return absl::StrCat("overdue: was expected by ", cell.expected());
  return absl::StrCat(
      cell.missing() == common::v1::MISSING_REASON_PENDING ? "expected by " : "to be measured in ",
      cell.expected());
}

// Flags that ShowCell has no mark for.
std::vector<std::string> OtherFlags(const Cell& cell) {
  std::vector<std::string> shown;
  for (const int flag : cell.flags()) {
    switch (flag) {
      case common::v1::FLAG_PROVISIONAL:
      case common::v1::FLAG_ESTIMATED:
      case common::v1::FLAG_FORECAST:
      case common::v1::FLAG_BREAK_IN_SERIES:
        break;
      default:
        shown.push_back(
            ShowEnum(common::v1::Flag_Name(static_cast<common::v1::Flag>(flag)), "FLAG_"));
    }
  }
  return shown;
}

// `before` is the cell before it in the series, or nullptr where that is not shown.
std::string ShowMark(int mark, const v1::SeriesCell& cell, const v1::SeriesCell* before) {
  if (mark == v1::SERIES_MARK_AREA_NUMBER_CHANGED) {
    return before == nullptr ? absl::StrCat("(n) official number ", cell.area_number())
                             : absl::StrCat("(n) official number ", cell.area_number(), "; in ",
                                            before->period(), " it was ", before->area_number());
  }
  if (mark == v1::SERIES_MARK_BORDER_CHANGED) {
    return absl::StrCat("(g) other borders than ",
                        before == nullptr ? "before" : absl::StrCat("in ", before->period()));
  }
  return "";
}

std::vector<std::string> NotesOn(const v1::Series& series, const v1::SeriesCell& cell,
                                 const v1::SeriesCell* before, const std::string& language) {
  std::vector<std::string> notes;
  for (const int mark : cell.marks()) notes.push_back(ShowMark(mark, cell, before));
  if (cell.has_computed()) {
    notes.push_back(ShowWhyNot(cell.computed()));
    if (series.indicator().formula().empty()) notes.push_back(ShowSum(cell));
  }
  if (!cell.cell().expected().empty()) notes.push_back(ShowExpected(cell.cell()));
  for (std::string& flag : OtherFlags(cell.cell())) notes.push_back(std::move(flag));
  notes.push_back(ShowFootnotes(cell.cell(), language));
  notes.erase(std::remove(notes.begin(), notes.end(), ""), notes.end());
  return notes;
}

// Notes with the ids of the indicators that they are about.
class Notes {
 public:
  void Add(const std::string& period, const std::string& note, const std::string& indicator) {
    const auto [place, is_new] = places_.try_emplace({period, note}, notes_.size());
    if (is_new) notes_.push_back({period, note, {}});
    std::vector<std::string>& indicators = notes_[place->second].indicators;
    if (indicators.empty() || indicators.back() != indicator) indicators.push_back(indicator);
  }

  // `series`: how many there are.
  Table MakeTable(size_t series) {
    std::stable_sort(notes_.begin(), notes_.end(),
                     [](const Note& a, const Note& b) { return a.period < b.period; });
    Table table{.columns = {{"period"}}, .rows = {}};
    if (series > 1) table.columns.push_back({"indicator"});
    table.columns.push_back(ProseColumn("to be known"));
    for (const Note& note : notes_) {
      std::vector<std::string>& row = table.rows.emplace_back(std::vector{note.period});
      if (series > 1) {
        row.push_back(note.indicators.size() == series ? "all"
                                                       : absl::StrJoin(note.indicators, ", "));
      }
      row.push_back(note.text);
    }
    return table;
  }

 private:
  struct Note {
    std::string period;
    std::string text;
    std::vector<std::string> indicators;
  };

  std::vector<Note> notes_;
  std::map<std::pair<std::string, std::string>, size_t> places_;
};

}  // namespace

Table NotesOnSeries(const v1::GetSeriesResponse& response, const std::string& language) {
  Notes notes;
  for (const v1::Series& series : response.series()) {
    const v1::SeriesCell* before = nullptr;
    for (const v1::SeriesCell& cell : series.cells()) {
      for (const std::string& note : NotesOn(series, cell, before, language)) {
        notes.Add(cell.period(), note, LastId(series.indicator().name()));
      }
      before = &cell;
    }
  }
  return notes.MakeTable(static_cast<size_t>(response.series_size()));
}

}  // namespace tertial::cli
