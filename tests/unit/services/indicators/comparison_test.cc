#include "services/indicators/domain/comparison.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/types/decimal.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/comparability.h"
#include "tests/testing/status_matchers.h"
#include "tests/unit/services/indicators/comparison_fixtures.h"

namespace tertial::indicators {
namespace {

using common::v1::FLAG_PROVISIONAL;
using common::v1::MISSING_REASON_NOT_MEASURED;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using enum common::v1::NotComputableReason;
using enum v1::ComparabilityIssue;
using enum v1::Statistic;

TEST(Compare, RanksTheHighestFirstAndLeavesOutPlacesAfterTies) {
  const auto response =
      CompareOk(InputOf(IndicatorIn("percent"),
                        {Place("d", "1"), Place("c", "5.0"), Place("b", "5"), Place("a", "7")}));
  EXPECT_EQ(RanksOf(response), "a 1, b 2=, c 2=, d 4");
  EXPECT_TRUE(response.highest_first());
  EXPECT_EQ(response.period(), "2024");
  EXPECT_EQ(response.indicator().name(), "indicators/i");
  EXPECT_FALSE(response.has_statistic());
  EXPECT_EQ(response.contributors(), 0);
}

TEST(Compare, RanksTheLowestFirstWhereLowerIsBetter) {
  v1::Indicator indicator = IndicatorIn("percent");
  indicator.set_direction(v1::DIRECTION_LOWER_IS_BETTER);
  const auto response = CompareOk(
      InputOf(indicator, {Place("a", "7"), Place("b", "-5"), Place("c", "5.5"), Place("d", "-5")}));
  EXPECT_EQ(RanksOf(response), "b 1=, d 1=, c 3, a 4");
  EXPECT_FALSE(response.highest_first());
}

TEST(Compare, ListsAreasWithoutAValueLastAndWithoutARank) {
  ComparisonArea nothing{.id = "b", .title = "Title of b"};
  nothing.outcome_without_cell = common::v1::OUTCOME_DISCONTINUED;
  const auto response = CompareOk(InputOf(
      IndicatorIn("percent"),
      {PlaceWithout("c", MISSING_REASON_NOT_MEASURED), nothing, Place("z", "-7")}, STATISTIC_MEAN));
  EXPECT_EQ(RanksOf(response), "z 1, b -, c -");
  const v1::ComparedArea c = AreaIn(response, "c");
  EXPECT_EQ(c.outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(c.cell().missing(), MISSING_REASON_NOT_MEASURED);
  EXPECT_FALSE(c.contributes());
  EXPECT_THAT(c.left_out_because(), HasSubstr("NOT_MEASURED"));
  const v1::ComparedArea b = AreaIn(response, "b");
  EXPECT_EQ(b.outcome(), common::v1::OUTCOME_DISCONTINUED);
  EXPECT_FALSE(b.has_cell());
  EXPECT_FALSE(b.left_out_because().empty());
  EXPECT_EQ(response.contributors(), 1);
  EXPECT_EQ(response.statistic().value(), "-7");
}

TEST(Compare, ShowsWhereEachFigureComesFrom) {
  const v1::ComparedArea a = AreaIn(
      CompareOk(InputOf(IndicatorIn("percent"), {Place("a", "7.10"), Place("b", "1")})), "a");
  EXPECT_EQ(a.title(), "Title of a");
  EXPECT_EQ(a.cell().value(), "7.10");
  EXPECT_EQ(a.name(), "areas/a/indicators/i/observations/2024");
  EXPECT_EQ(a.revision(), 7);
  EXPECT_EQ(a.outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_TRUE(a.left_out_because().empty());
}

TEST(Compare, RanksAComputedFigureBeforeRoundingAndShowsItRounded) {
  std::vector<ComparisonArea> areas = {Place("a", "3.14"), Place("b", "3.12")};
  for (ComparisonArea& area : areas) {
    area.figure->decimals = 1;
    area.figure->computed.emplace().set_value("3.1");
  }
  const auto response = CompareOk(InputOf(IndicatorIn("percent"), areas, STATISTIC_MEAN));
  EXPECT_EQ(RanksOf(response), "a 1, b 2");
  EXPECT_EQ(AreaIn(response, "b").cell().value(), "3.1");
  EXPECT_EQ(AreaIn(response, "b").computed().value(), "3.1");
  EXPECT_EQ(response.statistic().unrounded(), "3.13");
  EXPECT_EQ(response.statistic().value(), "3.1");
}

TEST(Compare, ShowsAGroupWithoutARankBesidePlaces) {
  const auto response = CompareOk(InputOf(
      IndicatorIn("percent"), {Place("a", "2"), Group("g", "9"), Place("b", "4")}, STATISTIC_MEAN));
  EXPECT_EQ(RanksOf(response), "b 1, a 2, g -");
  EXPECT_EQ(AreaIn(response, "g").cell().value(), "9");
  EXPECT_FALSE(AreaIn(response, "g").contributes());
  EXPECT_THAT(AreaIn(response, "g").left_out_because(), HasSubstr("group"));
  EXPECT_EQ(response.statistic().value(), "3");
  EXPECT_EQ(response.contributors(), 2);
  const auto without =
      CompareOk(InputOf(IndicatorIn("percent"), {Place("a", "2"), Group("g", "9")}));
  EXPECT_THAT(AreaIn(without, "g").left_out_because(), HasSubstr("group"));
}

TEST(Compare, RanksGroupsAmongThemselves) {
  const auto response = CompareOk(
      InputOf(IndicatorIn("percent"), {Group("g", "9"), Group("h", "12")}, STATISTIC_MEAN));
  EXPECT_EQ(RanksOf(response), "h 1, g 2");
  EXPECT_EQ(response.contributors(), 2);
}

TEST(Compare, ComputesEachStatisticFromNamedOperands) {
  const std::vector<ComparisonArea> areas = {Place("c", "57"), Place("a", "54"), Place("d", "62"),
                                             Place("b", "48")};
  const auto mean = CompareOk(InputOf(IndicatorIn("days"), areas, STATISTIC_MEAN));
  EXPECT_EQ(mean.statistic().value(), "55");
  EXPECT_EQ(mean.statistic().unrounded(), "55.25");
  EXPECT_EQ(mean.statistic().formula(), common::v1::FORMULA_MEAN);
  EXPECT_EQ(mean.statistic().unit(), "days");
  EXPECT_EQ(mean.contributors(), 4);
  ASSERT_EQ(mean.statistic().operands_size(), 4);
  EXPECT_EQ(mean.statistic().operands(0).name(), "areas/a/indicators/i/observations/2024");
  EXPECT_EQ(mean.statistic().operands(3).name(), "areas/d/indicators/i/observations/2024");
  const auto median = CompareOk(InputOf(IndicatorIn("days"), areas, STATISTIC_MEDIAN));
  EXPECT_EQ(median.statistic().unrounded(), "55.5");
  EXPECT_EQ(median.statistic().value(), "56");
  const auto sum = CompareOk(InputOf(Additive(), areas, STATISTIC_SUM));
  EXPECT_EQ(sum.statistic().value(), "221");
  EXPECT_EQ(sum.contributors(), 4);
}

TEST(Compare, RoundsToTheDecimalsThatTheFiguresArePrintedWith) {
  v1::Indicator indicator = IndicatorIn("days");
  const std::vector<ComparisonArea> areas = {Place("a", "1.2"), Place("b", "2")};
  EXPECT_EQ(CompareOk(InputOf(indicator, areas, STATISTIC_MEAN)).statistic().value(), "1.6");
  indicator.set_decimals(2);
  EXPECT_EQ(CompareOk(InputOf(indicator, areas, STATISTIC_MEAN)).statistic().value(), "1.60");
}

TEST(Compare, SaysThatNoAreaContributes) {
  const auto response = CompareOk(InputOf(
      IndicatorIn("days"), {PlaceWithout("a", MISSING_REASON_NOT_MEASURED)}, STATISTIC_MEAN));
  EXPECT_EQ(response.statistic().not_computable().reason(), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(response.contributors(), 0);
}

TEST(Compare, NeverSumsOverAGap) {
  const auto missing = CompareOk(
      InputOf(Additive(), {Place("a", "5"), PlaceWithout("b", MISSING_REASON_NOT_MEASURED)},
              STATISTIC_SUM));
  EXPECT_EQ(missing.statistic().not_computable().reason(), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(missing.statistic().operands_size(), 2);
  const ComparisonArea nothing{.id = "b"};
  const auto none = CompareOk(InputOf(Additive(), {Place("a", "5"), nothing}, STATISTIC_SUM));
  EXPECT_EQ(none.statistic().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(none.statistic().not_computable().detail(), HasSubstr("areas/b"));
}

TEST(Compare, SumsCountiesButNoGroupsThatMayOverlap) {
  std::vector<ComparisonArea> groups = {Group("akershus", "5"), Group("buskerud", "6"),
                                        Group("norge", "90")};
  groups[0].level = groups[1].level = common::v1::AREA_LEVEL_COUNTY;
  groups[2].level = common::v1::AREA_LEVEL_COUNTRY;
  const auto response = CompareOk(InputOf(Additive(), groups, STATISTIC_SUM));
  EXPECT_EQ(response.statistic().value(), "11");
  EXPECT_EQ(response.contributors(), 2);
  EXPECT_THAT(AreaIn(response, "norge").left_out_because(), HasSubstr("in common"));
}

TEST(Compare, GivesThePublishedFigureAsItIs) {
  ComparisonInput input =
      InputOf(IndicatorIn("nok"), {Place("a", "1192"), Place("b", "1039")}, STATISTIC_PUBLISHED);
  input.published = Group("g", "1100.50");
  const auto response = CompareOk(input);
  EXPECT_EQ(response.statistic().value(), "1100.50");
  EXPECT_EQ(response.statistic().operands(0).name(), "areas/g/indicators/i/observations/2024");
  EXPECT_EQ(response.contributors(), 0);
  EXPECT_FALSE(AreaIn(response, "a").contributes());
  EXPECT_TRUE(AreaIn(response, "a").left_out_because().empty());
  EXPECT_EQ(RanksOf(response), "a 1, b 2");

  input.published->figure = MissingFigure("g", MISSING_REASON_NOT_MEASURED);
  EXPECT_EQ(CompareOk(input).statistic().not_computable().reason(),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  input.published.reset();
  EXPECT_EQ(CompareOk(input).statistic().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(Compare, RefusesTheSumOfWhatIsNotDeclaredToAddUp) {
  EXPECT_EQ(
      ReasonOf(Compare(InputOf(IndicatorIn("count"), {Place("a", "1")}, STATISTIC_SUM)).status()),
      common::v1::ERROR_REASON_INCONSISTENT_FIELDS);
}

TEST(Compare, MarksWhatTheCallerAccepts) {
  ComparisonInput input = InputOf(
      IndicatorIn("count"),
      {Place("a", "54", {FLAG_PROVISIONAL}), Place("b", "57"), Group("g", "750")}, STATISTIC_MEAN);
  input.accept = {COMPARABILITY_ISSUE_SUM_BESIDE_PLACES};
  const absl::Status refused = Compare(input).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorMetadataOf(refused, "PROVISIONAL_AND_FINAL"), "areas/a");
  EXPECT_EQ(ErrorMetadataOf(refused, "SUM_BESIDE_PLACES"), "");

  input.accept.push_back(COMPARABILITY_ISSUE_ESTIMATES);  // Not so, and not marked.
  input.accept.push_back(COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL);
  const auto response = CompareOk(input);
  ASSERT_EQ(response.issues_size(), 2);
  EXPECT_EQ(response.issues(0).issue(), COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL);
  EXPECT_THAT(response.issues(0).areas(), ElementsAre("areas/a"));
  EXPECT_FALSE(response.issues(0).detail().empty());
  EXPECT_EQ(response.issues(1).issue(), COMPARABILITY_ISSUE_SUM_BESIDE_PLACES);
  EXPECT_THAT(AreaIn(response, "a").issues(),
              ElementsAre(COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL));
  EXPECT_THAT(AreaIn(response, "g").issues(), ElementsAre(COMPARABILITY_ISSUE_SUM_BESIDE_PLACES));
  EXPECT_TRUE(AreaIn(response, "b").issues().empty());
  EXPECT_EQ(response.statistic().unrounded(), "55.5");
}

// Areas of a few values, so that there are ties; with gaps, weights, groups and flags.
ComparisonInput RandomInput(std::mt19937_64& random) {
  std::vector<ComparisonArea> areas;
  const uint64_t size = 1 + random() % 12;
  for (uint64_t i = 0; i < size; ++i) {
    const std::string id = absl::StrCat("p", i);
    ComparisonArea area = Place(id, absl::StrCat(static_cast<int>(random() % 9) - 4));
    if (random() % 4 == 0) area = PlaceWithout(id, MISSING_REASON_NOT_MEASURED);
    if (random() % 8 == 0) area.figure.reset();
    if (random() % 6 == 0) area.level = common::v1::AREA_LEVEL_PEER_GROUP;
    if (area.figure.has_value() && random() % 5 == 0) {
      area.figure->operand.mutable_cell()->add_flags(FLAG_PROVISIONAL);
    }
    if (random() % 5 != 0) {
      area.weight = FigureOf(id, absl::StrCat(random() % 7));
      if (random() % 5 == 0) area.weight->operand.mutable_cell()->add_flags(FLAG_PROVISIONAL);
    }
    areas.push_back(std::move(area));
  }
  const v1::Statistic statistics[] = {STATISTIC_UNSPECIFIED, STATISTIC_WEIGHTED_MEAN,
                                      STATISTIC_MEAN, STATISTIC_MEDIAN, STATISTIC_SUM};
  ComparisonInput input = InputOf(Additive(), std::move(areas), statistics[random() % 5]);
  if (input.statistic == STATISTIC_WEIGHTED_MEAN) input.weight = "indicators/w";
  if (random() % 2 == 0) input.indicator.set_direction(v1::DIRECTION_LOWER_IS_BETTER);
  input.indicator.set_decimals(10);
  for (int issue = 1; issue < v1::ComparabilityIssue_ARRAYSIZE; ++issue) {
    input.accept.push_back(static_cast<v1::ComparabilityIssue>(issue));
  }
  return input;
}

void ExpectRanksAreRight(const v1::CompareAreasResponse& response) {
  for (const v1::ComparedArea& area : response.areas()) {
    if (area.rank() == 0) continue;
    const Decimal value = *Decimal::Parse(area.cell().value());
    int better = 0;
    int same = 0;
    for (const v1::ComparedArea& other : response.areas()) {
      if (other.rank() == 0) continue;
      const Decimal its = *Decimal::Parse(other.cell().value());
      if (response.highest_first() ? its > value : its < value) ++better;
      if (its == value) ++same;
    }
    EXPECT_EQ(area.rank(), better + 1);
    EXPECT_EQ(area.tied(), same > 1);
  }
}

TEST(CompareProperties, DoNotDependOnTheOrderOfTheAreas) {
  std::mt19937_64 random(20241231);
  for (int round = 0; round < 300; ++round) {
    ComparisonInput input = RandomInput(random);
    const auto response = CompareOk(input);
    ExpectRanksAreRight(response);
    std::shuffle(input.areas.begin(), input.areas.end(), random);
    std::shuffle(input.accept.begin(), input.accept.end(), random);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(CompareOk(input), response));
  }
}

TEST(CompareProperties, NeverMakeANumberOfAGap) {
  std::mt19937_64 random(815);
  int sums = 0;
  for (int round = 0; round < 500; ++round) {
    const ComparisonInput input = RandomInput(random);
    const auto response = CompareOk(input);
    int contributors = 0;
    bool gap_of_a_place = false;
    std::set<std::string> areas;
    for (const v1::ComparedArea& area : response.areas()) {
      areas.insert(area.area());
      const bool has_value = area.cell().content_case() == common::v1::Cell::kValue;
      if (!has_value) {
        EXPECT_EQ(area.rank(), 0);
        EXPECT_FALSE(area.contributes());
        EXPECT_TRUE(area.cell().value().empty());
      }
      if (input.statistic != STATISTIC_UNSPECIFIED) {
        EXPECT_NE(area.contributes(), !area.left_out_because().empty());
      }
      if (area.contributes()) ++contributors;
      gap_of_a_place |= !has_value && !absl::StrContains(area.left_out_because(), "group");
    }
    EXPECT_EQ(areas.size(), input.areas.size());
    EXPECT_EQ(response.contributors(), contributors);
    if (input.statistic == STATISTIC_SUM && gap_of_a_place) {
      ++sums;
      EXPECT_TRUE(response.statistic().has_not_computable());
    }
    for (const common::v1::Operand& operand : response.statistic().operands()) {
      if (!response.statistic().has_not_computable()) {
        EXPECT_EQ(operand.cell().content_case(), common::v1::Cell::kValue);
      }
    }
  }
  EXPECT_GT(sums, 20);
}

TEST(CompareProperties, MeansAndMedianLieBetweenTheLowestAndTheHighest) {
  std::mt19937_64 random(42);
  int checked = 0;
  for (int round = 0; round < 600; ++round) {
    const ComparisonInput input = RandomInput(random);
    if (input.statistic == STATISTIC_SUM || input.statistic == STATISTIC_UNSPECIFIED) continue;
    const auto response = CompareOk(input);
    if (response.contributors() == 0) {
      EXPECT_TRUE(response.statistic().has_not_computable());
      continue;
    }
    std::vector<Decimal> values;
    for (const v1::ComparedArea& area : response.areas()) {
      if (area.contributes()) values.push_back(*Decimal::Parse(area.cell().value()));
    }
    const Decimal statistic = Decimal::Parse(response.statistic().value()).value();
    EXPECT_GE(statistic, *std::min_element(values.begin(), values.end()));
    EXPECT_LE(statistic, *std::max_element(values.begin(), values.end()));
    ++checked;
  }
  EXPECT_GT(checked, 200);
}

TEST(CompareProperties, EveryIssueIsRefusedUnlessAcceptedAndMarkedIfSo) {
  std::mt19937_64 random(7);
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    ComparisonInput input = RandomInput(random);
    const auto response = CompareOk(input);
    for (const v1::FoundIssue& issue : response.issues()) {
      ++refused;
      ComparisonInput strict = input;
      std::erase(strict.accept, issue.issue());
      EXPECT_EQ(ReasonOf(Compare(strict).status()), common::v1::ERROR_REASON_NOT_COMPARABLE);
      EXPECT_FALSE(issue.areas().empty());
      for (const std::string& area : issue.areas()) {
        EXPECT_THAT(AreaIn(response, area.substr(sizeof("areas/") - 1)).issues(),
                    ::testing::Contains(issue.issue()));
      }
    }
    input.accept.clear();
    EXPECT_EQ(Compare(input).ok(), response.issues().empty());
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace tertial::indicators
