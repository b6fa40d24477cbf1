// Terms, meetings, agenda items and matters beside bodies and cases: a real server over RocksDB,
// called over a channel.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;
using absl::StatusCode::kFailedPrecondition;
using absl::StatusCode::kInvalidArgument;
using Stub = v1::PoliticsService::Stub;
using Meetings = v1::MeetingsService::Stub;

constexpr char kAsker[] = "areas/asker";

template <typename Texts>
void AddTitle(Texts* texts) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text("Tittel");
}

v1::Body BodyNamed(const std::string& id, const std::string& area = kAsker) {
  v1::Body body;
  body.set_name(absl::StrCat(area, "/bodies/", id));
  AddTitle(body.mutable_titles());
  body.set_kind(v1::BODY_KIND_COUNCIL);
  body.set_order(1);
  return body;
}

v1::Term TermOf(const std::string& first, const std::string& last,
                const std::string& area = kAsker) {
  v1::Term term;
  term.set_name(absl::StrCat(area, "/terms/", first.substr(0, 4), "-", last.substr(0, 4)));
  term.set_first_day(first);
  term.set_last_day(last);
  return term;
}

v1::Meeting MeetingOn(const std::string& body, const std::string& id) {
  v1::Meeting meeting;
  meeting.set_name(absl::StrCat(kAsker, "/bodies/", body, "/meetings/", id));
  meeting.set_date(id.substr(0, 10));
  meeting.set_state(v1::MEETING_STATE_HELD);
  return meeting;
}

v1::Case CaseOf(const std::string& id, const std::string& body, const std::string& date) {
  v1::Case political_case;
  political_case.set_name(absl::StrCat(kAsker, "/cases/", id));
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  if (!body.empty()) political_case.set_body(absl::StrCat(kAsker, "/bodies/", body));
  political_case.set_decision_date(date);
  AddTitle(political_case.mutable_titles());
  return political_case;
}

v1::AgendaItem ItemOf(const v1::Meeting& meeting, const std::string& id,
                      const std::string& case_id = "") {
  v1::AgendaItem item;
  item.set_name(absl::StrCat(meeting.name(), "/items/", id));
  if (case_id.empty()) {
    AddTitle(item.mutable_titles());
  } else {
    item.set_political_case(absl::StrCat(kAsker, "/cases/", case_id));
  }
  return item;
}

class MeetingsTest : public ::testing::Test {
 protected:
  MeetingsTest()
      : service_("politics", CreatePoliticsService, PoliticsTables(), /*data=*/"",
                 std::make_shared<StoreFaults>(),
                 {{v1::MeetingsService::service_full_name(), CreateMeetingsService}}),
        meetings_(v1::MeetingsService::NewStub(service_.channel())) {}

  absl::Status Create(const v1::Body& body) {
    v1::CreateBodyRequest request;
    *request.mutable_body() = body;
    return service_.Call(&Stub::CreateBody, request, "recorder").status();
  }
  absl::Status Update(const v1::Body& body) {
    v1::UpdateBodyRequest request;
    *request.mutable_body() = body;
    request.mutable_update_mask()->add_paths("*");
    return service_.Call(&Stub::UpdateBody, request, "recorder").status();
  }
  absl::Status Create(const v1::Case& political_case) {
    v1::CreateCaseRequest request;
    *request.mutable_political_case() = political_case;
    return service_.Call(&Stub::CreateCase, request, "recorder").status();
  }
  absl::Status Create(const v1::Term& term) {
    v1::CreateTermRequest request;
    *request.mutable_term() = term;
    return Call(&Meetings::CreateTerm, request);
  }
  absl::Status Update(const v1::Term& term) {
    v1::UpdateTermRequest request;
    *request.mutable_term() = term;
    return Call(&Meetings::UpdateTerm, request);
  }
  absl::Status Create(const v1::Meeting& meeting) {
    v1::CreateMeetingRequest request;
    *request.mutable_meeting() = meeting;
    return Call(&Meetings::CreateMeeting, request);
  }
  absl::Status Delete(const v1::Meeting& meeting) {
    v1::DeleteMeetingRequest request;
    request.set_name(meeting.name());
    return Call(&Meetings::DeleteMeeting, request);
  }
  absl::Status Create(const v1::AgendaItem& item) {
    v1::CreateAgendaItemRequest request;
    *request.mutable_agenda_item() = item;
    return Call(&Meetings::CreateAgendaItem, request);
  }
  absl::Status Create(const v1::Matter& matter) {
    v1::CreateMatterRequest request;
    *request.mutable_matter() = matter;
    return Call(&Meetings::CreateMatter, request);
  }
  // What is imported in one go.
  absl::StatusOr<common::v1::ImportSummary> Import(const std::vector<v1::PoliticsRow>& rows) {
    return service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
  }
  Revision Head() { return service_.ledger().Read()->at().revision; }

  // That the write is refused so, with `texts` in its sentence, and nothing is stored.
  template <typename Write>
  void ExpectRefused(Write write, ErrorReason reason, const std::vector<std::string>& texts) {
    const Revision before = Head();
    const absl::Status refused = write();
    EXPECT_THAT(refused, AllOf(StatusIs(kInvalidArgument), HasReason(reason)));
    for (const std::string& text : texts) {
      EXPECT_THAT(std::string(refused.message()), HasSubstr(text));
    }
    EXPECT_EQ(Head(), before);
  }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (Meetings::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                    const Request& request) {
    return testing::CallUnary(*meetings_, method, request, "recorder").status();
  }

  testing::TestService<v1::PoliticsService> service_;
  const std::unique_ptr<Meetings> meetings_;
};

TEST_F(MeetingsTest, TwoTermsOfAnAreaShareNoDay) {
  ASSERT_THAT(Create(TermOf("2019-10-15", "2023-10-16")), IsOk());
  ExpectRefused([&] { return Create(TermOf("2023-10-16", "2027-10-12")); },
                ERROR_REASON_INCONSISTENT_FIELDS,
                {"2023-10-16", "areas/asker/terms/2019-2023", "2019-10-15"});
  ExpectRefused([&] { return Create(TermOf("2015-10-13", "2019-10-15")); },
                ERROR_REASON_INCONSISTENT_FIELDS, {"2019-10-15", "areas/asker/terms/2019-2023"});
  ASSERT_THAT(Create(TermOf("2023-10-17", "2027-10-12")), IsOk());
  ExpectRefused(
      [&] {
        v1::Term changed;
        changed.set_name("areas/asker/terms/2019-2023");
        changed.set_last_day("2023-10-17");
        return Update(changed);
      },
      ERROR_REASON_INCONSISTENT_FIELDS, {"areas/asker/terms/2023-2027"});
  // Another area has its own.
  EXPECT_THAT(Create(TermOf("2023-10-16", "2027-10-12", "areas/baerum")), IsOk());
}

TEST_F(MeetingsTest, ATermMayBeChangedBesideItself) {
  ASSERT_THAT(Create(TermOf("2019-10-15", "2023-10-16")), IsOk());
  v1::Term changed = TermOf("2019-10-15", "2023-10-16");
  changed.set_last_day("2023-10-15");
  EXPECT_THAT(Update(changed), IsOk());
}

TEST_F(MeetingsTest, AMeetingIsOfABodyThatIsThere) {
  v1::Body body = BodyNamed("council");
  body.set_valid_from("2019-10-15");
  body.set_valid_to("2023-10-16");
  ExpectRefused([&] { return Create(MeetingOn("council", "2019-10-15")); },
                ERROR_REASON_BODY_NOT_FOUND, {"areas/asker/bodies/council"});
  ASSERT_THAT(Create(body), IsOk());
  EXPECT_THAT(Create(MeetingOn("council", "2019-10-15")), IsOk());
  EXPECT_THAT(Create(MeetingOn("council", "2023-10-16-2")), IsOk());
  ExpectRefused([&] { return Create(MeetingOn("council", "2019-10-14")); },
                ERROR_REASON_BODY_NOT_VALID,
                {"2019-10-14", "areas/asker/bodies/council", "2019-10-15", "2023-10-16"});
  ExpectRefused([&] { return Create(MeetingOn("council", "2023-10-17")); },
                ERROR_REASON_BODY_NOT_VALID, {"2023-10-17"});
}

TEST_F(MeetingsTest, NoMeetingComesToLieOutsideTheDaysOfItsBody) {
  v1::Body body = BodyNamed("council");
  ASSERT_THAT(Create(body), IsOk());
  for (const char* id : {"2019-10-15", "2021-06-01", "2023-10-16", "2023-10-16-2"}) {
    ASSERT_THAT(Create(MeetingOn("council", id)), IsOk());
  }
  body.set_valid_from("2019-10-16");
  ExpectRefused([&] { return Update(body); }, ERROR_REASON_BODY_NOT_VALID,
                {"\"2019-10-16\"", "areas/asker/bodies/council/meetings/2019-10-15"});
  body.set_valid_from("2019-10-15");
  EXPECT_THAT(Update(body), IsOk());
  body.set_valid_to("2023-10-15");
  ExpectRefused([&] { return Update(body); }, ERROR_REASON_BODY_NOT_VALID,
                {"\"2023-10-15\"", "areas/asker/bodies/council/meetings/2023-10-16"});
  body.set_valid_to("2023-10-16");
  EXPECT_THAT(Update(body), IsOk());
}

TEST_F(MeetingsTest, NoCaseComesToLieCertainlyOutsideTheDaysOfItsBody) {
  v1::Body body = BodyNamed("council");
  ASSERT_THAT(Create(body), IsOk());
  // The neighbour in the index has a name that goes on where this one ends.
  ASSERT_THAT(Create(BodyNamed("council-2")), IsOk());
  ASSERT_THAT(Create(CaseOf("other", "council-2", "2010-01-01")), IsOk());
  ASSERT_THAT(Create(CaseOf("undated", "council", "")), IsOk());
  ASSERT_THAT(Create(CaseOf("year", "council", "2019")), IsOk());
  ASSERT_THAT(Create(CaseOf("autumn", "council", "2023-autumn")), IsOk());
  body.set_valid_from("2019-12-31");
  body.set_valid_to("2023-09-01");
  EXPECT_THAT(Update(body), IsOk());
  body.set_valid_from("2020-01-01");
  ExpectRefused([&] { return Update(body); }, ERROR_REASON_BODY_NOT_VALID,
                {"\"2020-01-01\"", "areas/asker/cases/year", "2019-01-01 to 2019-12-31"});
  body.set_valid_from("2019-12-31");
  body.set_valid_to("2023-08-31");
  ExpectRefused([&] { return Update(body); }, ERROR_REASON_BODY_NOT_VALID,
                {"\"2023-08-31\"", "areas/asker/cases/autumn"});
}

TEST_F(MeetingsTest, ACaseOfAnyLaterDayIsFound) {
  v1::Body body = BodyNamed("council");
  for (const char* date :
       {"2024-01-02", "2024-12-31", "2025", "2029-02", "2030-05", "2099-winter", "2100-12-31"}) {
    body.set_name(absl::StrCat(kAsker, "/bodies/b", date));
    ASSERT_THAT(Create(body), IsOk());
    ASSERT_THAT(Create(CaseOf(absl::StrCat("c", date), absl::StrCat("b", date), date)), IsOk());
    for (const char* last : {"1900-01-01", "1998-12-31", "2019-12-31", "2024-01-01"}) {
      body.set_valid_to(last);
      ExpectRefused([&] { return Update(body); }, ERROR_REASON_BODY_NOT_VALID, {last, date});
    }
    body.set_valid_to("2100-12-31");
    EXPECT_THAT(Update(body), IsOk());
    body.clear_valid_to();
  }
}

TEST_F(MeetingsTest, TheDayOfACaseIsThatOfItsMeeting) {
  v1::Body body = BodyNamed("council");
  ASSERT_THAT(Create(body), IsOk());
  ASSERT_THAT(Create(MeetingOn("council", "2023-06-01")), IsOk());
  v1::Case treated = CaseOf("treated", "council", "2023");
  treated.set_meeting(MeetingOn("council", "2023-06-01").name());
  ASSERT_THAT(Create(treated), IsOk());
  body.set_valid_from("2023-06-01");
  body.set_valid_to("2023-06-01");
  EXPECT_THAT(Update(body), IsOk());
  body.set_valid_from("2023-06-02");
  body.clear_valid_to();
  ExpectRefused([&] { return Update(body); }, ERROR_REASON_BODY_NOT_VALID, {"2023-06-01"});
}

TEST_F(MeetingsTest, NoBodyComesBeforeItself) {
  v1::Body self = BodyNamed("a");
  self.add_predecessors(self.name());
  ExpectRefused([&] { return Create(self); }, ERROR_REASON_BODY_CYCLE, {"areas/asker/bodies/a"});
  v1::Body a = BodyNamed("a");
  ASSERT_THAT(Create(a), IsOk());
  v1::Body b = BodyNamed("b");
  b.add_predecessors(a.name());
  ASSERT_THAT(Create(b), IsOk());
  v1::Body c = BodyNamed("c");
  c.add_predecessors(b.name());
  // Two ways to one predecessor are no cycle.
  c.add_predecessors(a.name());
  ASSERT_THAT(Create(c), IsOk());
  a.add_predecessors(c.name());
  ExpectRefused([&] { return Update(a); }, ERROR_REASON_BODY_CYCLE,
                {"areas/asker/bodies/c", "areas/asker/bodies/a"});
}

TEST_F(MeetingsTest, PredecessorsAreRecordedAndOfTheSameArea) {
  v1::Body body = BodyNamed("new");
  body.add_predecessors("areas/asker/bodies/old");
  ExpectRefused([&] { return Create(body); }, ERROR_REASON_BODY_NOT_FOUND,
                {"areas/asker/bodies/old"});
  ASSERT_THAT(Create(BodyNamed("old", "areas/baerum")), IsOk());
  body.set_predecessors(0, "areas/baerum/bodies/old");
  ExpectRefused([&] { return Create(body); }, ERROR_REASON_INCONSISTENT_FIELDS,
                {"areas/baerum/bodies/old"});
  ASSERT_THAT(Create(BodyNamed("old")), IsOk());
  // By the official number of the area.
  body.set_predecessors(0, "areas/3203/bodies/old");
  ASSERT_THAT(Create(body), IsOk());
  v1::DeleteBodyRequest request;
  request.set_name("areas/asker/bodies/old");
  EXPECT_THAT(service_.Call(&Stub::DeleteBody, request, "recorder"),
              AllOf(StatusIs(kFailedPrecondition), HasReason(ERROR_REASON_RESOURCE_IN_USE)));
}

TEST_F(MeetingsTest, AMeetingThatTookThePlaceOfAnotherStays) {
  ASSERT_THAT(Create(BodyNamed("council")), IsOk());
  v1::Meeting cancelled = MeetingOn("council", "2024-06-11");
  cancelled.set_state(v1::MEETING_STATE_CANCELLED);
  cancelled.set_moved_to("areas/3203/bodies/council/meetings/2024-06-18");
  ExpectRefused([&] { return Create(cancelled); }, ERROR_REASON_MEETING_NOT_FOUND, {"2024-06-18"});
  const v1::Meeting later = MeetingOn("council", "2024-06-18");
  ASSERT_THAT(Create(later), IsOk());
  ASSERT_THAT(Create(cancelled), IsOk());
  EXPECT_THAT(Delete(later),
              AllOf(StatusIs(kFailedPrecondition), HasReason(ERROR_REASON_RESOURCE_IN_USE)));
}

TEST_F(MeetingsTest, MeetingsAreListedInTheOrderOfTheirDays) {
  ASSERT_THAT(Create(BodyNamed("council")), IsOk());
  for (const char* id : {"2024-06-11-2", "2024-06-11", "2024-12-10", "2023-01-01"}) {
    ASSERT_THAT(Create(MeetingOn("council", id)), IsOk());
  }
  v1::ListMeetingsRequest request;
  request.set_parent("areas/asker/bodies/council");
  const auto listed = testing::CallUnary(*meetings_, &Meetings::ListMeetings, request);
  ASSERT_THAT(listed, IsOk());
  std::vector<std::string> days;
  for (const v1::Meeting& meeting : listed->meetings()) {
    days.push_back(meeting.name().substr(meeting.name().rfind('/') + 1));
  }
  EXPECT_THAT(days, ElementsAre("2023-01-01", "2024-06-11", "2024-06-11-2", "2024-12-10"));
}

TEST_F(MeetingsTest, AnItemIsOnTheAgendaOfTheBodyOfItsCase) {
  for (const char* id : {"council", "board"}) ASSERT_THAT(Create(BodyNamed(id)), IsOk());
  const v1::Meeting meeting = MeetingOn("council", "2024-06-11");
  ExpectRefused([&] { return Create(ItemOf(meeting, "001")); }, ERROR_REASON_MEETING_NOT_FOUND,
                {meeting.name()});
  ASSERT_THAT(Create(meeting), IsOk());
  ExpectRefused([&] { return Create(ItemOf(meeting, "001", "own")); }, ERROR_REASON_CASE_NOT_FOUND,
                {"areas/asker/cases/own"});
  ASSERT_THAT(Create(CaseOf("own", "council", "2024-06-11")), IsOk());
  ASSERT_THAT(Create(CaseOf("other", "board", "2024-06-11")), IsOk());
  ASSERT_THAT(Create(CaseOf("unknown", "", "2024-06-11")), IsOk());
  EXPECT_THAT(Create(ItemOf(meeting, "001", "own")), IsOk());
  EXPECT_THAT(Create(ItemOf(meeting, "002")), IsOk());
  ExpectRefused(
      [&] { return Create(ItemOf(meeting, "003", "other")); }, ERROR_REASON_CASE_OF_OTHER_BODY,
      {"areas/asker/cases/other", "areas/asker/bodies/board", "areas/asker/bodies/council"});
  ExpectRefused([&] { return Create(ItemOf(meeting, "003", "unknown")); },
                ERROR_REASON_CASE_OF_OTHER_BODY, {"not known", "areas/asker/bodies/council"});
}

TEST_F(MeetingsTest, AMatterThatACaseNamesStays) {
  v1::Matter matter;
  matter.set_name("areas/asker/matters/school");
  AddTitle(matter.mutable_titles());
  v1::Case treated = CaseOf("treated", "", "2024");
  treated.set_matter(matter.name());
  ExpectRefused([&] { return Create(treated); }, ERROR_REASON_MATTER_NOT_FOUND, {matter.name()});
  ASSERT_THAT(Create(matter), IsOk());
  ASSERT_THAT(Create(treated), IsOk());
  v1::DeleteMatterRequest request;
  request.set_name(matter.name());
  EXPECT_THAT(Call(&Meetings::DeleteMatter, request),
              AllOf(StatusIs(kFailedPrecondition), HasReason(ERROR_REASON_RESOURCE_IN_USE)));
}

std::vector<v1::PoliticsRow> RowsOfATerm() {
  std::vector<v1::PoliticsRow> rows(8);
  // In an order in which each comes before what it refers to.
  *rows[0].mutable_agenda_item() = ItemOf(MeetingOn("new", "2024-06-11"), "001", "own");
  v1::Case& treated = *rows[1].mutable_political_case() = CaseOf("own", "new", "2024-06");
  treated.set_meeting(MeetingOn("new", "2024-06-11").name());
  treated.set_matter("areas/asker/matters/school");
  *rows[2].mutable_meeting() = MeetingOn("new", "2024-06-11");
  v1::Meeting& cancelled = *rows[3].mutable_meeting() = MeetingOn("new", "2024-06-04");
  cancelled.set_state(v1::MEETING_STATE_CANCELLED);
  cancelled.set_moved_to(MeetingOn("new", "2024-06-11").name());
  rows[4].mutable_matter()->set_name("areas/asker/matters/school");
  AddTitle(rows[4].mutable_matter()->mutable_titles());
  *rows[5].mutable_body() = BodyNamed("new");
  rows[5].mutable_body()->set_valid_from("2023-10-17");
  rows[5].mutable_body()->add_predecessors("areas/asker/bodies/old");
  *rows[6].mutable_body() = BodyNamed("old");
  *rows[7].mutable_term() = TermOf("2023-10-17", "2027-10-12");
  return rows;
}

TEST_F(MeetingsTest, ATermIsImportedInAnyOrderOfItsRows) {
  const auto imported = Import(RowsOfATerm());
  ASSERT_THAT(imported, IsOk());
  EXPECT_TRUE(imported->applied()) << imported->DebugString();
  EXPECT_EQ(imported->inserted(), 8);
}

// The reasons for which rows are refused, in their order.
std::vector<ErrorReason> ReasonsIn(const common::v1::ImportSummary& summary) {
  std::vector<ErrorReason> reasons;
  for (const common::v1::RefusedRow& row : summary.refused_rows()) {
    for (const common::v1::FieldViolation& violation : row.violations()) {
      reasons.push_back(violation.reason());
    }
  }
  return reasons;
}

TEST_F(MeetingsTest, AnImportIsCheckedAsAWholeAndStoresNothingThatIsWrong) {
  std::vector<v1::PoliticsRow> cycle = RowsOfATerm();
  cycle[6].mutable_body()->add_predecessors("areas/asker/bodies/new");
  std::vector<v1::PoliticsRow> later_body = RowsOfATerm();
  later_body[5].mutable_body()->set_valid_from("2024-06-05");
  std::vector<v1::PoliticsRow> two_terms = RowsOfATerm();
  *two_terms.emplace_back().mutable_term() = TermOf("2026-01-01", "2030-01-01");
  std::vector<v1::PoliticsRow> other_body = RowsOfATerm();
  other_body[1].mutable_political_case()->set_body("areas/asker/bodies/old");
  other_body[1].mutable_political_case()->clear_meeting();
  const std::vector<std::pair<std::vector<v1::PoliticsRow>, ErrorReason>> imports = {
      {cycle, ERROR_REASON_BODY_CYCLE},
      {later_body, ERROR_REASON_BODY_NOT_VALID},
      {two_terms, ERROR_REASON_INCONSISTENT_FIELDS},
      {other_body, ERROR_REASON_CASE_OF_OTHER_BODY}};
  const Revision before = Head();
  for (const auto& [rows, reason] : imports) {
    const auto imported = Import(rows);
    ASSERT_THAT(imported, IsOk());
    EXPECT_FALSE(imported->applied());
    EXPECT_THAT(ReasonsIn(*imported), Contains(reason));
  }
  EXPECT_EQ(Head(), before);
}

TEST_F(MeetingsTest, ACaseMayBeImportedTogetherWithTheBodyThatBecomesShorter) {
  v1::Body body = BodyNamed("council");
  ASSERT_THAT(Create(body), IsOk());
  ASSERT_THAT(Create(CaseOf("own", "council", "2019-01-01")), IsOk());
  std::vector<v1::PoliticsRow> rows(1);
  body.set_valid_from("2020-01-01");
  *rows[0].mutable_body() = body;
  const auto alone = Import(rows);
  ASSERT_THAT(alone, IsOk());
  EXPECT_THAT(ReasonsIn(*alone), ElementsAre(ERROR_REASON_BODY_NOT_VALID));
  *rows.emplace_back().mutable_political_case() = CaseOf("own", "council", "2020-01-01");
  const auto together = Import(rows);
  ASSERT_THAT(together, IsOk());
  EXPECT_THAT(ReasonsIn(*together), IsEmpty());
  EXPECT_TRUE(together->applied());
}

}  // namespace
}  // namespace tertial::politics
