#include "common/types/rational.h"

#include <random>

#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;

Rational R(absl::string_view text) { return Rational(Decimal::Parse(text).value()); }
Rational Ratio(int64_t numerator, int64_t denominator) {
  return Rational::FromInt(numerator) / Rational::FromInt(denominator);
}
std::string Rounded(const Rational& value, int decimals) {
  return value.Round(decimals).value().Format();
}

// The text of numerator / denominator rounded half away from zero, by integers alone.
std::string RoundedByIntegers(__int128 numerator, __int128 denominator, int decimals) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const bool negative = numerator < 0;
  if (negative) numerator = -numerator;
  for (int i = 0; i < decimals; ++i) numerator *= 10;
  __int128 quotient = numerator / denominator;
  if (2 * (numerator % denominator) >= denominator) ++quotient;
  return Decimal::FromUnscaled(negative ? -quotient : quotient, decimals).value().Format();
}

TEST(Rational, RoundsHalfAwayFromZero) {
  EXPECT_EQ(Rounded(R("2.5"), 0), "3");
  EXPECT_EQ(Rounded(R("-2.5"), 0), "-3");
  EXPECT_EQ(Rounded(R("3.5"), 0), "4");
  EXPECT_EQ(Rounded(R("2.4999999999999999999999999999999"), 0), "2");
  EXPECT_EQ(Rounded(R("0.25"), 1), "0.3");
  EXPECT_EQ(Rounded(R("-0.25"), 1), "-0.3");
  EXPECT_EQ(Rounded(R("0.5"), 0), "1");
  EXPECT_EQ(Rounded(R("-0.5"), 0), "-1");
}

TEST(Rational, RoundsToTheDecimalsAskedFor) {
  EXPECT_EQ(Rounded(R("4.7"), 2), "4.70");
  EXPECT_EQ(Rounded(R("4"), 3), "4.000");
  EXPECT_EQ(Rounded(R("99.96"), 1), "100.0");
}

TEST(Rational, WhatRoundsToZeroHasNoSign) {
  EXPECT_EQ(Rounded(R("-0.04"), 1), "0.0");
  EXPECT_EQ(Rounded(R("-0.4"), 0), "0");
}

TEST(Rational, ComputesPercentChangeExactly) {
  const Rational change = (Rational::FromInt(34060) - Rational::FromInt(40000)) /
                          Rational::FromInt(40000) * Rational::FromInt(100);
  EXPECT_EQ(change, R("-14.85"));
  EXPECT_EQ(Rounded(change, 1), "-14.9");
}

TEST(Rational, AgreesWithIntegerArithmetic) {
  std::mt19937_64 random(42);
  const auto draw = [&] { return static_cast<int64_t>(random() % 2000001) - 1000000; };
  for (int i = 0; i < 5000; ++i) {
    const int64_t a = draw(), c = draw();
    const int64_t b = draw() | 1, d = draw() | 1;  // Odd, so never zero.
    const int decimals = static_cast<int>(random() % 7);
    const Rational x = Ratio(a, b), y = Ratio(c, d);
    const __int128 ad = static_cast<__int128>(a) * d, cb = static_cast<__int128>(c) * b;
    const __int128 bd = static_cast<__int128>(b) * d;
    ASSERT_EQ(Rounded(x + y, decimals), RoundedByIntegers(ad + cb, bd, decimals));
    ASSERT_EQ(Rounded(x - y, decimals), RoundedByIntegers(ad - cb, bd, decimals));
    ASSERT_EQ(Rounded(x * y, decimals),
              RoundedByIntegers(static_cast<__int128>(a) * c, bd, decimals));
    if (!y.IsZero()) {
      ASSERT_EQ(Rounded(x / y, decimals), RoundedByIntegers(ad, cb, decimals));
    }
    ASSERT_EQ(x < y, (bd > 0) == (ad < cb) && ad != cb);
    ASSERT_EQ(x == y, ad == cb);
  }
}

TEST(Rational, TakesEveryDecimalUnchanged) {
  std::mt19937_64 random(43);
  for (int i = 0; i < 5000; ++i) {
    std::string digits(1 + random() % 33, '0');
    for (char& digit : digits) digit = static_cast<char>('1' + random() % 9);
    std::string text = (random() % 2 == 0 ? "-" : "") + digits;
    if (random() % 2 == 0) text += "." + std::string(34 - digits.size(), '7');
    const Decimal decimal = Decimal::Parse(text).value();
    ASSERT_EQ(Rounded(Rational(decimal), decimal.scale()), text);
    ASSERT_EQ(Rational(decimal).FormatSignificant(), text);
  }
}

TEST(Rational, RefusesToRoundToMoreDigitsThanADecimalHas) {
  const Rational largest = R(std::string(34, '9'));
  EXPECT_THAT(largest.Round(0), IsOk());
  EXPECT_THAT(largest.Round(1), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT((largest + R("0.5")).Round(0), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT((-largest - R("0.5")).Round(0), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT((largest + R("0.4")).Round(0), IsOk());
  EXPECT_THAT(largest.Power(50).Round(0), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(R("1").Round(33), IsOk());
  EXPECT_THAT(R("1").Round(34), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(R("0").Round(1000000), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
}

TEST(Rational, FormatsAllDigitsWhereTheExpansionEnds) {
  EXPECT_EQ(Ratio(1, 8).FormatSignificant(), "0.125");
  EXPECT_EQ(Ratio(-1, 8).FormatSignificant(), "-0.125");
  EXPECT_EQ(R("4.70").FormatSignificant(), "4.7");
  EXPECT_EQ(R("100").FormatSignificant(), "100");
  EXPECT_EQ(R("0").FormatSignificant(), "0");
  EXPECT_EQ(R("10").Power(40).FormatSignificant(), "1" + std::string(40, '0'));
  EXPECT_EQ(R("10").Power(-40).FormatSignificant(), "0." + std::string(39, '0') + "1");
}

TEST(Rational, FormatsOtherNumbersRoundedAtTheSignificantDigits) {
  EXPECT_EQ(Ratio(1, 3).FormatSignificant(), "0." + std::string(34, '3'));
  EXPECT_EQ(Ratio(2, 3).FormatSignificant(), "0." + std::string(33, '6') + "7");
  EXPECT_EQ(Ratio(-200, 3).FormatSignificant(4), "-66.67");
  EXPECT_EQ(Ratio(1, 300).FormatSignificant(2), "0.0033");
  EXPECT_EQ(R("12345").FormatSignificant(2), "12000");
  EXPECT_EQ(R("12500").FormatSignificant(2), "13000");
  EXPECT_EQ(R("-12500").FormatSignificant(2), "-13000");
}

TEST(Rational, InventsNoZerosWhenRoundingCarries) {
  EXPECT_EQ(R("9.9996").FormatSignificant(4), "10");
  EXPECT_EQ(R("0.99999").FormatSignificant(3), "1");
  EXPECT_EQ(R("999.9").FormatSignificant(3), "1000");
  EXPECT_EQ(R("1.0004").FormatSignificant(4), "1");
}

TEST(Rational, RaisesToPowers) {
  EXPECT_EQ(R("1.5").Power(2), R("2.25"));
  EXPECT_EQ(R("-2").Power(3), R("-8"));
  EXPECT_EQ(R("-2").Power(-3), R("-0.125"));
  EXPECT_EQ(R("-4").Power(-1), Ratio(-1, 4));
  EXPECT_EQ(R("7").Power(0), R("1"));
  EXPECT_EQ(R("0").Power(0), R("1"));
  EXPECT_EQ(R("0").Power(5), R("0"));
}

std::string RootText(const Rational& value, const Rational& degree) {
  return value.Root(degree).value().FormatSignificant();
}

TEST(Rational, TakesRootsExactlyWhereTheyAreRational) {
  EXPECT_EQ(R("2.25").Root(R("2")), R("1.5"));
  EXPECT_EQ(Ratio(8, 27).Root(R("3")), Ratio(2, 3));
  EXPECT_EQ(R("7").Root(R("1")), R("7"));
  EXPECT_EQ(R("1").Root(R("9999")), R("1"));
  EXPECT_EQ(R("0").Root(R("5")), R("0"));
  EXPECT_EQ(R("4").Root(R("0.5")), R("16"));
  EXPECT_EQ(R("32").Root(R("2.5")), R("4"));
  EXPECT_EQ(R("3").Power(40).Root(R("40")), R("3"));
  EXPECT_EQ(R("0.9").Power(300).Root(R("300")), R("0.9"));
}

TEST(Rational, TakesRootsTo34DigitsWhereTheyAreIrrational) {
  EXPECT_EQ(RootText(R("2"), R("2")), "1.414213562373095048801688724209698");
  EXPECT_EQ(RootText(R("0.33"), R("21")), "0.9485759127224009894740097504178587");
  EXPECT_EQ(RootText(R("0.0000002"), R("2")), "0.0004472135954999579392818347337462552");
  EXPECT_EQ(RootText(R("2").Power(333), R("2")),
            "1322800279644062344532959339528838" + std::string(17, '0'));
}

// The root lies within one unit of its last digit above what was cut off.
TEST(Rational, RootsRaisedToTheirDegreeGiveTheNumberBack) {
  std::mt19937_64 random(44);
  const Rational ulp = R("10").Power(1 - Rational::kRootDigits);
  for (int i = 0; i < 500; ++i) {
    const int degree = 1 + static_cast<int>(random() % 60);
    const Rational x = Ratio(1 + static_cast<int64_t>(random() % 1000000007),
                             1 + static_cast<int64_t>(random() % 1000000009));
    const Rational root = x.Root(Rational::FromInt(degree)).value();
    ASSERT_LE(root.Power(degree), x);
    ASSERT_GE((root * (R("1") + ulp)).Power(degree), x);
  }
}

TEST(Rational, EqualRootsOfDifferentNumbersAreEqual) {
  EXPECT_EQ(R("4").Root(R("4")), R("2").Root(R("2")));
  EXPECT_EQ(R("0.000008").Root(R("6")), R("0.0004").Root(R("4")));
  EXPECT_EQ(R("3").Power(30).Root(R("90")), R("3").Root(R("3")));
}

TEST(Rational, TakesNoRootOfADegreeBeyondItsLimits) {
  for (const char* degree : {"0", "-1", "10001", "0.001", "1.0000001"}) {
    EXPECT_EQ(R("2").Root(R(degree)), std::nullopt) << degree;
  }
  EXPECT_EQ(RootText(R("2"), R("10000")), "1.000069317120376569192439912602643");
  EXPECT_TRUE(R("2").Root(R("99.99")).has_value());
}

TEST(Rational, RoundsToTheDecimalsThatFit) {
  const auto fit = [](const Rational& value) { return value.RoundToFit().value().Format(); };
  EXPECT_EQ(fit(R("123136.530")), "123136.53");
  EXPECT_EQ(fit(R("-100")), "-100");
  EXPECT_EQ(fit(Rational()), "0");
  EXPECT_EQ(fit(Ratio(1, 3)), "0." + std::string(33, '3'));
  EXPECT_EQ(fit(Ratio(-200, 3)), "-66." + std::string(31, '6') + "7");
  EXPECT_EQ(fit(Ratio(1, 3) * R("10").Power(33)), std::string(33, '3') + ".3");
  EXPECT_EQ(fit(R("10") - R("10").Power(-40)), "10");
  EXPECT_EQ(fit(R(std::string(34, '9'))), std::string(34, '9'));
  EXPECT_THAT(R("10").Power(34).RoundToFit(), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT((R("10").Power(34) - R("0.5")).RoundToFit(),
              HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
}

TEST(Rational, ReadsWhatItFormats) {
  for (const Rational& value :
       {Ratio(1, 3), Ratio(-200, 3), R("0"), R("10").Power(40), R("10").Power(-40), R("-4.7")}) {
    const std::string text = value.FormatSignificant();
    ASSERT_TRUE(Rational::Parse(text).has_value()) << text;
    EXPECT_EQ(Rational::Parse(text)->FormatSignificant(), text);
  }
  EXPECT_EQ(Rational::Parse("-0.50"), R("-0.5"));
  for (const char* text :
       {"", "-", ".5", "5.", "1e5", "0x10", " 1", "1 000", "1,5", "--1", "1.2.3"}) {
    EXPECT_EQ(Rational::Parse(text), std::nullopt) << text;
  }
}

TEST(Rational, KnowsItsSign) {
  EXPECT_EQ(R("-0.1").sign(), -1);
  EXPECT_EQ(R("0.0").sign(), 0);
  EXPECT_EQ(R("3").sign(), 1);
  EXPECT_TRUE((R("0.3") - R("0.1") - R("0.2")).IsZero());
  EXPECT_EQ(R("-0.1").Abs(), R("0.1"));
  EXPECT_EQ(-R("0.1"), R("-0.1"));
  EXPECT_TRUE(Rational().IsZero());
}

TEST(Rational, TakesEveryInteger) {
  EXPECT_EQ(Rational::FromInt(INT64_MIN).FormatSignificant(), "-9223372036854775808");
  EXPECT_EQ(Rational::FromInt(INT64_MAX).FormatSignificant(), "9223372036854775807");
}

TEST(RationalDeathTest, DoesNotDivideByZero) {
  EXPECT_DEATH(R("1") / R("0.0"), "division by zero");
  EXPECT_DEATH(R("0").Power(-1), "zero to a negative power");
  EXPECT_DEATH(R("-8").Root(R("3")), "root of a negative number");
}

}  // namespace
}  // namespace tertial
