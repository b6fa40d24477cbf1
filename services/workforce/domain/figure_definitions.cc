#include "services/workforce/domain/figure_definitions.h"

#include <array>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace tertial::workforce {
namespace {

using common::v1::FORMULA_RATIO;
using common::v1::FORMULA_SHARE;
using common::v1::FORMULA_SUM;

constexpr std::array<MeasureDefinition, 14> kDefinitions = {{
    {v1::FIGURE_MEASURE_FTE_AGREED, 1, Slot::kDay, "fte", FORMULA_SUM, 1, false},
    {v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE, 1, Slot::kDay, "fte", FORMULA_SUM, 1, false},
    {v1::FIGURE_MEASURE_HEAD_COUNT, 1, Slot::kDay, "count", FORMULA_SUM, 0, false},
    {v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, 1, Slot::kDay, "percent", FORMULA_SHARE, 1,
     true},
    {v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB, 1, Slot::kDay, "percent", FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE, 1, Slot::kDay, "percent", FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_POSITION_80_SHARE, 1, Slot::kDay, "percent", FORMULA_SHARE, 1, true},
    {v1::FIGURE_MEASURE_SICK_LEAVE_RATE, 1, Slot::kFlow, "percent", FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_WOMEN_SHARE, 1, Slot::kDay, "percent", FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE, 1, Slot::kDay, "percent",
     FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_APPRENTICES, 1, Slot::kDay, "count", FORMULA_SUM, 0, false},
    {v1::FIGURE_MEASURE_TURNOVER, 1, Slot::kTurnover, "percent", FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_TEMPORARY_SHARE, 1, Slot::kDay, "percent", FORMULA_SHARE, 1, false},
    {v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS, 1, Slot::kFlow, "weeks", FORMULA_RATIO, 1, false},
}};

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace

absl::Span<const MeasureDefinition> MeasureDefinitions() { return kDefinitions; }

const MeasureDefinition* FindDefinition(v1::FigureMeasure measure) {
  for (const MeasureDefinition& definition : kDefinitions) {
    if (definition.measure == measure) return &definition;
  }
  return nullptr;
}

SlotDays DaysOf(const MeasureDefinition& definition, const Period& period) {
  absl::CivilDay last = period.last_day();
  switch (definition.slot) {
    case Slot::kFlow:
      return {Slot::kFlow, period.first_day(), last};
    case Slot::kTurnover:
      return {Slot::kTurnover, period.first_day() - 1, last};
    case Slot::kDay:
      break;
  }
  if (definition.on_first_of_december && period.kind() == PeriodKind::kYear) {
    last = absl::CivilDay(period.year(), 12, 1);
  }
  return {Slot::kDay, last, last};
}

v1::FigureDefinition DefinitionOf(const MeasureDefinition& definition, const Period& period,
                                  int short_term_days) {
  const SlotDays days = DaysOf(definition, period);
  v1::FigureDefinition told;
  told.set_measure(definition.measure);
  told.set_version(definition.version);
  if (definition.measure == v1::FIGURE_MEASURE_SICK_LEAVE_RATE) {
    told.set_short_term_days(short_term_days);
  }
  told.set_first_day(FormatDay(days.first));
  told.set_last_day(FormatDay(days.last));
  return told;
}

bool HasFigures(PeriodKind kind) {
  return kind == PeriodKind::kDay || kind == PeriodKind::kMonth || kind == PeriodKind::kTertial ||
         kind == PeriodKind::kYear;
}

std::vector<v1::FigureSubject> SubjectsOf(v1::FigureMeasure measure) {
  v1::FigureSubject subject;
  subject.set_measure(measure);
  if (measure != v1::FIGURE_MEASURE_SICK_LEAVE_RATE) return {subject};
  std::vector<v1::FigureSubject> subjects;
  for (const v1::CertificationBasis basis :
       {v1::CERTIFICATION_BASIS_SELF_CERTIFIED, v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED,
        v1::CERTIFICATION_BASIS_TOTAL_REGISTERED}) {
    subject.set_certification_basis(basis);
    subjects.push_back(subject);
  }
  // Bands are told of both bases together.
  for (const v1::AbsenceBand band : {v1::ABSENCE_BAND_SHORT, v1::ABSENCE_BAND_LONG}) {
    subject.set_absence_band(band);
    subjects.push_back(subject);
  }
  return subjects;
}

}  // namespace tertial::workforce
