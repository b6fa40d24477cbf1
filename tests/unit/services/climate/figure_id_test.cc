#include "services/climate/domain/figure_id.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {
namespace {

using ::testing::Optional;

const Period kYear = Period::OfYear(2024);

TEST(EmissionId, HoldsSectorAndPeriod) {
  EXPECT_EQ(FormatEmissionId("road-traffic", kYear), "road-traffic~2024");
}

TEST(EmissionId, EndsInTheObjectWhereOneIsMeant) {
  EXPECT_EQ(FormatEmissionId("building-and-construction-sites", kYear, "hvalstad-school"),
            "building-and-construction-sites~2024~object.hvalstad-school");
}

TEST(EmissionId, WritesASchoolYearWithoutASlash) {
  EXPECT_EQ(FormatEmissionId("all", *Period::Parse("2023/2024")), "all~2023-2024");
}

TEST(EmissionId, GivesItsPeriodBack) {
  EXPECT_THAT(PeriodOfEmissionId("all~2024"), Optional(kYear));
  EXPECT_THAT(PeriodOfEmissionId("waste~2023-2024~object.depot"),
              Optional(*Period::Parse("2023/2024")));
}

TEST(EmissionId, HasNoPeriodWhereNoneStandsInItsPlace) {
  EXPECT_EQ(PeriodOfEmissionId("all"), std::nullopt);
  EXPECT_EQ(PeriodOfEmissionId("all~2024-T4"), std::nullopt);
  EXPECT_EQ(PeriodOfEmissionId(""), std::nullopt);
}

TEST(EmissionId, NamesSourceGasAndObjectInThisOrder) {
  const SeriesId split{.sector = "road-traffic", .source = "passenger-cars", .gas = "ch4"};
  EXPECT_EQ(FormatEmissionId(split, kYear), "road-traffic~2024~source.passenger-cars~gas.ch4");
  EXPECT_EQ(FormatEmissionId({.sector = "road-traffic", .gas = "ch4"}, kYear),
            "road-traffic~2024~gas.ch4");
}

TEST(EmissionId, GivesItsSeriesBack) {
  for (const SeriesId& series :
       {SeriesId{.sector = "all"}, SeriesId{.sector = "waste", .object = "depot"},
        SeriesId{.sector = "road-traffic", .source = "passenger-cars"},
        SeriesId{.sector = "road-traffic", .gas = "hfc-134a"},
        SeriesId{.sector = "road-traffic", .source = "passenger-cars", .gas = "ch4"}}) {
    EXPECT_THAT(SeriesOfEmissionId(FormatEmissionId(series, kYear)), Optional(series));
  }
}

TEST(EmissionId, HasNoSeriesWhereItsPartsAreOthers) {
  for (const char* id : {"all", "all~2024~gas.ch4~source.cars", "all~2024~scope.direct",
                         "all~2024~gas.ch4~gas.co2"}) {
    EXPECT_EQ(SeriesOfEmissionId(id), std::nullopt) << id;
  }
}

TEST(EmissionId, NameTellsTheRelease) {
  EXPECT_EQ(ReleaseOf(Emission("all", "2024", Pending())), kRelease);
}

TEST(ActivityId, HoldsMetricBoundaryAndPeriod) {
  EXPECT_EQ(FormatActivityId(Activity("energy-use", "2024", Value("79.2")), kYear),
            "energy-use~municipal-buildings~2024");
}

TEST(ActivityId, AppendsScopeSectorAndObjectInThisOrder) {
  v1::ActivityFigure figure = Activity("emissions-avoided", "2024", Value("39.7"));
  figure.set_object("depot");
  figure.set_sector("furniture-reuse");
  figure.set_scope(v1::SCOPE_INDIRECT);
  EXPECT_EQ(FormatActivityId(figure, kYear),
            "emissions-avoided~municipal-buildings~2024~scope.indirect~sector.furniture-reuse~"
            "object.depot");
}

TEST(ActivityId, TellsTheScopesApart) {
  v1::ActivityFigure figure = Activity("energy-use", "2024", Value("1"));
  figure.set_scope(v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(FormatActivityId(figure, kYear),
            "energy-use~municipal-buildings~2024~scope.indirect-energy");
  figure.set_scope(v1::SCOPE_OTHER_INDIRECT);
  EXPECT_EQ(FormatActivityId(figure, kYear),
            "energy-use~municipal-buildings~2024~scope.other-indirect");
}

TEST(ActivityId, GivesItsPeriodBack) {
  EXPECT_THAT(PeriodOfActivityId("energy-use~households~2024~scope.direct"), Optional(kYear));
  EXPECT_EQ(PeriodOfActivityId("energy-use~2024"), std::nullopt);
}

// A part without a value was taken for none: two ids had one series.
TEST(SeriesOfEmissionId, IsThatOfOneId) {
  const auto series = SeriesOfEmissionId("road~2023~source.cars~gas.co2");
  ASSERT_TRUE(series.has_value());
  EXPECT_EQ(*series, (SeriesId{.sector = "road", .source = "cars", .gas = "co2"}));
  for (const char* id : {"road~2023~source.~gas.co2", "road~2023~source.", "~2023", "road",
                         "road~2023~gas.co2~source.cars", "road~2023~x"}) {
    EXPECT_FALSE(SeriesOfEmissionId(id).has_value()) << id;
  }
}

}  // namespace
}  // namespace tertial::climate
