#include "services/indicators/domain/period_position.h"

#include <string>

#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

int64_t At(const std::string& period) { return PositionOf(Period::Parse(period).value()); }

TEST(PositionOf, CountsPeriodsOfEveryKind) {
  EXPECT_EQ(At("2024"), 2024);
  EXPECT_EQ(At("2023/2024"), 2024);
  EXPECT_EQ(At("2025-S1") - At("2024-S2"), 1);
  EXPECT_EQ(At("2025-T1") - At("2024-T3"), 1);
  EXPECT_EQ(At("2024-T3") - At("2024-T1"), 2);
  EXPECT_EQ(At("2025-Q1") - At("2024-Q4"), 1);
  EXPECT_EQ(At("2025-M01") - At("2023-M12"), 13);
  EXPECT_EQ(At("2024-03-01") - At("2024-02-28"), 2);
}

TEST(PositionOf, AgreesWithTheNextPeriod) {
  for (const char* text :
       {"2024", "2024-S2", "2024-T3", "2024-Q4", "2024-M12", "2024-12-31", "2023/2024"}) {
    const Period period = Period::Parse(text).value();
    for (int n : {-40, -1, 0, 1, 2, 3, 4, 12, 400}) {
      EXPECT_EQ(PositionOf(period.Next(n)) - PositionOf(period), n) << text;
    }
  }
}

TEST(PositionOfDay, IsThatOfThePeriodTheDayLiesIn) {
  EXPECT_EQ(PositionOfDay(PeriodKind::kTertial, absl::CivilDay(2030, 12, 31)), At("2030-T3"));
  EXPECT_EQ(PositionOfDay(PeriodKind::kSchoolYear, absl::CivilDay(2024, 7, 31)), At("2023/2024"));
  EXPECT_EQ(PositionOfDay(PeriodKind::kSchoolYear, absl::CivilDay(2024, 8, 1)), At("2024/2025"));
  EXPECT_EQ(PositionOfDay(PeriodKind::kYear, absl::CivilDay(2030, 6, 30)), At("2030"));
}

}  // namespace
}  // namespace tertial::indicators
