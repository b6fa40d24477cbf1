#include "services/indicators/domain/observation_id.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/indicators/domain/statistics_section.h"

namespace tertial::indicators {
namespace {

google::protobuf::RepeatedPtrField<v1::Dimension> Dimensions(
    const std::vector<std::pair<std::string, std::string>>& dimensions) {
  google::protobuf::RepeatedPtrField<v1::Dimension> result;
  for (const auto& [dimension, member] : dimensions) {
    result.Add()->set_dimension(dimension);
    result.rbegin()->set_member(member);
  }
  return result;
}

TEST(ObservationId, IsThePeriodAndTheDimensions) {
  const Period year = Period::OfYear(2024);
  EXPECT_EQ(FormatObservationId(year), "2024");
  EXPECT_EQ(FormatObservationId(year, Dimensions({{"age", "0-17"}, {"sex", "women"}})),
            "2024~age.0-17~sex.women");
  EXPECT_EQ(FormatObservationId(*Period::Parse("2023/2024")), "2023-2024");
}

TEST(ObservationId, GivesItsPeriodBack) {
  EXPECT_EQ(PeriodOfObservationId("2024"), Period::OfYear(2024));
  EXPECT_EQ(PeriodOfObservationId("2024~sex.women"), Period::OfYear(2024));
  EXPECT_EQ(PeriodOfObservationId("2023-2024~sex.women"), *Period::Parse("2023/2024"));
  EXPECT_EQ(PeriodOfObservationId("2024-T3"), *Period::Parse("2024-T3"));
}

TEST(ObservationId, HasNoPeriodWhereItBeginsWithNone) {
  for (const char* id : {"", "x", "~sex.women", "2024-T4", "sex.women~2024"}) {
    EXPECT_EQ(PeriodOfObservationId(id), std::nullopt) << id;
  }
}

TEST(ObservationName, NamesAreaIndicatorAndPeriod) {
  v1::Observation observation;
  observation.set_name(ObservationName("asker", "indicators/economy.debt", Period::OfYear(2024)));
  EXPECT_EQ(observation.name(), "areas/asker/indicators/economy.debt/observations/2024");
  EXPECT_EQ(IndicatorOf(observation), "indicators/economy.debt");
}

}  // namespace
}  // namespace tertial::indicators
