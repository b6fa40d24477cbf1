// Numbers of cases, and matters, as callers see them: a real server over RocksDB.
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

class PoliticsNumbersTest : public PoliticsAnalysisFixture {};

TEST_F(PoliticsNumbersTest, FindsCasesByEitherFormOfTheirNumber) {
  Import({asker_.Body("youth", 2), asker_.Body("council", 1), asker_.Case("z", "council", 31, 2024),
          asker_.Case("y", "youth", 31, 2024), asker_.Case("x", "", 31, 2024),
          asker_.Case("old", "youth", 31, 1924), asker_.Case("w", "council", 31, 2024),
          asker_.Case("other", "council", 310, 2024), baerum_.Case("b", "", 31, 2024)});
  for (const char* const number : {"31/24", "031/24"}) {
    EXPECT_THAT(NamesOf(Ask(&Stub::FindCases, CasesNumbered(number))->cases()),
                ElementsAre("areas/asker/cases/old", "areas/asker/cases/w", "areas/asker/cases/z",
                            "areas/asker/cases/y", "areas/asker/cases/x"));
  }
  EXPECT_THAT(NamesOf(Ask(&Stub::FindCases, CasesNumbered("31/2024"))->cases()), SizeIs(4));
  EXPECT_THAT(
      NamesOf(
          Ask(&Stub::FindCases, CasesNumbered("31/2024", "areas/3203/bodies/council"))->cases()),
      ElementsAre("areas/asker/cases/w", "areas/asker/cases/z"));
  EXPECT_THAT(Ask(&Stub::FindCases, CasesNumbered("32/24"))->cases(), IsEmpty());
  EXPECT_THAT(Ask(&Stub::FindCases, CasesNumbered("31-24")),
              HasReason(ERROR_REASON_INVALID_CASE_NUMBER));
  EXPECT_THAT(Ask(&Stub::FindCases, CasesNumbered("")), HasReason(ERROR_REASON_FIELD_REQUIRED));
}

TEST_F(PoliticsNumbersTest, AMatterIsToldWithAllThatWasDone) {
  v1::PoliticsRow decided = asker_.CaseIn("c-1", "council", 1, "2024-03-05", "m");
  decided.mutable_political_case()->set_kind(v1::TREATMENT_KIND_DECISION);
  decided.mutable_political_case()->add_votes()->set_order(1);
  decided.mutable_political_case()->mutable_votes(0)->set_stated_unanimous(true);
  v1::PoliticsRow followed;
  followed.mutable_resolution_follow_up()->set_name("areas/asker/resolutions/r");
  AddTitle(*followed.mutable_resolution_follow_up());
  followed.mutable_resolution_follow_up()->set_order(1);
  followed.mutable_resolution_follow_up()->set_decided_in("areas/asker/cases/c-1");
  followed.mutable_resolution_follow_up()->set_body("areas/asker/bodies/council");
  v1::PoliticsRow carried_out;
  carried_out.mutable_thematic_plan()->set_name("areas/asker/plans/second");
  AddTitle(*carried_out.mutable_thematic_plan());
  carried_out.mutable_thematic_plan()->set_order(2);
  carried_out.mutable_thematic_plan()->add_carried_out_by("areas/asker/matters/m");
  v1::PoliticsRow adopted;
  adopted.mutable_thematic_plan()->set_name("areas/asker/plans/third");
  AddTitle(*adopted.mutable_thematic_plan());
  adopted.mutable_thematic_plan()->set_order(1);
  adopted.mutable_thematic_plan()->set_adopted_in("areas/asker/cases/c-1");
  Import({asker_.Body("council", 1), asker_.Body("planning", 2), asker_.Matter("m"),
          asker_.Matter("other"), asker_.Meeting("council", "2024-03-05"),
          asker_.Meeting("council", "2024-06-11", v1::MEETING_STATE_PLANNED),
          asker_.Meeting("planning", "2024-02-06"), decided, followed, carried_out, adopted,
          asker_.CaseIn("c-9", "council", 9, "2024-06-11", "m"),
          asker_.CaseIn("p-1", "planning", 1, "2024-02-06", "m"),
          asker_.CaseIn("p-2", "planning", 2, "2024-02-06", "other")});
  v1::GetMatterHistoryRequest request;
  request.set_name("areas/3203/matters/m");
  const auto history = Ask(&Stub::GetMatterHistory, request);
  ASSERT_THAT(history, IsOk());
  EXPECT_EQ(history->matter().name(), "areas/asker/matters/m");
  ASSERT_THAT(history->treatments(), SizeIs(3));
  EXPECT_EQ(history->treatments(0).political_case().name(), "areas/asker/cases/p-1");
  EXPECT_EQ(history->treatments(1).political_case().name(), "areas/asker/cases/c-1");
  EXPECT_THAT(history->treatments(1).political_case().votes(), SizeIs(1));
  EXPECT_THAT(history->treatments(1).political_case().titles(), SizeIs(1));
  EXPECT_EQ(history->treatments(2).meeting().state(), v1::MEETING_STATE_PLANNED);
  EXPECT_EQ(history->days(), 28);
  EXPECT_THAT(history->resolutions(), ElementsAre("areas/asker/resolutions/r"));
  EXPECT_THAT(history->plans(), ElementsAre("areas/asker/plans/third", "areas/asker/plans/second"));
  request.set_name("areas/asker/matters/other");
  EXPECT_FALSE(Ask(&Stub::GetMatterHistory, request)->has_days());
  EXPECT_THAT(Ask(&Stub::GetMatterHistory, request)->plans(), IsEmpty());
  request.set_name("areas/asker/matters/unknown");
  EXPECT_THAT(Ask(&Stub::GetMatterHistory, request), HasReason(ERROR_REASON_MATTER_NOT_FOUND));
  request.set_name("areas/baerum/matters/m");
  EXPECT_THAT(Ask(&Stub::GetMatterHistory, request), HasReason(ERROR_REASON_MATTER_NOT_FOUND));
}

TEST_F(PoliticsNumbersTest, FindingsAreOfOneAreaEach) {
  Import({asker_.Body("council", 1), asker_.Case("ks-41-2022", "council", 41, 2022),
          asker_.Case("ks-41-2022b", "council", 41, 2022), baerum_.Body("council", 1),
          baerum_.Case("ks-41-2022", "council", 41, 2022),
          baerum_.Case("ks-1-2022", "council", 1, 2022)});
  v1::ListNumberFindingsRequest request = FindingsOf("areas/3203");
  request.add_kinds(v1::NUMBER_FINDING_KIND_REPEATED);
  const auto repeated = Ask(&Stub::ListNumberFindings, request);
  ASSERT_THAT(repeated, IsOk());
  ASSERT_THAT(repeated->findings(), SizeIs(1));
  EXPECT_THAT(repeated->findings(0).cases(),
              ElementsAre("areas/asker/cases/ks-41-2022", "areas/asker/cases/ks-41-2022b"));
  request.set_area("areas/baerum");
  EXPECT_THAT(Ask(&Stub::ListNumberFindings, request)->findings(), IsEmpty());
  EXPECT_THAT(TextsOf(*Ask(&Stub::ListNumberFindings, FindingsOf("areas/baerum"))),
              ElementsAre("areas/baerum/bodies/council 2022 NUMBER_FINDING_KIND_GAP 2-40"));
}

TEST_F(PoliticsNumbersTest, ListsFindingsToTheEndInPagesOfAnySize) {
  Import({asker_.Body("council", 2), asker_.Body("youth", 1), asker_.Body("quiet", 3),
          asker_.Activity("council", "1", "1", v1::RECORDING_SCOPE_COMPLETE),
          asker_.Case("a", "council", 2, 2024, "2024-05"),
          asker_.Case("b", "council", 4, 2024, "2024-02"),
          asker_.Case("c", "council", 4, 2024, "2025-02"), asker_.Case("d", "council", 2, 2023),
          asker_.Case("e", "youth", 3, 2024), asker_.Case("f", "", 7, 2024)});
  const std::vector<std::string> expected = {
      "areas/asker/bodies/council 2023 NUMBER_FINDING_KIND_GAP 1-1",
      "areas/asker/bodies/council 2024 NUMBER_FINDING_KIND_GAP 1-1",
      "areas/asker/bodies/council 2024 NUMBER_FINDING_KIND_GAP 3-3",
      "areas/asker/bodies/council 2024 NUMBER_FINDING_KIND_REPEATED 4-4",
      "areas/asker/bodies/council 2024 NUMBER_FINDING_KIND_OUT_OF_ORDER 4-4",
      "areas/asker/bodies/council 2024 NUMBER_FINDING_KIND_OTHER_YEAR 4-4",
      "areas/asker/bodies/youth 2024 NUMBER_FINDING_KIND_GAP 1-2"};
  const auto ask = [&](const auto& request) { return Ask(&Stub::ListNumberFindings, request); };
  v1::ListNumberFindingsRequest request = FindingsOf("areas/asker");
  for (const int size : {1, 2, 7, 1000}) {
    EXPECT_EQ(AllPages(request, size, ask), expected);
  }
  const auto all = ask(request);
  EXPECT_EQ(all->findings(0).severity(), common::v1::SEVERITY_INFO);
  EXPECT_EQ(all->findings(1).severity(), common::v1::SEVERITY_WARNING);
  request.set_year(2024);
  for (const int size : {1, 2, 6}) {
    EXPECT_EQ(AllPages(request, size, ask),
              std::vector<std::string>(expected.begin() + 1, expected.end()));
  }
  request.set_body("areas/asker/bodies/youth");
  EXPECT_THAT(TextsOf(*ask(request)), ElementsAre(expected.back()));
  request.set_year(0);
  EXPECT_THAT(TextsOf(*ask(request)), ElementsAre(expected.back()));
}

TEST_F(PoliticsNumbersTest, RequestsForFindingsNameWhatIsWrong) {
  Import({asker_.Body("council", 1), asker_.Case("a", "council", 3, 2024),
          asker_.Case("b", "council", 5, 2024)});
  const auto ask = [&](const auto& request) { return Ask(&Stub::ListNumberFindings, request); };
  v1::ListNumberFindingsRequest request = FindingsOf("areas/asker");
  request.set_year(1899);
  EXPECT_THAT(ask(request), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  request.set_year(0);
  request.add_kinds(v1::NUMBER_FINDING_KIND_UNSPECIFIED);
  EXPECT_THAT(ask(request), HasReason(ERROR_REASON_INVALID_ENUM));
  request.set_kinds(0, v1::NUMBER_FINDING_KIND_GAP);
  request.add_kinds(v1::NUMBER_FINDING_KIND_GAP);
  EXPECT_THAT(ask(request), HasReason(ERROR_REASON_DUPLICATE_ELEMENT));
  request.clear_kinds();
  request.set_page_size(-1);
  EXPECT_THAT(ask(request), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  request.set_page_size(1);
  request.set_page_token(ask(request)->next_page_token());
  ASSERT_NE(request.page_token(), "");
  v1::ListNumberFindingsRequest other = request;
  other.set_year(2024);
  EXPECT_THAT(ask(other), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  other = request;
  other.add_kinds(v1::NUMBER_FINDING_KIND_GAP);
  EXPECT_THAT(ask(other), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  other = request;
  other.set_page_token("made up");
  EXPECT_THAT(ask(other), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
}

}  // namespace
}  // namespace tertial::politics
