#include "common/types/decimal.h"

#include <random>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using common::v1::ERROR_REASON_INVALID_DECIMAL;

static_assert(std::is_trivially_copyable_v<Decimal>);

Decimal D(absl::string_view text) { return Decimal::Parse(text).value(); }

// `text` is refused with a sentence that names it, and the sentence says what would be right.
void ExpectRefused(absl::string_view text, absl::string_view right) {
  const auto result = Decimal::Parse(text);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(result, HasReason(ERROR_REASON_INVALID_DECIMAL));
  EXPECT_THAT(result, MessageNames(absl::StrCat("\"", text, "\"")));
  EXPECT_THAT(result, MessageNames(right));
}

// A text of the grammar with `digits` digits in all, `scale` of them after the point.
std::string RandomText(std::mt19937_64& random, int digits, int scale) {
  std::string text;
  for (int i = 0; i < digits; ++i) text.push_back(static_cast<char>('0' + random() % 10));
  if (digits - scale > 1 && text[0] == '0') text[0] = '1';
  const bool zero = text.find_first_not_of('0') == std::string::npos;
  if (scale > 0) text.insert(text.size() - static_cast<size_t>(scale), ".");
  return !zero && random() % 2 == 0 ? "-" + text : text;
}

TEST(Decimal, KeepsTheDecimalsItWasWrittenWith) {
  for (const char* text : {"0", "0.0", "4.70", "-4.70", "12", "-1", "0.001", "-0.50", "1000",
                           "336.60", "10.00", "203735"}) {
    EXPECT_EQ(D(text).Format(), text);
  }
  EXPECT_EQ(D("4.70").scale(), 2);
  EXPECT_EQ(D("12").scale(), 0);
}

TEST(Decimal, FormatIsTheInverseOfParse) {
  std::mt19937_64 random(20240101);
  for (int i = 0; i < 20000; ++i) {
    const int digits = 1 + static_cast<int>(random() % Decimal::kMaxDigits);
    const std::string text = RandomText(random, digits, static_cast<int>(random() % digits));
    const auto decimal = Decimal::Parse(text);
    ASSERT_THAT(decimal, IsOk()) << text;
    ASSERT_EQ(decimal->Format(), text);
  }
}

TEST(Decimal, HoldsThirtyFourDigits) {
  const std::string nines(34, '9');
  EXPECT_EQ(D(nines).Format(), nines);
  EXPECT_EQ(D("-" + nines).Format(), "-" + nines);
  const std::string small = "0." + std::string(32, '0') + "1";
  EXPECT_EQ(D(small).Format(), small);
  EXPECT_EQ(D("-" + small).Format(), "-" + small);
}

TEST(Decimal, RefusesMoreThanThirtyFourDigits) {
  ExpectRefused(std::string(35, '9'), "35 digits");
  ExpectRefused("-" + std::string(35, '9'), "at most 34");
  ExpectRefused("0." + std::string(34, '1'), "at most 34");
  EXPECT_THAT(Decimal::Parse(std::string(1000000, '9')), HasReason(ERROR_REASON_INVALID_DECIMAL));
}

TEST(Decimal, RefusesADecimalComma) {
  ExpectRefused("12,5", "write 12.5.");
  ExpectRefused("-0,5", "write -0.5.");
  ExpectRefused(",5", "write 0.5.");
  ExpectRefused("1,234,567", "has a decimal comma; write digits and one point");
  ExpectRefused("1.234,5", "has a decimal comma; write digits and one point");
}

TEST(Decimal, RefusesAThousandsMark) {
  ExpectRefused("1 000", "write 1000.");
  ExpectRefused("1\u00A0000", "write 1000.");
  ExpectRefused("1\u202F000", "write 1000.");
  ExpectRefused("1\u2009000,5", "write 1000.5.");
}

TEST(Decimal, RefusesBlanksAroundTheNumber) {
  ExpectRefused(" 5", "write 5.");
  ExpectRefused("5 ", "write 5.");
  EXPECT_THAT(Decimal::Parse("5\n"), HasReason(ERROR_REASON_INVALID_DECIMAL));
  EXPECT_THAT(Decimal::Parse(absl::string_view("5\0", 2)), HasReason(ERROR_REASON_INVALID_DECIMAL));
}

TEST(Decimal, RefusesATypographicMinus) { ExpectRefused("\u22125.2", "write -5.2."); }

TEST(Decimal, RefusesAPlusSign) { ExpectRefused("+1", "write 1."); }

TEST(Decimal, RefusesANegativeZero) {
  ExpectRefused("-0", "write 0.");
  ExpectRefused("-0.0", "write 0.0.");
  ExpectRefused("-0.00", "write 0.00.");
}

TEST(Decimal, RefusesAnExponent) {
  ExpectRefused("1e400", "exponent");
  ExpectRefused("1.5E-3", "exponent");
}

TEST(Decimal, RefusesLeadingZeros) {
  ExpectRefused("007", "write 7.");
  ExpectRefused("-00.50", "write -0.50.");
  ExpectRefused("00", "write 0.");
}

TEST(Decimal, RefusesAPointWithoutDigitsOnBothSides) {
  ExpectRefused(".5", "write 0.5.");
  ExpectRefused("5.", "write 5.");
  ExpectRefused("-.5", "write -0.5.");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "NaN", "nan", "Infinity", "-inf", "e5", "0x1F", "1.2.3",
                           "1-2", "--5", "5-", "12 %", "..", ":", "Ikke målt", "٣"}) {
    ExpectRefused(text, "; write ");
  }
}

TEST(Decimal, ComparesByNumber) {
  EXPECT_EQ(D("4.70"), D("4.7"));
  EXPECT_EQ(D("0"), D("0.000"));
  EXPECT_NE(D("4.70"), D("4.71"));
  EXPECT_LT(D("-1.5"), D("-1.25"));
  EXPECT_LT(D("-0.1"), D("0.1"));
  EXPECT_GT(D("0.9"), D("0.10000000000000000000000000000001"));
}

TEST(Decimal, ComparesExactlyAtTheLimits) {
  const std::string nines(34, '9');
  EXPECT_GT(D(nines), D("9." + std::string(33, '9')));
  EXPECT_LT(D("-" + nines), D("-9." + std::string(33, '9')));
  EXPECT_LT(D("1"), D("1." + std::string(32, '0') + "1"));
  EXPECT_GT(D("-1"), D("-1." + std::string(32, '0') + "1"));
}

TEST(Decimal, OrderAgreesWithIntegersOfOneScale) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 5000; ++i) {
    const auto a = static_cast<int64_t>(random() % 2001) - 1000;
    const auto b = static_cast<int64_t>(random() % 2001) - 1000;
    const Decimal x = Decimal::FromUnscaled(a, 2).value();
    // The same number as b / 100, written with five decimals.
    const Decimal y = Decimal::FromUnscaled(static_cast<__int128>(b) * 1000, 5).value();
    EXPECT_EQ(x < y, a < b);
    EXPECT_EQ(x == y, a == b);
    EXPECT_EQ(x > y, a > b);
  }
}

TEST(Decimal, KnowsSignAndZero) {
  EXPECT_TRUE(D("0.00").IsZero());
  EXPECT_FALSE(D("0.00").IsNegative());
  EXPECT_TRUE(D("-0.01").IsNegative());
  EXPECT_FALSE(D("-0.01").IsZero());
  EXPECT_TRUE(Decimal().IsZero());
  EXPECT_EQ(Decimal().Format(), "0");
}

TEST(Decimal, TakesEveryInteger) {
  EXPECT_EQ(Decimal::FromInt(-9223372036854775807 - 1).Format(), "-9223372036854775808");
  EXPECT_EQ(Decimal::FromInt(9223372036854775807).Format(), "9223372036854775807");
  EXPECT_EQ(Decimal::FromInt(0).Format(), "0");
}

TEST(Decimal, TakesUnscaledNumbersWithinItsDigits) {
  EXPECT_EQ(Decimal::FromUnscaled(-470, 2)->Format(), "-4.70");
  EXPECT_EQ(Decimal::FromUnscaled(5, 3)->Format(), "0.005");
  EXPECT_EQ(Decimal::FromUnscaled(1, 33)->Format(), "0." + std::string(32, '0') + "1");
  EXPECT_THAT(Decimal::FromUnscaled(1, 34), HasReason(ERROR_REASON_INVALID_DECIMAL));
  const __int128 limit = D(std::string(34, '9')).unscaled() + 1;
  EXPECT_THAT(Decimal::FromUnscaled(limit, 0), HasReason(ERROR_REASON_INVALID_DECIMAL));
  EXPECT_THAT(Decimal::FromUnscaled(-limit, 0), HasReason(ERROR_REASON_INVALID_DECIMAL));
  EXPECT_THAT(Decimal::FromUnscaled(limit - 1, 0), IsOk());
}

}  // namespace
}  // namespace tertial
