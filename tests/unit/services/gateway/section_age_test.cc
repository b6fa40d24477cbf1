#include "services/gateway/domain/section_age.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

absl::Time Utc(int month, int day, int hour, int minute, int second) {
  return absl::FromCivil(absl::CivilSecond(2024, month, day, hour, minute, second),
                         absl::UTCTimeZone());
}

// One indicator of two is owned by another service.
Section WithOwnedFigures() {
  Section section;
  auto& focus_areas = *section.content.mutable_indicators()->mutable_focus_areas();
  focus_areas.Add()->add_goals()->add_indicators();
  focus_areas.Add();
  auto& goals = *focus_areas.Add()->mutable_goals();
  goals.Add();
  goals.Add()->add_indicators();
  goals.Mutable(1)->add_indicators()->mutable_owned()->set_service("workforce");
  return section;
}

Section WithoutOwnedFigures() {
  Section section = WithOwnedFigures();
  section.content.mutable_indicators()
      ->mutable_focus_areas(2)
      ->mutable_goals(1)
      ->mutable_indicators(1)
      ->clear_owned();
  return section;
}

TEST(OwnersIn, FindsOneAmongIndicatorsThatHaveNone) {
  EXPECT_THAT(OwnersIn(WithOwnedFigures()), ElementsAre(Pair("workforce", false)));
  EXPECT_THAT(OwnersIn(WithoutOwnedFigures()), IsEmpty());
  EXPECT_THAT(OwnersIn(Section()), IsEmpty());
}

TEST(OwnersIn, OneFigureThatMayBeOutdatedIsEnough) {
  Section section = WithOwnedFigures();
  auto& goal = *section.content.mutable_indicators()->mutable_focus_areas(2)->mutable_goals(1);
  for (const bool stale : {true, false}) {
    auto& owned = *goal.add_indicators()->mutable_owned();
    owned.set_service("workforce");
    owned.set_stale(stale);
  }
  goal.add_indicators()->mutable_owned()->set_service("politics");
  EXPECT_THAT(OwnersIn(section), ElementsAre(Pair("politics", false), Pair("workforce", true)));
}

TEST(GrowsOldAt, IsTheEndOfTheDayInOsloWhereFiguresAreRecorded) {
  const Section section = WithoutOwnedFigures();
  EXPECT_EQ(GrowsOldAt(section, Utc(1, 15, 12, 0, 0)), Utc(1, 15, 23, 0, 1));
  // Summer time.
  EXPECT_EQ(GrowsOldAt(section, Utc(7, 15, 12, 0, 0)), Utc(7, 15, 22, 0, 1));
  // In Oslo it is the next day already.
  EXPECT_EQ(GrowsOldAt(section, Utc(7, 15, 22, 0, 0)), Utc(7, 16, 22, 0, 1));
}

TEST(GrowsOldAt, IsSomeSecondsLaterWhereAnotherServiceOwnsFigures) {
  EXPECT_EQ(GrowsOldAt(WithOwnedFigures(), Utc(7, 15, 12, 0, 0)), Utc(7, 15, 12, 0, 15));
}

TEST(GrowsOldAt, IsNeverLaterThanTheEndOfTheDay) {
  EXPECT_EQ(GrowsOldAt(WithOwnedFigures(), Utc(7, 15, 21, 59, 55)), Utc(7, 15, 22, 0, 1));
}

}  // namespace
}  // namespace tertial::gateway
