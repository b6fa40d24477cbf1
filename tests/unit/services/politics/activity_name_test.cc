#include "services/politics/domain/activity_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::politics {
namespace {

using ::testing::Eq;
using ::testing::Optional;

constexpr char kBody[] = "areas/asker/bodies/youth-council";

TEST(ActivityName, EndsInThePeriodWithADashForTheSlash) {
  EXPECT_EQ(ActivityName(kBody, *Period::Parse("2024-T1")),
            "areas/asker/bodies/youth-council/activities/2024-T1");
  EXPECT_EQ(ActivityName(kBody, *Period::Parse("2023/2024")),
            "areas/asker/bodies/youth-council/activities/2023-2024");
}

TEST(ActivityName, TellsBodyAndPeriodAgain) {
  v1::BodyActivity activity;
  activity.set_name(ActivityName(kBody, *Period::Parse("2023/2024")));
  EXPECT_EQ(BodyOf(activity), kBody);
  EXPECT_THAT(PeriodOfActivityId("2023-2024"), Optional(*Period::Parse("2023/2024")));
}

TEST(ActivityName, AnIdThatIsNoPeriodTellsNone) {
  EXPECT_THAT(PeriodOfActivityId("2024-T4"), Eq(std::nullopt));
}

}  // namespace
}  // namespace tertial::politics
