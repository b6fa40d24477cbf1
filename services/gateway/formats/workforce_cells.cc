// The cells of the workforce.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/render/workforce_words.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"

namespace tertial::gateway {
namespace {

ReportSeries SeriesOf(const workforce::v1::FigureSeries& figures) {
  ReportSeries series{.key = KeyWord(workforce::v1::Measure_Name(figures.measure()), "MEASURE_"),
                      .label = ShowReported(figures),
                      .unit = figures.unit_of_measure()};
  if (figures.sex() == workforce::v1::SEX_WOMEN || figures.sex() == workforce::v1::SEX_MEN) {
    series =
        Along(std::move(series), "sex", KeyWord(workforce::v1::Sex_Name(figures.sex()), "SEX_"));
  }
  if (figures.certification_basis() != workforce::v1::CERTIFICATION_BASIS_UNSPECIFIED) {
    series = Along(std::move(series), "basis",
                   KeyWord(workforce::v1::CertificationBasis_Name(figures.certification_basis()),
                           "CERTIFICATION_BASIS_"));
  }
  if (!figures.level().empty()) series = Along(std::move(series), "level", figures.level());
  return series;
}

ReportSeries OfUnit(ReportSeries series, const workforce::v1::Unit& unit, const CellList& cells) {
  series.label += ", " + cells.Text(unit.titles());
  return Along(std::move(series), "unit", LastIdOf(unit.name()));
}

void ListUnit(const workforce::v1::UnitSeries& unit, absl::string_view period, CellList& cells) {
  const ReportSeries fte =
      OfUnit({.key = "fte", .label = "FTEs", .unit = "fte"}, unit.unit(), cells);
  cells.Add(fte, unit.fte());
  cells.AddTertial(fte, unit.fte_tertial());
  cells.AddComputed(fte, "change", period, unit.fte_change());
  cells.AddComputed(fte, "difference", period, unit.fte_difference());
  const ReportSeries heads =
      OfUnit({.key = "head-count", .label = "Employees", .unit = "count"}, unit.unit(), cells);
  cells.Add(heads, unit.head_count());
  cells.AddTertial(heads, unit.head_count_tertial());
  for (const workforce::v1::FigureSeries& figures : unit.figures()) {
    const ReportSeries series = OfUnit(SeriesOf(figures), unit.unit(), cells);
    cells.Add(series, figures.cells());
    cells.AddTertial(series, figures.tertial());
  }
}

// A figure of the register's cube, with what it was divided of where that is told.
void ListPublished(const workforce::v1::PublishedFigure& figure, CellList& cells) {
  const std::string whose = ShowWhose(figure.subject());
  const ReportSeries series{
      .key = absl::StrCat("published~", LastIdOf(figure.name())),
      .label = ShowMeasure(figure.subject()) + (whose.empty() ? "" : ", " + whose) + ", published",
      .unit = figure.unit_of_measure()};
  cells.Add(series, figure.period(), figure.cell());
  const auto add_part = [&](const char* part, const common::v1::Cell& cell) {
    ReportSeries of = series;
    of.key += std::string(":") + part;
    of.label += std::string(", ") + part;
    of.unit.clear();
    cells.Add(of, figure.period(), cell);
  };
  if (figure.has_numerator()) add_part("numerator", figure.numerator());
  if (figure.has_denominator()) add_part("denominator", figure.denominator());
}

}  // namespace

void ListWorkforce(const workforce::v1::WorkforceSection& section, CellList& cells) {
  for (const workforce::v1::UnitSeries& unit : section.units())
    ListUnit(unit, section.period(), cells);
  const ReportSeries total{.key = "fte-total", .label = "FTEs, sum of the units", .unit = "fte"};
  for (const workforce::v1::PeriodTotal& one : section.fte_totals()) {
    cells.AddComputed(total, "", one.period(), one.total());
  }
  cells.AddComputed(total, "change", section.period(), section.fte_total_change());
  cells.AddComputed(total, "difference", section.period(), section.fte_total_difference());
  for (const workforce::v1::FigureSeries& figures : section.figures()) {
    const ReportSeries series = SeriesOf(figures);
    cells.Add(series, figures.cells());
    cells.AddTertial(series, figures.tertial());
  }
  for (const workforce::v1::PublishedFigure& figure : section.published())
    ListPublished(figure, cells);
  for (const workforce::v1::ReportedComparison& one : section.comparisons()) {
    cells.AddComputed({.key = absl::StrCat("reported~", LastIdOf(one.reported().name())),
                       .label = ShowReported(one.reported())},
                      "difference-from-published", section.period(), one.difference());
  }
}

}  // namespace tertial::gateway
