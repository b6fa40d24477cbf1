#include "services/gateway/domain/claims/wording.h"

#include <string>
#include <vector>

#include "common/types/decimal.h"
#include "gtest/gtest.h"

namespace tertial::gateway {
namespace {

using enum v1::Wording;

Rational Number(const std::string& text) { return Rational(*Decimal::Parse(text)); }

struct Case {
  v1::Wording wording;
  const char* printed;
  int decimals;
  const char* number;
  bool holds;
};

TEST(Wording, HoldsAsTheContractSays) {
  const std::vector<Case> cases = {
      // Rounded half away from zero at the printed decimals.
      {WORDING_EXACT, "-9.8", 1, "-9.747", false},
      {WORDING_EXACT, "-9.7", 1, "-9.747", true},
      {WORDING_EXACT, "-9.7", 1, "-9.75", false},
      {WORDING_EXACT, "-9.8", 1, "-9.75", true},
      {WORDING_EXACT, "2.5", 1, "2.45", true},
      {WORDING_EXACT, "2.5", 1, "2.55", false},
      {WORDING_EXACT, "0", 0, "0.4999", true},
      {WORDING_EXACT, "0", 0, "-0.5", false},
      {WORDING_EXACT, "0", 0, "0.5", false},
      {WORDING_EXACT, "1837", 0, "1836.5", true},
      {WORDING_EXACT, "52000", -3, "51704", true},
      {WORDING_EXACT, "52000", -3, "51499", false},
      {WORDING_UNSPECIFIED, "1836.7", 1, "1836.6", false},
      {WORDING_UNSPECIFIED, "1836.7", 1, "1836.7", true},
      // By a tenth of the printed number, or by less than one in its last place.
      {WORDING_ABOUT, "100", 0, "110", true},
      {WORDING_ABOUT, "100", 0, "110.01", false},
      {WORDING_ABOUT, "100", 0, "90", true},
      {WORDING_ABOUT, "-200", 0, "-222", false},
      {WORDING_ABOUT, "-200", -2, "-222", true},
      {WORDING_ABOUT, "-200", -2, "-100", false},
      {WORDING_ABOUT, "3", 0, "3.9", true},
      {WORDING_ABOUT, "3", 0, "4", false},
      {WORDING_ABOUT, "0", 0, "0.9", true},
      // Smaller in size, by a tenth at most, with the same sign.
      {WORDING_NEARLY, "700", 0, "690", true},
      {WORDING_NEARLY, "700", 0, "630", true},
      {WORDING_NEARLY, "700", 0, "629.9", false},
      {WORDING_NEARLY, "700", 0, "700", false},
      {WORDING_NEARLY, "700", 0, "701", false},
      {WORDING_NEARLY, "-700", 0, "-690", true},
      {WORDING_NEARLY, "-700", 0, "-701", false},
      {WORDING_NEARLY, "-700", 0, "690", false},
      // Greater in size, by less than as much again.
      {WORDING_MORE_THAN, "2", 0, "2.2", true},
      {WORDING_MORE_THAN, "2", 0, "2", false},
      {WORDING_MORE_THAN, "2", 0, "4", false},
      {WORDING_MORE_THAN, "-2", 0, "-3.99", true},
      {WORDING_MORE_THAN, "-2", 0, "3", false},
      // Smaller in size.
      {WORDING_LESS_THAN, "5", 0, "4.99", true},
      {WORDING_LESS_THAN, "5", 0, "5", false},
      {WORDING_LESS_THAN, "5", 0, "0", true},
      {WORDING_LESS_THAN, "-5", 0, "-4", true},
      {WORDING_LESS_THAN, "-5", 0, "-6", false},
      {WORDING_LESS_THAN, "-5", 0, "4", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(NumbersPrintedAs(c.wording, Number(c.printed), c.decimals).Holds(Number(c.number)),
              c.holds)
        << v1::Wording_Name(c.wording) << " " << c.printed << " of " << c.number;
  }
}

TEST(Wording, NoNumberIsNearlyOrMoreOrLessThanZero) {
  for (const v1::Wording wording : {WORDING_NEARLY, WORDING_MORE_THAN, WORDING_LESS_THAN}) {
    EXPECT_FALSE(CanBeWorded(wording, Rational()));
    EXPECT_TRUE(CanBeWorded(wording, Rational::FromInt(-1)));
  }
  for (const v1::Wording wording : {WORDING_UNSPECIFIED, WORDING_EXACT, WORDING_ABOUT}) {
    EXPECT_TRUE(CanBeWorded(wording, Rational()));
  }
}

TEST(Relation, HoldsAtItsEndsAsItSays) {
  const auto holds = [](v1::Relation relation) {
    const NumberSpan span = NumbersInRelation(relation, Rational::FromInt(5));
    std::string which;
    for (const int number : {4, 5, 6}) which += span.Holds(Rational::FromInt(number)) ? '1' : '0';
    return which;
  };
  EXPECT_EQ(holds(v1::RELATION_EQUAL), "010");
  EXPECT_EQ(holds(v1::RELATION_LESS), "100");
  EXPECT_EQ(holds(v1::RELATION_LESS_OR_EQUAL), "110");
  EXPECT_EQ(holds(v1::RELATION_GREATER), "001");
  EXPECT_EQ(holds(v1::RELATION_GREATER_OR_EQUAL), "011");
}

TEST(NumberSpan, MeetsARangeThatReachesIntoIt) {
  const NumberSpan above = NumbersInRelation(v1::RELATION_GREATER, Rational::FromInt(5));
  const auto range = [](int low, int high) {
    return Range{Rational::FromInt(low), Rational::FromInt(high)};
  };
  EXPECT_FALSE(above.Meets(range(3, 5)));
  EXPECT_TRUE(above.Meets(range(3, 6)));
  EXPECT_FALSE(above.Covers(range(3, 6)));
  EXPECT_TRUE(above.Covers(range(6, 9)));
  const NumberSpan equal = NumbersInRelation(v1::RELATION_EQUAL, Rational::FromInt(5));
  EXPECT_TRUE(equal.Meets(range(4, 6)));
  EXPECT_FALSE(equal.Meets(range(6, 7)));
  EXPECT_FALSE(equal.Meets(range(3, 4)));
}

}  // namespace
}  // namespace tertial::gateway
