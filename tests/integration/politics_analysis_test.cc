// What bodies did, as callers see it: a real server over RocksDB.
#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/politics_analysis_fixture.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

class PoliticsAnalysisTest : public PoliticsAnalysisFixture {};

TEST_F(PoliticsAnalysisTest, ActivityStandsReportedBesideCounted) {
  Import({asker_.Body("council", 1), asker_.Body("planning", 2), asker_.Body("joint", 3),
          asker_.Activity("council", "2", "3"), asker_.Activity("planning", "1", "1"),
          asker_.Activity("joint", "0", "0"), asker_.Matter("m"),
          asker_.Meeting("council", "2024-03-05"),
          asker_.Meeting("council", "2024-04-09", v1::MEETING_STATE_CANCELLED),
          asker_.Meeting("planning", "2024-02-06"),
          asker_.CaseIn("p-1", "planning", 1, "2024-02-06", "m"),
          asker_.CaseIn("c-1", "council", 1, "2024-03-05", "m"),
          asker_.CaseIn("c-2", "council", 2, "2024-04-09", "m"),
          asker_.Case("c-3", "council", 3, 2024, "2024"),
          asker_.Case("none", "", 9, 2024, "2023-winter")});
  const auto answer = Ask(&Stub::GetActivity, ActivityOf("areas/3203", "2024"));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->area(), "areas/asker");
  EXPECT_EQ(answer->days().first_day(), "2024-01-01");
  EXPECT_EQ(answer->days().last_day(), "2024-12-31");
  EXPECT_EQ(answer->read_at().revision(), 1);
  ASSERT_THAT(answer->bodies(), SizeIs(3));
  EXPECT_EQ(answer->reported_meetings_total().value(), "3");
  EXPECT_EQ(answer->reported_cases_total().value(), "4");
  const v1::BodyActivitySeries& council = answer->bodies(0);
  EXPECT_EQ(council.activity().cases().value(), "3");
  EXPECT_EQ(council.counted().meetings(), 1);
  EXPECT_EQ(council.counted().treatments(), 2);
  EXPECT_EQ(council.counted().not_treated(), 1);
  EXPECT_EQ(council.meetings_difference().value(), "-1");
  EXPECT_EQ(council.reported_cases_share().value(), "75.0");
  EXPECT_EQ(answer->bodies(2).body().name(), "areas/asker/bodies/joint");
  EXPECT_EQ(answer->bodies(2).counted().meetings(), 0);
  const v1::ActivityTotals& totals = answer->totals();
  EXPECT_EQ(totals.counted().treatments(), 3);
  EXPECT_EQ(totals.counted().matters(), 2);
  EXPECT_EQ(totals.counted().possible_treatments(), 1);
  EXPECT_EQ(totals.without_body().possible_treatments(), 1);
  EXPECT_EQ(totals.matters_of_several_bodies(), 1);
  EXPECT_EQ(totals.durations().median().value(), "28.0");
  EXPECT_EQ(totals.durations().longest(), "areas/asker/matters/m");
}

TEST_F(PoliticsAnalysisTest, ActivityIsOfAPeriodATermOrDays) {
  Import({asker_.Body("council", 1), asker_.Term(), asker_.Activity("council", "2", "3"),
          asker_.Case("a", "council", 1, 2024, "2024-03-05"),
          asker_.Case("b", "council", 2, 2025, "2025-03-04")});
  v1::GetActivityRequest request = ActivityOf("areas/asker", "2024-T1");
  auto answer = Ask(&Stub::GetActivity, request);
  EXPECT_EQ(answer->totals().counted().treatments(), 1);
  EXPECT_FALSE(answer->bodies(0).has_activity());
  request.set_term("areas/3203/terms/2023-2027");
  answer = Ask(&Stub::GetActivity, request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->totals().counted().treatments(), 2);
  EXPECT_EQ(answer->days().first_day(), "2023-10-17");
  EXPECT_FALSE(answer->reported_cases_total().has_value());
  request.mutable_days()->set_first_day("2025-03-04");
  request.mutable_days()->set_last_day("2025-03-04");
  EXPECT_EQ(Ask(&Stub::GetActivity, request)->totals().counted().treatments(), 1);
}

TEST_F(PoliticsAnalysisTest, ASpanThatIsNoneIsRefused) {
  Import({asker_.Body("council", 1), asker_.Term(), baerum_.Term()});
  v1::GetActivityRequest request;
  request.set_area("areas/asker");
  const auto refused = [&] { return Ask(&Stub::GetActivity, request); };
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_FIELD_REQUIRED));
  request.set_period("2024-02-30");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_INVALID_PERIOD));
  request.set_term("areas/asker/terms/2019-2023");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_TERM_NOT_FOUND));
  request.set_term("areas/baerum/terms/2023-2027");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  request.set_term("2023-2027");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  request.mutable_days()->set_first_day("2024-02-30");
  EXPECT_THAT(refused(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_INVALID_DATE));
  request.mutable_days()->set_first_day("2024-03-01");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_FIELD_REQUIRED));
  request.mutable_days()->set_last_day("2024-02-29");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  request.mutable_days()->set_last_day("2036-03-01");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  request.mutable_days()->set_last_day("2036-02-29");
  EXPECT_THAT(refused(), IsOk());
  request.set_area("areas/9999");
  EXPECT_THAT(refused(), HasReason(ERROR_REASON_AREA_NOT_FOUND));
}

TEST_F(PoliticsAnalysisTest, ListsTheCasesOfABodyToTheEndInPagesOfAnySize) {
  const std::string council = "areas/asker/bodies/council";
  Import({asker_.Body("council", 1), asker_.Body("planning", 2), asker_.Matter("m"),
          asker_.Meeting("council", "2024-04-09", v1::MEETING_STATE_CANCELLED),
          asker_.Case("e", "council", 1, 2024, "2024-03-05"),
          asker_.Case("d", "council", 2, 2024, "2024-03-05"),
          asker_.Case("c", "council", 3, 2024, "2024"),
          asker_.CaseIn("b", "council", 4, "2024-04-09", "m"),
          asker_.Case("a2", "council", 5, 2024), asker_.Case("a1", "council", 6, 2024),
          asker_.Case("winter", "council", 7, 2023, "2023-winter"),
          asker_.Case("other-year", "council", 8, 2024, "2025-01-07"),
          asker_.Case("other-body", "planning", 1, 2024, "2024-03-05"),
          asker_.Case("no-body", "", 1, 2024, "2024-03-05"), baerum_.Body("council", 1),
          baerum_.Case("x", "council", 1, 2024, "2024-03-05")});
  const std::vector<std::string> expected = {
      "areas/asker/cases/winter CASE_TIMING_POSSIBLE", "areas/asker/cases/c CASE_TIMING_COUNTED",
      "areas/asker/cases/d CASE_TIMING_COUNTED",       "areas/asker/cases/e CASE_TIMING_COUNTED",
      "areas/asker/cases/b CASE_TIMING_NOT_TREATED",   "areas/asker/cases/a1 CASE_TIMING_POSSIBLE",
      "areas/asker/cases/a2 CASE_TIMING_POSSIBLE"};
  for (const int size : {1, 2, 7, 1000}) {
    EXPECT_EQ(AllPages(CasesOf(council, "2024"), size,
                       [&](const auto& request) { return Ask(&Stub::ListBodyCases, request); }),
              expected);
  }
  EXPECT_THAT(TextsOf(*Ask(&Stub::ListBodyCases, CasesOf("", "2024"))),
              ElementsAre("areas/asker/cases/no-body CASE_TIMING_COUNTED"));
  EXPECT_THAT(TextsOf(*Ask(&Stub::ListBodyCases, CasesOf("areas/3203/bodies/planning", "2024-T1"))),
              ElementsAre("areas/asker/cases/other-body CASE_TIMING_COUNTED"));
}

TEST_F(PoliticsAnalysisTest, PagesOfCasesStayWithTheStateOfTheFirst) {
  const std::string council = "areas/asker/bodies/council";
  Import({asker_.Body("council", 1), asker_.Case("a", "council", 1, 2024, "2024-03-05"),
          asker_.Case("b", "council", 2, 2024, "2024-03-05")});
  v1::ListBodyCasesRequest request = CasesOf(council, "2024");
  request.set_page_size(1);
  const auto first = Ask(&Stub::ListBodyCases, request);
  Import({asker_.Case("b", "council", 2, 2024, "2023-03-07"),
          asker_.Case("c", "council", 3, 2024, "2024-03-05")});
  request.set_page_token(first->next_page_token());
  const auto second = Ask(&Stub::ListBodyCases, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(TextsOf(*second), ElementsAre("areas/asker/cases/b CASE_TIMING_COUNTED"));
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(second->read_at().revision(), 1);
}

TEST_F(PoliticsAnalysisTest, TokensOfCasesAreBoundToTheirQuery) {
  const std::string council = "areas/asker/bodies/council";
  Import({asker_.Body("council", 1), asker_.Body("planning", 2),
          asker_.Case("a", "council", 1, 2024, "2024-03-05"),
          asker_.Case("b", "council", 2, 2024, "2024-03-05")});
  v1::ListBodyCasesRequest request = CasesOf(council, "2024");
  request.set_page_size(1);
  const std::string token = Ask(&Stub::ListBodyCases, request)->next_page_token();
  request.set_page_token("made up");
  EXPECT_THAT(Ask(&Stub::ListBodyCases, request), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  request.set_page_token(token);
  request.set_page_size(-1);
  EXPECT_THAT(Ask(&Stub::ListBodyCases, request), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  for (const auto& change : std::vector<std::function<void(v1::ListBodyCasesRequest&)>>{
           [](auto& other) { other.set_period("2024-T1"); },
           [](auto& other) { other.set_body(""); },
           [](auto& other) { other.set_body("areas/asker/bodies/planning"); },
           [](auto& other) { other.mutable_as_of()->set_revision(1); }}) {
    v1::ListBodyCasesRequest other = CasesOf(council, "2024");
    other.set_page_token(token);
    change(other);
    EXPECT_THAT(Ask(&Stub::ListBodyCases, other),
                HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  }
}

TEST_F(PoliticsAnalysisTest, ABodyThatIsNamedMustBeRecordedInTheArea) {
  Import({baerum_.Body("council", 1)});
  EXPECT_THAT(Ask(&Stub::ListBodyCases, CasesOf("areas/asker/bodies/council", "2024")),
              HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_THAT(Ask(&Stub::ListBodyCases, CasesOf("areas/baerum/bodies/council", "2024")),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(Ask(&Stub::FindCases, CasesNumbered("31/24", "areas/asker/bodies/council")),
              HasReason(ERROR_REASON_BODY_NOT_FOUND));
  v1::ListNumberFindingsRequest findings = FindingsOf("areas/asker");
  findings.set_body("areas/asker/bodies/council");
  EXPECT_THAT(Ask(&Stub::ListNumberFindings, findings), HasReason(ERROR_REASON_BODY_NOT_FOUND));
}

TEST_F(PoliticsAnalysisTest, EveryMethodReadsAnEarlierStateToo) {
  const int64_t before = Import({asker_.Body("council", 1), asker_.Matter("m"),
                                 asker_.Meeting("council", "2024-03-05"),
                                 asker_.CaseIn("a", "council", 1, "2024-03-05", "m")});
  Import({asker_.Meeting("council", "2024-03-05", v1::MEETING_STATE_CANCELLED),
          asker_.Meeting("council", "2024-04-09"),
          asker_.CaseIn("a", "council", 3, "2024-04-09", "m"), asker_.Body("youth", 2)});
  v1::GetActivityRequest activity = ActivityOf("areas/asker", "2024-M03");
  EXPECT_EQ(Ask(&Stub::GetActivity, activity)->totals().counted().meetings(), 0);
  activity.mutable_as_of()->set_revision(before);
  const auto then = Ask(&Stub::GetActivity, activity);
  EXPECT_EQ(then->totals().counted().meetings(), 1);
  EXPECT_EQ(then->totals().counted().treatments(), 1);
  EXPECT_THAT(then->bodies(), SizeIs(1));
  EXPECT_EQ(then->read_at().revision(), before);

  v1::ListBodyCasesRequest cases = CasesOf("areas/asker/bodies/council", "2024-M03");
  EXPECT_THAT(Ask(&Stub::ListBodyCases, cases)->cases(), IsEmpty());
  cases.mutable_as_of()->set_revision(before);
  EXPECT_THAT(TextsOf(*Ask(&Stub::ListBodyCases, cases)),
              ElementsAre("areas/asker/cases/a CASE_TIMING_COUNTED"));

  v1::FindCasesRequest numbered = CasesNumbered("1/24");
  EXPECT_THAT(Ask(&Stub::FindCases, numbered)->cases(), IsEmpty());
  numbered.mutable_as_of()->set_revision(before);
  EXPECT_THAT(Ask(&Stub::FindCases, numbered)->cases(), SizeIs(1));

  v1::ListNumberFindingsRequest findings = FindingsOf("areas/asker");
  EXPECT_THAT(Ask(&Stub::ListNumberFindings, findings)->findings(), SizeIs(1));
  findings.mutable_as_of()->set_revision(before);
  EXPECT_THAT(Ask(&Stub::ListNumberFindings, findings)->findings(), IsEmpty());

  v1::GetMatterHistoryRequest history;
  history.set_name("areas/asker/matters/m");
  history.mutable_as_of()->set_revision(before);
  EXPECT_EQ(Ask(&Stub::GetMatterHistory, history)->treatments(0).meeting().date(), "2024-03-05");
  history.mutable_as_of()->set_revision(before + 1000);
  EXPECT_THAT(Ask(&Stub::GetMatterHistory, history), HasReason(ERROR_REASON_REVISION_IN_FUTURE));
}

TEST_F(PoliticsAnalysisTest, FollowUpsAndSearchesAreServedToo) {
  Import({asker_.Body("council", 1), asker_.Case("a", "council", 1, 2024, "2024-03-05")});
  v1::ListFollowUpsRequest follow_ups;
  follow_ups.set_area("areas/asker");
  EXPECT_THAT(Ask(&Stub::ListFollowUps, follow_ups), IsOk());
  v1::SearchTextsRequest search;
  search.set_area("areas/asker");
  search.set_text("skole");
  const auto found = Ask(&Stub::SearchTexts, search);
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(NamesOf(found->hits()), ElementsAre("areas/asker/cases/a"));
}

}  // namespace
}  // namespace tertial::politics
