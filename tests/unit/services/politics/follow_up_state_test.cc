#include "services/politics/domain/follow_up_state.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tertial::politics {
namespace {

using Day = absl::CivilDay;
using enum v1::FollowUpEventKind;
using enum v1::FollowUpState;
using enum v1::FollowUpStateBasis;

template <typename Texts>
void AddText(Texts* texts, const std::string& text) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text(text);
}

// Of a follow-up that was adopted on 11 June 2024.
FollowUpFacts Facts() {
  FollowUpFacts facts;
  facts.resolution.set_name("areas/asker/resolutions/wealth-tax");
  facts.resolution.set_adopted("2024-06-11");
  return facts;
}

v1::FollowUpEvent& AddEvent(FollowUpFacts& facts, v1::FollowUpEventKind kind,
                            const std::string& date, int64_t revision = 7,
                            const std::string& id = "e") {
  RecordedEvent& recorded = facts.events.emplace_back();
  recorded.event.set_name(absl::StrCat(facts.resolution.name(), "/events/", id));
  recorded.event.set_kind(kind);
  recorded.event.set_date(date);
  recorded.revision = revision;
  return recorded.event;
}

v1::FollowUpState StateOn(const FollowUpFacts& facts, absl::CivilDay day) {
  return FollowUpOn(facts, day).state();
}

TEST(FollowUpState, FollowsFromTheLatestEvent) {
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_ADOPTED), FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_ASSIGNED), FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_CASE_PRESENTED), FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING), FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY), FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_NOTED), FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_CONTINUED), FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_PARTLY_DONE), FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_DONE), FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_REJECTED), FOLLOW_UP_STATE_REJECTED);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_SUPERSEDED), FOLLOW_UP_STATE_CLOSED);
  EXPECT_EQ(StateAfter(FOLLOW_UP_EVENT_KIND_CLOSED), FOLLOW_UP_STATE_CLOSED);
}

TEST(FollowUpState, IsToldForEveryEventThatMayBeStored) {
  for (int kind = 1; kind <= v1::FollowUpEventKind_MAX; ++kind) {
    EXPECT_NE(StateAfter(static_cast<v1::FollowUpEventKind>(kind)), FOLLOW_UP_STATE_UNSPECIFIED)
        << v1::FollowUpEventKind_Name(kind);
  }
}

TEST(FollowUpState, IsThatOfTheLatestDateWhateverWasRecordedLast) {
  FollowUpFacts facts = Facts();
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2024-11-05", /*revision=*/3);
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-09-01", /*revision=*/9);
  EXPECT_EQ(StateOn(facts, Day(2024, 12, 31)), FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(StateOn(facts, Day(2024, 11, 5)), FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(StateOn(facts, Day(2024, 11, 4)), FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(StateOn(facts, Day(2024, 8, 31)), FOLLOW_UP_STATE_OPEN);
}

TEST(FollowUpState, OfOneDayIsThatOfTheHighestRevision) {
  FollowUpFacts facts = Facts();
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2024-11-05", /*revision=*/9, "a");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-11-05", /*revision=*/8, "b");
  EXPECT_EQ(StateOn(facts, Day(2024, 12, 31)), FOLLOW_UP_STATE_DONE);
}

TEST(FollowUpState, OfOneDayAndCommitIsThatOfTheLastName) {
  FollowUpFacts facts = Facts();
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2024-11-05", /*revision=*/8, "b");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-11-05", /*revision=*/8, "a");
  EXPECT_EQ(StateOn(facts, Day(2024, 12, 31)), FOLLOW_UP_STATE_DONE);
}

// A month stands behind each of its days: nothing says that what happened in it came before.
TEST(FollowUpState, AnEventCountsFromItsFirstDayAndStandsAtItsLast) {
  FollowUpFacts facts = Facts();
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2024-11", /*revision=*/3);
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-11-29", /*revision=*/9);
  EXPECT_EQ(StateOn(facts, Day(2024, 10, 31)), FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(StateOn(facts, Day(2024, 11, 1)), FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(StateOn(facts, Day(2024, 11, 29)), FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(StateOn(facts, Day(2024, 12, 1)), FOLLOW_UP_STATE_DONE);
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-12-01", /*revision=*/1);
  EXPECT_EQ(StateOn(facts, Day(2024, 12, 1)), FOLLOW_UP_STATE_IN_PROGRESS);
}

TEST(FollowUpState, IsCertainOnceTheLastDayOfTheEventHasCome) {
  FollowUpFacts facts = Facts();
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2024-11").set_case_handler("Kari");
  const v1::ResolutionResult before = FollowUpOn(facts, Day(2024, 11, 29));
  EXPECT_EQ(before.state_basis(), FOLLOW_UP_STATE_BASIS_EVENTS);
  EXPECT_EQ(before.event().case_handler(), "Kari");
  EXPECT_EQ(before.since(), "2024-11");
  EXPECT_FALSE(before.certain());
  EXPECT_TRUE(FollowUpOn(facts, Day(2024, 11, 30)).certain());
}

TEST(FollowUpState, WithoutAnEventRestsOnTheDecision) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_adopted("2024-06");
  v1::ResolutionResult result = FollowUpOn(facts, Day(2024, 6, 29));
  EXPECT_EQ(result.state(), FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(result.state_basis(), FOLLOW_UP_STATE_BASIS_DECISION);
  EXPECT_EQ(result.since(), "2024-06");
  EXPECT_FALSE(result.certain());
  EXPECT_FALSE(result.has_event());
  EXPECT_TRUE(FollowUpOn(facts, Day(2024, 6, 30)).certain());
  facts.resolution.clear_adopted();
  result = FollowUpOn(facts, Day(2024, 6, 30));
  EXPECT_EQ(result.state_basis(), FOLLOW_UP_STATE_BASIS_DECISION);
  EXPECT_FALSE(result.certain());
  EXPECT_EQ(result.since(), "");
}

TEST(FollowUpState, IsTheReportedOneOnlyWhereNoEventIsRecordedAtAll) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_latest_event(FOLLOW_UP_EVENT_KIND_DONE);
  const v1::ResolutionResult result = FollowUpOn(facts, Day(2024, 12, 31));
  EXPECT_EQ(result.state(), FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(result.state_basis(), FOLLOW_UP_STATE_BASIS_REPORTED);
  EXPECT_FALSE(result.certain());
  EXPECT_EQ(result.since(), "");
  // One that comes after the day is one all the same.
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2025-02-01");
  EXPECT_EQ(FollowUpOn(facts, Day(2024, 12, 31)).state_basis(), FOLLOW_UP_STATE_BASIS_DECISION);
  EXPECT_EQ(StateOn(facts, Day(2024, 12, 31)), FOLLOW_UP_STATE_OPEN);
}

TEST(FollowUpDueDate, IsThatOfTheLatestEventThatHasOne) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_due_date("2024-10-01");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_ASSIGNED, "2024-09-01").set_due_date("2025-03");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-11-01");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2025-05-01").set_due_date("2026");
  EXPECT_EQ(FollowUpOn(facts, Day(2024, 8, 31)).due_date(), "2024-10-01");
  EXPECT_EQ(FollowUpOn(facts, Day(2024, 12, 31)).due_date(), "2025-03");
  EXPECT_EQ(FollowUpOn(facts, Day(2025, 5, 1)).due_date(), "2026");
}

TEST(FollowUpDueDate, IsOverFromTheDayAfterItsLast) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_due_date("2024-09");
  EXPECT_FALSE(FollowUpOn(facts, Day(2024, 9, 30)).overdue());
  EXPECT_TRUE(FollowUpOn(facts, Day(2024, 10, 1)).overdue());
  facts.resolution.clear_due_date();
  EXPECT_FALSE(FollowUpOn(facts, Day(2034, 10, 1)).overdue());
}

TEST(FollowUpDueDate, IsOverOnlyForWhatIsStillInHand) {
  for (int kind = 1; kind <= v1::FollowUpEventKind_MAX; ++kind) {
    FollowUpFacts facts = Facts();
    facts.resolution.set_due_date("2024-09-30");
    AddEvent(facts, static_cast<v1::FollowUpEventKind>(kind), "2024-09-01");
    const v1::FollowUpState state = StateAfter(static_cast<v1::FollowUpEventKind>(kind));
    EXPECT_EQ(FollowUpOn(facts, Day(2024, 10, 1)).overdue(),
              state == FOLLOW_UP_STATE_OPEN || state == FOLLOW_UP_STATE_IN_PROGRESS)
        << v1::FollowUpEventKind_Name(kind);
  }
}

TEST(FollowUpOwner, AndHandlerAndRemarksAreTheLatestThatAreSaid) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_owner_unit("areas/asker/units/welfare");
  AddText(facts.resolution.mutable_summaries(), "Under arbeid");
  facts.decided_in.emplace().set_case_handler("Ola");
  v1::ResolutionResult result = FollowUpOn(facts, Day(2024, 8, 1));
  EXPECT_EQ(result.owner_unit(), "areas/asker/units/welfare");
  EXPECT_EQ(result.case_handler(), "Ola");
  EXPECT_EQ(result.remarks(0).text(), "Under arbeid");
  v1::FollowUpEvent& event = AddEvent(facts, FOLLOW_UP_EVENT_KIND_ASSIGNED, "2024-09-01");
  event.set_owner_unit("areas/asker/units/schools");
  event.set_case_handler("Kari");
  AddText(event.mutable_remarks(), "Overført");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-11-01");
  result = FollowUpOn(facts, Day(2024, 12, 1));
  EXPECT_EQ(result.owner_unit(), "areas/asker/units/schools");
  EXPECT_EQ(result.case_handler(), "Kari");
  EXPECT_EQ(result.remarks(0).text(), "Overført");
  EXPECT_EQ(FollowUpOn(facts, Day(2024, 8, 31)).owner_unit(), "areas/asker/units/welfare");
}

TEST(FollowUpDecision, IsToldByItsCase) {
  FollowUpFacts facts = Facts();
  facts.resolution.clear_adopted();
  facts.resolution.set_decided_in("areas/asker/cases/c31");
  facts.resolution.add_treatments()->set_date("2024-09-01");
  v1::Case& decided_in = facts.decided_in.emplace();
  decided_in.set_body("areas/asker/bodies/council");
  decided_in.set_meeting("areas/asker/bodies/council/meetings/2024-06-11-2");
  decided_in.set_decision_date("2024");
  decided_in.mutable_number()->set_sequence(31);
  decided_in.mutable_exemption()->set_legal_basis("offl. § 13");
  AddText(decided_in.mutable_titles(), "Handlingsprogram");
  AddText(decided_in.mutable_decisions(), "Vedtatt");
  v1::ResolutionResult result = FollowUpOn(facts, Day(2024, 12, 31));
  EXPECT_EQ(result.body(), "areas/asker/bodies/council");
  EXPECT_EQ(result.meeting_date(), "2024-06-11");
  EXPECT_EQ(result.since(), "2024-06-11");
  EXPECT_EQ(result.case_number().sequence(), 31);
  EXPECT_EQ(result.case_titles(0).text(), "Handlingsprogram");
  EXPECT_EQ(result.decisions(0).text(), "Vedtatt");
  EXPECT_EQ(result.exemption().legal_basis(), "offl. § 13");
  AddText(facts.resolution.mutable_wordings(), "Rådmannen bes");
  facts.resolution.set_adopted("2024-06");
  facts.resolution.set_body("areas/asker/bodies/old-council");
  result = FollowUpOn(facts, Day(2024, 12, 31));
  EXPECT_EQ(result.decisions(0).text(), "Rådmannen bes");
  EXPECT_EQ(result.meeting_date(), "2024-06-11");
  EXPECT_EQ(result.since(), "2024-06");
  EXPECT_EQ(result.body(), "areas/asker/bodies/old-council");
}

TEST(FollowUpDecision, OfACaseWithoutAMeetingIsOnTheDateThatIsKnown) {
  FollowUpFacts facts = Facts();
  facts.resolution.clear_adopted();
  facts.resolution.set_decided_in("areas/asker/cases/c31");
  facts.decided_in.emplace().set_decision_date("2024-autumn");
  EXPECT_EQ(FollowUpOn(facts, Day(2024, 12, 31)).meeting_date(), "2024-autumn");
  EXPECT_EQ(DecisionDays(facts.resolution, &*facts.decided_in),
            (DayRange{Day(2024, 9, 1), Day(2024, 11, 30)}));
  facts.resolution.set_adopted("2024-10");
  EXPECT_EQ(FollowUpOn(facts, Day(2024, 12, 31)).meeting_date(), "2024-10");
}

TEST(FollowUpDecision, ThatIsNotKnownIsReplacedByTheLastTreatment) {
  FollowUpFacts facts = Facts();
  facts.resolution.clear_adopted();
  v1::FollowUpTreatment& first = *facts.resolution.add_treatments();
  first.set_body("areas/asker/bodies/council");
  first.set_date("2024-03-01");
  first.mutable_case_number()->set_sequence(4);
  v1::FollowUpTreatment& last = *facts.resolution.add_treatments();
  last.set_body("areas/asker/bodies/youth-council");
  last.set_date("2024-10");
  v1::ResolutionResult result = FollowUpOn(facts, Day(2024, 12, 31));
  EXPECT_EQ(result.body(), "areas/asker/bodies/youth-council");
  EXPECT_EQ(result.meeting_date(), "2024-10");
  EXPECT_FALSE(result.has_case_number());
  // As it stood before.
  result = FollowUpOn(facts, Day(2024, 9, 30));
  EXPECT_EQ(result.body(), "areas/asker/bodies/council");
  EXPECT_EQ(result.meeting_date(), "2024-03-01");
  EXPECT_EQ(result.case_number().sequence(), 4);
  // Nobody says that a treatment bore the number of the decision.
  facts.resolution.set_adopted("2024-02");
  result = FollowUpOn(facts, Day(2024, 9, 30));
  EXPECT_EQ(result.meeting_date(), "2024-02");
  EXPECT_EQ(result.body(), "areas/asker/bodies/council");
  EXPECT_FALSE(result.has_case_number());
}

TEST(FollowUp, IsThereFromTheFirstDayThatAnythingOfItMayHaveHappened) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_adopted("2024-06");
  EXPECT_FALSE(MayHaveBeenThere(facts, Day(2024, 5, 31)));
  EXPECT_TRUE(MayHaveBeenThere(facts, Day(2024, 6, 1)));
  facts.resolution.add_treatments()->set_date("2024-04");
  EXPECT_FALSE(MayHaveBeenThere(facts, Day(2024, 3, 31)));
  EXPECT_TRUE(MayHaveBeenThere(facts, Day(2024, 4, 1)));
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_ADOPTED, "2023-winter");
  EXPECT_FALSE(MayHaveBeenThere(facts, Day(2023, 11, 30)));
  EXPECT_TRUE(MayHaveBeenThere(facts, Day(2023, 12, 1)));
}

TEST(FollowUp, OfWhichNothingIsDatedIsThereAlways) {
  FollowUpFacts facts;
  facts.resolution.add_treatments()->set_body("areas/asker/bodies/council");
  EXPECT_TRUE(MayHaveBeenThere(facts, Day(1900, 1, 1)));
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2024");
  EXPECT_FALSE(MayHaveBeenThere(facts, Day(2023, 12, 31)));
}

TEST(FollowUp, WasClosedBeforeADayThatItsLastEventIsCertainlyBefore) {
  const Day first(2024, 1, 1);
  const Day last(2024, 12, 31);
  FollowUpFacts facts = Facts();
  facts.resolution.set_adopted("2022");
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_DONE, "2023-12-31");
  EXPECT_TRUE(WasClosedBefore(FollowUpOn(facts, last), first));
  facts.events[0].event.set_date("2023-winter");
  EXPECT_FALSE(WasClosedBefore(FollowUpOn(facts, last), first));
  facts.events[0].event.set_date("2023");
  EXPECT_TRUE(WasClosedBefore(FollowUpOn(facts, last), first));
  facts.events[0].event.set_kind(FOLLOW_UP_EVENT_KIND_NOTED);
  EXPECT_FALSE(WasClosedBefore(FollowUpOn(facts, last), first));
  // Taken up again.
  facts.events[0].event.set_kind(FOLLOW_UP_EVENT_KIND_REJECTED);
  AddEvent(facts, FOLLOW_UP_EVENT_KIND_CONTINUED, "2024-05-01");
  EXPECT_FALSE(WasClosedBefore(FollowUpOn(facts, last), first));
}

TEST(FollowUp, IsNotClosedByWhatIsReportedWithoutADate) {
  FollowUpFacts facts = Facts();
  facts.resolution.set_adopted("2022");
  facts.resolution.set_latest_event(FOLLOW_UP_EVENT_KIND_CLOSED);
  EXPECT_FALSE(WasClosedBefore(FollowUpOn(facts, Day(2024, 12, 31)), Day(2024, 1, 1)));
}

}  // namespace
}  // namespace tertial::politics
