#include "services/climate/domain/inventory_findings.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const Period kYear = Period::OfYear(2023);

v1::InventoryRelease Complete() {
  v1::InventoryRelease release = CommunityRelease();
  release.set_coverage(v1::INVENTORY_COVERAGE_COMPLETE);
  return release;
}

// A finding in short: "ERROR SPLITS_DIFFER -3".
std::string Short(const v1::InventoryFinding& finding) {
  std::string text = absl::StrCat(common::v1::Severity_Name(finding.severity()).substr(9), " ",
                                  v1::InventoryFindingKind_Name(finding.kind()).substr(23));
  if (finding.has_difference()) absl::StrAppend(&text, " ", finding.difference().value());
  return text;
}

std::vector<std::string> Shortly(const std::vector<v1::InventoryFinding>& findings) {
  std::vector<std::string> texts;
  for (const v1::InventoryFinding& finding : findings) texts.push_back(Short(finding));
  return texts;
}

std::vector<std::string> Find(std::vector<v1::EmissionFigure> figures,
                              const v1::InventoryRelease& release = CommunityRelease()) {
  const SampleInventory inventory(std::move(figures), release);
  return Shortly(FindingsOf(*inventory, {kYear}));
}

TEST(InventoryFindings, AreNoneWhereAllAgrees) {
  EXPECT_THAT(
      Find({Emission("all", "2023", Value("12")), Emission("waste", "2023", Value("7")),
            Sourced("waste", "landfill", "2023", Value("7")),
            OfGas("waste", "ch4", "2023", Value("7")), Emission("heating", "2023", Value("5")),
            Emission("waste", "2023", Value("7"), "depot"),
            Emission("land-use", "2023", Value("-9"))},
           Complete()),
      IsEmpty());
}

TEST(InventoryFindings, TellThatSectorsAreNotTheTotal) {
  const std::vector<v1::EmissionFigure> less = {Emission("all", "2023", Value("20")),
                                                Emission("waste", "2023", Value("7"))};
  EXPECT_THAT(Find(less), ElementsAre("INFO SECTORS_DIFFER_FROM_TOTAL 13"));
  EXPECT_THAT(Find(less, Complete()), ElementsAre("ERROR SECTORS_DIFFER_FROM_TOTAL 13"));
  const std::vector<v1::EmissionFigure> more = {Emission("all", "2023", Value("5")),
                                                Emission("waste", "2023", Value("7"))};
  EXPECT_THAT(Find(more), ElementsAre("ERROR SECTORS_DIFFER_FROM_TOTAL -2"));
}

TEST(InventoryFindings, LeaveRoundingAlone) {
  const auto figures = [](const char* all) {
    return std::vector<v1::EmissionFigure>{Emission("all", "2023", Value(all)),
                                           Emission("waste", "2023", Value("7")),
                                           Emission("heating", "2023", Value("5.5"))};
  };
  // Half a unit of the last decimal of each: 0.5 + 0.5 + 0.05.
  EXPECT_THAT(Find(figures("13"), Complete()), IsEmpty());
  EXPECT_THAT(Find(figures("14"), Complete()), ElementsAre("ERROR SECTORS_DIFFER_FROM_TOTAL 1.5"));
  std::vector<v1::EmissionFigure> rounded = figures("14");
  rounded[1].mutable_cell()->set_rounded_to("10");
  EXPECT_THAT(Find(rounded, Complete()), IsEmpty());
}

TEST(InventoryFindings, TellThatWhatIsKnownExceedsTheTotal) {
  EXPECT_THAT(Find({Emission("all", "2023", Value("5")), Emission("waste", "2023", Value("7")),
                    Emission("heating", "2023", NotEstimated())}),
              UnorderedElementsAre("ERROR SECTORS_DIFFER_FROM_TOTAL -2", "INFO TOTAL_INCOMPLETE",
                                   "WARNING UNEXPLAINED"));
}

TEST(InventoryFindings, TellThatPartsExceedTheWhole) {
  EXPECT_THAT(Find({Emission("industry", "2023", Value("10")),
                    FigureOf({.sector = "mining"}, "2023", Value("7"), "industry"),
                    FigureOf({.sector = "cement"}, "2023", Value("5"), "industry")}),
              ElementsAre("ERROR PARTS_EXCEED_WHOLE -2"));
  EXPECT_THAT(Find({Emission("sites", "2023", Value("814")),
                    Emission("sites", "2023", Value("260"), "school"),
                    Emission("sites", "2023", Value("700"), "road")}),
              ElementsAre("ERROR PARTS_EXCEED_WHOLE -146"));
}

TEST(InventoryFindings, LetPartsBeLess) {
  EXPECT_THAT(Find({Emission("sites", "2023", Value("814")),
                    Emission("sites", "2023", Value("260"), "school")}),
              IsEmpty());
}

TEST(InventoryFindings, TellThatSplitsDiffer) {
  EXPECT_THAT(Find({Emission("waste", "2023", Value("7")),
                    Sourced("waste", "landfill", "2023", Value("9"))}),
              ElementsAre("ERROR SPLITS_DIFFER -2"));
  EXPECT_THAT(Find({Sourced("waste", "landfill", "2023", Value("9")),
                    OfGas("waste", "ch4", "2023", Value("4"))}),
              ElementsAre("ERROR SPLITS_DIFFER 5"));
}

TEST(InventoryFindings, LetASplitWithGapsBeLess) {
  v1::EmissionFigure gap = Sourced("waste", "sewage", "2023", NotEstimated());
  SetText("ikke beregnet", gap.mutable_explanations());
  EXPECT_THAT(Find({Emission("waste", "2023", Value("7")),
                    Sourced("waste", "landfill", "2023", Value("5")), gap}),
              IsEmpty());
  EXPECT_THAT(Find({Emission("waste", "2023", Value("7")),
                    Sourced("waste", "landfill", "2023", Value("9")), gap}),
              ElementsAre("ERROR SPLITS_DIFFER -2"));
}

TEST(InventoryFindings, TellThatSumsHaveGaps) {
  v1::EmissionFigure gap = Sourced("waste", "sewage", "2023", NotEstimated());
  SetText("ikke beregnet", gap.mutable_explanations());
  const std::vector<v1::EmissionFigure> figures = {Sourced("waste", "landfill", "2023", Value("5")),
                                                   gap};
  EXPECT_THAT(Find(figures), ElementsAre("INFO TOTAL_INCOMPLETE", "INFO TOTAL_INCOMPLETE"));
  EXPECT_THAT(Find(figures, Complete()),
              ElementsAre("WARNING TOTAL_INCOMPLETE", "WARNING TOTAL_INCOMPLETE"));
}

TEST(InventoryFindings, TellThatAWholeIsNotRecorded) {
  const SampleInventory inventory({FigureOf({.sector = "building-and-construction"}, "2023",
                                            Value("13619"), "other-mobile-combustion")});
  std::vector<v1::InventoryFinding> findings = FindingsOf(*inventory, {kYear});
  SortFindings(findings);
  EXPECT_THAT(Shortly(findings), ElementsAre("INFO PARENT_NOT_RECORDED"));
  EXPECT_THAT(findings[0].resources(),
              ElementsAre(EmissionName(kRelease, "other-mobile-combustion", kYear),
                          EmissionName(kRelease, "building-and-construction", kYear)));
}

TEST(InventoryFindings, TellThatAnImpliedFigureNoLongerFollows) {
  v1::EmissionFigure base = Emission("all", "2009", Value("373141"));
  base.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  base.mutable_implied_by()->set_period("2023");
  base.mutable_implied_by()->mutable_percent_change()->set_value("-45.4");
  base.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.1");
  const std::vector<Period> base_year = {Period::OfYear(2009)};
  const SampleInventory agrees({base, Emission("all", "2023", Value("203735"))});
  EXPECT_THAT(FindingsOf(*agrees, base_year), IsEmpty());
  const SampleInventory changed({base, Emission("all", "2023", Value("205000"))});
  EXPECT_THAT(Shortly(FindingsOf(*changed, base_year)),
              ElementsAre("WARNING IMPLIED_VALUE_OUTSIDE"));
}

TEST(InventoryFindings, AreToldByPeriodKindAndFirstResource) {
  const SampleInventory inventory({Emission("waste", "2023", NotEstimated()),
                                   Emission("heating", "2023", NotEstimated()),
                                   Emission("waste", "2022", NotEstimated())});
  std::vector<v1::InventoryFinding> findings =
      FindingsOf(*inventory, {kYear, Period::OfYear(2022)});
  SortFindings(findings);
  std::vector<std::string> order;
  for (const v1::InventoryFinding& finding : findings) {
    order.push_back(absl::StrCat(finding.period(), " ", finding.kind(), " ",
                                 finding.resources(0).substr(finding.resources(0).rfind('/'))));
  }
  EXPECT_THAT(order, ElementsAre("2022 4 /all~2022", "2022 9 /waste~2022", "2023 4 /all~2023",
                                 "2023 9 /heating~2023", "2023 9 /waste~2023"));
}

v1::ClimateTarget WithBudget(const char* value, const char* unit) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_path(v1::TARGET_PATH_YEARLY_BUDGETS);
  v1::YearlyBudget& budget = *target.add_yearly_budgets();
  budget.set_period("2030");
  budget.set_value(value);
  budget.set_unit(unit);
  return target;
}

TEST(TargetFindings, TellThatABudgetEndsElsewhere) {
  const SampleInventory inventory({Emission("all", "2009", Value("380000"))});
  EXPECT_THAT(TargetFindingsOf(WithBudget("125400", "tonnes_co2e"), *inventory), IsEmpty());
  EXPECT_THAT(Shortly(TargetFindingsOf(WithBudget("130000", "tonnes_co2e"), *inventory)),
              ElementsAre("WARNING BUDGET_ENDS_ELSEWHERE -4600"));
  EXPECT_THAT(TargetFindingsOf(WithBudget("33", "percent"), *inventory), IsEmpty());
  EXPECT_THAT(Shortly(TargetFindingsOf(WithBudget("40", "percent"), *inventory)),
              ElementsAre("WARNING BUDGET_ENDS_ELSEWHERE -26600"));
  v1::ClimateTarget other = WithBudget("130000", "tonnes_co2e");
  other.set_boundary(v1::BOUNDARY_OWN_OPERATIONS);
  EXPECT_THAT(TargetFindingsOf(other, *inventory), IsEmpty());
}

TEST(TargetFindings, TellThatTheBaseIsNoLongerInTheRelease) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_reference_release(kRelease);
  const SampleInventory holds({Emission("all", "2009", Value("380000"))});
  EXPECT_THAT(TargetFindingsOf(target, *holds), IsEmpty());
  const SampleInventory lacks({Emission("all", "2023", Value("205000"))});
  const std::vector<v1::InventoryFinding> findings = TargetFindingsOf(target, *lacks);
  EXPECT_THAT(Shortly(findings), ElementsAre("WARNING BASE_NOT_IN_RELEASE"));
  EXPECT_EQ(findings[0].period(), "2009");
  EXPECT_THAT(findings[0].resources(),
              ElementsAre(target.name(), EmissionName(kRelease, "all", Period::OfYear(2009))));
  target.clear_reference_release();
  EXPECT_THAT(TargetFindingsOf(target, *lacks), IsEmpty());
}

}  // namespace
}  // namespace tertial::climate
