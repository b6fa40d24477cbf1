#include "services/indicators/domain/development.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/indicators/figure_fixtures.h"

namespace tertial::indicators {
namespace {

using ::testing::HasSubstr;
using enum common::v1::NotComputableReason;
using enum v1::Development;
using enum v1::Direction;

Figure Broken(Figure figure) {
  figure.is_break = true;
  return figure;
}

Figure OfVersion(Figure figure, int32_t version) {
  figure.definition_version = version;
  return figure;
}

// One figure for each value, from the first year on; an empty value was not measured.
std::vector<Figure> Series(int first_year, const std::vector<std::string>& values) {
  std::vector<Figure> figures;
  for (const std::string& value : values) {
    const std::string year = std::to_string(first_year++);
    figures.push_back(value.empty() ? Missing(year, common::v1::MISSING_REASON_NOT_MEASURED)
                                    : Measured(year, value));
  }
  return figures;
}

v1::Target Band(const std::string& low, const std::string& high) {
  v1::Target band;
  band.set_comparator(v1::COMPARATOR_WITHIN);
  band.set_value(low);
  band.set_value_max(high);
  return band;
}

common::v1::NotComputableReason WhyNot(const common::v1::Computed& computed) {
  EXPECT_FALSE(computed.has_value()) << computed.DebugString();
  return computed.not_computable().reason();
}

// The example's cases.

TEST(Development, BullyingIsBetterThanLastYearAndWorseOverTheWindow) {
  const v1::Indicator bullying = MakeIndicator("percent", DIRECTION_LOWER_IS_BETTER);
  const std::vector<Figure> series = Series(2021, {"6.9", "7.7", "11.4", "10.5"});
  const v1::Change change = ChangeBetween(bullying, series[2], series[3], series);
  EXPECT_EQ(change.absolute().value(), "-0.9");
  EXPECT_EQ(change.absolute().unit(), "percentage_points");
  EXPECT_EQ(change.absolute().formula(), common::v1::FORMULA_PERCENTAGE_POINTS);
  EXPECT_FALSE(change.has_percent());
  EXPECT_EQ(change.development(), DEVELOPMENT_BETTER);
  const v1::Trend trend = TrendOf(bullying, series);
  EXPECT_EQ(trend.slope().value(), "1.450");
  EXPECT_EQ(trend.slope().unit(), "percentage_points_per_year");
  EXPECT_EQ(trend.first_period(), "2021");
  EXPECT_EQ(trend.last_period(), "2024");
  EXPECT_EQ(trend.development(), DEVELOPMENT_WORSE);
}

TEST(Development, SatisfactionHasATrendOverMeasuredCellsOnly) {
  const v1::Indicator satisfaction = MakeIndicator("score", DIRECTION_HIGHER_IS_BETTER);
  const v1::Trend trend = TrendOf(satisfaction, Series(2021, {"", "4.8", "5.1", "5.2"}));
  EXPECT_EQ(trend.slope().value(), "0.200");
  EXPECT_EQ(trend.slope().operands_size(), 6);
  EXPECT_EQ(trend.first_period(), "2022");
  EXPECT_EQ(trend.last_period(), "2024");
  EXPECT_EQ(trend.development(), DEVELOPMENT_BETTER);
}

TEST(Development, FewerInInstitutionsIsBetterAlthoughLower) {
  const std::vector<Figure> series = Series(2021, {"10.2", "9.1", "9.0", "8.5"});
  const v1::Indicator institution = MakeIndicator("percent", DIRECTION_LOWER_IS_BETTER);
  const v1::Change change = ChangeBetween(institution, series[0], series[3], series);
  EXPECT_EQ(change.absolute().value(), "-1.7");
  EXPECT_EQ(change.development(), DEVELOPMENT_BETTER);
  EXPECT_EQ(TrendOf(institution, series).development(), DEVELOPMENT_BETTER);
}

TEST(Development, FewerTreatmentPlantsThatMeetRequirementsIsWorse) {
  const std::vector<Figure> series = Series(2021, {"3", "3", "3", "1"});
  const v1::Indicator plants = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  const v1::Change change = ChangeBetween(plants, series[2], series[3], series);
  EXPECT_EQ(change.absolute().value(), "-2");
  EXPECT_EQ(change.percent().value(), "-66.7");
  EXPECT_EQ(change.development(), DEVELOPMENT_WORSE);
  EXPECT_EQ(TrendOf(plants, series).development(), DEVELOPMENT_WORSE);
}

TEST(Development, EnergyUseFellByTwoPointTwoGigawattHours) {
  const std::vector<Figure> series = Series(2021, {"80.8", "78.7", "81.4", "79.2"});
  const v1::Indicator energy = MakeIndicator("gwh", DIRECTION_LOWER_IS_BETTER);
  const v1::Change change = ChangeBetween(energy, series[2], series[3], series);
  EXPECT_EQ(change.absolute().value(), "-2.2");
  EXPECT_EQ(change.absolute().unit(), "gwh");
  EXPECT_EQ(change.percent().value(), "-2.7");
  EXPECT_EQ(change.development(), DEVELOPMENT_BETTER);
}

// The change.

TEST(ChangeBetween, RoundsHalfAwayFromZero) {
  const v1::Change change = ChangeBetween(MakeIndicator("count", DIRECTION_NEUTRAL),
                                          Measured("2023", "40000"), Measured("2024", "34060"), {});
  EXPECT_EQ(change.percent().value(), "-14.9");
  EXPECT_EQ(change.percent().unrounded(), "-14.85");
}

TEST(ChangeBetween, TellsWhatItWasComputedFrom) {
  const v1::Change change = ChangeBetween(MakeIndicator("count", DIRECTION_NEUTRAL),
                                          Measured("2023", "4"), Measured("2024", "5"), {});
  for (const common::v1::Computed& computed : {change.absolute(), change.percent()}) {
    ASSERT_EQ(computed.operands_size(), 2);
    EXPECT_EQ(computed.operands(0).name(), "areas/asker/indicators/i/observations/2023");
    EXPECT_EQ(computed.operands(1).revision(), 5);
  }
}

TEST(ChangeBetween, IsPrintedAsTheFiguresAre) {
  // A derived figure holds more digits than it is printed with.
  Figure third = Measured("2023", "0.333333333333333333333333333333333");
  third.decimals = 1;
  Figure half = Measured("2024", "0.5");
  const v1::Change change =
      ChangeBetween(MakeIndicator("ratio", DIRECTION_HIGHER_IS_BETTER), third, half, {});
  EXPECT_EQ(change.absolute().value(), "0.2");
  EXPECT_EQ(change.absolute().decimals(), 1);
  EXPECT_EQ(change.development(), DEVELOPMENT_BETTER);
}

// A figure that is the hundredth part of a recorded one, which is rounded.
Figure DerivedFromRounded(const std::string& period, const std::string& value,
                          const std::string& rounded_to) {
  Figure figure = NoFigure(period);
  common::v1::Cell cell;
  cell.set_value(value);
  cell.set_rounded_to(rounded_to);
  figure.computed =
      Compute(common::v1::FORMULA_SHARE,
              {MakeOperand("part", &cell), MakeConstant("whole", "10000")}, "million_nok", 1);
  figure.operand = OperandOf(figure.operand.name(), *figure.computed);
  figure.decimals = 1;
  return figure;
}

// Intervals of derived figures went no further than the figures.
TEST(ChangeBetween, IsAsUncertainAsTheDerivedFiguresAre) {
  const v1::Indicator indicator = MakeIndicator("million_nok", DIRECTION_NEUTRAL);
  const Figure earlier = DerivedFromRounded("2023", "400", "10");
  const Figure later = DerivedFromRounded("2024", "500", "10");
  const v1::Change change = ChangeBetween(indicator, earlier, later, {});
  EXPECT_EQ(change.absolute().value(), "1.0");
  EXPECT_EQ(change.absolute().interval().low(), "0.9");
  EXPECT_EQ(change.absolute().interval().high(), "1.1");
  EXPECT_EQ(change.percent().interval().low(), "22.2");
  EXPECT_EQ(change.percent().interval().high(), "27.8");
}

TEST(ChangeBetween, SaysWhatItMeansOnlyWhereADirectionIsKnown) {
  const auto development = [](v1::Direction direction, const char* later) {
    return ChangeBetween(MakeIndicator("count", direction), Measured("2023", "5"),
                         Measured("2024", later), {})
        .development();
  };
  EXPECT_EQ(development(DIRECTION_HIGHER_IS_BETTER, "6"), DEVELOPMENT_BETTER);
  EXPECT_EQ(development(DIRECTION_HIGHER_IS_BETTER, "5.0"), DEVELOPMENT_UNCHANGED);
  EXPECT_EQ(development(DIRECTION_LOWER_IS_BETTER, "6"), DEVELOPMENT_WORSE);
  EXPECT_EQ(development(DIRECTION_LOWER_IS_BETTER, "5"), DEVELOPMENT_UNCHANGED);
  for (const v1::Direction none :
       {DIRECTION_UNSPECIFIED, DIRECTION_NEUTRAL, DIRECTION_TARGET_BAND}) {
    EXPECT_EQ(development(none, "6"), DEVELOPMENT_UNSPECIFIED);
    EXPECT_EQ(development(none, "5"), DEVELOPMENT_UNSPECIFIED);
  }
}

TEST(ChangeBetween, MeansByABandWhetherItCameNearer) {
  const v1::Indicator growth = MakeIndicator("percent", DIRECTION_TARGET_BAND);
  const v1::Target band = Band("1.3", "1.8");
  const auto development = [&](const char* earlier, const char* later) {
    return ChangeBetween(growth, Measured("2023", earlier), Measured("2024", later), {}, &band)
        .development();
  };
  EXPECT_EQ(development("0.9", "1.2"), DEVELOPMENT_BETTER);
  EXPECT_EQ(development("2.2", "1.9"), DEVELOPMENT_BETTER);
  EXPECT_EQ(development("1.5", "1.2"), DEVELOPMENT_WORSE);
  EXPECT_EQ(development("1.4", "1.7"), DEVELOPMENT_UNCHANGED);
  EXPECT_EQ(development("1.2", "1.9"), DEVELOPMENT_UNCHANGED);
}

TEST(ChangeBetween, AGapIsNoNumber) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  const v1::Change pending = ChangeBetween(indicator, Measured("2023", "5"),
                                           Missing("2024", common::v1::MISSING_REASON_PENDING), {});
  EXPECT_EQ(WhyNot(pending.absolute()), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(WhyNot(pending.percent()), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(pending.development(), DEVELOPMENT_UNSPECIFIED);
  const v1::Change nothing = ChangeBetween(indicator, NoFigure("2023"), Measured("2024", "5"), {});
  EXPECT_EQ(WhyNot(nothing.absolute()), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(ChangeBetween, PercentNeedsAPositiveBase) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  const v1::Change from_zero =
      ChangeBetween(indicator, Measured("2023", "0"), Measured("2024", "5"), {});
  EXPECT_EQ(from_zero.absolute().value(), "5");
  EXPECT_EQ(WhyNot(from_zero.percent()), NOT_COMPUTABLE_REASON_ZERO_BASE);
  EXPECT_EQ(from_zero.development(), DEVELOPMENT_BETTER);
  const v1::Change from_loss =
      ChangeBetween(indicator, Measured("2023", "-1"), Measured("2024", "5"), {});
  EXPECT_EQ(WhyNot(from_loss.percent()), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
}

TEST(ChangeBetween, IsNotComputableAcrossABreak) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  const Figure earlier = Measured("2021", "4");
  const Figure later = Measured("2024", "5");
  const auto why = [&](const Figure& from, const Figure& to, const std::vector<Figure>& series) {
    const v1::Change change = ChangeBetween(indicator, from, to, series);
    EXPECT_EQ(change.development(), DEVELOPMENT_UNSPECIFIED);
    EXPECT_EQ(WhyNot(change.percent()), WhyNot(change.absolute()));
    return WhyNot(change.absolute());
  };
  EXPECT_EQ(why(earlier, Broken(later), {}), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_EQ(why(earlier, later, {Broken(Measured("2022", "4"))}),
            NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_EQ(why(earlier, later, {Broken(NoFigure("2023"))}), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  // Breaks outside do not matter.
  for (const char* outside : {"2020", "2021", "2025"}) {
    EXPECT_TRUE(ChangeBetween(indicator, Broken(earlier), later, {{Broken(NoFigure(outside))}})
                    .absolute()
                    .has_value())
        << outside;
  }
  // A gap says more than a break.
  EXPECT_EQ(why(earlier, Broken(NoFigure("2024")), {}), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(ChangeBetween, IsNotComputableAcrossADeclaredChangeOfTheDefinition) {
  v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  for (const char* first_period : {"", "", "2023"}) {
    v1::DefinitionVersion& version = *indicator.add_versions();
    version.set_version(indicator.versions_size());
    version.set_first_period(first_period);
    version.set_unit("count");
  }
  const Figure first = OfVersion(Measured("2021", "4"), 1);
  const Figure second = OfVersion(Measured("2022", "4"), 2);
  const Figure third = OfVersion(Measured("2024", "5"), 3);
  EXPECT_TRUE(ChangeBetween(indicator, first, second, {}).absolute().has_value());
  const v1::Change change = ChangeBetween(indicator, second, third, {});
  EXPECT_EQ(WhyNot(change.absolute()), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_THAT(change.absolute().not_computable().detail(), HasSubstr("indicators/i"));
  indicator.mutable_versions(1)->set_unit("percent");
  EXPECT_EQ(WhyNot(ChangeBetween(indicator, first, second, {}).absolute()),
            NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES);
}

TEST(ChangeBetween, NeedsAnEarlierPeriod) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  const Figure figure = Measured("2024", "5");
  for (const Figure& from : {figure, Measured("2025", "4")}) {
    EXPECT_EQ(WhyNot(ChangeBetween(indicator, from, figure, {}).absolute()),
              NOT_COMPUTABLE_REASON_NO_BASELINE);
  }
}

// The trend.

TEST(TrendOf, NeedsThreeMeasuredCells) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  const v1::Trend trend = TrendOf(indicator, Series(2021, {"1", "", "", "2"}));
  EXPECT_EQ(WhyNot(trend.slope()), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(trend.development(), DEVELOPMENT_UNSPECIFIED);
  EXPECT_EQ(trend.first_period(), "2021");
  const v1::Trend nothing = TrendOf(indicator, {});
  EXPECT_EQ(WhyNot(nothing.slope()), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(nothing.first_period(), "");
  EXPECT_EQ(nothing.last_period(), "");
}

TEST(TrendOf, EndsAtABreak) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  std::vector<Figure> series = Series(2018, {"9", "9", "9", "1", "2", "3"});
  EXPECT_EQ(TrendOf(indicator, series).development(), DEVELOPMENT_WORSE);
  series[3] = Broken(series[3]);
  const v1::Trend trend = TrendOf(indicator, series);
  EXPECT_EQ(trend.slope().value(), "1.00");
  EXPECT_EQ(trend.first_period(), "2021");
  EXPECT_EQ(trend.development(), DEVELOPMENT_BETTER);
  series[4] = Broken(series[4]);
  EXPECT_EQ(WhyNot(TrendOf(indicator, series).slope()), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
}

TEST(TrendOf, EndsAtABreakThatFallsOnAGap) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  std::vector<Figure> series = Series(2018, {"9", "9", "9", "", "2", "3"});
  series[3] = Broken(series[3]);
  const v1::Trend trend = TrendOf(indicator, series);
  EXPECT_EQ(WhyNot(trend.slope()), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(trend.first_period(), "2022");
}

TEST(TrendOf, EndsAtADeclaredChangeOfTheDefinition) {
  v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  indicator.add_versions()->set_version(1);
  indicator.add_versions()->set_version(2);
  indicator.mutable_versions(1)->set_first_period("2021");
  std::vector<Figure> series = Series(2018, {"9", "9", "9", "1", "2", "3"});
  for (size_t i = 3; i < series.size(); ++i) series[i].definition_version = 2;
  EXPECT_EQ(TrendOf(indicator, series).first_period(), "2021");
}

TEST(TrendOf, CountsGapsAsTime) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  EXPECT_EQ(TrendOf(indicator, Series(2020, {"1", "", "", "2", "3"})).slope().value(), "0.46");
  // Whether nothing is recorded or a reason why makes no difference.
  const std::vector<Figure> sparse = {Measured("2020", "1"), Measured("2023", "2"),
                                      Measured("2024", "3")};
  EXPECT_EQ(TrendOf(indicator, sparse).slope().value(), "0.46");
}

TEST(TrendOf, TakesPeriodsOfAnyKindInAnyOrder) {
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_LOWER_IS_BETTER);
  const v1::Trend trend = TrendOf(
      indicator,
      {{Measured("2024-T2", "6.5"), Measured("2023-T3", "2.5"), Measured("2024-T1", "4.5")}});
  EXPECT_EQ(trend.slope().value(), "2.000");
  EXPECT_EQ(trend.slope().unit(), "count_per_tertial");
  EXPECT_EQ(trend.first_period(), "2023-T3");
  EXPECT_EQ(trend.last_period(), "2024-T2");
  EXPECT_EQ(trend.development(), DEVELOPMENT_WORSE);
}

TEST(TrendOf, NamesPositionsAndValuesOfItsPoints) {
  const v1::Trend trend =
      TrendOf(MakeIndicator("count", DIRECTION_NEUTRAL), Series(2022, {"1", "2", "3"}));
  ASSERT_EQ(trend.slope().operands_size(), 6);
  const common::v1::Operand& position = trend.slope().operands(2);
  EXPECT_EQ(position.name(), "areas/asker/indicators/i/observations/2023");
  EXPECT_EQ(position.field(), "period");
  EXPECT_EQ(position.cell().value(), "2023");
  EXPECT_EQ(position.revision(), 5);
  EXPECT_EQ(trend.slope().operands(3).cell().value(), "2");
  EXPECT_EQ(trend.development(), DEVELOPMENT_UNSPECIFIED);
}

TEST(TrendOf, IsAsUncertainAsTheDerivedFiguresAre) {
  const v1::Trend trend =
      TrendOf(MakeIndicator("million_nok", DIRECTION_NEUTRAL),
              {{DerivedFromRounded("2022", "400", "10"), DerivedFromRounded("2023", "480", "10"),
                DerivedFromRounded("2024", "500", "10")}});
  EXPECT_EQ(trend.slope().value(), "0.500");
  EXPECT_EQ(trend.slope().interval().low(), "0.450");
  EXPECT_EQ(trend.slope().interval().high(), "0.550");
}

TEST(TrendOf, MeansByABandWhetherItComesNearer) {
  const v1::Indicator growth = MakeIndicator("percent", DIRECTION_TARGET_BAND);
  const v1::Target band = Band("1.3", "1.8");
  const auto development = [&](const std::vector<std::string>& values) {
    return TrendOf(growth, Series(2021, values), &band).development();
  };
  EXPECT_EQ(development({"0.2", "0.5", "0.9"}), DEVELOPMENT_BETTER);
  EXPECT_EQ(development({"3.0", "2.5", "2.0"}), DEVELOPMENT_BETTER);
  EXPECT_EQ(development({"1.5", "1.9", "2.5"}), DEVELOPMENT_WORSE);
  EXPECT_EQ(development({"1.4", "1.5", "1.7"}), DEVELOPMENT_UNCHANGED);
  EXPECT_EQ(TrendOf(growth, Series(2021, {"1", "2", "3"})).development(), DEVELOPMENT_UNSPECIFIED);
}

// Properties, over series drawn from a fixed seed.

std::vector<Figure> DrawSeries(std::mt19937_64& random) {
  std::vector<Figure> series;
  for (int year = 2000; year < 2012; ++year) {
    const std::string period = std::to_string(year);
    Figure figure = NoFigure(period);
    switch (random() % 5) {
      case 0:
        figure = Missing(period, static_cast<common::v1::MissingReason>(
                                     1 + random() % (common::v1::MissingReason_ARRAYSIZE - 1)));
        break;
      case 1:
        break;
      default:
        figure = Measured(period, std::to_string(random() % 100) + ".5");
    }
    figure.is_break = random() % 12 == 0;
    series.push_back(figure);
  }
  return series;
}

TEST(DevelopmentProperty, NoGapBecomesANumberAndTheOrderDoesNotMatter) {
  std::mt19937_64 random(20240403);
  const v1::Indicator indicator = MakeIndicator("count", DIRECTION_HIGHER_IS_BETTER);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<Figure> series = DrawSeries(random);
    const Figure earlier = series[random() % 6];
    const Figure later = series[6 + random() % 6];
    const v1::Change change = ChangeBetween(indicator, earlier, later, series);
    if (!earlier.has_value() || !later.has_value()) {
      ASSERT_FALSE(change.absolute().has_value());
      ASSERT_FALSE(change.percent().has_value());
    }
    const v1::Trend trend = TrendOf(indicator, series);
    for (const common::v1::Operand& operand : trend.slope().operands()) {
      ASSERT_EQ(operand.cell().content_case(), common::v1::Cell::kValue);
    }
    const std::string bytes = trend.SerializeAsString() + change.SerializeAsString();
    std::shuffle(series.begin(), series.end(), random);
    // Gaps are as if nothing were there, but for the breaks that fall on them.
    std::erase_if(series, [](const Figure& one) { return !one.has_value() && !one.is_break; });
    ASSERT_EQ(TrendOf(indicator, series).SerializeAsString() +
                  ChangeBetween(indicator, earlier, later, series).SerializeAsString(),
              bytes);
  }
}

}  // namespace
}  // namespace tertial::indicators
