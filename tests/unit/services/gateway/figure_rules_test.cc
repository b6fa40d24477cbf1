// Rules with parameters: what they accuse, and what they do not.
#include "services/gateway/domain/checks/figure_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/check_samples.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// How often the only rule was asked, and how often it could not be computed.
std::pair<int, int> Asked(const v1::CheckResult& result, const std::string& rule) {
  for (const v1::RuleCoverage& coverage : result.coverage()) {
    if (coverage.rule() == rule) return {coverage.asked(), coverage.not_computable()};
  }
  return {-1, -1};
}

TEST(SameFact, IsFoundWhereTwoChaptersDiffer) {
  CheckedArea area;
  area.Indicator("a", "count");
  area.Indicator("b", "count");
  area.Observe("a", "2023", "696");
  area.Observe("b", "2023", "699");
  area.Observe("a", "2024", "690");
  area.Observe("b", "2024", "690");
  area.Rule("same", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/same 2023: 696, computed 699"));
  const v1::Finding& finding = result.findings(0);
  EXPECT_EQ(finding.severity(), common::v1::SEVERITY_ERROR);
  EXPECT_EQ(finding.difference(), "3");
  ASSERT_THAT(finding.places(), SizeIs(2));
  EXPECT_EQ(finding.places(0).name(), "areas/lund/indicators/a/observations/2023");
  EXPECT_EQ(finding.places(0).service(), "indicators");
  EXPECT_EQ(finding.places(1).cell().value(), "699");
  EXPECT_EQ(Asked(result, "checkRules/same"), std::make_pair(2, 0));
}

TEST(SameFact, IsNoneWhereOneIsRounded) {
  CheckedArea area;
  area.Indicator("a", "percent");
  area.Indicator("b", "percent");
  area.Observe("a", "2024", "34");
  area.Observe("b", "2024", "33.7");
  area.Observe("a", "2023", "33");
  area.Observe("b", "2023", "33.7");
  area.Rule("same", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
  EXPECT_THAT(Told(area.Check()), ElementsAre("checkRules/same 2023: 33, computed 33.7"));
}

TEST(SameFact, IsFoundWhereBothAreRoundedAlike) {
  CheckedArea area;
  area.Indicator("a", "percent");
  area.Indicator("b", "percent");
  area.Observe("a", "2024", "75");
  area.Observe("b", "2024", "76");
  area.Rule("same", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
  EXPECT_THAT(Told(area.Check()), ElementsAre("checkRules/same 2024: 75, computed 76"));
}

TEST(SameFact, IsHeldToATolerance) {
  CheckedArea area;
  area.Indicator("rounded", "count");
  area.Indicator("jobs", "count");
  area.Observe("rounded", "2024", "38600");
  area.Observe("jobs", "2024", "38575");
  area.Observe("rounded", "2023", "38600");
  area.Observe("jobs", "2023", "38549");
  area.Rule("same", "SAME_FACT",
            "figure {" + Of("rounded") + "} others {" + Of("jobs") + "} tolerance: '50'");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/same 2023: 38600, computed 38549"));
  ASSERT_THAT(result.findings(0).parameters(), SizeIs(1));
  EXPECT_EQ(result.findings(0).parameters(0).name(), "tolerance");
}

// The figures of maintenance, 139 as it was paid and 145 in the prices of 2024.
TEST(SameFact, IsNotAskedOfEarlierYearsInOtherPrices) {
  CheckedArea area;
  area.Indicator("paid", "nok_per_m2");
  area.Indicator("deflated", "nok_per_m2", "kostra { deflated: true }");
  area.Observe("paid", "2023", "139");
  area.Observe("deflated", "2023", "145");
  area.Observe("paid", "2024", "150");
  area.Observe("deflated", "2024", "151");
  area.Rule("same", "SAME_FACT", "figure {" + Of("paid") + "} others {" + Of("deflated") + "}");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/same 2024: 150, computed 151"));
  EXPECT_EQ(Asked(result, "checkRules/same"), std::make_pair(2, 1));
}

// A report of 2024, checked when the prices are those of 2025.
TEST(SameFact, IsAskedOfTheYearWhosePricesTheyAreIn) {
  CheckedArea area;
  area.Indicator("paid", "nok_per_m2");
  area.Indicator("deflated", "nok_per_m2", "kostra { deflated: true }");
  area.Observe("paid", "2024", "139");
  area.Observe("deflated", "2024", "145");
  area.Rule("same", "SAME_FACT", "figure {" + Of("paid") + "} others {" + Of("deflated") + "}");
  EXPECT_THAT(area.Check().findings(), SizeIs(1));
  area.Observe("deflated", "2025", "150");
  EXPECT_THAT(area.Check().findings(), IsEmpty());
}

TEST(SameFact, IsNeverAskedOfWhatIsAdjustedForNeed) {
  CheckedArea area;
  area.Indicator("a", "nok_per_capita");
  area.Indicator("b", "nok_per_capita", "kostra { need_adjusted: true }");
  area.Observe("a", "2024", "139");
  area.Observe("b", "2024", "145");
  area.Rule("same", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
  EXPECT_THAT(area.Check().findings(), IsEmpty());
}

TEST(Rules, AreNotComputableOverAGapAndNotAskedWhereNothingIsStated) {
  CheckedArea area;
  area.Indicator("a", "count");
  area.Indicator("b", "count");
  area.Observe("a", "2022", "1");
  area.Observe("a", "2023", "1");
  area.Observe("b", "2023", "");
  area.Observe("b", "2024", "1");
  area.Rule("same", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(result.findings(), IsEmpty());
  EXPECT_EQ(Asked(result, "checkRules/same"), std::make_pair(2, 2));
}

TEST(Rules, AreNotComputableOnceWhereTheFigureIsStatedInNoPeriod) {
  CheckedArea area;
  area.Indicator("b", "count");
  area.Observe("b", "2023", "1");
  area.Observe("b", "2024", "1");
  area.Rule("misspelt", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
  area.Rule("of-nothing", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("c") + "}");
  const v1::CheckResult result = area.Check();
  EXPECT_EQ(Asked(result, "checkRules/misspelt"), std::make_pair(1, 1));
  EXPECT_EQ(Asked(result, "checkRules/of-nothing"), std::make_pair(0, 0));
}

class Parts : public ::testing::Test {
 protected:
  void SetUp() override {
    area_.Indicator("total", "count");
    area_.Indicator("by-type", "count");
    area_.Observe("total", "2024", "833");
    area_.Observe("by-type", "2024~type.a", "533");
    area_.Observe("by-type", "2024~type.b", "298");
    // Of a further dimension, and so no part beside them.
    area_.Observe("by-type", "2024~type.b~place.x", "7");
  }

  void AskAll(const std::string& more) {
    area_.Rule("parts", "PARTS_AND_TOTAL",
               "figure {" + Of("total") + "} others {" + Of("by-type", "~type.*") + "} " + more);
  }

  CheckedArea area_;
};

TEST_F(Parts, AddUpToTheTotalWhereTheyAreAll) {
  AskAll("exhaustive: true");
  EXPECT_THAT(Told(area_.Check()), ElementsAre("checkRules/parts 2024: 833, computed 831"));
}

TEST_F(Parts, MayBeLessThanTheTotalWhereTheyAreNotAll) {
  AskAll("");
  EXPECT_THAT(area_.Check().findings(), IsEmpty());
}

TEST_F(Parts, AreNeverMoreThanTheTotal) {
  AskAll("");
  area_.Observe("by-type", "2024~type.c", "3");
  EXPECT_THAT(Told(area_.Check()), ElementsAre("checkRules/parts 2024: 833, computed 834"));
}

TEST_F(Parts, AreNotAddedOverAGap) {
  AskAll("exhaustive: true");
  area_.Observe("by-type", "2024~type.c", "");
  const v1::CheckResult result = area_.Check();
  EXPECT_THAT(result.findings(), IsEmpty());
  EXPECT_EQ(Asked(result, "checkRules/parts"), std::make_pair(1, 1));
}

TEST_F(Parts, MayDifferByWhatEachIsRoundedTo) {
  AskAll("exhaustive: true");
  area_.Observe("by-type", "2024~type.b", "298", "rounded_to: '4'");
  EXPECT_THAT(area_.Check().findings(), IsEmpty());
  area_.Observe("by-type", "2024~type.b", "298", "rounded_to: '2'");
  EXPECT_THAT(area_.Check().findings(), SizeIs(1));
}

TEST(Mean, IsRoundedAndOfStatedPeriods) {
  CheckedArea area;
  area.Indicator("mean", "count");
  area.Indicator("each", "count");
  area.Observe("each", "2022", "833");
  area.Observe("each", "2023", "696");
  area.Observe("each", "2024", "690");
  area.Observe("mean", "2024", "740");
  area.Rule("mean", "MEAN_OF_PERIODS",
            "figure {" + Of("mean") + "} others {" + Of("each") + "} periods: 3");
  EXPECT_THAT(area.Check().findings(), IsEmpty());
  area.Observe("mean", "2024", "741");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/mean 2024: 741, computed 739.67"));
  EXPECT_EQ(result.findings(0).difference(), "-1.33");
  EXPECT_EQ(result.findings(0).computed().formula(), common::v1::FORMULA_MEAN);
}

// 690.5 is rounded to 691 by some, and to 690 by others.
TEST(Mean, RightBetweenTwoNumbersMayBeRoundedToEither) {
  CheckedArea area;
  area.Indicator("mean", "count");
  area.Indicator("each", "count");
  area.Observe("each", "2023", "690");
  area.Observe("each", "2024", "691");
  area.Rule("mean", "MEAN_OF_PERIODS",
            "figure {" + Of("mean") + "} others {" + Of("each") + "} periods: 2");
  for (const char* mean : {"690", "691"}) {
    area.Observe("mean", "2024", mean);
    EXPECT_THAT(area.Check().findings(), IsEmpty()) << mean;
  }
  area.Observe("mean", "2024", "692");
  EXPECT_THAT(area.Check().findings(), SizeIs(1));
}

TEST(Balance, TellsItsResidualAsInfo) {
  CheckedArea area;
  for (const char* id : {"growth", "births", "deaths"}) area.Indicator(id, "count");
  area.Observe("growth", "2024", "10");
  area.Observe("births", "2024", "20");
  area.Observe("deaths", "2024", "8");
  area.Rule("balance", "BALANCE",
            "figure {" + Of("growth") + "} others {" + Of("births") + "} others {" + Of("deaths") +
                " subtracted: true}");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/balance 2024: 10, computed 12"));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_INFO);
  EXPECT_EQ(result.findings(0).computed().expression(), "x1 - x2");
  area.input().rules[0].set_severity(common::v1::SEVERITY_ERROR);
  EXPECT_EQ(area.Check().findings(0).severity(), common::v1::SEVERITY_ERROR);
}

TEST(Ratio, IsOfTwoFigures) {
  CheckedArea area;
  area.Indicator("coverage", "percent");
  area.Indicator("jobs", "count");
  area.Indicator("residents", "count");
  area.Observe("jobs", "2024", "38575");
  area.Observe("residents", "2024", "51704");
  area.Observe("coverage", "2024", "75");
  area.Rule("ratio", "RATIO",
            "figure {" + Of("coverage") + "} others {" + Of("jobs") + "} others {" +
                Of("residents") + "}");
  EXPECT_THAT(area.Check().findings(), IsEmpty());
  area.Observe("coverage", "2024", "76");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/ratio 2024: 76, computed 74.61"));
  EXPECT_EQ(result.findings(0).computed().formula(), common::v1::FORMULA_SHARE);
}

// 38 500 of 51 000 are 75.49 per cent, and 76 are printed: in hundreds they may be 75.6.
TEST(Ratio, OfRoundedFiguresMayLieWhereTheyAllow) {
  CheckedArea area;
  area.Indicator("coverage", "percent");
  for (const char* id : {"stay", "in", "out"}) area.Indicator(id, "count");
  area.Observe("stay", "2023", "21100", "rounded_to: '100'");
  area.Observe("in", "2023", "17400", "rounded_to: '100'");
  area.Observe("out", "2023", "29900", "rounded_to: '100'");
  area.Observe("coverage", "2023", "76");
  area.Rule("ratio", "RATIO",
            "figure {" + Of("coverage") + "} others {" + Of("stay") + "} others {" + Of("in") +
                "} others {" + Of("stay") + " divisor: true} others {" + Of("out") +
                " divisor: true}");
  EXPECT_THAT(area.Check().findings(), IsEmpty());
  area.Observe("coverage", "2023", "77");
  const v1::CheckResult result = area.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/ratio 2023: 77, computed 75.49"));
  EXPECT_EQ(result.findings(0).computed().expression(), "(x1 + x2) / (x1 + x3) * 100");
  EXPECT_TRUE(result.findings(0).computed().has_interval());
}

TEST(Ratio, OverZeroClaimsNothing) {
  CheckedArea area;
  for (const char* id : {"share", "part", "whole"}) area.Indicator(id, "count");
  area.Observe("share", "2024", "5");
  area.Observe("part", "2024", "5");
  area.Observe("whole", "2024", "0");
  area.Rule(
      "ratio", "RATIO",
      "figure {" + Of("share") + "} others {" + Of("part") + "} others {" + Of("whole") + "}");
  EXPECT_THAT(area.Check().findings(), IsEmpty());
}

TEST(Complements, AddUpToAHundredAsFarAsTheyAreRounded) {
  CheckedArea area;
  area.Indicator("share", "percent");
  area.Observe("share", "2023~type.a", "66");
  area.Observe("share", "2023~type.b", "14");
  area.Observe("share", "2023~type.c", "19");
  area.Observe("share", "2024~type.a", "63");
  area.Observe("share", "2024~type.b", "14");
  area.Observe("share", "2024~type.c", "21");
  area.Rule("shares", "COMPLEMENTARY",
            "figure {" + Of("share", "~type.a") + "} others {" + Of("share", "~type.*") + "}");
  EXPECT_THAT(Told(area.Check()), ElementsAre("checkRules/shares 2024: 100, computed 98"));
}

TEST(CarriedOver, HoldsAYearAgainstTheOneBefore) {
  CheckedArea area;
  area.Indicator("start", "count");
  area.Indicator("end", "count");
  area.Observe("end", "2022", "100");
  area.Observe("start", "2023", "100");
  area.Observe("end", "2023", "110");
  area.Observe("start", "2024", "111");
  area.Rule("carried", "CARRIED_OVER",
            "figure {" + Of("start") + "} others {" + Of("end") + " offset: -1}");
  EXPECT_THAT(Told(area.Check()), ElementsAre("checkRules/carried 2024: 111, computed 110"));
}

class Label : public ::testing::Test {
 protected:
  void SetUp() override {
    area_.Figure("full-time-share~2024", "64.2");
    area_.Rule("label", "LABEL_AGAINST_SERIES",
               "figure { name: 'areas/{area}/figures/part-time-share~{period}' } "
               "others { name: 'areas/{area}/figures/part-time-share~{period}' } "
               "others { name: 'areas/{area}/figures/full-time-share~{period}' } tolerance: '10'");
  }

  CheckedArea area_;
};

TEST_F(Label, IsInDoubtWhereAFigureOfAnotherPlaceLiesNearTheComplement) {
  area_.Figure("part-time-share~2024", "61.8", "", "norge");
  const v1::CheckResult result = area_.Check();
  EXPECT_THAT(Told(result), ElementsAre("checkRules/label 2024: 61.8, computed 35.8"));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_WARNING);
  EXPECT_EQ(result.findings(0).places(0).name(), "areas/norge/figures/part-time-share~2024");
}

TEST_F(Label, IsNotInDoubtWhereTheFigureLiesNearItsOwn) {
  area_.Figure("part-time-share~2024", "38.2", "", "norge");
  EXPECT_THAT(area_.Check().findings(), IsEmpty());
}

TEST_F(Label, IsNotInDoubtWhereTheFigureLiesNearNeither) {
  area_.Figure("part-time-share~2024", "80.0", "", "norge");
  EXPECT_THAT(area_.Check().findings(), IsEmpty());
}

TEST_F(Label, IsNotInDoubtWhereOneFigureBesideBearsItOut) {
  area_.Figure("part-time-share~2024", "61.8", "", "norge");
  area_.Figure("part-time-share~2024", "60.1", "", "drammen");
  EXPECT_THAT(area_.Check().findings(), IsEmpty());
}

TEST_F(Label, NamesTheFiguresOfEveryArea) {
  const std::vector<std::string> areas = {"lund", "norge"};
  EXPECT_THAT(NamesInRulesOfOtherAreas(area_.input().rules, "lund", areas,
                                       std::vector<Period>{Period::OfYear(2024)}),
              ElementsAre("areas/norge/figures/full-time-share~2024",
                          "areas/norge/figures/part-time-share~2024"));
}

}  // namespace
}  // namespace tertial::gateway
