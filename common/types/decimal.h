// Exact decimals, as they stand on the wire and in files.
#ifndef TERTIAL_COMMON_TYPES_DECIMAL_H_
#define TERTIAL_COMMON_TYPES_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tertial {

// A decimal number with the decimals it was written with: 4.70 and 4.7 are equal in number and
// differ in text. Never rounded, never a float. Arithmetic is done by Rational.
class Decimal {
 public:
  // The most digits a decimal has, before and after the point together; the 0 of "0.5" counts.
  static constexpr int kMaxDigits = 34;

  // 0, without decimals.
  constexpr Decimal() = default;

  // Reads -?(0|[1-9][0-9]*)(\.[0-9]+)? with at most kMaxDigits digits in all.
  // Refused (INVALID_ARGUMENT, ERROR_REASON_INVALID_DECIMAL, one sentence that names the value and
  // says what would be right): an empty text; "-0" and "-0.0"; "+1"; an exponent, "1e400"; a
  // decimal comma, "12,5"; blanks, also as thousands mark and also the no-break spaces U+00A0 and
  // U+202F; a minus sign U+2212; leading zeros; ".5" and "5."; "NaN" and any other text; more than
  // kMaxDigits digits.
  static absl::StatusOr<Decimal> Parse(absl::string_view text);

  // `value`, without decimals.
  static constexpr Decimal FromInt(int64_t value) { return Decimal(value, 0); }

  // unscaled / 10^scale. Fails like Parse where the text of it would have more than kMaxDigits
  // digits. `scale` must not be negative.
  static absl::StatusOr<Decimal> FromUnscaled(__int128 unscaled, int scale);

  // The text that Parse reads; Parse(x).Format() is x.
  std::string Format() const;

  // The number is unscaled() / 10^scale(); scale() is the number of decimals, 0 to 33.
  constexpr __int128 unscaled() const { return unscaled_; }
  constexpr int scale() const { return scale_; }
  constexpr bool IsZero() const { return unscaled_ == 0; }
  constexpr bool IsNegative() const { return unscaled_ < 0; }

  // By number: 4.70 == 4.7.
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
  friend std::weak_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  constexpr Decimal(__int128 unscaled, int scale) : unscaled_(unscaled), scale_(scale) {}

  __int128 unscaled_ = 0;
  int scale_ = 0;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_DECIMAL_H_
