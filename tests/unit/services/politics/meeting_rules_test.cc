#include "services/politics/domain/meeting_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/domain/matter_rules.h"
#include "services/politics/domain/term_rules.h"
#include "tests/unit/services/politics/found_violations.h"

namespace tertial::politics {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

v1::Term GoodTerm() {
  v1::Term term;
  term.set_name("areas/asker/terms/2023-2027");
  term.set_first_day("2023-10-17");
  term.set_last_day("2027-10-12");
  return term;
}

v1::Meeting GoodMeeting() {
  v1::Meeting meeting;
  meeting.set_name("areas/asker/bodies/council/meetings/2024-06-11");
  meeting.set_date("2024-06-11");
  meeting.set_state(v1::MEETING_STATE_HELD);
  return meeting;
}

v1::AgendaItem GoodItem() {
  v1::AgendaItem item;
  item.set_name("areas/asker/bodies/council/meetings/2024-06-11/items/001");
  AddText(item.mutable_titles(), "Godkjenning av møteprotokoll");
  return item;
}

v1::Matter GoodMatter() {
  v1::Matter matter;
  matter.set_name("areas/asker/matters/school");
  AddText(matter.mutable_titles(), "Ny skole");
  return matter;
}

// The sentence about the first thing that is wrong.
template <typename Resource>
std::string Sentence(void (*check)(const Resource&, const Violations&), const Resource& resource) {
  Violations violations;
  check(resource, violations);
  return violations.empty() ? "" : violations.list()[0].description();
}

TEST(TermRules, AcceptATermOfADay) {
  v1::Term term = GoodTerm();
  EXPECT_THAT(Check(CheckTerm, term), IsEmpty());
  term.set_last_day(term.first_day());
  EXPECT_THAT(Check(CheckTerm, term), IsEmpty());
}

TEST(TermRules, TellEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Check(CheckTerm, v1::Term()),
              UnorderedElementsAre(Pair("first_day", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("last_day", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(TermRules, RefuseWhatIsNoDay) {
  for (const char* day :
       {"2023", "2023-10", "2023-autumn", "2023-02-30", "17.10.2023", "1899-12-31", "2101-01-01"}) {
    v1::Term term = GoodTerm();
    term.set_first_day(day);
    EXPECT_THAT(Check(CheckTerm, term), ElementsAre(Pair("first_day", ERROR_REASON_INVALID_DATE)))
        << day;
    EXPECT_THAT(Sentence(CheckTerm, term), HasSubstr(day));
  }
}

TEST(TermRules, RefuseATermThatEndsBeforeItBegins) {
  v1::Term term = GoodTerm();
  term.set_last_day("2023-10-16");
  EXPECT_THAT(Check(CheckTerm, term),
              ElementsAre(Pair("last_day", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(Sentence(CheckTerm, term), AllOf(HasSubstr("2023-10-16"), HasSubstr("2023-10-17")));
}

TEST(TermRules, TellWhetherTwoShareADay) {
  v1::Term next = GoodTerm();
  next.set_first_day("2027-10-13");
  next.set_last_day("2031-10-14");
  EXPECT_FALSE(ShareADay(GoodTerm(), next));
  EXPECT_FALSE(ShareADay(next, GoodTerm()));
  next.set_first_day("2027-10-12");
  EXPECT_TRUE(ShareADay(GoodTerm(), next));
  EXPECT_TRUE(ShareADay(next, GoodTerm()));
  next.set_first_day("2024-01-01");
  next.set_last_day("2024-01-01");
  EXPECT_TRUE(ShareADay(GoodTerm(), next));
  EXPECT_TRUE(ShareADay(next, GoodTerm()));
}

TEST(MeetingRules, AcceptAMeetingOfWhichLittleIsKnown) {
  EXPECT_THAT(Check(CheckMeeting, GoodMeeting()), IsEmpty());
}

TEST(MeetingRules, TellEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Check(CheckMeeting, v1::Meeting()),
              UnorderedElementsAre(Pair("date", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("state", ERROR_REASON_INVALID_ENUM)));
}

TEST(MeetingRules, AcceptFurtherMeetingsOfADay) {
  for (const char* id : {"2024-06-11-2", "2024-06-11-9"}) {
    v1::Meeting meeting = GoodMeeting();
    meeting.set_name(std::string("areas/asker/bodies/council/meetings/") + id);
    EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty()) << id;
  }
}

TEST(MeetingRules, RefuseAnIdThatIsNoDay) {
  for (const char* id : {"june", "2024-06-11-1", "2024-06-11-10", "2024-06-31", "2024-06-112",
                         "2024-06-11-a", "2024-06"}) {
    v1::Meeting meeting = GoodMeeting();
    meeting.set_name(std::string("areas/asker/bodies/council/meetings/") + id);
    EXPECT_THAT(Check(CheckMeeting, meeting),
                ElementsAre(Pair("name", ERROR_REASON_INVALID_RESOURCE_NAME)))
        << id;
    EXPECT_THAT(Sentence(CheckMeeting, meeting), AllOf(HasSubstr(id), HasSubstr("2024-06-11-2")));
  }
}

TEST(MeetingRules, RefuseAnIdOfAnotherDay) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_date("2024-06-12");
  EXPECT_THAT(Check(CheckMeeting, meeting),
              ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
  EXPECT_THAT(Sentence(CheckMeeting, meeting), HasSubstr("\"2024-06-12\""));
}

TEST(MeetingRules, RefuseADateThatIsNoDay) {
  for (const char* date : {"2024-02-30", "2024-06", "2024-summer", "1899-06-11"}) {
    v1::Meeting meeting = GoodMeeting();
    meeting.set_date(date);
    EXPECT_THAT(Check(CheckMeeting, meeting), ElementsAre(Pair("date", ERROR_REASON_INVALID_DATE)))
        << date;
  }
}

TEST(MeetingRules, AcceptTimesOfADay) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_start_time("00:00");
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
  meeting.set_end_time("23:59");
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
  meeting.set_start_time("23:59");
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
}

TEST(MeetingRules, RefuseWhatIsNoTimeOfDay) {
  for (const char* time : {"24:00", "18:60", "18.00", "8:00", "18", "18:00:00", "18:0a", "-1:00"}) {
    v1::Meeting meeting = GoodMeeting();
    meeting.set_start_time(time);
    EXPECT_THAT(Check(CheckMeeting, meeting),
                ElementsAre(Pair("start_time", ERROR_REASON_INVALID_TIME_OF_DAY)))
        << time;
    EXPECT_THAT(Sentence(CheckMeeting, meeting), AllOf(HasSubstr(time), HasSubstr("18:00")));
    meeting.set_start_time("00:00");
    meeting.set_end_time(time);
    EXPECT_THAT(Check(CheckMeeting, meeting),
                ElementsAre(Pair("end_time", ERROR_REASON_INVALID_TIME_OF_DAY)))
        << time;
  }
}

TEST(MeetingRules, RefuseAnEndWithoutABeginning) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_end_time("21:00");
  EXPECT_THAT(Check(CheckMeeting, meeting),
              ElementsAre(Pair("end_time", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(MeetingRules, RefuseAMeetingThatEndsBeforeItBegins) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_start_time("18:00");
  meeting.set_end_time("17:59");
  EXPECT_THAT(Check(CheckMeeting, meeting),
              ElementsAre(Pair("end_time", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(Sentence(CheckMeeting, meeting),
              AllOf(HasSubstr("18:00"), HasSubstr("17:59"), HasSubstr("end_date")));
}

TEST(MeetingRules, AcceptAMeetingThatEndsInTheNight) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_start_time("18:00");
  meeting.set_end_time("01:30");
  meeting.set_end_date("2024-06-12");
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
  meeting.set_end_date("2024-06-18");
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
}

TEST(MeetingRules, RefuseALastDayOutsideTheWeekThatFollows) {
  for (const char* date : {"2024-06-10", "2024-06-11", "2024-06-19"}) {
    v1::Meeting meeting = GoodMeeting();
    meeting.set_end_date(date);
    EXPECT_THAT(Check(CheckMeeting, meeting),
                ElementsAre(Pair("end_date", ERROR_REASON_INCONSISTENT_FIELDS)))
        << date;
    EXPECT_THAT(Sentence(CheckMeeting, meeting), HasSubstr(date));
  }
}

TEST(MeetingRules, RefuseAPlaceThatIsTooLong) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_place(std::string(200, 'x'));
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
  meeting.set_place(std::string(201, 'x'));
  EXPECT_THAT(Check(CheckMeeting, meeting), ElementsAre(Pair("place", ERROR_REASON_INVALID_TEXT)));
}

TEST(MeetingRules, AcceptACancelledMeetingThatWasMoved) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_state(v1::MEETING_STATE_CANCELLED);
  meeting.set_moved_to("areas/asker/bodies/council/meetings/2024-06-18");
  EXPECT_THAT(Check(CheckMeeting, meeting), IsEmpty());
}

TEST(MeetingRules, RefuseAMeetingMovedThoughItIsNotCancelled) {
  for (v1::MeetingState state : {v1::MEETING_STATE_PLANNED, v1::MEETING_STATE_HELD}) {
    v1::Meeting meeting = GoodMeeting();
    meeting.set_state(state);
    meeting.set_moved_to("areas/asker/bodies/council/meetings/2024-06-18");
    EXPECT_THAT(Check(CheckMeeting, meeting),
                ElementsAre(Pair("moved_to", ERROR_REASON_INCONSISTENT_FIELDS)));
    EXPECT_THAT(Sentence(CheckMeeting, meeting), HasSubstr("MEETING_STATE_CANCELLED"));
  }
}

TEST(MeetingRules, RefuseAMeetingMovedToItselfOrToAnotherBody) {
  v1::Meeting meeting = GoodMeeting();
  meeting.set_state(v1::MEETING_STATE_CANCELLED);
  for (const std::string& other :
       {meeting.name(), std::string("areas/asker/bodies/board/meetings/2024-06-18")}) {
    meeting.set_moved_to(other);
    EXPECT_THAT(Check(CheckMeeting, meeting),
                ElementsAre(Pair("moved_to", ERROR_REASON_INCONSISTENT_FIELDS)));
    EXPECT_THAT(Sentence(CheckMeeting, meeting), HasSubstr(other));
  }
}

TEST(AgendaItemRules, AcceptTitlesOrACase) {
  v1::AgendaItem item = GoodItem();
  EXPECT_THAT(Check(CheckAgendaItem, item), IsEmpty());
  item.clear_titles();
  item.set_political_case("areas/asker/cases/ks-31-2024");
  item.set_closed_doors_basis("kommuneloven § 11-5");
  EXPECT_THAT(Check(CheckAgendaItem, item), IsEmpty());
}

TEST(AgendaItemRules, RefuseAnItemThatSaysNothing) {
  v1::AgendaItem item = GoodItem();
  item.clear_titles();
  EXPECT_THAT(Check(CheckAgendaItem, item),
              ElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED)));
  EXPECT_THAT(Sentence(CheckAgendaItem, item), HasSubstr("political_case"));
}

TEST(AgendaItemRules, RefuseTitlesBesideACaseWithoutRepeatingThem) {
  v1::AgendaItem item = GoodItem();
  item.set_political_case("areas/asker/cases/ks-31-2024");
  EXPECT_THAT(Check(CheckAgendaItem, item),
              ElementsAre(Pair("titles", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(Sentence(CheckAgendaItem, item),
              AllOf(HasSubstr("ks-31-2024"), Not(HasSubstr("Godkjenning"))));
}

TEST(AgendaItemRules, RefuseAnExemptionBesideACase) {
  v1::AgendaItem item = GoodItem();
  item.clear_titles();
  item.set_political_case("areas/asker/cases/ks-31-2024");
  item.mutable_exemption()->set_legal_basis("offl. § 13");
  EXPECT_THAT(Check(CheckAgendaItem, item),
              ElementsAre(Pair("exemption", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(AgendaItemRules, CheckTheExemption) {
  v1::AgendaItem item = GoodItem();
  item.mutable_exemption()->set_legal_basis("offl. § 13");
  item.mutable_exemption()->set_review_date("2030-01-01");
  EXPECT_THAT(Check(CheckAgendaItem, item), IsEmpty());
  item.mutable_exemption()->clear_legal_basis();
  item.mutable_exemption()->set_review_date("2030");
  EXPECT_THAT(Check(CheckAgendaItem, item),
              UnorderedElementsAre(Pair("exemption.legal_basis", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("exemption.review_date", ERROR_REASON_INVALID_DATE)));
}

TEST(AgendaItemRules, RefuseAnIdThatIsNoPlaceInThreeDigits) {
  for (const char* id : {"000", "1", "01", "0001", "1000", "a01"}) {
    v1::AgendaItem item = GoodItem();
    item.set_name(std::string("areas/asker/bodies/council/meetings/2024-06-11/items/") + id);
    EXPECT_THAT(Check(CheckAgendaItem, item),
                ElementsAre(Pair("name", ERROR_REASON_INVALID_RESOURCE_NAME)))
        << id;
    EXPECT_THAT(Sentence(CheckAgendaItem, item), AllOf(HasSubstr(id), HasSubstr("001 to 999")));
  }
}

TEST(AgendaItemRules, RefuseALawThatIsTooLong) {
  v1::AgendaItem item = GoodItem();
  item.set_closed_doors_basis(std::string(201, 'x'));
  EXPECT_THAT(Check(CheckAgendaItem, item),
              ElementsAre(Pair("closed_doors_basis", ERROR_REASON_INVALID_TEXT)));
}

TEST(AgendaItemRules, TellTheMeetingAndTheBody) {
  EXPECT_EQ(MeetingOf(GoodItem()), "areas/asker/bodies/council/meetings/2024-06-11");
  EXPECT_EQ(BodyOfMeeting(GoodItem().name()), "areas/asker/bodies/council");
  EXPECT_EQ(BodyOfMeeting("areas/asker/bodies/council"), "");
}

TEST(MatterRules, AcceptADateOfAnyPrecision) {
  for (const char* opened : {"", "2024", "2024-spring", "2024-03", "2024-03-04"}) {
    v1::Matter matter = GoodMatter();
    matter.set_opened(opened);
    matter.set_archive_number("24/01234");
    matter.set_responsible_unit("areas/asker/units/welfare");
    EXPECT_THAT(Check(CheckMatter, matter), IsEmpty()) << opened;
  }
}

TEST(MatterRules, TellEverythingThatIsWrongAtOnce) {
  v1::Matter matter;
  matter.set_archive_number(std::string(51, '1'));
  matter.set_opened("2024-02-30");
  matter.set_responsible_unit("welfare");
  EXPECT_THAT(Check(CheckMatter, matter),
              UnorderedElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("archive_number", ERROR_REASON_INVALID_TEXT),
                                   Pair("opened", ERROR_REASON_INVALID_DATE),
                                   Pair("responsible_unit", ERROR_REASON_INVALID_RESOURCE_NAME)));
}

}  // namespace
}  // namespace tertial::politics
