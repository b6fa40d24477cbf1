#include "services/politics/domain/follow_up_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/found_violations.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

v1::ResolutionFollowUp GoodResolution() {
  v1::ResolutionFollowUp resolution;
  resolution.set_name("areas/asker/resolutions/wealth-tax");
  AddText(resolution.mutable_titles(), "Formueskatt");
  resolution.set_order(10);
  resolution.set_latest_event(v1::FOLLOW_UP_EVENT_KIND_CLOSED);
  return resolution;
}

TEST(ResolutionRules, AcceptAFollowUpWithoutTreatments) {
  EXPECT_THAT(Check(CheckResolutionFollowUp, GoodResolution()), IsEmpty());
}

TEST(ResolutionRules, RefuseAFollowUpWithoutAnEvent) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.clear_latest_event();
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("latest_event", ERROR_REASON_INVALID_ENUM)));
}

TEST(ResolutionRules, RefuseATreatmentThatSaysNothing) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.add_treatments()->set_date("2024-10");
  resolution.add_treatments();
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("treatments[1]", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(ResolutionRules, RefuseABadTreatment) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  v1::FollowUpTreatment& treatment = *resolution.add_treatments();
  treatment.set_date("oktober");
  treatment.mutable_case_number()->set_year(2024);
  EXPECT_THAT(
      Check(CheckResolutionFollowUp, resolution),
      ElementsAre(Pair("treatments[0].date", ERROR_REASON_INVALID_DATE),
                  Pair("treatments[0].case_number.sequence", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ResolutionRules, RefuseMoreThanFiftyTreatments) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  for (int i = 0; i < 51; ++i) resolution.add_treatments()->set_date("2024");
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("treatments", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ResolutionRules, AnEventIsNotNeededWhereADecisionIsNamed) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.clear_latest_event();
  resolution.set_adopted("2024");
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution), IsEmpty());
  resolution.clear_adopted();
  resolution.set_decided_in("areas/asker/cases/c31");
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution), IsEmpty());
  resolution.set_latest_event(static_cast<v1::FollowUpEventKind>(99));
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("latest_event", ERROR_REASON_INVALID_ENUM)));
}

TEST(ResolutionRules, TellEverythingThatIsWrongAtOnce) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.set_kind(static_cast<v1::ResolutionKind>(9));
  resolution.set_adopted("2024-02-30");
  resolution.add_wordings();
  resolution.set_owner_unit("welfare");
  resolution.set_case_handler(std::string(201, 'x'));
  resolution.set_due_date("soon");
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ::testing::IsSupersetOf({Pair("kind", ERROR_REASON_INVALID_ENUM),
                                       Pair("adopted", ERROR_REASON_INVALID_DATE),
                                       Pair("owner_unit", ERROR_REASON_INVALID_RESOURCE_NAME),
                                       Pair("case_handler", ERROR_REASON_INVALID_TEXT),
                                       Pair("due_date", ERROR_REASON_INVALID_DATE)}));
}

TEST(ResolutionRules, RefuseADueDateOnlyWhereItIsCertainlyBeforeTheDecision) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.set_adopted("2024-06");
  for (const char* date : {"2024", "2024-06", "2024-summer", "2024-06-01", "2025"}) {
    resolution.set_due_date(date);
    EXPECT_THAT(Check(CheckResolutionFollowUp, resolution), IsEmpty()) << date;
  }
  for (const char* date : {"2023", "2024-spring", "2024-05", "2024-05-31"}) {
    resolution.set_due_date(date);
    EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
                ElementsAre(Pair("due_date", ERROR_REASON_INCONSISTENT_FIELDS)))
        << date;
  }
}

// What is wrong with a follow-up beside the case it was decided in.
std::vector<FieldAndReason> CheckDecided(const v1::ResolutionFollowUp& resolution,
                                         const v1::Case& decided_in) {
  Violations violations;
  CheckDecidedIn(resolution, decided_in, violations);
  std::vector<FieldAndReason> found;
  for (const auto& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

class DecidedInTest : public ::testing::Test {
 protected:
  DecidedInTest() {
    resolution_.set_decided_in("areas/asker/cases/c31");
    resolution_.set_body("areas/asker/bodies/council");
    case_.set_name("areas/asker/cases/c31");
    case_.set_body("areas/asker/bodies/council");
    case_.set_meeting("areas/asker/bodies/council/meetings/2024-06-11");
    case_.set_decision_date("2024");
  }

  v1::ResolutionFollowUp resolution_ = GoodResolution();
  v1::Case case_;
};

TEST_F(DecidedInTest, IsOfTheBodyThatDecided) {
  EXPECT_THAT(CheckDecided(resolution_, case_), IsEmpty());
  resolution_.set_body("areas/asker/bodies/youth-council");
  EXPECT_THAT(CheckDecided(resolution_, case_),
              ElementsAre(Pair("body", ERROR_REASON_CASE_OF_OTHER_BODY)));
}

TEST_F(DecidedInTest, NeedsTheBodyThatTheCaseHas) {
  resolution_.clear_body();
  EXPECT_THAT(CheckDecided(resolution_, case_),
              ElementsAre(Pair("body", ERROR_REASON_FIELD_REQUIRED)));
  case_.clear_body();
  EXPECT_THAT(CheckDecided(resolution_, case_), IsEmpty());
  resolution_.set_body("areas/asker/bodies/council");
  EXPECT_THAT(CheckDecided(resolution_, case_), IsEmpty());
}

TEST_F(DecidedInTest, TheDayOfItsMeetingMayBeThatOfTheDecision) {
  for (const char* date : {"2024", "2024-06", "2024-summer", "2024-06-11"}) {
    resolution_.set_adopted(date);
    EXPECT_THAT(CheckDecided(resolution_, case_), IsEmpty()) << date;
  }
  for (const char* date : {"2023", "2024-05", "2024-07", "2024-06-10", "2024-06-12"}) {
    resolution_.set_adopted(date);
    EXPECT_THAT(CheckDecided(resolution_, case_),
                ElementsAre(Pair("adopted", ERROR_REASON_INCONSISTENT_FIELDS)))
        << date;
  }
}

TEST_F(DecidedInTest, ItsDayIsThatOfTheDecisionWhereNoneIsStated) {
  resolution_.set_due_date("2024-06-10");
  EXPECT_THAT(CheckDecided(resolution_, case_),
              ElementsAre(Pair("due_date", ERROR_REASON_INCONSISTENT_FIELDS)));
  resolution_.set_due_date("2024-06-11");
  EXPECT_THAT(CheckDecided(resolution_, case_), IsEmpty());
  case_.clear_meeting();
  resolution_.set_due_date("2024-01-01");
  EXPECT_THAT(CheckDecided(resolution_, case_), IsEmpty());
  resolution_.set_due_date("2023");
  EXPECT_THAT(CheckDecided(resolution_, case_),
              ElementsAre(Pair("due_date", ERROR_REASON_INCONSISTENT_FIELDS)));
}

v1::FollowUpEvent GoodEvent() {
  v1::FollowUpEvent event;
  event.set_name("areas/asker/resolutions/wealth-tax/events/e1");
  event.set_kind(v1::FOLLOW_UP_EVENT_KIND_ASSIGNED);
  event.set_date("2024-06");
  return event;
}

TEST(EventRules, AcceptWhatHappenedAndWhen) {
  EXPECT_THAT(Check(CheckFollowUpEvent, GoodEvent()), IsEmpty());
  EXPECT_EQ(ResolutionOf(GoodEvent()), GoodResolution().name());
}

TEST(EventRules, TellEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Check(CheckFollowUpEvent, v1::FollowUpEvent()),
              UnorderedElementsAre(Pair("kind", ERROR_REASON_INVALID_ENUM),
                                   Pair("date", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(EventRules, TellEverythingThatIsWrongAtOnce) {
  v1::FollowUpEvent event = GoodEvent();
  event.set_date("2024-02-30");
  event.set_owner_unit("areas/asker/bodies/council");
  event.set_case_handler(std::string(201, 'x'));
  event.set_due_date("2101");
  event.add_remarks()->set_language("nb");
  event.set_source(static_cast<v1::FollowUpEventSource>(7));
  EXPECT_THAT(Check(CheckFollowUpEvent, event),
              ::testing::IsSupersetOf({Pair("date", ERROR_REASON_INVALID_DATE),
                                       Pair("owner_unit", ERROR_REASON_INVALID_RESOURCE_NAME),
                                       Pair("case_handler", ERROR_REASON_INVALID_TEXT),
                                       Pair("due_date", ERROR_REASON_INVALID_DATE),
                                       Pair("source", ERROR_REASON_INVALID_ENUM)}));
}

TEST(EventRules, CompareTheDueDateWithTheDecision) {
  const auto check = [](const v1::FollowUpEvent& event, const v1::ResolutionFollowUp& resolution,
                        const v1::Case* decided_in) {
    Violations violations;
    CheckBesideDecision(event, resolution, decided_in, violations);
    return violations.empty();
  };
  v1::FollowUpEvent event = GoodEvent();
  event.set_due_date("2024-06-10");
  v1::Case decided_in;
  decided_in.set_decision_date("2024-06-11");
  v1::ResolutionFollowUp resolution = GoodResolution();
  EXPECT_TRUE(check(event, resolution, nullptr));
  EXPECT_FALSE(check(event, resolution, &decided_in));
  // What the follow-up itself says goes before.
  resolution.set_adopted("2024");
  EXPECT_TRUE(check(event, resolution, &decided_in));
  event.set_due_date("2023");
  EXPECT_FALSE(check(event, resolution, nullptr));
}

}  // namespace
}  // namespace tertial::politics
