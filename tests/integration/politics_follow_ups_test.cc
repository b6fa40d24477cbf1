// The list of what is followed up.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/timestamp.pb.h"
#include "tests/integration/follow_ups_fixture.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;
using enum v1::FollowUpEventKind;
using enum v1::FollowUpState;

v1::ListFollowUpsRequest RequestFor(const std::string& body = "",
                                    const std::string& day = "2024-12-31") {
  v1::ListFollowUpsRequest request;
  request.set_area("areas/asker");
  if (!body.empty()) request.set_body(BodyName(body));
  request.set_day(day);
  return request;
}

class ListFollowUpsTest : public FollowUpsTest {
 protected:
  // The last ids of the follow-ups, in their order.
  std::vector<std::string> IdsOf(const v1::ListFollowUpsRequest& request) {
    std::vector<std::string> ids;
    for (const v1::ResolutionResult& result : ListAll(request)) {
      const std::string& name = result.resolution().name();
      ids.push_back(name.substr(name.rfind('/') + 1));
    }
    return ids;
  }

  // Of two bodies; one decided in a case, one of no known body that the council treated.
  void RecordSome() {
    v1::PoliticsRow decided = ResolutionRow("decided", "council", "");
    decided.mutable_resolution_follow_up()->set_decided_in("areas/asker/cases/c31");
    decided.mutable_resolution_follow_up()->set_latest_event(FOLLOW_UP_EVENT_KIND_UNSPECIFIED);
    v1::PoliticsRow treated = ResolutionRow("treated", "", "");
    treated.mutable_resolution_follow_up()->add_treatments()->set_body(BodyName("council"));
    v1::PoliticsRow planning = ResolutionRow("planning", "planning", "2024-05-02");
    planning.mutable_resolution_follow_up()->add_treatments()->set_body(BodyName("council"));
    Import({BodyRow("council"), BodyRow("planning"), BodyRow("idle"),
            CaseRow("c31", "council", "2024-03"), decided, treated, planning,
            ResolutionRow("month", "council", "2024-02"),
            ResolutionRow("day", "council", "2024-02-01"),
            ResolutionRow("spring", "council", "2024-spring")});
  }
};

TEST_F(ListFollowUpsTest, StandsByTheFirstDayThatEachMayHaveBeenDecidedOnThenByName) {
  RecordSome();
  EXPECT_THAT(IdsOf(RequestFor()),
              ElementsAre("day", "month", "decided", "spring", "planning", "treated"));
}

TEST_F(ListFollowUpsTest, OfABodyIsWhatItDecidedAndWhatItTreatedOfNoKnownBody) {
  RecordSome();
  EXPECT_THAT(IdsOf(RequestFor("council")),
              ElementsAre("day", "month", "decided", "spring", "treated"));
  EXPECT_THAT(IdsOf(RequestFor("planning")), ElementsAre("planning"));
  EXPECT_THAT(IdsOf(RequestFor("idle")), IsEmpty());
}

TEST_F(ListFollowUpsTest, FollowsWhatTheCaseOfTheDecisionSaysNow) {
  RecordSome();
  Import({CaseRow("c31", "council", "2024-09")});
  EXPECT_THAT(IdsOf(RequestFor("council")),
              ElementsAre("day", "month", "spring", "decided", "treated"));
}

TEST_F(ListFollowUpsTest, AFollowUpThatChangesItsBodyLeavesTheListOfTheOther) {
  RecordSome();
  Import({ResolutionRow("month", "planning", "2024-02")});
  EXPECT_THAT(IdsOf(RequestFor("council")), ElementsAre("day", "decided", "spring", "treated"));
  EXPECT_THAT(IdsOf(RequestFor("planning")), ElementsAre("month", "planning"));
}

TEST_F(ListFollowUpsTest, HoldsWhatTheCouncilIsTold) {
  RecordSome();
  v1::PoliticsRow event = EventRow("decided", "e1", FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-10-01");
  event.mutable_follow_up_event()->set_due_date("2024-11");
  event.mutable_follow_up_event()->set_case_handler("Kari");
  AddText("Sendt på høring", event.mutable_follow_up_event()->mutable_remarks());
  Import({event});
  v1::ListFollowUpsRequest request = RequestFor("council");
  request.add_states(FOLLOW_UP_STATE_IN_PROGRESS);
  const std::vector<v1::ResolutionResult> results = ListAll(request);
  ASSERT_EQ(results.size(), 1);
  EXPECT_EQ(results[0].resolution().name(), ResolutionName("decided"));
  EXPECT_EQ(results[0].body(), BodyName("council"));
  EXPECT_EQ(results[0].meeting_date(), "2024-03");
  EXPECT_EQ(results[0].case_number().sequence(), 31);
  EXPECT_EQ(results[0].case_titles(0).text(), "Sak");
  EXPECT_EQ(results[0].case_handler(), "Kari");
  EXPECT_EQ(results[0].remarks(0).text(), "Sendt på høring");
  EXPECT_EQ(results[0].event().name(), event.follow_up_event().name());
  EXPECT_TRUE(results[0].certain());
  EXPECT_TRUE(results[0].overdue());
}

TEST_F(ListFollowUpsTest, LeavesOutWhatWasNotThereByTheDay) {
  RecordSome();
  EXPECT_THAT(IdsOf(RequestFor("", "2024-01-31")), ElementsAre("treated"));
  EXPECT_THAT(IdsOf(RequestFor("", "2024-02-01")), ElementsAre("day", "month", "treated"));
}

TEST_F(ListFollowUpsTest, TellsTheStateOnTheDay) {
  RecordSome();
  Import({EventRow("day", "e1", FOLLOW_UP_EVENT_KIND_DONE, "2024-06-01")});
  v1::ListFollowUpsRequest request = RequestFor("council", "2024-05-31");
  request.add_states(FOLLOW_UP_STATE_DONE);
  EXPECT_THAT(IdsOf(request), IsEmpty());
  request.set_day("2024-06-01");
  EXPECT_THAT(IdsOf(request), ElementsAre("day"));
  request.add_states(FOLLOW_UP_STATE_OPEN);
  EXPECT_THAT(IdsOf(request), ElementsAre("day", "month", "decided", "spring", "treated"));
}

TEST_F(ListFollowUpsTest, OfWhatIsOverdueAndOfAUnit) {
  v1::PoliticsRow late = ResolutionRow("late", "council", "2024-02-01");
  late.mutable_resolution_follow_up()->set_due_date("2024-06");
  late.mutable_resolution_follow_up()->set_owner_unit("areas/asker/units/welfare");
  v1::PoliticsRow handed_on = ResolutionRow("handed-on", "council", "2024-02-02");
  handed_on.mutable_resolution_follow_up()->set_owner_unit("areas/asker/units/welfare");
  v1::PoliticsRow event = EventRow("handed-on", "e1", FOLLOW_UP_EVENT_KIND_ASSIGNED, "2024-05-01");
  event.mutable_follow_up_event()->set_owner_unit("areas/asker/units/schools");
  Import({BodyRow("council"), late, handed_on, event});
  v1::ListFollowUpsRequest request = RequestFor("council", "2024-06-30");
  request.set_overdue(true);
  EXPECT_THAT(IdsOf(request), IsEmpty());
  request.set_day("2024-07-01");
  EXPECT_THAT(IdsOf(request), ElementsAre("late"));
  request.set_overdue(false);
  request.set_owner_unit("areas/3203/units/welfare");
  EXPECT_THAT(IdsOf(request), ElementsAre("late"));
  request.set_day("2024-04-30");
  EXPECT_THAT(IdsOf(request), ElementsAre("late", "handed-on"));
  request.set_owner_unit("areas/asker/units/schools");
  EXPECT_THAT(IdsOf(request), IsEmpty());
}

TEST_F(ListFollowUpsTest, OfAnotherAreaWithTheSameIdsIsApart) {
  RecordSome();
  Import({BodyRow("council", "baerum"), CaseRow("c31", "council", "2024-03", "baerum"),
          ResolutionRow("month", "council", "2024-02", "baerum")});
  v1::ListFollowUpsRequest request = RequestFor();
  request.set_area("areas/baerum");
  EXPECT_THAT(IdsOf(request), ElementsAre("month"));
  request.set_body(BodyName("council", "baerum"));
  EXPECT_THAT(IdsOf(request), ElementsAre("month"));
  EXPECT_THAT(IdsOf(RequestFor("council")),
              ElementsAre("day", "month", "decided", "spring", "treated"));
  // A body of another area than the list is of.
  request.set_body(BodyName("council"));
  EXPECT_THAT(List(request), IsInvalid(ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(ListFollowUpsTest, MayBeNamedByTheNumberOfTheArea) {
  RecordSome();
  v1::ListFollowUpsRequest request = RequestFor();
  request.set_area("areas/3203");
  request.set_body("areas/3203/bodies/planning");
  EXPECT_THAT(IdsOf(request), ElementsAre("planning"));
}

// Fifty follow-ups, of which some have gone ahead.
class PagesOfFollowUpsTest : public ListFollowUpsTest {
 protected:
  PagesOfFollowUpsTest() {
    std::vector<v1::PoliticsRow> rows = {BodyRow("council"), BodyRow("planning")};
    for (int i = 0; i < 50; ++i) {
      const std::string id = absl::StrFormat("r%02d", (i * 7) % 50);
      rows.push_back(ResolutionRow(id, i % 5 == 0 ? "planning" : "council",
                                   i % 3 == 0 ? "" : absl::StrFormat("2024-%02d", 1 + i % 4)));
      if (i % 3 == 1) {
        rows.push_back(EventRow(id, "e1", FOLLOW_UP_EVENT_KIND_DONE, "2024-09"));
      }
    }
    Import(rows);
  }

  // In UTC.
  void AdvanceTo(absl::CivilMinute minute) {
    clock_.Advance(absl::FromCivil(minute, absl::UTCTimeZone()) - clock_.Now());
  }
};

TEST_F(PagesOfFollowUpsTest, AreTheSameListWhateverTheirSize) {
  for (v1::ListFollowUpsRequest request : {RequestFor(), RequestFor("council")}) {
    for (const bool done : {false, true}) {
      if (done) request.add_states(FOLLOW_UP_STATE_DONE);
      const std::vector<std::string> whole = IdsOf(request);
      EXPECT_FALSE(whole.empty());
      for (const int size : {1, 2, 7, 16, 17, 49, 50, 1000}) {
        request.set_page_size(size);
        EXPECT_EQ(IdsOf(request), whole) << size;
      }
    }
  }
}

TEST_F(PagesOfFollowUpsTest, AreReadAtTheStateOfTheFirst) {
  v1::ListFollowUpsRequest request = RequestFor();
  const std::vector<std::string> before = IdsOf(request);
  request.set_page_size(10);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  Import({ResolutionRow("r99", "council", "2024-12")});
  std::vector<std::string> ids;
  for (const auto& result : first->follow_ups()) ids.push_back(result.resolution().name());
  request.set_page_token(first->next_page_token());
  for (const std::string& id : IdsOf(request)) ids.push_back(ResolutionName(id));
  ASSERT_EQ(ids.size(), before.size());
  for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], ResolutionName(before[i]));
}

// Of a list that names no day the first page decides: midnight may pass between two pages.
TEST_F(PagesOfFollowUpsTest, AreOfTheDayOfTheFirst) {
  AdvanceTo(absl::CivilMinute(2025, 6, 30, 21, 59));
  v1::ListFollowUpsRequest request = RequestFor("", "");
  request.set_page_size(10);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->day(), "2025-06-30");
  AdvanceTo(absl::CivilMinute(2025, 6, 30, 22, 0));
  request.set_page_token(first->next_page_token());
  const auto second = List(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->day(), "2025-06-30");
  request.clear_page_token();
  const auto anew = List(request);
  ASSERT_THAT(anew, IsOk());
  EXPECT_EQ(anew->day(), "2025-07-01");
}

TEST_F(PagesOfFollowUpsTest, AreOfTheDayOfTheInstantReadWhereNoneIsNamed) {
  AdvanceTo(absl::CivilMinute(2025, 3, 1, 12, 0));
  v1::ListFollowUpsRequest request = RequestFor("", "");
  // The next day in Oslo.
  const absl::Time late_in_utc =
      absl::FromCivil(absl::CivilMinute(2025, 2, 1, 23, 30), absl::UTCTimeZone());
  request.mutable_as_of()->mutable_time()->set_seconds(absl::ToUnixSeconds(late_in_utc));
  const auto page = List(request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->day(), "2025-02-02");
}

TEST_F(PagesOfFollowUpsTest, AreRefusedForAnotherQuery) {
  v1::ListFollowUpsRequest request = RequestFor("council");
  request.set_page_size(2);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  ASSERT_THAT(List(request), IsOk());
  const auto of_other_query = IsInvalid(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY);
  v1::ListFollowUpsRequest other = request;
  other.clear_body();
  EXPECT_THAT(List(other), of_other_query);
  other = request;
  other.set_day("2024-12-30");
  EXPECT_THAT(List(other), of_other_query);
  other = request;
  other.add_states(FOLLOW_UP_STATE_OPEN);
  EXPECT_THAT(List(other), of_other_query);
  other = request;
  other.set_overdue(true);
  EXPECT_THAT(List(other), of_other_query);
  other = request;
  other.set_owner_unit("areas/asker/units/welfare");
  EXPECT_THAT(List(other), of_other_query);
  other = request;
  other.set_area("areas/baerum");
  EXPECT_THAT(List(other), of_other_query);
  other = request;
  other.set_page_token("x" + request.page_token());
  EXPECT_THAT(List(other), IsInvalid(ERROR_REASON_INVALID_PAGE_TOKEN));
}

TEST_F(ListFollowUpsTest, TellsWhatIsWrongWithARequest) {
  RecordSome();
  const auto changed = [](void (*change)(v1::ListFollowUpsRequest&)) {
    v1::ListFollowUpsRequest request = RequestFor("council");
    change(request);
    return request;
  };
  using Request = v1::ListFollowUpsRequest;
  EXPECT_THAT(List(changed([](Request& r) { r.clear_area(); })),
              IsInvalid(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(List(changed([](Request& r) { r.set_body("council"); })),
              IsInvalid(ERROR_REASON_INVALID_RESOURCE_NAME));
  for (const char* day : {"2024-02-30", "2024-02", "1899-12-31", "2101-01-01", "now"}) {
    Request request = RequestFor("council", day);
    EXPECT_THAT(List(request), IsInvalid(ERROR_REASON_INVALID_DATE)) << day;
  }
  EXPECT_THAT(List(changed([](Request& r) { r.add_states(FOLLOW_UP_STATE_UNSPECIFIED); })),
              IsInvalid(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(List(changed([](Request& r) {
                r.add_states(FOLLOW_UP_STATE_OPEN);
                r.add_states(FOLLOW_UP_STATE_OPEN);
              })),
              IsInvalid(ERROR_REASON_DUPLICATE_ELEMENT));
  EXPECT_THAT(List(changed([](Request& r) { r.set_owner_unit("welfare"); })),
              IsInvalid(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(List(changed([](Request& r) { r.set_page_size(-1); })),
              IsInvalid(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(List(RequestFor("nobody")), IsNotFound(ERROR_REASON_BODY_NOT_FOUND));
}

}  // namespace
}  // namespace tertial::politics
