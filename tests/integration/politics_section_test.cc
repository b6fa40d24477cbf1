// The politics chapter as the service answers it: from what its ledger holds.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/politics_handlers.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/keys.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::Outcome;

class PoliticsSectionTest : public ::testing::Test {
 protected:
  PoliticsSectionTest() {
    v1::Body body;
    body.set_name(NameOf("bodies/council"));
    body.set_order(1);
    Put<BodyTable>({body});
  }

  static std::string NameOf(const std::string& rest, const std::string& area = "asker") {
    return absl::StrCat("areas/", area, "/", rest);
  }
  static v1::Case CaseOf(const std::string& id, int sequence, int year, const std::string& date,
                         const std::string& area = "asker") {
    v1::Case one;
    one.set_name(NameOf(absl::StrCat("cases/", id), area));
    one.set_body(NameOf("bodies/council", area));
    one.mutable_number()->set_sequence(sequence);
    one.mutable_number()->set_year(year);
    one.set_decision_date(date);
    return one;
  }
  static v1::Meeting MeetingOf(const std::string& day, v1::MeetingState state) {
    v1::Meeting meeting;
    meeting.set_name(NameOf(absl::StrCat("bodies/council/meetings/", day)));
    meeting.set_date(day);
    meeting.set_state(state);
    return meeting;
  }

  // One commit, made without the service's own rules.
  template <typename T>
  void Put(const std::vector<typename T::Message>& messages) {
    Commit([&](Txn& txn) -> absl::Status {
      for (const typename T::Message& message : messages) {
        const absl::Status put = PutResource<T>(txn, message).status();
        if (!put.ok()) return put;
      }
      return absl::OkStatus();
    });
  }
  template <typename T>
  void Damage(const std::string& name) {
    Commit([&](Txn& txn) -> absl::Status {
      return txn.Put(T::kId, *PrimaryKey<T>(name), "\xff no message").status();
    });
  }
  void Commit(absl::FunctionRef<absl::Status(Txn&)> fn) {
    ASSERT_THAT(ledger_->Commit({.actor = "tester", .reason = "because"}, fn), IsOk());
  }

  v1::GetPoliticsSectionResponse Get(const std::string& period = "2024") {
    v1::GetPoliticsSectionRequest request;
    request.set_area("areas/asker");
    request.set_period(period);
    const auto response = PoliticsHandlers(*ledger_, areas_).GetPoliticsSection({}, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::GetPoliticsSectionResponse();
  }

  FakeClock clock_;
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  const std::unique_ptr<Ledger> ledger_ =
      *Ledger::Open(std::make_unique<MemoryStore>(), clock_,
                    {.service_name = "politics", .tables = PoliticsTables()});
};

template <typename Response>
std::vector<std::string> PartsOf(const Response& response) {
  std::vector<std::string> parts;
  for (const common::v1::MissingPart& part : response.missing_parts()) parts.push_back(part.part());
  return parts;
}

TEST_F(PoliticsSectionTest, CountsMeetingsAndCasesOfTheYear) {
  Put<MeetingTable>({MeetingOf("2024-06-11", v1::MEETING_STATE_HELD),
                     MeetingOf("2024-09-10", v1::MEETING_STATE_CANCELLED),
                     MeetingOf("2025-01-14", v1::MEETING_STATE_HELD)});
  v1::Case of_meeting = CaseOf("a", 1, 2024, "");
  of_meeting.set_meeting(NameOf("bodies/council/meetings/2024-06-11"));
  v1::Case cancelled = CaseOf("b", 2, 2024, "");
  cancelled.set_meeting(NameOf("bodies/council/meetings/2024-09-10"));
  v1::Case later = CaseOf("c", 3, 2024, "");
  later.set_meeting(NameOf("bodies/council/meetings/2025-01-14"));
  Put<CaseTable>({of_meeting, cancelled, later, CaseOf("d", 4, 2024, "2024-winter"),
                  CaseOf("e", 1, 2023, "2023-05")});
  const v1::PoliticsSection section = Get().section();
  const v1::CountedActivity& counted = section.activities(0).counted();
  EXPECT_EQ(counted.meetings(), 1);
  EXPECT_EQ(counted.cancelled_meetings(), 1);
  EXPECT_EQ(counted.treatments(), 1);
  EXPECT_EQ(counted.not_treated(), 1);
  EXPECT_EQ(counted.possible_treatments(), 1);
  EXPECT_EQ(section.case_count(), 4) << "what is numbered in the year or may be of it";
  EXPECT_EQ(section.activities(0).outcome(), OUTCOME_NO_OBSERVATION);
}

TEST_F(PoliticsSectionTest, FindingsAreOfTheYearAndThoseBeforeWithoutInformation) {
  Put<CaseTable>({CaseOf("a", 41, 2022, "2022-04-04"), CaseOf("b", 41, 2022, "2022-06-14"),
                  CaseOf("c", 41, 2025, "2025-06"), CaseOf("d", 41, 2025, "2025-06"),
                  CaseOf("e", 41, 2022, "2022-06-14", "baerum")});
  const auto findings = Get().section().number_findings();
  ASSERT_THAT(findings, SizeIs(1)) << "gaps are for information here";
  EXPECT_EQ(findings[0].kind(), v1::NUMBER_FINDING_KIND_REPEATED);
  EXPECT_EQ(findings[0].year(), 2022);
  EXPECT_THAT(findings[0].cases(), ElementsAre(NameOf("cases/a"), NameOf("cases/b")));
  EXPECT_THAT(Get("2025").section().number_findings(), SizeIs(2));
}

TEST_F(PoliticsSectionTest, WhereAllIsSaidToBeRecordedAGapIsTold) {
  v1::BodyActivity activity;
  activity.set_name(NameOf("bodies/council/activities/2024"));
  activity.set_period("2024");
  activity.set_recording(v1::RECORDING_SCOPE_COMPLETE);
  Put<BodyActivityTable>({activity});
  Put<CaseTable>({CaseOf("a", 3, 2024, "2024-01")});
  const auto findings = Get().section().number_findings();
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].kind(), v1::NUMBER_FINDING_KIND_GAP);
  EXPECT_EQ(findings[0].last_sequence(), 2);
}

TEST_F(PoliticsSectionTest, MoreThan500CasesAreCountedAndNotListed) {
  std::vector<v1::Case> cases;
  for (int i = 1; i <= 500; ++i) cases.push_back(CaseOf(absl::StrCat("c", i), i, 2024, "2024-06"));
  Put<CaseTable>(cases);
  EXPECT_THAT(Get().section().cases(), SizeIs(500));
  EXPECT_EQ(Get().section().cases_left_out(), 0);
  Put<CaseTable>({CaseOf("more", 501, 2024, "2024-06")});
  const v1::PoliticsSection section = Get().section();
  EXPECT_THAT(section.cases(), IsEmpty());
  EXPECT_EQ(section.case_count(), 501);
  EXPECT_EQ(section.cases_left_out(), 501);
  EXPECT_EQ(section.totals().counted().treatments(), 501);
}

TEST_F(PoliticsSectionTest, WithoutMeetingsNothingIsCountedAndCasesAreListed) {
  Put<MeetingTable>({MeetingOf("2024-06-11", v1::MEETING_STATE_HELD)});
  Put<CaseTable>({CaseOf("a", 1, 2024, "2024-06"), CaseOf("b", 1, 2024, "2024-06"),
                  CaseOf("c", 1, 2023, "2023-06")});
  Damage<MeetingTable>(NameOf("bodies/council/meetings/2024-06-11"));
  const v1::GetPoliticsSectionResponse response = Get();
  EXPECT_THAT(PartsOf(response), ElementsAre("meetings"));
  EXPECT_FALSE(response.section().has_totals());
  EXPECT_FALSE(response.section().activities(0).has_counted());
  EXPECT_THAT(response.section().number_findings(), IsEmpty());
  EXPECT_EQ(response.section().case_count(), 2);
  EXPECT_THAT(response.section().cases(), SizeIs(2));
}

TEST_F(PoliticsSectionTest, WithoutCasesNothingIsCounted) {
  Put<MeetingTable>({MeetingOf("2024-06-11", v1::MEETING_STATE_HELD)});
  Put<CaseTable>({CaseOf("a", 1, 2024, "2024-06"), CaseOf("b", 1, 2024, "2024-06")});
  Damage<CaseTable>(NameOf("cases/a"));
  const v1::GetPoliticsSectionResponse response = Get();
  EXPECT_THAT(PartsOf(response), ElementsAre("cases"));
  EXPECT_FALSE(response.section().has_totals());
  EXPECT_FALSE(response.section().has_case_count());
  EXPECT_THAT(response.section().number_findings(), IsEmpty());
  EXPECT_TRUE(response.section().has_plan_count());
}

TEST_F(PoliticsSectionTest, FollowUpsStandAsTheirEventsHadThemOnTheLastDay) {
  v1::ResolutionFollowUp followed;
  followed.set_name(NameOf("resolutions/r"));
  followed.set_adopted("2024-03-12");
  Put<ResolutionFollowUpTable>({followed});
  v1::FollowUpEvent late;
  late.set_name(NameOf("resolutions/r/events/e2"));
  late.set_kind(v1::FOLLOW_UP_EVENT_KIND_DONE);
  late.set_date("2025-02-11");
  v1::FollowUpEvent early = late;
  early.set_name(NameOf("resolutions/r/events/e1"));
  early.set_kind(v1::FOLLOW_UP_EVENT_KIND_CONTINUED);
  early.set_date("2024-10");
  Put<FollowUpEventTable>({late});
  Put<FollowUpEventTable>({early});
  EXPECT_EQ(Get("2024").section().resolutions(0).state(), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(Get("2025").section().resolutions(0).state(), v1::FOLLOW_UP_STATE_DONE);
  EXPECT_THAT(Get("2026").section().resolutions(), IsEmpty());
  EXPECT_THAT(Get("2023").section().resolutions(), IsEmpty());
  EXPECT_EQ(Get("2023").section().resolution_count(), 0);
}

}  // namespace
}  // namespace tertial::politics
