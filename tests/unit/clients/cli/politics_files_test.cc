// Files of political activity: what the example does not have, and what columns may be left out.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kCaseColumns[] =
    "id,case_number,sequence,case_year,body,body_stated,date,date_precision,date_printed,topic_nb,"
    "title_en,decision_en,source_lines,pages,note";
constexpr char kResolutionColumns[] =
    "id,order,title_nb,title_en,body,date,case_number,status,status_source,summary_en,line_from,"
    "line_to,page";

class PoliticsFilesTest : public ::testing::Test {
 protected:
  // The rows that a file of these lines becomes.
  std::vector<v1::PoliticsRow> Read(const std::string& file, const std::string& lines) {
    directory_.Write(file, lines);
    absl::StatusOr<Dataset> dataset = ReadDataset(directory_.path(), "3203");
    EXPECT_THAT(dataset, IsOk());
    if (!dataset.ok()) return {};
    for (const Problem& problem : dataset->problems) {
      problems_.push_back(
          absl::StrCat(problem.origin.line, " ", problem.field, " ", problem.reason));
    }
    return dataset->politics.rows;
  }

  TempDir directory_;
  std::vector<std::string> problems_;
};

TEST_F(PoliticsFilesTest, TermsAreOfDays) {
  const auto rows = Read("terms.csv", "id,first_day,last_day\n2023-2027,2023-10-17,2027-10-12\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].term().name(), "areas/3203/terms/2023-2027");
  EXPECT_EQ(rows[0].term().first_day(), "2023-10-17");
  EXPECT_EQ(rows[0].term().last_day(), "2027-10-12");
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(PoliticsFilesTest, AMeetingIsNamedAfterItsDayAndItsNumberOnIt) {
  const auto rows = Read("meetings.csv",
                         "body,date,state,number,extraordinary,start_time,end_time,place,moved_to\n"
                         "council,2024-06-11,held,,yes,18:00,21:30,Rådhuset,\n"
                         "council,2024-06-11,cancelled,2,,,,,2024-06-18\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].meeting().name(), "areas/3203/bodies/council/meetings/2024-06-11");
  EXPECT_EQ(rows[0].meeting().state(), v1::MEETING_STATE_HELD);
  EXPECT_TRUE(rows[0].meeting().extraordinary());
  EXPECT_EQ(rows[0].meeting().end_time(), "21:30");
  EXPECT_EQ(rows[1].meeting().name(), "areas/3203/bodies/council/meetings/2024-06-11-2");
  EXPECT_EQ(rows[1].meeting().moved_to(), "areas/3203/bodies/council/meetings/2024-06-18");
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(PoliticsFilesTest, AnItemStandsAtItsPlaceOnTheAgenda) {
  const auto rows = Read("agenda_items.csv",
                         "body,meeting,order,case,title_nb,exempt_legal_basis\n"
                         "council,2024-06-11,1,,Godkjenning av protokoll,\n"
                         "council,2024-06-11,12,ks-31-2024,,\n"
                         "council,2024-06-11,13,,Personalsak,offl. § 13\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].agenda_item().name(),
            "areas/3203/bodies/council/meetings/2024-06-11/items/001");
  EXPECT_EQ(rows[1].agenda_item().political_case(), "areas/3203/cases/ks-31-2024");
  EXPECT_FALSE(rows[1].agenda_item().has_exemption());
  EXPECT_EQ(rows[2].agenda_item().exemption().legal_basis(), "offl. § 13");
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(PoliticsFilesTest, MattersAreRead) {
  const auto rows = Read("matters.csv",
                         "id,title_nb,archive_number,opened,responsible_service_area\n"
                         "m1,Ny barnehage,24/01234,2024-01,welfare\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].matter().name(), "areas/3203/matters/m1");
  EXPECT_EQ(rows[0].matter().archive_number(), "24/01234");
  EXPECT_EQ(rows[0].matter().responsible_unit(), "areas/3203/units/welfare");
}

TEST_F(PoliticsFilesTest, ACaseMayNameMatterMeetingAndVotes) {
  const auto rows =
      Read("cases.csv",
           absl::StrCat(kCaseColumns,
                        ",matter,meeting,kind,legal_basis,votes_for,votes_against,unanimous\n",
                        "a,31/24,31,2024,council,yes,2024-06-11,day,,Barnehage,,,,,,m1,2024-06-11,"
                        "decision,pbl § 12,54,1,\n",
                        "b,32/24,32,2024,council,yes,2024-06-11,day,,Skole,,,,,,,,noted,,,,yes\n"));
  ASSERT_THAT(rows, SizeIs(2));
  const v1::Case& first = rows[0].political_case();
  EXPECT_EQ(first.matter(), "areas/3203/matters/m1");
  EXPECT_EQ(first.meeting(), "areas/3203/bodies/council/meetings/2024-06-11");
  EXPECT_EQ(first.kind(), v1::TREATMENT_KIND_DECISION);
  EXPECT_EQ(first.legal_basis(), "pbl § 12");
  ASSERT_THAT(first.votes(), SizeIs(1));
  EXPECT_EQ(first.votes(0).votes_for(), 54);
  EXPECT_EQ(first.votes(0).votes_against(), 1);
  EXPECT_FALSE(first.votes(0).has_blank());
  EXPECT_TRUE(rows[1].political_case().votes(0).stated_unanimous());
  EXPECT_FALSE(rows[1].political_case().votes(0).has_votes_for());
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(PoliticsFilesTest, WhatIsPrintedOfAnExemptCaseIsLeftOut) {
  const auto rows =
      Read("cases.csv", absl::StrCat(kCaseColumns, ",exempt_legal_basis,exempt_review_date\n",
                                     "a,31/24,31,2024,council,yes,2024-06-11,day,11. juni 2024,"
                                     "Personalsak,,,,,,offl. § 13,2030-01-01\n"));
  ASSERT_THAT(rows, SizeIs(1));
  const v1::Case& one = rows[0].political_case();
  EXPECT_EQ(one.exemption().legal_basis(), "offl. § 13");
  EXPECT_EQ(one.exemption().review_date(), "2030-01-01");
  EXPECT_EQ(one.date_printed(), "");
  EXPECT_EQ(one.provenance().printed(), "");
}

TEST_F(PoliticsFilesTest, ADayOfReviewWithoutALawIsAProblem) {
  Read("cases.csv", absl::StrCat(kCaseColumns, ",exempt_legal_basis,exempt_review_date\n",
                                 "a,31/24,31,2024,,no,2024,year,,Sak,,,,,,,2030-01-01\n"));
  EXPECT_THAT(problems_, ElementsAre("2 exempt_review_date INCONSISTENT_FIELDS"));
}

TEST_F(PoliticsFilesTest, AFollowUpMaySayWhoDecidedItAndWhenItIsDue) {
  const auto rows =
      Read("resolutions.csv",
           absl::StrCat(kResolutionColumns,
                        ",kind,decided_in,decided_by,wording_nb,owner_service_area,due_date\n",
                        "r1,1,Gratis kollektiv,,,,,,,,10,11,5,referred_proposal,ks-31-2024,council,"
                        "Kommunedirektøren bes …,welfare,2025-03\n"));
  ASSERT_THAT(rows, SizeIs(1));
  const v1::ResolutionFollowUp& followed = rows[0].resolution_follow_up();
  EXPECT_EQ(followed.kind(), v1::RESOLUTION_KIND_REFERRED_PROPOSAL);
  EXPECT_EQ(followed.decided_in(), "areas/3203/cases/ks-31-2024");
  EXPECT_EQ(followed.body(), "areas/3203/bodies/council");
  EXPECT_EQ(followed.wordings(0).text(), "Kommunedirektøren bes …");
  EXPECT_EQ(followed.owner_unit(), "areas/3203/units/welfare");
  EXPECT_EQ(followed.due_date(), "2025-03");
  EXPECT_EQ(followed.latest_event(), v1::FOLLOW_UP_EVENT_KIND_UNSPECIFIED);
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(PoliticsFilesTest, AFollowUpOfWhichNoDecisionIsKnownNeedsAStatus) {
  Read("resolutions.csv", absl::StrCat(kResolutionColumns, "\nr1,1,Tittel,,,,,,,,10,11,5\n"));
  EXPECT_THAT(problems_, ElementsAre("2 status INVALID_ENUM"));
}

TEST_F(PoliticsFilesTest, EventsOfAFollowUpAreRead) {
  const auto rows = Read("follow_up_events.csv",
                         "resolution,id,kind,date,due_date,evidence_case,remarks_nb,event_source\n"
                         "r1,e1,partly_done,2024-autumn,2025,ks-60-2024,Første del,printed\n");
  ASSERT_THAT(rows, SizeIs(1));
  const v1::FollowUpEvent& event = rows[0].follow_up_event();
  EXPECT_EQ(event.name(), "areas/3203/resolutions/r1/events/e1");
  EXPECT_EQ(event.kind(), v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE);
  EXPECT_EQ(event.date(), "2024-autumn");
  EXPECT_EQ(event.evidence_case(), "areas/3203/cases/ks-60-2024");
  EXPECT_EQ(event.source(), v1::FOLLOW_UP_EVENT_SOURCE_PRINTED);
}

TEST_F(PoliticsFilesTest, APlanMayTellItsTallyHorizonAndMatters) {
  const auto rows = Read(
      "theme_plans.csv",
      "id,name_nb,name_en,order,responsible_committee,responsible_service_area,mandate_date,"
      "mandate_date_precision,adoption_date,adopted_by,case_number,focus_area_count,"
      "strategy_count,revision_in_2024_2027,note,source_lines,pages,strategies_done,"
      "strategies_in_progress,horizon_from,horizon_to,next_revision,carried_out_by,adopted_in\n"
      "p1,Plan,,1,,,,,2024-06-11,council,31/24,,,no,,,,3,4,2024,2036,2028,m1;m2,ks-31-2024\n");
  ASSERT_THAT(rows, SizeIs(1));
  const v1::ThematicPlan& plan = rows[0].thematic_plan();
  EXPECT_EQ(plan.tally().done(), 3);
  EXPECT_EQ(plan.tally().in_progress(), 4);
  EXPECT_EQ(plan.tally().not_started(), 0);
  EXPECT_EQ(plan.horizon().to_year(), "2036");
  EXPECT_EQ(plan.next_revision(), "2028");
  EXPECT_EQ(plan.adopted_in(), "areas/3203/cases/ks-31-2024");
  EXPECT_THAT(plan.carried_out_by(), ElementsAre("areas/3203/matters/m1", "areas/3203/matters/m2"));
}

TEST_F(PoliticsFilesTest, WhatIsNotSaidOfAnActivityIsThatOfTheExample) {
  const std::string columns = "body,year,meetings,cases,source_line,page";
  auto rows = Read("political_activity.csv", columns + "\ncouncil,2024,9,83,230,12\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].body_activity().counting_rule(), v1::COUNTING_RULE_UNKNOWN);
  EXPECT_EQ(rows[0].body_activity().recording(), v1::RECORDING_SCOPE_SELECTED);
  rows = Read("political_activity.csv", columns +
                                            ",counting_rule,recording\n"
                                            "council,2024,9,83,,,treatments,complete\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].body_activity().counting_rule(), v1::COUNTING_RULE_TREATMENTS);
  EXPECT_EQ(rows[0].body_activity().recording(), v1::RECORDING_SCOPE_COMPLETE);
}

TEST_F(PoliticsFilesTest, ABodyMayHaveBeenThereForATimeAndComeFromOthers) {
  const auto rows = Read("political_bodies.csv",
                         "id,name_nb,name_en,type,members,members_source,note,order,source_line,"
                         "page,valid_from,valid_to,predecessors\n"
                         "culture,Kultur,,main_committee,11,,,1,,,2023-10-17,,youth;sports\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].body().valid_from(), "2023-10-17");
  EXPECT_THAT(rows[0].body().predecessors(),
              ElementsAre("areas/3203/bodies/youth", "areas/3203/bodies/sports"));
}

}  // namespace
}  // namespace tertial::cli
