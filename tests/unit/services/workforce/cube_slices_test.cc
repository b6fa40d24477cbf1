#include "services/workforce/domain/cube_slices.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Period PeriodOf(absl::string_view text) { return *Period::Parse(text); }

std::vector<std::string> IdsOf(const std::vector<CubeSlice>& slices) {
  std::vector<std::string> ids;
  for (const CubeSlice& slice : slices) ids.push_back(slice.id());
  return ids;
}

std::vector<std::string> SlicesOf(Table table, absl::string_view period,
                                  v1::FlowUnit unit = v1::FLOW_UNIT_TERTIAL) {
  return IdsOf(SlicesOf(table, PeriodOf(period), unit));
}

TEST(CubeSlices, AStockIsThatOfTheLastDay) {
  for (const char* const period : {"2024", "2024-T3", "2024-M12", "2024-12-31"}) {
    EXPECT_THAT(SlicesOf(Table::kBase, period), ElementsAre("2024-12-31")) << period;
  }
  EXPECT_THAT(SlicesOf(Table::kBase, "2024-M02"), ElementsAre("2024-02-29"));
}

TEST(CubeSlices, PositionsByTheirSizeInAYearAreThoseOfTheFirstOfDecember) {
  for (const Table table : {Table::kPos, Table::kPosSex, Table::kPosAge}) {
    EXPECT_THAT(SlicesOf(table, "2024"), ElementsAre("2024-12-01"));
    EXPECT_THAT(SlicesOf(table, "2024-T3"), ElementsAre("2024-12-31"));
  }
}

TEST(CubeSlices, SickLeaveIsAddedUpFromTheUnitsOfThePolicy) {
  EXPECT_THAT(SlicesOf(Table::kSick, "2024"), ElementsAre("2024-T1", "2024-T2", "2024-T3"));
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-T2"), ElementsAre("2024-T2"));
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-T2", v1::FLOW_UNIT_MONTH),
              ElementsAre("2024-M05", "2024-M06", "2024-M07", "2024-M08"));
  EXPECT_THAT(SlicesOf(Table::kSick, "2024", v1::FLOW_UNIT_YEAR), ElementsAre("2024"));
}

TEST(CubeSlices, ShorterPeriodsThanThoseOfThePolicyHaveNoSickLeave) {
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-M12"), IsEmpty());
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-12-31"), IsEmpty());
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-12-31", v1::FLOW_UNIT_MONTH), IsEmpty());
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-T1", v1::FLOW_UNIT_YEAR), IsEmpty());
  EXPECT_THAT(SlicesOf(Table::kSick, "2024-T3", v1::FLOW_UNIT_YEAR), IsEmpty());
}

TEST(CubeSlices, TurnoverAndParentalLeaveAreOfYears) {
  for (const Table table : {Table::kTurnover, Table::kParental}) {
    EXPECT_THAT(SlicesOf(table, "2024"), ElementsAre("2024"));
    EXPECT_THAT(SlicesOf(table, "2024-T3"), IsEmpty());
  }
  const CubeSlice turnover{Slot::kTurnover, PeriodOf("2024")};
  EXPECT_EQ(turnover.first(), ToDayNumber(absl::CivilDay(2023, 12, 31)));
  EXPECT_EQ(turnover.last(), ToDayNumber(absl::CivilDay(2024, 12, 31)));
}

TEST(CubeSlices, DaysAreTheFirstOrTheLastOfAMonth) {
  for (const char* const period : {"2024-12-01", "2024-02-29", "2024-M12", "2024-T1", "2024"}) {
    EXPECT_TRUE(CanBePublished(PeriodOf(period))) << period;
  }
  for (const char* const period : {"2024-12-15", "2024-Q4", "2024-S2", "2023/2024"}) {
    EXPECT_FALSE(CanBePublished(PeriodOf(period))) << period;
  }
}

TEST(CubeSlices, AYearFixesTheLastDaysOfItsTertialsToo) {
  EXPECT_THAT(IdsOf(AllSlices(PeriodOf("2024"), v1::FLOW_UNIT_TERTIAL)),
              ElementsAre("2024-04-30", "2024-08-31", "2024-12-01", "2024-12-31", "2024-T1",
                          "2024-T2", "2024-T3", "2024", "2024"));
  EXPECT_THAT(IdsOf(AllSlices(PeriodOf("2024-M02"), v1::FLOW_UNIT_TERTIAL)),
              ElementsAre("2024-02-29"));
}

TEST(CubeSlices, EverySliceOfATableIsAmongThoseThatAreFixed) {
  for (const v1::FlowUnit unit : {v1::FLOW_UNIT_MONTH, v1::FLOW_UNIT_TERTIAL, v1::FLOW_UNIT_YEAR}) {
    for (const char* const text : {"2024", "2024-T3", "2024-M05", "2024-12-01"}) {
      const std::vector<CubeSlice> all = AllSlices(PeriodOf(text), unit);
      for (const Table table : DisclosureTables()) {
        for (const CubeSlice& slice : SlicesOf(table, PeriodOf(text), unit)) {
          EXPECT_THAT(all, ::testing::Contains(slice)) << text;
          EXPECT_THAT(TablesOf(slice, unit), ::testing::Contains(table)) << text;
        }
      }
    }
  }
}

TEST(CubeSlices, AYearOfTertialsFixesParentalLeaveAlone) {
  const CubeSlice year{Slot::kFlow, PeriodOf("2024")};
  EXPECT_THAT(TablesOf(year, v1::FLOW_UNIT_TERTIAL), ElementsAre(Table::kParental));
  EXPECT_THAT(TablesOf(year, v1::FLOW_UNIT_YEAR), ::testing::Contains(Table::kSick));
}

}  // namespace
}  // namespace tertial::workforce
