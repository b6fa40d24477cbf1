#include "services/workforce/domain/exact_quotient.h"

#include <limits>
#include <random>

#include "common/types/rational.h"
#include "gtest/gtest.h"

namespace tertial::workforce {
namespace {

constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();

// The same by Rational.
Rational Reference(int64_t numerator, int64_t denominator, int exponent) {
  const Rational power = Rational::FromInt(10).Power(exponent);
  return Rational::FromInt(numerator) / Rational::FromInt(denominator) * power;
}

// Whether there was a quotient to compare.
bool IsThatOfRational(int64_t numerator, int64_t denominator, int exponent) {
  const std::optional<ExactQuotient> quotient =
      ExactQuotient::Make(numerator, denominator, exponent);
  if (!quotient.has_value()) return false;
  const Rational reference = Reference(numerator, denominator, exponent);
  EXPECT_EQ(quotient->FormatSignificant(), reference.FormatSignificant())
      << numerator << " / " << denominator << " e" << exponent;
  for (int decimals = 0; decimals <= 3; ++decimals) {
    EXPECT_EQ(quotient->FormatRounded(decimals), reference.Round(decimals)->Format())
        << numerator << " / " << denominator << " e" << exponent;
  }
  return true;
}

TEST(ExactQuotient, IsWrittenAsRationalWritesIt) {
  for (int64_t numerator = 0; numerator < 60; ++numerator) {
    for (int64_t denominator = 1; denominator < 60; ++denominator) {
      for (const int exponent : {-8, -4, -1, 0, 2, 6}) {
        EXPECT_TRUE(IsThatOfRational(numerator, denominator, exponent));
      }
    }
  }
}

TEST(ExactQuotient, NumbersOfEverySizeAreWrittenAsRationalWritesThem) {
  std::mt19937_64 random(7);
  int compared = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto numerator = static_cast<int64_t>(random() >> (1 + random() % 63));
    const auto denominator = static_cast<int64_t>(random() >> (1 + random() % 63));
    const int exponent = static_cast<int>(random() % (2 * ExactQuotient::kLargestExponent + 1)) -
                         ExactQuotient::kLargestExponent;
    if (IsThatOfRational(numerator, denominator, exponent)) ++compared;
  }
  EXPECT_GT(compared, 10'000);
}

TEST(ExactQuotient, RoundsHalfAwayFromZeroAtTheLastDigit) {
  // 34 digits of 2/3 end in 7; of one less than 1 by 1e-18 all 18 are told.
  EXPECT_EQ(ExactQuotient::Make(2, 3, 0)->FormatSignificant(),
            "0.6666666666666666666666666666666667");
  EXPECT_EQ(ExactQuotient::Make(1, 16, 2)->FormatRounded(1), "6.3");
  EXPECT_EQ(ExactQuotient::Make(1, 3, 0)->FormatRounded(0), "0");
  EXPECT_EQ(ExactQuotient::Make(1, 2, 0)->FormatRounded(0), "1");
  EXPECT_TRUE(IsThatOfRational(999'999'999'999'999'999, 1'000'000'000'000'000'000, 0));
  EXPECT_TRUE(IsThatOfRational(1, kLargest, 0));
  EXPECT_TRUE(IsThatOfRational(kLargest - 1, kLargest, 0));
}

TEST(ExactQuotient, LeavesToRationalWhatItCannotHold) {
  EXPECT_FALSE(ExactQuotient::Make(1, 0, 0).has_value());
  EXPECT_FALSE(ExactQuotient::Make(-1, 1, 0).has_value());
  EXPECT_FALSE(ExactQuotient::Make(1, kLargest, -2).has_value());
  EXPECT_FALSE(ExactQuotient::Make(kLargest, 1, 0).has_value());
  EXPECT_TRUE(ExactQuotient::Make(0, 1, 0).has_value());
}

TEST(ExactQuotient, ScaledNumbersHaveADigitBeforeThePoint) {
  EXPECT_EQ(FormatScaled(5, 2), "0.05");
  EXPECT_EQ(FormatScaled(0, 1), "0.0");
  EXPECT_EQ(FormatScaled(1234, 2), "12.34");
  EXPECT_EQ(FormatScaled(1234, 0), "1234");
}

}  // namespace
}  // namespace tertial::workforce
