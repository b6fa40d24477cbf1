#include "services/indicators/domain/target_rules.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

Found FoundBy(const std::function<void(const Violations&)>& check) {
  const Violations violations;
  check(violations);
  Found found;
  for (const auto& one : violations.list()) {
    EXPECT_FALSE(one.description().empty());
    found.emplace_back(one.field(), one.reason());
  }
  return found;
}

Found FoundIn(const v1::Target& target) {
  return FoundBy([&](const Violations& violations) { CheckTarget(target, violations); });
}

v1::Target SomeTarget(v1::Comparator comparator = v1::COMPARATOR_GT) {
  v1::Target target;
  target.set_name("areas/asker/targets/t");
  target.set_indicator("indicators/a");
  target.set_comparator(comparator);
  target.set_value("10");
  target.set_unit("percent");
  target.set_basis(v1::TARGET_BASIS_INDICATOR_TABLE);
  if (comparator == v1::COMPARATOR_WITHIN) target.set_value_max("20");
  return target;
}

v1::Target SomeChange(v1::Comparator comparator = v1::COMPARATOR_LE) {
  v1::Target target = SomeTarget(comparator);
  target.clear_value();
  target.clear_value_max();
  target.set_change_percent("-67");
  target.set_base_period("2009");
  target.set_due_period("2030");
  return target;
}

TEST(CheckTarget, AcceptsEachComparatorWithWhatItNeeds) {
  for (int number = v1::COMPARATOR_GT; number <= v1::COMPARATOR_WITHIN; ++number) {
    EXPECT_THAT(FoundIn(SomeTarget(static_cast<v1::Comparator>(number))), IsEmpty());
  }
  for (const v1::Comparator comparator :
       {v1::COMPARATOR_INCREASE, v1::COMPARATOR_DECREASE, v1::COMPARATOR_AVOID}) {
    v1::Target target = SomeTarget(comparator);
    EXPECT_THAT(FoundIn(target), ElementsAre(Pair("value", ERROR_REASON_INCONSISTENT_FIELDS)));
    target.clear_value();
    target.clear_unit();
    EXPECT_THAT(FoundIn(target), IsEmpty());
  }
}

TEST(CheckTarget, RefusesAValueThatIsMissingOrNoNumber) {
  v1::Target target = SomeTarget();
  target.clear_value();
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("value", ERROR_REASON_INVALID_DECIMAL)));
  target.set_value("12,5");
  target.clear_unit();
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("value", ERROR_REASON_INVALID_DECIMAL),
                                           Pair("unit", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CheckTarget, RefusesABandUpsideDownAndAnUpperEndWithoutABand) {
  v1::Target band = SomeTarget(v1::COMPARATOR_WITHIN);
  band.set_value_max("9.99");
  EXPECT_THAT(FoundIn(band), ElementsAre(Pair("value_max", ERROR_REASON_INCONSISTENT_FIELDS)));
  band.clear_value_max();
  EXPECT_THAT(FoundIn(band), ElementsAre(Pair("value_max", ERROR_REASON_INVALID_DECIMAL)));
  v1::Target no_band = SomeTarget();
  no_band.set_value_max("20");
  EXPECT_THAT(FoundIn(no_band), ElementsAre(Pair("value_max", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(CheckTarget, MustSayWhatItIsAboutAndOnWhatItRests) {
  v1::Target target = SomeTarget();
  target.clear_indicator();
  target.clear_basis();
  target.set_due_period("soon");
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("subjects", ERROR_REASON_FIELD_REQUIRED),
                                           Pair("due_period", ERROR_REASON_INVALID_PERIOD),
                                           Pair("basis", ERROR_REASON_INVALID_ENUM)));
}

TEST(CheckTarget, AcceptsAChangeInPerCentFromABasePeriod) {
  for (const v1::Comparator comparator :
       {v1::COMPARATOR_GT, v1::COMPARATOR_GE, v1::COMPARATOR_LT, v1::COMPARATOR_LE}) {
    EXPECT_THAT(FoundIn(SomeChange(comparator)), IsEmpty());
  }
  v1::Target target = SomeChange();
  for (const char* change : {"-100", "-0.1", "25", "150.5"}) {
    target.set_change_percent(change);
    EXPECT_THAT(FoundIn(target), IsEmpty()) << change;
  }
  target.clear_due_period();
  EXPECT_THAT(FoundIn(target), IsEmpty());
}

TEST(CheckTarget, RefusesAChangeBesideAValue) {
  v1::Target target = SomeChange();
  target.set_value("10");
  const Violations violations;
  CheckTarget(target, violations);
  ASSERT_EQ(violations.list().size(), 1u);
  EXPECT_EQ(violations.list()[0].field(), "change_percent");
  EXPECT_EQ(violations.list()[0].reason(), ERROR_REASON_INCONSISTENT_FIELDS);
  EXPECT_THAT(violations.list()[0].description(), AllOf(HasSubstr("\"-67\""), HasSubstr("\"10\"")));
}

TEST(CheckTarget, RefusesAChangeThatIsNoneOrBelowAllOfIt) {
  v1::Target target = SomeChange();
  for (const char* change : {"0", "0.00", "-100.1"}) {
    target.set_change_percent(change);
    EXPECT_THAT(FoundIn(target),
                ElementsAre(Pair("change_percent", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << change;
  }
  target.set_change_percent("-67 %");
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("change_percent", ERROR_REASON_INVALID_DECIMAL)));
}

TEST(CheckTarget, RefusesAChangeWithoutItsBaseOrInAnotherUnit) {
  v1::Target target = SomeChange();
  target.clear_base_period();
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("base_period", ERROR_REASON_FIELD_REQUIRED)));
  target = SomeChange();
  for (const char* unit : {"", "tonnes_co2e"}) {
    target.set_unit(unit);
    EXPECT_THAT(FoundIn(target), ElementsAre(Pair("unit", ERROR_REASON_INCONSISTENT_FIELDS)));
  }
}

TEST(CheckTarget, RefusesAChangeBesideComparatorsThatHaveNoUseForIt) {
  EXPECT_THAT(FoundIn(SomeChange(v1::COMPARATOR_INCREASE)),
              ElementsAre(Pair("change_percent", ERROR_REASON_INCONSISTENT_FIELDS)));
  v1::Target equal = SomeTarget(v1::COMPARATOR_EQ);
  equal.set_change_percent("-67");
  EXPECT_THAT(FoundIn(equal),
              ElementsAre(Pair("change_percent", ERROR_REASON_INCONSISTENT_FIELDS)));
  v1::Target band = SomeTarget(v1::COMPARATOR_WITHIN);
  band.set_change_percent("-67");
  EXPECT_THAT(FoundIn(band), ElementsAre(Pair("change_percent", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(CheckTarget, RefusesABaseThatDoesNotEndBeforeItIsDue) {
  v1::Target target = SomeTarget();
  target.set_due_period("2030");
  for (const char* base : {"2009", "2029", "2029-T3", "2028/2029"}) {
    target.set_base_period(base);
    EXPECT_THAT(FoundIn(target), IsEmpty()) << base;
  }
  for (const char* base : {"2030", "2031", "2030-T1", "2029/2030"}) {
    target.set_base_period(base);
    EXPECT_THAT(FoundIn(target), ElementsAre(Pair("base_period", ERROR_REASON_INCONSISTENT_FIELDS)))
        << base;
  }
  target.set_base_period("then");
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("base_period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(CheckTarget, RefusesALegalBasisThatIsTooLong) {
  v1::Target target = SomeTarget();
  target.set_legal_basis(std::string(500, 'x'));
  EXPECT_THAT(FoundIn(target), IsEmpty());
  target.set_legal_basis(std::string(501, 'x'));
  EXPECT_THAT(FoundIn(target), ElementsAre(Pair("legal_basis", ERROR_REASON_INVALID_TEXT)));
}

Found FoundAgainst(const v1::Target& target, const char* scale_min = "",
                   const char* scale_max = "") {
  v1::Indicator indicator;
  indicator.set_name("indicators/a");
  indicator.set_unit("percent");
  indicator.set_scale_min(scale_min);
  indicator.set_scale_max(scale_max);
  return FoundBy(
      [&](const Violations& violations) { CheckTargetAgainst(indicator, target, violations); });
}

TEST(CheckTargetAgainst, RefusesAnotherUnit) {
  v1::Target target = SomeTarget();
  EXPECT_THAT(FoundAgainst(target), IsEmpty());
  target.set_unit("count");
  EXPECT_THAT(FoundAgainst(target), ElementsAre(Pair("unit", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(CheckTargetAgainst, TakesAChangeInPerCentOfAnyUnit) {
  v1::Indicator emissions;
  emissions.set_unit("tonnes_co2e");
  EXPECT_THAT(FoundBy([&](const Violations& violations) {
                CheckTargetAgainst(emissions, SomeChange(), violations);
              }),
              IsEmpty());
}

TEST(CheckTargetAgainst, RefusesWhatLiesOutsideTheScale) {
  EXPECT_THAT(FoundAgainst(SomeTarget(), "0", "10"), IsEmpty());
  EXPECT_THAT(FoundAgainst(SomeTarget(), "1", "6"),
              ElementsAre(Pair("value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(FoundAgainst(SomeTarget(v1::COMPARATOR_WITHIN), "10", "19.9"),
              ElementsAre(Pair("value_max", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

}  // namespace
}  // namespace tertial::indicators
