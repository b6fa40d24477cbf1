#include "services/politics/domain/matter_durations.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/activity_rows.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const DayRange k2024 = Days("2024-01-01", "2024-12-31");

std::vector<std::pair<int, int>> DistributionOf(const v1::MatterDurations& durations) {
  std::vector<std::pair<int, int>> distribution;
  for (const v1::DaysCount& entry : durations.distribution()) {
    distribution.emplace_back(entry.days(), entry.matters());
  }
  return distribution;
}

std::vector<std::string> OperandsOf(const common::v1::Computed& computed) {
  std::vector<std::string> names;
  for (const auto& operand : computed.operands()) names.push_back(operand.name());
  return names;
}

// A matter that two bodies treated, `days` apart.
void AddMatter(const std::string& id, int days, std::vector<RecordedCase>& cases) {
  const absl::CivilDay first(2024, 3, 1);
  cases.push_back(
      OfMatter(MakeCase(absl::StrCat(id, "-1"), "planning", absl::FormatCivilTime(first)), id));
  cases.push_back(OfMatter(
      MakeCase(absl::StrCat(id, "-2"), "council", absl::FormatCivilTime(first + days)), id));
}

TEST(MatterDurations, OfOneMatterAreTheDaysFromFirstToLast) {
  std::vector<RecordedCase> cases;
  AddMatter("m", 40, cases);
  cases.push_back(OfMatter(MakeCase("between", "executive", "2024-03-20"), "m"));
  const v1::MatterDurations durations = DurationsOf(cases, k2024);
  EXPECT_EQ(durations.measured(), 1);
  EXPECT_EQ(durations.median().value(), "40.0");
  EXPECT_THAT(DistributionOf(durations), ElementsAre(Pair(40, 1)));
  EXPECT_EQ(durations.longest(), MatterNamed("m"));
}

TEST(MatterDurations, TheMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle) {
  std::vector<RecordedCase> cases;
  AddMatter("a", 90, cases);
  AddMatter("b", 7, cases);
  AddMatter("c", 14, cases);
  AddMatter("d", 21, cases);
  const v1::MatterDurations durations = DurationsOf(cases, k2024);
  EXPECT_EQ(durations.measured(), 4);
  EXPECT_EQ(durations.median().value(), "17.5");
  EXPECT_EQ(durations.median().unit(), "days");
  EXPECT_THAT(OperandsOf(durations.median()), ElementsAre(MatterNamed("c"), MatterNamed("d")));
  EXPECT_EQ(durations.longest(), MatterNamed("a"));
}

TEST(MatterDurations, TheMedianOfAnOddNumberIsTheOneInTheMiddle) {
  std::vector<RecordedCase> cases;
  AddMatter("a", 7, cases);
  AddMatter("b", 7, cases);
  AddMatter("c", 14, cases);
  const v1::MatterDurations durations = DurationsOf(cases, k2024);
  EXPECT_EQ(durations.median().value(), "7.0");
  EXPECT_THAT(OperandsOf(durations.median()), ElementsAre(MatterNamed("b")));
  EXPECT_THAT(DistributionOf(durations), ElementsAre(Pair(7, 2), Pair(14, 1)));
}

TEST(MatterDurations, OfSeveralThatTookLongestTheFirstByNameIsTold) {
  std::vector<RecordedCase> cases;
  AddMatter("b", 9, cases);
  AddMatter("a", 9, cases);
  EXPECT_EQ(DurationsOf(cases, k2024).longest(), MatterNamed("a"));
}

TEST(MatterDurations, BeginBeforeTheSpanAndEndWithIt) {
  const std::vector<RecordedCase> cases = {OfMatter(MakeCase("a", "planning", "2023-11-30"), "m"),
                                           OfMatter(MakeCase("b", "council", "2024-01-09"), "m"),
                                           OfMatter(MakeCase("c", "council", "2025-01-09"), "m"),
                                           OfMatter(MakeCase("d", "council", "", 1, 2025), "m")};
  EXPECT_EQ(DurationsOf(cases, k2024).median().value(), "40.0");
}

TEST(MatterDurations, AreOfMattersTreatedInTheSpan) {
  const std::vector<RecordedCase> cases = {
      OfMatter(MakeCase("a", "planning", "2023-11-30"), "before"),
      OfMatter(MakeCase("b", "council", "2023-12-01"), "before"),
      OfMatter(MakeCase("c", "council", "2023-winter"), "possible"),
      OfMatter(MakeCase("d", "council", "2023-12-01"), "possible"),
      OfMatter(InMeeting(MakeCase("e", "council", ""), "2024-06-11", v1::MEETING_STATE_PLANNED),
               "planned")};
  const v1::MatterDurations durations = DurationsOf(cases, k2024);
  EXPECT_EQ(durations.measured(), 0);
  EXPECT_EQ(durations.treated_once(), 0);
  EXPECT_EQ(durations.without_days(), 0);
  EXPECT_TRUE(durations.median().has_not_computable());
  EXPECT_EQ(durations.longest(), "");
}

TEST(MatterDurations, SingleTreatmentsAndUnknownDaysAreCountedBeside) {
  const std::vector<RecordedCase> cases = {
      OfMatter(MakeCase("a", "council", "2024-02-06"), "once"),
      OfMatter(MakeCase("b", "council", "2024-autumn"), "once-in-autumn"),
      MakeCase("c", "council", "2024-02-06"),
      OfMatter(MakeCase("d", "council", "2024-02-06"), "month"),
      OfMatter(MakeCase("e", "planning", "2024-01"), "month"),
      OfMatter(MakeCase("f", "council", "2024-02-06"), "undated"),
      OfMatter(MakeCase("g", "planning", "", 1, 2024), "undated"),
      OfMatter(MakeCase("h", "council", "2024-12-10"), "reaches-over"),
      OfMatter(MakeCase("i", "planning", "2024-winter"), "reaches-over")};
  const v1::MatterDurations durations = DurationsOf(cases, k2024);
  EXPECT_EQ(durations.measured(), 0);
  EXPECT_EQ(durations.treated_once(), 3);
  EXPECT_EQ(durations.without_days(), 3);
}

TEST(MatterDurations, CancelledMeetingsTreatNothing) {
  const std::vector<RecordedCase> cases = {
      OfMatter(MakeCase("a", "planning", "2024-02-06"), "m"),
      OfMatter(InMeeting(MakeCase("b", "council", ""), "2024-03-05", v1::MEETING_STATE_CANCELLED),
               "m"),
      OfMatter(InMeeting(MakeCase("c", "council", ""), "2024-02-20", v1::MEETING_STATE_HELD), "m")};
  EXPECT_EQ(DurationsOf(cases, k2024).median().value(), "14.0");
  EXPECT_EQ(DaysBetween(cases), 14);
}

TEST(MatterDurations, DaysBetweenTakeTwoTreatmentsOfKnownDays) {
  const RecordedCase known = MakeCase("a", "planning", "2024-02-06");
  EXPECT_EQ(DaysBetween({}), std::nullopt);
  EXPECT_EQ(DaysBetween({known}), std::nullopt);
  EXPECT_EQ(DaysBetween({known, MakeCase("b", "council", "2024-02-06")}), 0);
  EXPECT_EQ(DaysBetween({known, MakeCase("b", "council", "2024-03")}), std::nullopt);
  EXPECT_EQ(DaysBetween({known, MakeCase("b", "council", "")}), std::nullopt);
}

}  // namespace
}  // namespace tertial::politics
