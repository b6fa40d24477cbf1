#include "services/indicators/domain/periods.h"

#include "gtest/gtest.h"
#include "services/indicators/domain/peer_groups.h"

namespace tertial::indicators {
namespace {

v1::MeasuringCycle Cycle(v1::PeriodUnit unit, int every, const std::string& anchor = "") {
  v1::MeasuringCycle cycle;
  cycle.set_unit(unit);
  cycle.set_every(every);
  cycle.set_anchor(anchor);
  return cycle;
}

std::string Next(const v1::MeasuringCycle& cycle, const std::string& period) {
  const std::optional<Period> next = NextMeasuring(cycle, *Period::Parse(period));
  return next.has_value() ? next->Format() : "none";
}

TEST(MeasuringCycle, CountsFromItsAnchorInBothDirections) {
  const v1::MeasuringCycle third_year = Cycle(v1::PERIOD_UNIT_YEAR, 3, "2022");
  EXPECT_EQ(Next(third_year, "2021"), "2022");
  EXPECT_EQ(Next(third_year, "2022"), "2025");
  EXPECT_EQ(Next(third_year, "2023"), "2025");
  EXPECT_EQ(Next(third_year, "2015"), "2016");
  EXPECT_EQ(Next(third_year, "2016"), "2019");
}

TEST(MeasuringCycle, OfOnePeriodNeedsNoAnchor) {
  EXPECT_EQ(Next(Cycle(v1::PERIOD_UNIT_QUARTER, 1), "2024-Q4"), "2025-Q1");
  EXPECT_EQ(Next(Cycle(v1::PERIOD_UNIT_SCHOOL_YEAR, 1), "2023/2024"), "2024/2025");
}

TEST(MeasuringCycle, SaysNothingOfPeriodsOfAnotherKind) {
  EXPECT_EQ(Next(Cycle(v1::PERIOD_UNIT_YEAR, 1), "2024-T1"), "none");
}

TEST(Discontinued, IsAnIndicatorForPeriodsThatEndAfterItsLast) {
  v1::Indicator indicator;
  indicator.set_last_period("2024");
  EXPECT_FALSE(IsDiscontinued(indicator, "2025"));
  indicator.set_life_cycle(v1::LIFE_CYCLE_DISCONTINUED);
  EXPECT_TRUE(IsDiscontinued(indicator, "2025"));
  EXPECT_TRUE(IsDiscontinued(indicator, "2024/2025"));
  EXPECT_FALSE(IsDiscontinued(indicator, "2024-T3"));
  EXPECT_FALSE(IsDiscontinued(indicator, "no period"));
}

TEST(PeerGroup, HasTheMembersOfThePeriodsLastDay) {
  v1::PeerGroup group;
  const auto add = [&](const std::string& area, const std::string& first, const std::string& last) {
    v1::PeerGroupMember& member = *group.add_members();
    member.set_area("areas/" + area);
    member.set_first_period(first);
    member.set_last_period(last);
  };
  add("baerum", "", "");
  add("drammen", "2022", "");
  add("lier", "", "2021");
  add("asker", "2020-Q3", "2021-Q2");
  const auto members = [&](int year) { return MembersIn(group, Period::OfYear(year)); };
  EXPECT_EQ(members(2019), (std::set<std::string>{"baerum", "lier"}));
  EXPECT_EQ(members(2020), (std::set<std::string>{"baerum", "lier", "asker"}));
  EXPECT_EQ(members(2021), (std::set<std::string>{"baerum", "lier"}));
  EXPECT_EQ(members(2022), (std::set<std::string>{"baerum", "drammen"}));
}

}  // namespace
}  // namespace tertial::indicators
