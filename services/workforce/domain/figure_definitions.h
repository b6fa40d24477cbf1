// What each measure of FigureMeasure is: of which day or period, in which unit, by which formula.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_DEFINITIONS_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_DEFINITIONS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/types/period.h"
#include "services/workforce/domain/figure_plan.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/workforce/v1/figures.pb.h"

namespace tertial::workforce {

struct MeasureDefinition {
  v1::FigureMeasure measure;
  // Figures of different versions are not comparable.
  int version;
  Slot::Kind slot;
  // "fte", "count", "percent" or "weeks".
  absl::string_view unit;
  common::v1::Formula formula;
  // Decimals that the figure is rounded to.
  int decimals;
  // Of a year it is the state of 1 December, not of its last day.
  bool on_first_of_december;
};

// All measures, in the order of their numbers.
absl::Span<const MeasureDefinition> MeasureDefinitions();
// nullptr for a value that is no measure.
const MeasureDefinition* FindDefinition(v1::FigureMeasure measure);

// Which days of `period` a measure is of. A stock is of one day, a turnover of the day before the
// period and its last one.
struct SlotDays {
  Slot::Kind kind;
  absl::CivilDay first;
  absl::CivilDay last;
};
SlotDays DaysOf(const MeasureDefinition& definition, const Period& period);

// As it is told. `short_term_days` is heeded for sick leave alone.
v1::FigureDefinition DefinitionOf(const MeasureDefinition& definition, const Period& period,
                                  int short_term_days);

// Whether figures are computed for periods of this kind: days, months, tertials and years.
bool HasFigures(PeriodKind kind);

// The rates of sick leave: in total, by basis, by band; other measures are one. `unit`, sex and age
// band are left empty.
std::vector<v1::FigureSubject> SubjectsOf(v1::FigureMeasure measure);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_DEFINITIONS_H_
