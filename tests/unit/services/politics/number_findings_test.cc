#include "services/politics/domain/number_findings.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/activity_rows.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum v1::NumberFindingKind;
using enum common::v1::Severity;

// The findings of the council's numbers of 2024.
std::vector<v1::NumberFinding> FindingsIn(std::vector<RecordedCase> cases,
                                          bool is_complete = false) {
  const std::vector<NumberSeries> series = SeriesOf(std::move(cases));
  EXPECT_THAT(series, SizeIs(1));
  return FindingsOf(series.front(), is_complete);
}

RecordedCase Numbered(int sequence, const std::string& date, const std::string& id = "c") {
  return MakeCase(absl::StrCat(id, sequence), "council", date, sequence, 2024);
}

std::string CaseNamed(const std::string& id) { return absl::StrCat("areas/asker/cases/", id); }

TEST(NumberFindings, ASeriesInOrderHasNone) {
  EXPECT_THAT(
      FindingsIn({Numbered(1, "2024-01-16"), Numbered(2, "2024-01-16"), Numbered(3, "2024-02")}),
      IsEmpty());
}

TEST(NumberFindings, SeriesAreOfOneBodyAndYear) {
  const std::vector<NumberSeries> series =
      SeriesOf({MakeCase("a", "youth", "", 1, 2024), MakeCase("b", "council", "", 1, 2024),
                MakeCase("c", "council", "", 1, 2023), MakeCase("d", "", "", 1, 2024)});
  ASSERT_THAT(series, SizeIs(3));
  EXPECT_EQ(series[0].body, BodyNamed("council"));
  EXPECT_EQ(series[0].year, 2023);
  EXPECT_EQ(series[1].year, 2024);
  EXPECT_EQ(series[2].body, BodyNamed("youth"));
}

TEST(NumberFindings, ANumberThatTwoCasesBearIsRepeated) {
  const auto findings = FindingsIn({Numbered(1, "2024-01"), Numbered(1, "2024-02", "d")});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].kind(), NUMBER_FINDING_KIND_REPEATED);
  EXPECT_EQ(findings[0].severity(), SEVERITY_ERROR);
  EXPECT_EQ(findings[0].body(), BodyNamed("council"));
  EXPECT_EQ(findings[0].year(), 2024);
  EXPECT_EQ(findings[0].first_sequence(), 1);
  EXPECT_EQ(findings[0].last_sequence(), 1);
  EXPECT_THAT(findings[0].cases(), ElementsAre(CaseNamed("c1"), CaseNamed("d1")));
  EXPECT_THAT(findings[0].detail(), HasSubstr("1/24"));
}

TEST(NumberFindings, ACaseTakenUpAgainUnderItsNumberIsNotRepeated) {
  for (const v1::TreatmentKind put_off :
       {v1::TREATMENT_KIND_POSTPONED, v1::TREATMENT_KIND_SENT_BACK}) {
    EXPECT_THAT(
        FindingsIn(
            {OfMatter(OfKind(Numbered(1, "2024-01-16", "a"), put_off), "m"),
             OfMatter(OfKind(Numbered(1, "2024-02-13", "b"), put_off), "m"),
             OfMatter(OfKind(Numbered(1, "2024-03-12", "c"), v1::TREATMENT_KIND_DECISION), "m"),
             Numbered(2, "2024-01-16")}),
        IsEmpty());
  }
}

TEST(NumberFindings, TakenUpAgainTakesOneMatterAndOneTreatmentThatWasNotPutOff) {
  const RecordedCase postponed =
      OfKind(Numbered(1, "2024-01-16", "a"), v1::TREATMENT_KIND_POSTPONED);
  const RecordedCase decided = OfKind(Numbered(1, "2024-02-13", "b"), v1::TREATMENT_KIND_DECISION);
  const RecordedCase noted = OfKind(Numbered(1, "2024-03-12", "c"), v1::TREATMENT_KIND_NOTED);
  EXPECT_THAT(FindingsIn({OfMatter(postponed, "m"), OfMatter(decided, "n")}), SizeIs(1));
  EXPECT_THAT(FindingsIn({OfMatter(postponed, "m"), decided}), SizeIs(1));
  EXPECT_THAT(FindingsIn({postponed, decided}), SizeIs(1));
  EXPECT_THAT(FindingsIn({OfMatter(noted, "m"), OfMatter(decided, "m")}), SizeIs(1));
}

TEST(NumberFindings, GapsAreToldFromOneToTheHighestNumber) {
  const auto findings = FindingsIn({Numbered(3, ""), Numbered(7, ""), Numbered(5, "")});
  ASSERT_THAT(findings, SizeIs(3));
  for (const v1::NumberFinding& finding : findings) {
    EXPECT_EQ(finding.kind(), NUMBER_FINDING_KIND_GAP);
    EXPECT_EQ(finding.severity(), SEVERITY_INFO);
    EXPECT_THAT(finding.cases(), IsEmpty());
  }
  EXPECT_EQ(findings[0].first_sequence(), 1);
  EXPECT_EQ(findings[0].last_sequence(), 2);
  EXPECT_EQ(findings[1].first_sequence(), 4);
  EXPECT_EQ(findings[1].last_sequence(), 4);
  EXPECT_EQ(findings[2].first_sequence(), 6);
}

TEST(NumberFindings, AGapInWhatIsRecordedCompletelyIsAWarning) {
  const auto findings = FindingsIn({Numbered(2, "")}, /*is_complete=*/true);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].severity(), SEVERITY_WARNING);
}

TEST(NumberFindings, TheNumberOfACaseThatWasNotTreatedIsNoGap) {
  EXPECT_THAT(FindingsIn({InMeeting(Numbered(1, ""), "2024-01-16", v1::MEETING_STATE_CANCELLED),
                          Numbered(2, "2024-02")}),
              IsEmpty());
}

TEST(NumberFindings, ACaseTreatedBeforeOneOfALowerNumberIsOutOfOrder) {
  const auto findings = FindingsIn({Numbered(1, "2024-03-12"), Numbered(2, "2024-04-09"),
                                    Numbered(3, "2024-02-13"), Numbered(4, "2024-05")});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].kind(), NUMBER_FINDING_KIND_OUT_OF_ORDER);
  EXPECT_EQ(findings[0].severity(), SEVERITY_WARNING);
  EXPECT_EQ(findings[0].first_sequence(), 3);
  // The one of a lower number that came latest.
  EXPECT_THAT(findings[0].cases(), ElementsAre(CaseNamed("c3"), CaseNamed("c2")));
  EXPECT_THAT(findings[0].detail(), HasSubstr("2024-02-13"));
  EXPECT_THAT(findings[0].detail(), HasSubstr("2024-04-09"));
}

TEST(NumberFindings, OnlyWhatIsCertainIsOutOfOrder) {
  EXPECT_THAT(FindingsIn({Numbered(1, "2024-03"), Numbered(2, "2024-03-12"),
                          Numbered(3, "2024-spring"), Numbered(4, "")}),
              IsEmpty());
  EXPECT_THAT(FindingsIn({Numbered(1, "2024-spring"), Numbered(2, "2024-02")}), SizeIs(1));
}

TEST(NumberFindings, ACaseOfAPlannedMeetingIsNotOutOfOrder) {
  EXPECT_THAT(FindingsIn({InMeeting(Numbered(1, ""), "2024-06-11", v1::MEETING_STATE_PLANNED),
                          Numbered(2, "2024-02-13")}),
              IsEmpty());
}

TEST(NumberFindings, WhatWasTakenUpAgainGotItsNumberTheFirstTime) {
  const RecordedCase first =
      OfMatter(OfKind(Numbered(1, "2024-01-16", "a"), v1::TREATMENT_KIND_POSTPONED), "m");
  const RecordedCase again = OfMatter(Numbered(1, "2025-01-14", "b"), "m");
  EXPECT_THAT(FindingsIn({first, again, Numbered(2, "2024-02-13")}), IsEmpty());
  // Treated first on a day that nobody knows.
  const RecordedCase undated =
      OfMatter(OfKind(Numbered(1, "", "a"), v1::TREATMENT_KIND_POSTPONED), "m");
  EXPECT_THAT(FindingsIn({undated, again, Numbered(2, "2024-02-13")}), IsEmpty());
}

TEST(NumberFindings, ACaseCertainlyTreatedInAnotherYearIsTold) {
  const auto findings = FindingsIn({Numbered(1, "2025-01-14")});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].kind(), NUMBER_FINDING_KIND_OTHER_YEAR);
  EXPECT_EQ(findings[0].severity(), SEVERITY_WARNING);
  EXPECT_THAT(findings[0].cases(), ElementsAre(CaseNamed("c1")));
  EXPECT_THAT(FindingsIn({Numbered(1, "2023-winter")}), IsEmpty());
  EXPECT_THAT(FindingsIn({Numbered(1, "2024-winter")}), IsEmpty());
  EXPECT_THAT(FindingsIn({Numbered(1, "2022-winter")}), SizeIs(1));
  EXPECT_THAT(FindingsIn({Numbered(1, "")}), IsEmpty());
  EXPECT_THAT(FindingsIn({InMeeting(Numbered(1, ""), "2025-01-14", v1::MEETING_STATE_PLANNED)}),
              IsEmpty());
}

TEST(NumberFindings, StandByNumberKindAndCase) {
  const auto findings = FindingsIn({Numbered(3, "2025-01-14"), Numbered(3, "2025-01-14", "b"),
                                    Numbered(1, "2024-05"), Numbered(4, "2024-02")});
  std::vector<std::pair<int, v1::NumberFindingKind>> told;
  for (const v1::NumberFinding& finding : findings) {
    told.emplace_back(finding.first_sequence(), finding.kind());
  }
  EXPECT_THAT(told, ElementsAre(std::pair(2, NUMBER_FINDING_KIND_GAP),
                                std::pair(3, NUMBER_FINDING_KIND_REPEATED),
                                std::pair(3, NUMBER_FINDING_KIND_OTHER_YEAR),
                                std::pair(3, NUMBER_FINDING_KIND_OTHER_YEAR),
                                std::pair(4, NUMBER_FINDING_KIND_OUT_OF_ORDER)));
  EXPECT_EQ(findings[2].cases(0), CaseNamed("b3"));
  EXPECT_EQ(findings[3].cases(0), CaseNamed("c3"));
}

}  // namespace
}  // namespace tertial::politics
