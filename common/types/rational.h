// Exact arithmetic on decimals.
#ifndef TERTIAL_COMMON_TYPES_RATIONAL_H_
#define TERTIAL_COMMON_TYPES_RATIONAL_H_

#include <gmpxx.h>

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/types/decimal.h"

namespace tertial {

// A rational number, exact whatever is done with it. Computations stay rational to their end, where
// Round or FormatSignificant rounds once, half away from zero.
class Rational {
 public:
  // 0.
  Rational() = default;
  explicit Rational(const Decimal& value);
  static Rational FromInt(int64_t value);

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

  // Rounded half away from zero to exactly `decimals` decimals, which must not be negative: 2.5
  // becomes 3, -2.5 becomes -3, 1/4 at 1 decimal becomes 0.3. What rounds to zero has no sign.
  // INVALID_ARGUMENT, ERROR_REASON_VALUE_OUT_OF_RANGE where this takes more than
  // Decimal::kMaxDigits digits.
  absl::StatusOr<Decimal> Round(int decimals) const;

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
