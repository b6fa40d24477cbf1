// Figures of the workforce in words: what is measured, of whom, and how a published one stands in a
// table.
#ifndef TERTIAL_COMMON_RENDER_WORKFORCE_WORDS_H_
#define TERTIAL_COMMON_RENDER_WORKFORCE_WORDS_H_

#include <string>
#include <vector>

#include "common/render/document.h"
#include "google/protobuf/repeated_field.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/figures.pb.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"

namespace tertial {

// Stands where a published figure is hidden.
inline constexpr char kHidden[] = ":";

// Empty where it is of all, or of none.
std::string ShowSex(workforce::v1::Sex sex);
std::string ShowAge(workforce::v1::AgeBand band);
std::string ShowAbsenceBand(workforce::v1::AbsenceBand band);
std::string ShowBasis(workforce::v1::CertificationBasis basis);

// "sick leave rate, total registered, long".
std::string ShowMeasure(const workforce::v1::FigureSubject& subject);
// "women, 30 to 39"; empty: all.
std::string ShowWhose(const workforce::v1::FigureSubject& subject);

// "sick leave rate, welfare, women, basis not stated".
std::string ShowReported(const workforce::v1::WorkforceFigure& figure);
std::string ShowReported(const workforce::v1::FigureSeries& series);

// "other date, rounding".
std::string ShowReasons(const google::protobuf::RepeatedField<int>& reasons);

// A cell of a published figure: as any other, or kHidden. Empty: it is not set.
std::string ShowPublished(const common::v1::Cell& cell);

// What a figure is about, and by which definition: unit, measure, version, sex, age, basis, band,
// first and last day. For programs, which join rows by it.
std::vector<Column> SubjectColumns();
std::vector<std::string> SubjectCells(const workforce::v1::FigureSubject& subject,
                                      const workforce::v1::FigureDefinition& definition);

// What is told of a published figure, but for its unit: measure, whose, value with what it is in,
// numerator, denominator.
std::vector<Column> PublishedColumns();
std::vector<std::string> PublishedTexts(const workforce::v1::PublishedFigure& figure);

// Reported figures beside published ones, with the difference, and whether they are equal or why
// they may not be.
Table ReportedTable(
    const google::protobuf::RepeatedPtrField<workforce::v1::ReportedComparison>& comparisons);

// Adds a table of published figures, and below it what kHidden means where it stands in it.
void AddPublishedTable(Table table, Document& document);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_WORKFORCE_WORDS_H_
