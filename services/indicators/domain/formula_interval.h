// Between what the value of a formula lies when the figures that it uses are known in part.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_INTERVAL_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_INTERVAL_H_

#include <optional>
#include <vector>

#include "common/facts/intervals.h"
#include "services/indicators/domain/formula.h"

namespace tertial::indicators {

// A range that holds the value of `formula` for all numbers in `ranges`, which has one range for
// each reference of the formula. How narrow it is tells EvaluateFormula. Nothing where a divisor
// may be zero.
std::optional<Range> RangeOf(const Formula& formula, const std::vector<Range>& ranges);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_INTERVAL_H_
