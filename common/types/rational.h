// Exact arithmetic on decimals.
#ifndef TERTIAL_COMMON_TYPES_RATIONAL_H_
#define TERTIAL_COMMON_TYPES_RATIONAL_H_

#include <gmpxx.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/types/decimal.h"

namespace tertial {

// A rational number, exact whatever is done with it but Root. Computations stay rational to their
// end, where Round or FormatSignificant rounds once, half away from zero.
class Rational {
 public:
  // The significant digits of a root that is irrational. Where such a root is subtracted from 1 or
  // another one, and they are not equal, well above 34 digits are left, whatever the decimals are
  // that it is the root of; so rounding the result once is right.
  static constexpr int kRootDigits = 120;
  // The degrees that Root takes, as fractions in lowest terms: days of 27 years, and hundredths.
  static constexpr int kHighestDegree = 10'000;
  static constexpr int kFinestDegree = 100;

  // 0.
  Rational() = default;
  explicit Rational(const Decimal& value);
  static Rational FromInt(int64_t value);
  // Reads what FormatSignificant writes: a decimal of any number of digits. Nothing for another
  // text.
  static std::optional<Rational> Parse(absl::string_view text);

  friend Rational operator+(const Rational& a, const Rational& b) {
    return Rational(a.value_ + b.value_);
  }
  friend Rational operator-(const Rational& a, const Rational& b) {
    return Rational(a.value_ - b.value_);
  }
  friend Rational operator*(const Rational& a, const Rational& b) {
    return Rational(a.value_ * b.value_);
  }
  // `b` must not be zero: a caller asks IsZero first, and says why there is no result. Aborts.
  friend Rational operator/(const Rational& a, const Rational& b);
  Rational operator-() const { return Rational(-value_); }
  Rational& operator+=(const Rational& other) { return *this = *this + other; }
  Rational& operator-=(const Rational& other) { return *this = *this - other; }

  friend bool operator==(const Rational& a, const Rational& b) { return a.value_ == b.value_; }
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    return cmp(a.value_, b.value_) <=> 0;
  }

  bool IsZero() const { return sign() == 0; }
  // -1, 0 or 1.
  int sign() const { return sgn(value_); }
  Rational Abs() const { return Rational(abs(value_)); }

  // The number to the power `exponent`, which may be negative unless the number is zero (aborts).
  // Anything to the power 0 is 1.
  Rational Power(int exponent) const;

  // The number, which must not be negative (aborts), to the power 1 / `degree`: exact where that is
  // rational, else cut off after kRootDigits significant digits. Nothing where `degree` is not
  // positive, or where in lowest terms its numerator lies above kHighestDegree or its denominator
  // above kFinestDegree.
  std::optional<Rational> Root(const Rational& degree) const;

  // Rounded half away from zero to exactly `decimals` decimals, which must not be negative: 2.5
  // becomes 3, -2.5 becomes -3, 1/4 at 1 decimal becomes 0.3. What rounds to zero has no sign.
  // INVALID_ARGUMENT, ERROR_REASON_VALUE_OUT_OF_RANGE where this takes more than
  // Decimal::kMaxDigits digits.
  absl::StatusOr<Decimal> Round(int decimals) const;

  // The number as a decimal, without zeros at the end of its decimals: exactly where
  // Decimal::kMaxDigits digits suffice, else rounded half away from zero to the decimals that fit.
  // Fails like Round where not even the digits before the point do.
  absl::StatusOr<Decimal> RoundToFit() const;

  // All digits of the number where its decimal expansion has at most `digits` significant ones,
  // else the number rounded half away from zero to that many. No exponent, and no zeros at the end
  // of the decimals. `digits` must be at least 1.
  std::string FormatSignificant(int digits = Decimal::kMaxDigits) const;

 private:
  explicit Rational(mpq_class value) : value_(std::move(value)) {}

  mpq_class value_;  // Always in lowest terms.
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_RATIONAL_H_
