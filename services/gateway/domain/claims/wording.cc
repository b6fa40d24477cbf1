#include "services/gateway/domain/claims/wording.h"

#include <algorithm>
#include <utility>

namespace tertial::gateway {
namespace {

NumberSpan Between(NumberSpan::End low, NumberSpan::End high) {
  return {.low = std::move(low), .high = std::move(high)};
}

// The numbers of which the size lies between two, with the sign of `printed`, not zero.
NumberSpan SizeBetween(const Rational& printed, NumberSpan::End least, NumberSpan::End most) {
  if (printed.sign() > 0) return Between(std::move(least), std::move(most));
  return Between({.at = -most.at, .included = most.included},
                 {.at = -least.at, .included = least.included});
}

// Rounded half away from zero to the last place: of a positive number the lower end, of a negative
// one the upper one belongs to it.
NumberSpan RoundedTo(const Rational& printed, const Rational& last_place) {
  const Rational half = last_place / Rational::FromInt(2);
  return Between({.at = printed - half, .included = printed.sign() > 0},
                 {.at = printed + half, .included = printed.sign() < 0});
}

NumberSpan About(const Rational& printed, const Rational& last_place) {
  const Rational tenth = printed.Abs() / Rational::FromInt(10);
  // Less than one in the last place, or a tenth and no more.
  const bool by_tenth = tenth >= last_place;
  const Rational distance = by_tenth ? tenth : last_place;
  return Between({.at = printed - distance, .included = by_tenth},
                 {.at = printed + distance, .included = by_tenth});
}

}  // namespace

bool NumberSpan::Holds(const Rational& number) const {
  const bool above = !low.has_value() || number > low->at || (low->included && number == low->at);
  const bool below =
      !high.has_value() || number < high->at || (high->included && number == high->at);
  return above && below;
}

bool NumberSpan::Meets(const Range& range) const {
  // All that is below the lower end, or above the upper one, does not.
  const bool reaches_low =
      !low.has_value() || range.high > low->at || (low->included && range.high == low->at);
  const bool reaches_high =
      !high.has_value() || range.low < high->at || (high->included && range.low == high->at);
  return reaches_low && reaches_high;
}

NumberSpan NumbersInRelation(v1::Relation relation, const Rational& number) {
  const NumberSpan::End open{.at = number, .included = false};
  const NumberSpan::End closed{.at = number, .included = true};
  switch (relation) {
    case v1::RELATION_LESS:
      return {.low = std::nullopt, .high = open};
    case v1::RELATION_LESS_OR_EQUAL:
      return {.low = std::nullopt, .high = closed};
    case v1::RELATION_GREATER:
      return {.low = open, .high = std::nullopt};
    case v1::RELATION_GREATER_OR_EQUAL:
      return {.low = closed, .high = std::nullopt};
    default:
      return {.low = closed, .high = closed};
  }
}

NumberSpan NumbersPrintedAs(v1::Wording wording, const Rational& printed, int decimals) {
  const Rational size = printed.Abs();
  switch (wording) {
    case v1::WORDING_ABOUT:
      return About(printed, LastPlace(decimals));
    case v1::WORDING_NEARLY:
      return SizeBetween(
          printed, {.at = size * Rational::FromInt(9) / Rational::FromInt(10), .included = true},
          {.at = size, .included = false});
    case v1::WORDING_MORE_THAN:
      return SizeBetween(printed, {.at = size, .included = false},
                         {.at = size + size, .included = false});
    case v1::WORDING_LESS_THAN:
      return SizeBetween(printed, {.at = Rational(), .included = true},
                         {.at = size, .included = false});
    default:
      return RoundedTo(printed, LastPlace(decimals));
  }
}

bool CanBeWorded(v1::Wording wording, const Rational& printed) {
  return !printed.IsZero() || wording == v1::WORDING_UNSPECIFIED || wording == v1::WORDING_EXACT ||
         wording == v1::WORDING_ABOUT;
}

Rational LastPlace(int decimals) { return Rational::FromInt(10).Power(-decimals); }

}  // namespace tertial::gateway
