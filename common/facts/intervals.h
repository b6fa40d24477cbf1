// Between what a number lies that is computed from rounded ones.
#ifndef TERTIAL_COMMON_FACTS_INTERVALS_H_
#define TERTIAL_COMMON_FACTS_INTERVALS_H_

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/facts/formulas.h"
#include "common/types/rational.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial {

// A range of numbers, its ends included.
struct Range {
  Rational low;
  Rational high;

  bool is_one_number() const { return low == high; }
};

// The most operands that may be rounded for OverCorners, which evaluates 2^n times.
inline constexpr int kMostRoundedOperands = 10;

// Whether the operand, which has a value, may be another number than that: its cell was rounded, or
// it was computed from what was.
bool IsUncertain(const common::v1::Operand& operand);

// What the operand may be: Operand.interval before rounding, else half of Cell.rounded_to on either
// side of its value, which it must have; the value alone where it was not rounded. Nothing where
// nobody knows.
std::optional<Range> RangeOf(const common::v1::Operand& operand);

// The range as it is told beside a number with so many decimals. Nothing where its ends have too
// many digits.
std::optional<common::v1::Interval> MakeInterval(const Range& range, int decimals);

// The lowest and the highest of what `evaluate` gives over the ends of `ranges`, in every
// combination. Nothing where it gives none for one of them, where it divides by zero between two,
// or where more than kMostRoundedOperands ranges are more than one number. An expression that has
// its extremes there, as those linear in each operand have, lies in between for all numbers of
// the ranges.
std::optional<Range> OverCorners(
    absl::Span<const Range> ranges,
    absl::FunctionRef<std::optional<Evaluation>(absl::Span<const Rational>)> evaluate);

// What `formula` gives over all that its operands, which have values, may be; the result over the
// values themselves is `result`. Nothing where no operand is uncertain, where nobody knows between
// what one lies, or where the formula is not computable over all of them. Positions in time of a
// slope are taken to be exact.
std::optional<Range> IntervalOf(common::v1::Formula formula,
                                absl::Span<const common::v1::Operand> operands,
                                const Rational& result);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_INTERVALS_H_
