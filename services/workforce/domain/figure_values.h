// From counters to figures: every figure is a numerator, most have a denominator as well.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_VALUES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/workforce/domain/counters.h"
#include "services/workforce/domain/figure_definitions.h"
#include "tertial/workforce/v1/figures.pb.h"

namespace tertial::workforce {

// unscaled / 10^decimals, exactly.
struct Amount {
  int64_t unscaled = 0;
  int decimals = 0;

  // Without zeros at the end of its decimals: "5414.3", "12".
  std::string Format() const;
  friend bool operator==(const Amount&, const Amount&) = default;
};

// What a figure is computed from. The figure is the numerator alone where there is no denominator;
// else their share in per cent or their ratio, as its definition says (formula).
struct Quotient {
  Amount numerator;
  std::optional<Amount> denominator;

  friend bool operator==(const Quotient&, const Quotient&) = default;
};

// The sum of a counter over a sex and age band; CounterTable::Sum, or what was fixed of it.
using SumOf = absl::FunctionRef<int64_t(v1::Sex, v1::AgeBand, Counter)>;

// From the counters of one node and slot. Unit and period are those of `sum`. Nothing where the
// measure is not defined for the subject: the women's share of one sex, a basis or band of what is
// no sick leave, both at once, or an unknown basis.
std::optional<Quotient> QuotientOf(const v1::FigureSubject& subject, SumOf sum);
std::optional<Quotient> QuotientOf(const v1::FigureSubject& subject, const CounterTable& table,
                                   int slot, int node);

// The figure as it is told. `area_id` and `period` (its text) name the operands.
v1::ComputedFigure MakeFigure(const v1::FigureSubject& subject,
                              const v1::FigureDefinition& definition, const Quotient& quotient,
                              absl::string_view area_id, absl::string_view period);

// Puts another quotient of the same subject into what MakeFigure made; it is then what MakeFigure
// makes of that. Much faster: only the numbers are written anew.
void SetQuotient(const Quotient& quotient, v1::ComputedFigure& figure);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_VALUES_H_
