#include "common/render/workforce_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/render/figures.h"
#include "common/types/resource_name.h"

namespace tertial {
namespace {

namespace v1 = workforce::v1;

constexpr char kSexPrefix[] = "SEX_";

std::string Joined(std::vector<std::string> parts) {
  std::erase(parts, "");
  return absl::StrJoin(parts, ", ");
}

// What a value of an enum is called; empty for the first, which stands for none or all.
std::string WordOf(int value, absl::string_view name, absl::string_view prefix) {
  return value == 0 ? "" : ShowEnum(name, prefix);
}

std::string MeasureWord(v1::FigureMeasure measure) {
  return ShowEnum(v1::FigureMeasure_Name(measure), "FIGURE_MEASURE_");
}

std::string ShowReported(v1::Measure measure, absl::string_view unit, v1::Sex sex,
                         v1::CertificationBasis basis, const std::string& level) {
  return Joined({ShowEnum(v1::Measure_Name(measure), "MEASURE_"), std::string(LastIdOf(unit)),
                 ShowSex(sex), ShowBasis(basis), level});
}

// The published side of a comparison.
std::string ShowPublishedSide(const v1::ReportedComparison& comparison) {
  if (comparison.outcome() == common::v1::OUTCOME_SUPPRESSED) return kHidden;
  return comparison.has_computed() ? ShowPublished(comparison.computed()) : kNoObservation;
}

std::string ShowDifference(const v1::ReportedComparison& comparison) {
  const bool is_told = comparison.outcome() == common::v1::OUTCOME_FOUND &&
                       comparison.difference().formula() != common::v1::FORMULA_UNSPECIFIED;
  return is_told ? ShowComputed(comparison.difference()) : "";
}

}  // namespace

std::string ShowSex(v1::Sex sex) {
  return sex == v1::SEX_TOTAL ? "" : WordOf(sex, v1::Sex_Name(sex), kSexPrefix);
}

std::string ShowAge(v1::AgeBand band) { return WordOf(band, v1::AgeBand_Name(band), "AGE_BAND_"); }

std::string ShowAbsenceBand(v1::AbsenceBand band) {
  return WordOf(band, v1::AbsenceBand_Name(band), "ABSENCE_BAND_");
}

std::string ShowBasis(v1::CertificationBasis basis) {
  if (basis == v1::CERTIFICATION_BASIS_UNKNOWN) return "basis not stated";
  return WordOf(basis, v1::CertificationBasis_Name(basis), "CERTIFICATION_BASIS_");
}

std::string ShowMeasure(const v1::FigureSubject& subject) {
  return Joined({MeasureWord(subject.measure()), ShowBasis(subject.certification_basis()),
                 ShowAbsenceBand(subject.absence_band())});
}

std::string ShowWhose(const v1::FigureSubject& subject) {
  return Joined({ShowSex(subject.sex()), ShowAge(subject.age_band())});
}

std::string ShowReported(const v1::WorkforceFigure& figure) {
  return ShowReported(figure.measure(), figure.unit(), figure.sex(), figure.certification_basis(),
                      figure.level());
}

std::string ShowReported(const v1::FigureSeries& series) {
  return ShowReported(series.measure(), "", series.sex(), series.certification_basis(),
                      series.level());
}

std::string ShowReasons(const google::protobuf::RepeatedField<int>& reasons) {
  return absl::StrJoin(reasons, ", ", [](std::string* out, int reason) {
    absl::StrAppend(out,
                    ShowEnum(v1::DifferenceReason_Name(static_cast<v1::DifferenceReason>(reason)),
                             "DIFFERENCE_REASON_"));
  });
}

std::string ShowPublished(const common::v1::Cell& cell) {
  if (cell.content_case() == common::v1::Cell::CONTENT_NOT_SET) return "";
  return cell.missing() == common::v1::MISSING_REASON_SUPPRESSED ? kHidden : ShowCell(cell);
}

std::vector<Column> SubjectColumns() {
  return {{"unit"},  {"measure"}, {"version"},   {"sex"},     {"age"},
          {"basis"}, {"band"},    {"first_day"}, {"last_day"}};
}

std::vector<std::string> SubjectCells(const v1::FigureSubject& subject,
                                      const v1::FigureDefinition& definition) {
  return {std::string(LastIdOf(subject.unit())),
          absl::StrReplaceAll(MeasureWord(subject.measure()), {{" ", "-"}}),
          absl::StrCat(definition.version()),
          ShowEnum(v1::Sex_Name(subject.sex()), kSexPrefix),
          ShowAge(subject.age_band()),
          ShowBasis(subject.certification_basis()),
          ShowAbsenceBand(subject.absence_band()),
          definition.first_day(),
          definition.last_day()};
}

std::vector<Column> PublishedColumns() {
  return {{"figure"},
          {"whose"},
          {"value", Align::kRight},
          {"numerator", Align::kRight},
          {"denominator", Align::kRight}};
}

std::vector<std::string> PublishedTexts(const v1::PublishedFigure& figure) {
  std::string value = ShowPublished(figure.cell());
  const std::string unit = ShowUnit(figure.unit_of_measure());
  if (figure.cell().has_value() && !unit.empty()) absl::StrAppend(&value, " ", unit);
  return {ShowMeasure(figure.subject()), ShowWhose(figure.subject()), std::move(value),
          ShowPublished(figure.numerator()), ShowPublished(figure.denominator())};
}

Table ReportedTable(const google::protobuf::RepeatedPtrField<v1::ReportedComparison>& comparisons) {
  Table table{.columns = {{"figure"},
                          {"reported", Align::kRight},
                          {"published as"},
                          {"published", Align::kRight},
                          {"difference", Align::kRight},
                          {.title = "equal, or why it may differ",
                           .align = Align::kLeft,
                           .widest = std::string::npos}},
              .rows = {}};
  for (const v1::ReportedComparison& comparison : comparisons) {
    table.rows.push_back(
        {ShowReported(comparison.reported()), ShowCell(comparison.reported().cell()),
         ShowMeasure(comparison.subject()), ShowPublishedSide(comparison),
         ShowDifference(comparison),
         comparison.equal_as_printed() ? "equal as printed" : ShowReasons(comparison.reasons())});
  }
  return table;
}

void AddPublishedTable(Table table, Document& document) {
  const bool has_hidden = std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) {
    return std::find(row.begin(), row.end(), kHidden) != row.end();
  });
  document.AddTable(std::move(table));
  if (has_hidden) {
    document.AddParagraph(
        "Where a colon stands, the figure is hidden, so that nobody is given away.");
  }
}

}  // namespace tertial
