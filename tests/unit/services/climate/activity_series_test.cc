#include "services/climate/domain/activity_series.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Period> kYears = {Period::OfYear(2023), Period::OfYear(2024)};

v1::ActivityFigure OfTopic(v1::ActivityTopic topic, v1::ActivityFigure figure) {
  figure.set_topic(topic);
  return figure;
}

TEST(ActivitySeriesOf, HasACellForEveryPeriodAndTheChangeOfTheLastTwo) {
  const std::vector<v1::ActivityFigure> figures = {Activity("energy-use", "2024", Value("79.2")),
                                                   Activity("energy-use", "2023", Value("81.4")),
                                                   Activity("waste", "2024", Value("7"), "tonnes")};
  const std::vector<v1::TopicSeries> series =
      ActivitySeriesOf(figures, kYears, v1::ACTIVITY_TOPIC_UNSPECIFIED);
  ASSERT_THAT(series, SizeIs(2));
  EXPECT_EQ(series[0].series().metric(), "energy-use");
  EXPECT_EQ(series[0].series().cells(0).cell().value(), "81.4");
  EXPECT_EQ(series[0].change().value(), "-2.7");
  EXPECT_EQ(series[1].series().cells(0).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(series[1].change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(series[1].change().operands(0).name(),
            "areas/asker/activities/waste~municipal-buildings~2023");
}

TEST(ActivitySeriesOf, IsOfTheTopicOfItsLatestFigure) {
  const std::vector<v1::ActivityFigure> figures = {
      Activity("energy-use", "2023", Value("81.4")),
      OfTopic(v1::ACTIVITY_TOPIC_ENERGY, Activity("energy-use", "2024", Value("79.2"))),
      OfTopic(v1::ACTIVITY_TOPIC_WASTE, Activity("waste", "2024", Value("7"), "tonnes"))};
  const std::vector<v1::TopicSeries> energy =
      ActivitySeriesOf(figures, kYears, v1::ACTIVITY_TOPIC_ENERGY);
  ASSERT_THAT(energy, SizeIs(1));
  EXPECT_EQ(energy[0].series().metric(), "energy-use");
  EXPECT_THAT(ActivitySeriesOf(figures, kYears, v1::ACTIVITY_TOPIC_REUSE), IsEmpty());
}

TEST(ActivitySeriesOf, LeavesOutWhatHasFiguresOnlyBefore) {
  const std::vector<v1::ActivityFigure> figures = {Activity("energy-use", "2023", Value("81.4"))};
  EXPECT_THAT(ActivitySeriesOf(figures, {Period::OfYear(2024)}, v1::ACTIVITY_TOPIC_UNSPECIFIED),
              IsEmpty());
}

TEST(ActivitySeriesOf, NeverMixesUnits) {
  const std::vector<v1::ActivityFigure> figures = {
      Activity("energy-use", "2023", Value("81.4"), "gwh"),
      Activity("energy-use", "2024", Value("79200"), "mwh")};
  EXPECT_THAT(ActivitySeriesOf(figures, kYears, v1::ACTIVITY_TOPIC_UNSPECIFIED), SizeIs(2));
}

}  // namespace
}  // namespace tertial::climate
