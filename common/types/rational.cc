#include "common/types/rational.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"

namespace tertial {
namespace {

mpz_class PowerOfTen(int exponent) {
  mpz_class power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent));
  return power;
}

mpz_class FromInt128(__int128 value) {
  const unsigned __int128 magnitude =
      value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  mpz_class result;
  mpz_import(result.get_mpz_t(), 1, /*order=*/-1, sizeof(magnitude), /*endian=*/0, /*nails=*/0,
             &magnitude);
  return value < 0 ? mpz_class(-result) : result;
}

// `value` must be less than 2^127 without its sign.
__int128 ToInt128(const mpz_class& value) {
  unsigned __int128 magnitude = 0;
  mpz_export(&magnitude, nullptr, /*order=*/-1, sizeof(magnitude), /*endian=*/0, /*nails=*/0,
             value.get_mpz_t());
  const auto result = static_cast<__int128>(magnitude);
  return sgn(value) < 0 ? -result : result;
}

// value * 10^exponent, rounded half away from zero.
mpz_class RoundScaled(const mpq_class& value, int exponent) {
  mpz_class numerator = abs(value.get_num());
  mpz_class denominator = value.get_den();
  (exponent < 0 ? denominator : numerator) *= PowerOfTen(std::abs(exponent));
  const mpz_class rounded = (2 * numerator + denominator) / (2 * denominator);
  return sgn(value) < 0 ? mpz_class(-rounded) : rounded;
}

// The exponent of the first significant digit: 0 for 1 to 9.99…, -1 for 0.1. `value` is positive.
int LeadingExponent(const mpq_class& value) {
  // mpz_sizeinbase may be one too high for each of the two.
  int exponent = static_cast<int>(mpz_sizeinbase(value.get_num_mpz_t(), 10)) -
                 static_cast<int>(mpz_sizeinbase(value.get_den_mpz_t(), 10)) + 1;
  const auto power = [](int e) {
    return e < 0 ? mpq_class(mpz_class(1), PowerOfTen(-e)) : mpq_class(PowerOfTen(e));
  };
  while (power(exponent) > value) --exponent;
  while (power(exponent + 1) <= value) ++exponent;
  return exponent;
}

// The quotient rounded down, also where it is negative. `divisor` is positive.
int FloorDivide(int dividend, int divisor) {
  return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

// The root of `value`, which is positive.
mpq_class RootOf(const mpq_class& value, int degree) {
  const auto n = static_cast<unsigned long>(degree);
  mpz_class numerator;
  mpz_class denominator;
  // In lowest terms a root is rational only if those of both terms are whole.
  if (mpz_root(numerator.get_mpz_t(), value.get_num_mpz_t(), n) != 0 &&
      mpz_root(denominator.get_mpz_t(), value.get_den_mpz_t(), n) != 0) {
    return mpq_class(numerator, denominator);
  }
  // The digits kept depend on the root alone: equal roots are cut off at the same one, so they stay
  // equal whatever they are the roots of.
  const int decimals = Rational::kRootDigits - 1 - FloorDivide(LeadingExponent(value), degree);
  const mpz_class scale = PowerOfTen(std::abs(decimals) * degree);
  const mpz_class scaled = decimals < 0 ? mpz_class(value.get_num() / (value.get_den() * scale))
                                        : mpz_class(value.get_num() * scale / value.get_den());
  mpz_root(numerator.get_mpz_t(), scaled.get_mpz_t(), n);
  mpq_class root = decimals < 0 ? mpq_class(numerator * PowerOfTen(-decimals))
                                : mpq_class(numerator, PowerOfTen(decimals));
  root.canonicalize();
  return root;
}

}  // namespace

Rational::Rational(const Decimal& value)
    : value_(FromInt128(value.unscaled()), PowerOfTen(value.scale())) {
  value_.canonicalize();
}

Rational Rational::FromInt(int64_t value) { return Rational(mpq_class(FromInt128(value))); }

std::optional<Rational> Rational::Parse(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  const size_t point = std::min(text.find('.'), text.size());
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view decimals = text.substr(std::min(point + 1, text.size()));
  const auto is_digits = [](absl::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), absl::ascii_isdigit);
  };
  if (!is_digits(whole) || (point < text.size() && !is_digits(decimals))) return std::nullopt;
  mpq_class value(mpz_class(absl::StrCat(whole, decimals), 10),
                  PowerOfTen(static_cast<int>(decimals.size())));
  value.canonicalize();
  return Rational(negative ? mpq_class(-value) : value);
}

Rational operator/(const Rational& a, const Rational& b) {
  assert(!b.IsZero() && "division by zero");
  return Rational(a.value_ / b.value_);
}

Rational Rational::Power(int exponent) const {
  assert((exponent >= 0 || !IsZero()) && "zero to a negative power");
  const unsigned long times = std::labs(static_cast<long>(exponent));
  mpz_class numerator;
  mpz_class denominator;
  mpz_pow_ui(numerator.get_mpz_t(), value_.get_num_mpz_t(), times);
  mpz_pow_ui(denominator.get_mpz_t(), value_.get_den_mpz_t(), times);
  mpq_class result =
      exponent < 0 ? mpq_class(denominator, numerator) : mpq_class(numerator, denominator);
  result.canonicalize();
  return Rational(std::move(result));
}

std::optional<Rational> Rational::Root(const Rational& degree) const {
  assert(sign() >= 0 && "root of a negative number");
  if (degree.sign() <= 0 || degree.value_.get_num() > kHighestDegree ||
      degree.value_.get_den() > kFinestDegree) {
    return std::nullopt;
  }
  if (IsZero()) return Rational();
  const Rational power = Power(static_cast<int>(degree.value_.get_den().get_si()));
  return Rational(RootOf(power.value_, static_cast<int>(degree.value_.get_num().get_si())));
}

absl::StatusOr<Decimal> Rational::Round(int decimals) const {
  assert(decimals >= 0);
  if (decimals < Decimal::kMaxDigits) {
    const mpz_class rounded = RoundScaled(value_, decimals);
    if (mpz_class(abs(rounded)) < PowerOfTen(Decimal::kMaxDigits)) {
      return Decimal::FromUnscaled(ToInt128(rounded), decimals);
    }
  }
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat("About ", FormatSignificant(6), " with ", decimals,
                                " decimals needs more digits than the ", Decimal::kMaxDigits,
                                " a decimal has at most."));
}

absl::StatusOr<Decimal> Rational::RoundToFit() const {
  const mpz_class whole(abs(value_));
  int decimals = Decimal::kMaxDigits - static_cast<int>(whole.get_str().size());
  absl::StatusOr<Decimal> rounded = Round(std::max(decimals, 0));
  // Rounding may have carried to one digit more before the point.
  if (!rounded.ok() && decimals > 0) rounded = Round(--decimals);
  if (!rounded.ok()) return rounded;
  __int128 unscaled = rounded->unscaled();
  int scale = rounded->scale();
  for (; scale > 0 && unscaled % 10 == 0; --scale) unscaled /= 10;
  return Decimal::FromUnscaled(unscaled, scale);
}

std::string Rational::FormatSignificant(int digits) const {
  assert(digits >= 1);
  if (IsZero()) return "0";
  const mpq_class magnitude = abs(value_);
  const int decimals = digits - 1 - LeadingExponent(magnitude);
  std::string text = RoundScaled(magnitude, decimals).get_str();
  if (decimals <= 0) {
    text.append(static_cast<size_t>(-decimals), '0');
  } else {
    const auto after_point = static_cast<size_t>(decimals);
    if (text.size() <= after_point) text.insert(0, after_point + 1 - text.size(), '0');
    text.insert(text.size() - after_point, ".");
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return sign() < 0 ? absl::StrCat("-", text) : text;
}

}  // namespace tertial
