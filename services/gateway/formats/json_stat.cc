// JSON-stat 2.0. Written by hand, since a number keeps its digits only as text.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"
#include "common/render/instant.h"
#include "common/types/resource_name.h"
#include "nlohmann/json.hpp"
#include "services/gateway/formats/cell_list.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/formats/report_cells.h"
#include "services/gateway/formats/sdmx_codes.h"

namespace tertial::gateway {
namespace {

// A text as JSON has it.
std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// The members of an object or the elements of a list, as they come.
class Joined {
 public:
  void Add(const std::string& value) { absl::StrAppend(&text_, text_.empty() ? "" : ",", value); }
  void Add(const std::string& name, const std::string& value) {
    Add(absl::StrCat(Quoted(name), ":", value));
  }
  std::string Object() const { return absl::StrCat("{", text_, "}"); }
  std::string List() const { return absl::StrCat("[", text_, "]"); }

 private:
  std::string text_;
};

// The cells of one section as a table of series by periods.
struct Cube {
  std::vector<ReportSeries> series;
  std::vector<std::string> periods;
  // By the place of series and period in the cube.
  std::map<size_t, const ReportCell*> cells;
};

Cube CubeOf(const std::vector<const ReportCell*>& cells) {
  Cube cube;
  std::set<std::string> periods;
  std::map<std::string, size_t> places;
  for (const ReportCell* cell : cells) {
    periods.insert(cell->period);
    if (places.emplace(cell->series.key, cube.series.size()).second) {
      cube.series.push_back(cell->series);
    }
  }
  cube.periods.assign(periods.begin(), periods.end());
  for (const ReportCell* cell : cells) {
    const size_t period = static_cast<size_t>(
        std::distance(cube.periods.begin(),
                      std::lower_bound(cube.periods.begin(), cube.periods.end(), cell->period)));
    cube.cells[places[cell->series.key] * cube.periods.size() + period] = cell;
  }
  return cube;
}

std::string Category(const Joined& index, const Joined& labels) {
  Joined category;
  category.Add("index", index.List());
  category.Add("label", labels.Object());
  return category.Object();
}

std::string Dimension(const std::string& label, const std::string& category) {
  Joined dimension;
  dimension.Add("label", Quoted(label));
  dimension.Add("category", category);
  return dimension.Object();
}

// The greatest number of decimals among the values of a series.
int DecimalsOfSeries(const Cube& cube, size_t series) {
  int decimals = 0;
  for (size_t i = 0; i < cube.periods.size(); ++i) {
    const auto at = cube.cells.find(series * cube.periods.size() + i);
    if (at == cube.cells.end()) continue;
    const std::string own = DecimalsOf(*at->second);
    if (!own.empty()) decimals = std::max(decimals, std::stoi(own));
  }
  return decimals;
}

// The footnotes of a series, each with the period it hangs on.
std::string NotesOfSeries(const Cube& cube, size_t series, const std::string& language) {
  Joined notes;
  for (size_t i = 0; i < cube.periods.size(); ++i) {
    const auto at = cube.cells.find(series * cube.periods.size() + i);
    if (at == cube.cells.end()) continue;
    for (const common::v1::Footnote& footnote : at->second->cell.footnotes()) {
      notes.Add(Quoted(absl::StrCat(cube.periods[i], ": ", footnote.mark(),
                                    footnote.mark().empty() ? "" : " ",
                                    ChooseText(footnote.texts(), language).text())));
    }
  }
  return notes.List();
}

std::string SeriesDimension(const Cube& cube, const std::string& language) {
  Joined index, labels, units, notes, category;
  for (size_t i = 0; i < cube.series.size(); ++i) {
    const ReportSeries& series = cube.series[i];
    index.Add(Quoted(series.key));
    labels.Add(series.key, Quoted(series.label));
    Joined unit;
    unit.Add("label", Quoted(series.unit));
    unit.Add("decimals", absl::StrCat(DecimalsOfSeries(cube, i)));
    units.Add(series.key, unit.Object());
    const std::string own_notes = NotesOfSeries(cube, i, language);
    if (own_notes != "[]") notes.Add(series.key, own_notes);
  }
  category.Add("index", index.List());
  category.Add("label", labels.Object());
  category.Add("unit", units.Object());
  category.Add("note", notes.Object());
  return Dimension("Series", category.Object());
}

std::string PeriodDimension(const Cube& cube) {
  Joined index, labels;
  for (const std::string& period : cube.periods) {
    index.Add(Quoted(period));
    labels.Add(period, Quoted(period));
  }
  return Dimension("Period", Category(index, labels));
}

std::string AreaDimension(const v1::Report& report, const std::string& language) {
  Joined index, labels;
  const std::string id(LastIdOf(report.area().name()));
  index.Add(Quoted(id));
  labels.Add(id, Quoted(ChooseText(report.area().display_names(), language).text()));
  return Dimension("Area", Category(index, labels));
}

std::string Completeness(const v1::SectionState& state) {
  return Quoted(
      std::string(absl::StripPrefix(v1::Completeness_Name(state.completeness()), "COMPLETENESS_")));
}

// Values, status, and by the same places why there is no value and how a number was computed.
void AddCells(const Cube& cube, Joined& dataset, Joined& extension) {
  Joined values, statuses, missing, formulas;
  for (size_t place = 0; place < cube.series.size() * cube.periods.size(); ++place) {
    const auto at = cube.cells.find(place);
    const ReportCell* cell = at == cube.cells.end() ? nullptr : at->second;
    values.Add(cell == nullptr || cell->cell.value().empty() ? "null" : cell->cell.value());
    if (cell == nullptr) continue;
    const std::string name = absl::StrCat(place);
    if (const std::string status = ObsStatus(*cell); !status.empty()) {
      statuses.Add(name, Quoted(status));
    }
    if (!cell->missing.empty()) missing.Add(name, Quoted(cell->missing));
    if (cell->formula != common::v1::FORMULA_UNSPECIFIED) {
      formulas.Add(name, Quoted(std::string(absl::StripPrefix(
                             common::v1::Formula_Name(cell->formula), "FORMULA_"))));
    }
  }
  dataset.Add("value", values.List());
  dataset.Add("status", statuses.Object());
  extension.Add("missing", missing.Object());
  extension.Add("formula", formulas.Object());
}

std::string Dataset(const v1::Report& report, const v1::SectionState& state, const Cube& cube,
                    const std::string& language) {
  Joined dataset, dimension, role, extension;
  dataset.Add("version", "\"2.0\"");
  dataset.Add("class", "\"dataset\"");
  dataset.Add("label", Quoted(SectionCode(state.section())));
  dataset.Add("source", Quoted(state.service()));
  if (state.read_at().has_commit_time()) {
    dataset.Add("updated", Quoted(FormatInstant(state.read_at().commit_time())));
  }
  dataset.Add("id", R"(["area","series","period"])");
  dataset.Add("size", absl::StrCat("[1,", cube.series.size(), ",", cube.periods.size(), "]"));
  role.Add("geo", R"(["area"])");
  role.Add("metric", R"(["series"])");
  role.Add("time", R"(["period"])");
  dataset.Add("role", role.Object());
  dimension.Add("area", AreaDimension(report, language));
  dimension.Add("series", SeriesDimension(cube, language));
  dimension.Add("period", PeriodDimension(cube));
  dataset.Add("dimension", dimension.Object());
  extension.Add("completeness", Completeness(state));
  AddCells(cube, dataset, extension);
  dataset.Add("extension", extension.Object());
  return dataset.Object();
}

// What became of every section, also of those without cells.
std::string States(const v1::Report& report) {
  Joined states;
  for (const v1::SectionState& state : report.states()) {
    Joined one;
    one.Add("section", Quoted(SectionCode(state.section())));
    one.Add("service", Quoted(state.service()));
    one.Add("completeness", Completeness(state));
    one.Add("reason", Quoted(state.reason()));
    one.Add("epoch", Quoted(state.read_at().epoch()));
    one.Add("revision", absl::StrCat(state.read_at().revision()));
    states.Add(one.Object());
  }
  return states.List();
}

}  // namespace

std::string WriteJsonStat(const v1::Report& report, const std::string& language) {
  const std::vector<ReportCell> cells = ListReportCells(report, language);
  std::map<v1::SectionKind, std::vector<const ReportCell*>> by_section;
  for (const ReportCell& cell : cells) by_section[cell.section].push_back(&cell);
  Joined items;
  for (const v1::SectionState& state : report.states()) {
    const auto own = by_section.find(state.section());
    if (own == by_section.end()) continue;
    items.Add(Dataset(report, state, CubeOf(own->second), language));
  }
  Joined link, extension, collection;
  link.Add("item", items.List());
  extension.Add("area", Quoted(report.area().name()));
  extension.Add("period", Quoted(report.period()));
  extension.Add("build", Quoted(report.build().version()));
  extension.Add("sections", States(report));
  collection.Add("version", "\"2.0\"");
  collection.Add("class", "\"collection\"");
  collection.Add(
      "label", Quoted(absl::StrCat(ChooseText(report.area().display_names(), language).text(), " ",
                                   report.period())));
  collection.Add("link", link.Object());
  collection.Add("extension", extension.Object());
  return collection.Object() + "\n";
}

}  // namespace tertial::gateway
