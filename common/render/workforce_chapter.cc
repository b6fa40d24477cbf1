// The municipality as an employer.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/render/figures.h"
#include "common/render/report_document.h"
#include "common/render/workforce_words.h"

namespace tertial {
namespace {

namespace v1 = workforce::v1;

// The FTEs of the units with their sum and its change.
void AddFte(const v1::WorkforceSection& section, const std::string& language, Document& document) {
  document.AddHeading(3, "FTEs per unit", kFteAnchor);
  Table table{.columns = {{"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
  table.columns.push_back({"change", Align::kRight});
  table.columns.push_back({"in FTEs", Align::kRight});
  const bool of_tertial = IsTertial(section.period());
  if (of_tertial) AddYearToDateColumns(table);
  for (const v1::UnitSeries& unit : section.units()) {
    std::vector<std::string> row = {TextIn(language, unit.unit().titles())};
    AddPeriodCells(unit.fte(), row);
    row.push_back(ShowComputed(unit.fte_change()));
    row.push_back(ShowComputed(unit.fte_difference()));
    if (of_tertial) AddYearToDateCells(unit.fte_tertial(), row);
    table.rows.push_back(std::move(row));
  }
  std::vector<std::string> total = {"Sum"};
  for (const v1::PeriodTotal& one : section.fte_totals()) {
    total.push_back(one.total().has_value() ? ShowDecimal(one.total().value())
                                            : ShowComputed(one.total()));
  }
  total.push_back(ShowComputed(section.fte_total_change()));
  total.push_back(ShowComputed(section.fte_total_difference()));
  total.resize(table.columns.size());
  // In the report of a service area there is none.
  if (!section.fte_totals().empty()) table.rows.push_back(std::move(total));
  document.AddTable(std::move(table));
  if (section.fte_totals().empty()) return;
  document.AddParagraph(
      absl::StrCat("Change of the sum: ", ShowComputedExactly(section.fte_total_change()), ", ",
                   ShowComputed(section.fte_total_difference()), "."));
}

void AddHeads(const v1::WorkforceSection& section, const std::string& language,
              Document& document) {
  document.AddHeading(3, "Employees per unit (heads do not add up: one person, two units)");
  Table table{.columns = {{"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
  const bool of_tertial = IsTertial(section.period());
  if (of_tertial) AddYearToDateColumns(table);
  for (const v1::UnitSeries& unit : section.units()) {
    std::vector<std::string> row = {TextIn(language, unit.unit().titles())};
    AddPeriodCells(unit.head_count(), row);
    if (of_tertial) AddYearToDateCells(unit.head_count_tertial(), row);
    table.rows.push_back(std::move(row));
  }
  document.AddTable(std::move(table));
}

// "Citizenship, 2023-01-01: Røykenbadet (Askerbadet KF) taken in.", for every unit shown.
void AddOrigins(const v1::WorkforceSection& section, const std::string& language,
                Document& document) {
  for (const v1::UnitSeries& unit : section.units()) {
    for (const v1::UnitOrigin& origin : unit.unit().origins()) {
      const std::string from = origin.unit().empty()
                                   ? TextIn(language, origin.external())
                                   : origin.unit().substr(origin.unit().rfind('/') + 1);
      document.AddParagraph(
          absl::StrCat(TextIn(language, unit.unit().titles()), ", ", origin.date(), ": ", from, " ",
                       ShowEnum(v1::UnitOriginKind_Name(origin.kind()), "UNIT_ORIGIN_KIND_"), "."));
    }
  }
}

// "** Citizenship 2023: …", every footnote of the FTEs and heads once.
void AddFootnotes(const v1::WorkforceSection& section, const std::string& language,
                  Document& document) {
  std::set<std::string> shown;
  for (const v1::UnitSeries& unit : section.units()) {
    for (const auto* cells : {&unit.fte(), &unit.head_count()}) {
      for (const common::v1::PeriodCell& cell : *cells) {
        for (const common::v1::Footnote& footnote : cell.cell().footnotes()) {
          std::string text =
              absl::StrCat(ShowFootnoteMark(footnote), " ", TextIn(language, unit.unit().titles()),
                           " ", cell.period(), ": ", TextIn(language, footnote.texts()));
          if (shown.insert(text).second) document.AddParagraph(std::move(text));
        }
      }
    }
  }
}

// All other series: of the whole area, or, in the report of a service area, those of its units.
void AddFigures(const v1::WorkforceSection& section, const std::string& language,
                Document& document) {
  Table table{.columns = {{"figure"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(section.periods(), table);
  const bool of_tertial = IsTertial(section.period());
  if (of_tertial) AddYearToDateColumns(table);
  const auto add = [&](const std::string& label, const v1::FigureSeries& series) {
    std::vector<std::string> row = {label, ShowUnit(series.unit_of_measure())};
    AddPeriodCells(series.cells(), row);
    if (of_tertial) AddYearToDateCells(series.tertial(), row);
    table.rows.push_back(std::move(row));
  };
  for (const v1::FigureSeries& series : section.figures()) add(ShowReported(series), series);
  const bool is_of_area = !section.fte_totals().empty();
  document.AddHeading(3, is_of_area ? "Figures of the whole area" : "Other figures");
  for (const v1::UnitSeries& unit : section.units()) {
    for (const v1::FigureSeries& series : unit.figures()) {
      if (is_of_area) break;
      add(absl::StrCat(TextIn(language, unit.unit().titles()), ", ", ShowReported(series)), series);
    }
  }
  document.AddTable(std::move(table));
}

// What is published of the register; nothing without a cube.
void AddPublished(const v1::WorkforceSection& section, Document& document) {
  if (section.published().empty()) return;
  document.AddHeading(3, "Published from the register");
  Table table{.columns = PublishedColumns(), .rows = {}};
  for (const v1::PublishedFigure& figure : section.published()) {
    table.rows.push_back(PublishedTexts(figure));
  }
  AddPublishedTable(std::move(table), document);
}

void AddComparisons(const v1::WorkforceSection& section, Document& document) {
  if (section.comparisons().empty()) return;
  document.AddHeading(3, "Reported beside published");
  AddPublishedTable(ReportedTable(section.comparisons()), document);
}

}  // namespace

void AddWorkforceChapter(const v1::WorkforceSection& section, const std::string& language,
                         Document& document) {
  document.AddParagraph(ShowCounts(section.cells()) + ".");
  AddFte(section, language, document);
  AddHeads(section, language, document);
  AddFootnotes(section, language, document);
  AddOrigins(section, language, document);
  AddFigures(section, language, document);
  AddPublished(section, document);
  AddComparisons(section, document);
}

}  // namespace tertial
