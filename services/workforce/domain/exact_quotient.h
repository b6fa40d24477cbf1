// Quotients of whole numbers as decimals. Rational does the same for numbers of any size; a large
// answer has tens of thousands of figures, and for those this does without memory of its own.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_EXACT_QUOTIENT_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_EXACT_QUOTIENT_H_

#include <cstdint>
#include <optional>
#include <string>

namespace tertial::workforce {

// numerator / denominator * 10^exponent, not negative.
class ExactQuotient {
 public:
  // The most that the exponent may be, or may be below zero.
  static constexpr int kLargestExponent = 10;

  // Nothing where the numerator is negative, the denominator is not positive, or one of the numbers
  // is too large for this: then there is Rational.
  static std::optional<ExactQuotient> Make(int64_t numerator, int64_t denominator, int exponent);

  // As Rational::Round(decimals)->Format(). `decimals` is 0 to 3.
  std::string FormatRounded(int decimals) const;
  // As Rational::FormatSignificant().
  std::string FormatSignificant() const;

 private:
  ExactQuotient(unsigned __int128 numerator, unsigned __int128 denominator)
      : numerator_(numerator), denominator_(denominator) {}

  unsigned __int128 numerator_;
  unsigned __int128 denominator_;
};

// unscaled / 10^decimals as text, with exactly so many decimals: "0.05".
std::string FormatScaled(uint64_t unscaled, int decimals);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_EXACT_QUOTIENT_H_
