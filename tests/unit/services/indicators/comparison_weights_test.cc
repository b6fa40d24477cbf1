// Weighted means of a comparison, and the weights in them.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/comparison.h"
#include "tests/testing/status_matchers.h"
#include "tests/unit/services/indicators/comparison_fixtures.h"

namespace tertial::indicators {
namespace {

using common::v1::FLAG_PROVISIONAL;
using common::v1::MISSING_REASON_NOT_MEASURED;
using common::v1::MISSING_REASON_SUPPRESSED;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using enum v1::ComparabilityIssue;
using enum v1::Statistic;

ComparisonArea Weighted(ComparisonArea area, const std::string& weight) {
  area.weight = FigureOf(area.id, weight);
  return area;
}

ComparisonInput WeightedInput(std::vector<ComparisonArea> areas) {
  ComparisonInput input =
      InputOf(IndicatorIn("percent"), std::move(areas), STATISTIC_WEIGHTED_MEAN);
  input.weight = "indicators/population.total";
  return input;
}

TEST(Compare, WeightsWithTheFiguresOfTheNamedIndicator) {
  const auto response =
      CompareOk(WeightedInput({Weighted(Place("a", "10"), "1"), Weighted(Place("b", "20"), "3")}));
  EXPECT_EQ(response.statistic().unrounded(), "17.5");
  EXPECT_EQ(response.statistic().formula(), common::v1::FORMULA_WEIGHTED_MEAN);
  EXPECT_EQ(response.statistic().operands_size(), 4);
}

TEST(Compare, LeavesOutAreasWithoutAWeightAndSaysWhy) {
  ComparisonArea missing = Place("c", "99");
  missing.weight = MissingFigure("c", MISSING_REASON_SUPPRESSED);
  const auto response =
      CompareOk(WeightedInput({Weighted(Place("a", "10"), "1"), Place("b", "99"), missing,
                               Weighted(Place("d", "99"), "0"), Weighted(Place("e", "99"), "-1"),
                               Weighted(PlaceWithout("f", MISSING_REASON_NOT_MEASURED), "5")}));
  EXPECT_EQ(response.statistic().value(), "10");
  EXPECT_EQ(response.contributors(), 1);
  EXPECT_THAT(AreaIn(response, "b").left_out_because(), HasSubstr("indicators/population.total"));
  EXPECT_THAT(AreaIn(response, "c").left_out_because(), HasSubstr("SUPPRESSED"));
  EXPECT_THAT(AreaIn(response, "d").left_out_because(), HasSubstr("not above zero"));
  EXPECT_THAT(AreaIn(response, "e").left_out_because(), HasSubstr("not above zero"));
  EXPECT_THAT(AreaIn(response, "f").left_out_because(), HasSubstr("NOT_MEASURED"));
  // They keep their places in the order.
  EXPECT_EQ(AreaIn(response, "b").rank(), 1);
}

TEST(Compare, RefusesAWeightedMeanWithoutAWeightAndAWeightWithoutOne) {
  ComparisonInput input = WeightedInput({Place("a", "1")});
  input.weight.clear();
  EXPECT_EQ(ReasonOf(Compare(input).status()), common::v1::ERROR_REASON_WEIGHT_MISSING);
  input.weight = "indicators/population.total";
  input.statistic = STATISTIC_MEAN;
  EXPECT_EQ(ReasonOf(Compare(input).status()), common::v1::ERROR_REASON_INCONSISTENT_FIELDS);
}

// A weight that is not what the others are makes another mean, and nothing was said of it.
TEST(Compare, RefusesWeightsThatAreNotComparableUnlessTheyAreAccepted) {
  ComparisonInput input =
      WeightedInput({Weighted(Place("a", "10"), "1"), Weighted(Place("b", "20"), "3")});
  input.areas[1].weight->operand.mutable_cell()->add_flags(FLAG_PROVISIONAL);
  const absl::Status refused = Compare(input).status();
  EXPECT_EQ(ReasonOf(refused), common::v1::ERROR_REASON_NOT_COMPARABLE);
  EXPECT_EQ(ErrorMetadataOf(refused, "WEIGHT_PROVISIONAL_AND_FINAL"), "areas/b");
  EXPECT_EQ(ErrorMetadataOf(refused, "PROVISIONAL_AND_FINAL"), "");

  input.accept = {COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL};
  const auto response = CompareOk(input);
  ASSERT_EQ(response.issues_size(), 1);
  EXPECT_EQ(response.issues(0).issue(), COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL);
  EXPECT_EQ(response.issues(0).weight(), "indicators/population.total");
  EXPECT_THAT(response.issues(0).detail(), HasSubstr("weights, indicators/population.total"));
  EXPECT_THAT(AreaIn(response, "b").issues(),
              ElementsAre(COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL));
  EXPECT_EQ(response.statistic().unrounded(), "17.5");
}

TEST(Compare, TellsAnIssueOfFiguresFromTheSameOneOfWeights) {
  ComparisonInput input = WeightedInput(
      {Weighted(Place("a", "10"), "1"), Weighted(Place("b", "20", {FLAG_PROVISIONAL}), "3")});
  input.areas[1].weight->operand.mutable_cell()->add_flags(FLAG_PROVISIONAL);
  const absl::Status refused = Compare(input).status();
  EXPECT_EQ(ErrorMetadataOf(refused, "PROVISIONAL_AND_FINAL"), "areas/b");
  EXPECT_EQ(ErrorMetadataOf(refused, "WEIGHT_PROVISIONAL_AND_FINAL"), "areas/b");
  input.accept = {COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL};
  const auto response = CompareOk(input);
  ASSERT_EQ(response.issues_size(), 2);
  EXPECT_EQ(response.issues(0).weight(), "");
  EXPECT_EQ(response.issues(1).weight(), "indicators/population.total");
  EXPECT_THAT(AreaIn(response, "b").issues(),
              ElementsAre(COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL));
}

TEST(Compare, JudgesWeightsByTheDefinitionOfTheWeight) {
  ComparisonInput input =
      WeightedInput({Weighted(Place("a", "10"), "1"), Weighted(Place("b", "20"), "3")});
  input.areas[0].weight->basis = "registered";
  EXPECT_THAT(Compare(input).status(), IsOk());
  input.weight_definition.add_bases("registered");
  EXPECT_EQ(ErrorMetadataOf(Compare(input).status(), "WEIGHT_UNKNOWN_BASIS"), "areas/b");
}

TEST(Compare, SuspectsAWeightOfZeroThatLeavesAnAreaOut) {
  ComparisonInput input =
      WeightedInput({Weighted(Place("a", "10"), "0"), Weighted(Place("b", "20"), "3000"),
                     Weighted(Place("c", "20"), "2000"), Weighted(Place("d", "20"), "1000")});
  input.weight_definition = Additive();
  EXPECT_THAT(Compare(input).status(), IsOk());
  input.areas[0].weight_before = FigureOf("a", "900");
  EXPECT_EQ(ErrorMetadataOf(Compare(input).status(), "WEIGHT_SUSPICIOUS_ZERO"), "areas/a");
}

TEST(Compare, DoesNotJudgeWeightsThatDecideNothing) {
  ComparisonArea gap = Weighted(PlaceWithout("c", MISSING_REASON_NOT_MEASURED), "5");
  ComparisonArea group = Weighted(Group("g", "15"), "9");
  for (ComparisonArea* area : {&gap, &group}) {
    area->weight->operand.mutable_cell()->add_flags(FLAG_PROVISIONAL);
  }
  EXPECT_THAT(Compare(WeightedInput({Weighted(Place("a", "10"), "1"),
                                     Weighted(Place("b", "20"), "3"), gap, group}))
                  .status(),
              IsOk());
}

}  // namespace
}  // namespace tertial::indicators
