// Units and the figures of the workforce.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/import/dataset_files.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

// What owned_indicators.csv calls a figure that is of no unit and of all.
constexpr absl::string_view kWholeMunicipality = "total of the municipality";

const std::vector<CodeWord>& MetricWords() {
  static const auto& words = *new std::vector<CodeWord>{
      {"sick-leave", v1::MEASURE_SICK_LEAVE_RATE},
      {"full-time-share", v1::MEASURE_FULL_TIME_SHARE},
      {"part-time-share", v1::MEASURE_PART_TIME_SHARE},
      {"average-position-size", v1::MEASURE_AVERAGE_POSITION_SIZE},
      {"women-share", v1::MEASURE_WOMEN_SHARE},
      {"trade-certificate-or-higher-education",
       v1::MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE},
      {"apprentices", v1::MEASURE_APPRENTICES},
      {"leaders-in-development-programme", v1::MEASURE_LEADERS_IN_DEVELOPMENT_PROGRAMME},
      {"safety-representatives-at-day", v1::MEASURE_SAFETY_REPRESENTATIVES},
      {"heltid-project-support", v1::MEASURE_FULL_TIME_PROJECT_GRANT}};
  return words;
}

const std::vector<CodeWord>& Sexes() {
  static const auto& words =
      *new std::vector<CodeWord>{{"women", v1::SEX_WOMEN}, {"men", v1::SEX_MEN}};
  return words;
}

const std::vector<CodeWord>& OriginKinds() {
  static const auto& words = *new std::vector<CodeWord>{{"merged", v1::UNIT_ORIGIN_KIND_MERGED},
                                                        {"split", v1::UNIT_ORIGIN_KIND_SPLIT},
                                                        {"taken-in", v1::UNIT_ORIGIN_KIND_TAKEN_IN},
                                                        {"moved", v1::UNIT_ORIGIN_KIND_MOVED}};
  return words;
}

// "MEASURE_FULL_TIME_SHARE" → "full-time-share", as the id of a figure has it.
std::string MeasureId(v1::Measure measure) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(v1::Measure_Name(measure), "MEASURE_")),
      {{"_", "-"}});
}

// Names the figure by its other fields, which must all be set.
void SetName(absl::string_view area, absl::string_view unit, v1::WorkforceFigure& figure) {
  std::string id = absl::StrCat(MeasureId(figure.measure()), "~", PeriodId(figure.period()));
  if (!unit.empty()) {
    figure.set_unit(absl::StrCat("areas/", area, "/units/", unit));
    absl::StrAppend(&id, "~unit.", unit);
  }
  if (figure.sex() == v1::SEX_WOMEN) id += "~sex.women";
  if (figure.sex() == v1::SEX_MEN) id += "~sex.men";
  if (figure.certification_basis() == v1::CERTIFICATION_BASIS_UNKNOWN) id += "~basis.unknown";
  figure.set_name(absl::StrCat("areas/", area, "/figures/", id));
}

void AddFootnote(const RowFields& row, absl::string_view mark, v1::WorkforceFigure& figure) {
  if (row.Text("footnote_nb").empty()) return;
  common::v1::Footnote& footnote = *figure.mutable_cell()->add_footnotes();
  footnote.set_mark(std::string(mark));
  row.AddText("footnote_nb", "nb", footnote.mutable_texts());
}

void ReadUnit(const RowFields& row, Dataset& dataset) {
  v1::Unit& unit = *dataset.workforce.Add(row.origin()).mutable_unit();
  unit.set_name(absl::StrCat("areas/", dataset.area, "/units/", row.Text("id")));
  row.AddText("name_nb", "nb", unit.mutable_titles());
  row.AddText("name_en", "en", unit.mutable_titles());
  unit.set_order(row.RequiredInteger("order"));
  *unit.mutable_provenance() = row.ReadProvenance();
}

// The unit of the data set; nullptr where it has none of that id.
v1::Unit* FindUnit(Dataset& dataset, absl::string_view id) {
  for (v1::WorkforceRow& row : dataset.workforce.rows) {
    if (row.has_unit() && absl::EndsWith(row.unit().name(), absl::StrCat("/units/", id))) {
      return row.mutable_unit();
    }
  }
  return nullptr;
}

// What a unit came from, added to the unit.
void ReadOrigin(const RowFields& row, Dataset& dataset) {
  v1::Unit* const unit = FindUnit(dataset, row.Text("unit"));
  if (unit == nullptr) {
    row.AddProblem("unit", common::v1::ERROR_REASON_UNIT_NOT_FOUND,
                   absl::StrCat(Quoted(row.Text("unit")), " is no unit of service_areas.csv."));
    return;
  }
  v1::UnitOrigin& origin = *unit->add_origins();
  if (!row.Text("origin_unit").empty()) {
    origin.set_unit(absl::StrCat("areas/", dataset.area, "/units/", row.Text("origin_unit")));
  }
  row.AddText("external_nb", "nb", origin.mutable_external());
  origin.set_date(row.Text("date"));
  origin.set_kind(row.Code<v1::UnitOriginKind>("kind", OriginKinds()));
  *origin.mutable_provenance() = row.ReadProvenance();
}

// A figure of one unit. The change that fte.csv prints beside it is a claim and stays out.
void ReadUnitFigure(const RowFields& row, v1::Measure measure, absl::string_view value_column,
                    absl::string_view unit_of_measure, Dataset& dataset) {
  v1::WorkforceFigure& figure = *dataset.workforce.Add(row.origin()).mutable_workforce_figure();
  figure.set_measure(measure);
  figure.set_period(row.Text("year"));
  figure.set_sex(v1::SEX_TOTAL);
  figure.set_unit_of_measure(std::string(unit_of_measure));
  *figure.mutable_cell() = row.ReadCell(value_column);
  AddFootnote(row, row.Has("footnote_mark") ? row.Text("footnote_mark") : "", figure);
  *figure.mutable_provenance() = row.ReadProvenance();
  SetName(dataset.area, row.Text("service_area"), figure);
}

void ReadMetric(const RowFields& row, Dataset& dataset) {
  v1::WorkforceFigure& figure = *dataset.workforce.Add(row.origin()).mutable_workforce_figure();
  figure.set_measure(row.Code<v1::Measure>("metric", MetricWords()));
  figure.set_period(row.Text("year"));
  figure.set_sex(row.Text("sex").empty() ? v1::SEX_TOTAL : row.Code<v1::Sex>("sex", Sexes()));
  if (figure.measure() == v1::MEASURE_SICK_LEAVE_RATE) {
    // The files say "sick leave" and no more.
    figure.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
  }
  figure.set_unit_of_measure(row.Text("unit"));
  *figure.mutable_cell() = row.ReadCell();
  *figure.mutable_provenance() = row.ReadProvenance();
  SetName(row.Text("region"), row.Text("service_area"), figure);
}

// Whether the data set has the unit.
bool HasUnit(const Dataset& dataset, absl::string_view id) {
  return std::any_of(dataset.workforce.rows.begin(), dataset.workforce.rows.end(),
                     [&](const v1::WorkforceRow& row) {
                       return row.has_unit() &&
                              absl::EndsWith(row.unit().name(), absl::StrCat("/units/", id));
                     });
}

}  // namespace

std::string WorkforceFigureOf(const RowFields& row, const Dataset& dataset,
                              indicators::v1::Indicator& indicator) {
  v1::WorkforceFigure figure;
  figure.set_measure(row.Code<v1::Measure>("metric", MetricWords()));
  figure.set_period(std::string(kAnyPeriod));
  std::string unit;
  for (const std::string& part : KeyParts(row)) {
    const auto sex = std::find_if(Sexes().begin(), Sexes().end(),
                                  [&](const CodeWord& word) { return word.word == part; });
    if (sex != Sexes().end()) {
      figure.set_sex(static_cast<v1::Sex>(sex->number));
    } else if (HasUnit(dataset, part)) {
      unit = part;
    } else if (part != kWholeMunicipality) {
      row.AddProblem("key", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                     absl::StrCat(Quoted(part), " is neither \"", kWholeMunicipality,
                                  "\" nor women, men or a service area."));
    }
  }
  if (figure.measure() == v1::MEASURE_SICK_LEAVE_RATE) {
    figure.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
    // The rates that the services know are on these; on which one those of the files are, they do
    // not say.
    for (const char* basis : {"self-certified", "doctor-certified", "total-registered"}) {
      indicator.add_bases(basis);
    }
  }
  SetName(kAnyArea, unit, figure);
  return figure.name();
}

void ReadWorkforceFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  files.ForEachRow("service_areas.csv", {"id", "name_nb", "name_en", "order"},
                   [&](const RowFields& row) { ReadUnit(row, dataset); });
  files.ForEachRow(
      "unit_origins.csv",
      {"unit", "origin_unit", "external_nb", "date", "kind", "note", "source_line", "page"},
      [&](const RowFields& row) { ReadOrigin(row, dataset); });
  files.ForEachRow(
      "fte.csv",
      {"service_area", "year", "fte", "change_pct_from_2023", "footnote_mark", "footnote_nb",
       "note", "printed", "source_line", "page"},
      [&](const RowFields& row) { ReadUnitFigure(row, v1::MEASURE_FTE, "fte", "fte", dataset); });
  files.ForEachRow(
      "employees.csv",
      {"service_area", "year", "headcount", "footnote_nb", "note", "source_line", "page"},
      [&](const RowFields& row) {
        ReadUnitFigure(row, v1::MEASURE_HEAD_COUNT, "headcount", "count", dataset);
      });
  files.ForEachRow("workforce_metrics.csv",
                   {"metric", "region", "service_area", "sex", "year", "value", "unit", "qualifier",
                    "printed", "note", "source_line", "page"},
                   [&](const RowFields& row) { ReadMetric(row, dataset); });
}

}  // namespace tertial::cli
