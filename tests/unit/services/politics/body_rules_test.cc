#include "services/politics/domain/body_rules.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/types/calendar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/found_violations.h"

namespace tertial::politics {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

v1::Body GoodBody() {
  v1::Body body;
  body.set_name("areas/asker/bodies/youth-council");
  AddText(body.mutable_titles(), "Ungdomsrådet");
  body.set_kind(v1::BODY_KIND_STATUTORY_COUNCIL);
  body.set_order(12);
  return body;
}

v1::BodyActivity GoodActivity() {
  v1::BodyActivity activity;
  activity.set_name("areas/asker/bodies/youth-council/activities/2024");
  activity.set_period("2024");
  activity.mutable_meetings()->set_value("9");
  activity.mutable_cases()->set_value("49");
  activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  return activity;
}

TEST(BodyRules, AcceptABodyWhoseMembersAreNotStated) {
  EXPECT_THAT(Check(CheckBody, GoodBody()), IsEmpty());
}

TEST(BodyRules, TellEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Check(CheckBody, v1::Body()),
              UnorderedElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("kind", ERROR_REASON_INVALID_ENUM),
                                   Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(BodyRules, RefuseABodyOfNoMembers) {
  v1::Body body = GoodBody();
  body.set_members(0);
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  body.set_members(10'000);
  EXPECT_THAT(Check(CheckBody, body), IsEmpty());
  body.set_members(10'001);
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(BodyRules, AcceptABodyOfWhichAllIsKnown) {
  v1::Body body = GoodBody();
  body.set_valid_from("2019-10-15");
  body.set_valid_to("2019-10-15");
  body.add_predecessors("areas/asker/bodies/old-council");
  v1::BodyMember& member = *body.add_member_list();
  member.set_name("Kari Nordmann");
  member.set_party("Ap");
  member.set_role(v1::MEMBER_ROLE_CHAIR);
  member.set_from("2023-10-17");
  member.set_to("2023-10-17");
  body.add_sizes()->set_from("2019-10-15");
  body.mutable_sizes(0)->set_members(9);
  body.add_sizes()->set_from("2023-10-17");
  body.mutable_sizes(1)->set_members(11);
  EXPECT_THAT(Check(CheckBody, body), IsEmpty());
}

TEST(BodyRules, RefuseWhatIsNoDay) {
  for (const char* day : {"2023", "2023-10", "2024-02-30", "1899-12-31", "2101-01-01"}) {
    v1::Body body = GoodBody();
    body.set_valid_from(day);
    body.set_valid_to(day);
    body.add_member_list()->set_from(day);
    body.mutable_member_list(0)->set_to(day);
    body.mutable_member_list(0)->set_name("Kari Nordmann");
    body.mutable_member_list(0)->set_role(v1::MEMBER_ROLE_MEMBER);
    body.add_sizes()->set_from(day);
    body.mutable_sizes(0)->set_members(9);
    EXPECT_THAT(Check(CheckBody, body),
                UnorderedElementsAre(Pair("valid_from", ERROR_REASON_INVALID_DATE),
                                     Pair("valid_to", ERROR_REASON_INVALID_DATE),
                                     Pair("member_list[0].from", ERROR_REASON_INVALID_DATE),
                                     Pair("member_list[0].to", ERROR_REASON_INVALID_DATE),
                                     Pair("sizes[0].from", ERROR_REASON_INVALID_DATE)))
        << day;
  }
}

TEST(BodyRules, RefuseWhatEndsBeforeItBegins) {
  v1::Body body = GoodBody();
  body.set_valid_from("2019-10-15");
  body.set_valid_to("2019-10-14");
  v1::BodyMember& member = *body.add_member_list();
  member.set_name("Kari Nordmann");
  member.set_role(v1::MEMBER_ROLE_MEMBER);
  member.set_from("2019-10-15");
  member.set_to("2019-10-14");
  EXPECT_THAT(Check(CheckBody, body),
              UnorderedElementsAre(Pair("valid_to", ERROR_REASON_INCONSISTENT_FIELDS),
                                   Pair("member_list[0].to", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(BodyRules, RefuseAPredecessorThatStandsTwice) {
  v1::Body body = GoodBody();
  for (int i = 0; i < 20; ++i) body.add_predecessors(absl::StrCat("areas/asker/bodies/b", i));
  EXPECT_THAT(Check(CheckBody, body), IsEmpty());
  body.set_predecessors(1, "areas/asker/bodies/b0");
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("predecessors[1]", ERROR_REASON_DUPLICATE_ELEMENT)));
  body.set_predecessors(1, "areas/asker/bodies/b1");
  body.add_predecessors("areas/asker/bodies/b20");
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("predecessors", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(BodyRules, RefuseAMemberWithoutNameAndRole) {
  v1::Body body = GoodBody();
  body.add_member_list()->set_party(std::string(101, 'x'));
  EXPECT_THAT(Check(CheckBody, body),
              UnorderedElementsAre(Pair("member_list[0].name", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("member_list[0].party", ERROR_REASON_INVALID_TEXT),
                                   Pair("member_list[0].role", ERROR_REASON_INVALID_ENUM)));
}

TEST(BodyRules, RefuseMoreThanTwoHundredMembersListed) {
  v1::Body body = GoodBody();
  for (int i = 0; i < 200; ++i) {
    v1::BodyMember& member = *body.add_member_list();
    member.set_name("Kari Nordmann");
    member.set_role(v1::MEMBER_ROLE_SUBSTITUTE);
  }
  EXPECT_THAT(Check(CheckBody, body), IsEmpty());
  *body.add_member_list() = body.member_list(0);
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("member_list", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(BodyRules, RefuseSizesThatAreNotInTheOrderOfTheirDays) {
  for (const char* day : {"2019-10-15", "2015-10-13"}) {
    v1::Body body = GoodBody();
    body.add_sizes()->set_from("2019-10-15");
    body.mutable_sizes(0)->set_members(9);
    body.add_sizes()->set_from(day);
    body.mutable_sizes(1)->set_members(11);
    EXPECT_THAT(Check(CheckBody, body),
                ElementsAre(Pair("sizes[1].from", ERROR_REASON_INCONSISTENT_FIELDS)))
        << day;
  }
}

TEST(BodyRules, RefuseASizeOfNobodyAndWithoutADay) {
  v1::Body body = GoodBody();
  body.add_sizes();
  EXPECT_THAT(Check(CheckBody, body),
              UnorderedElementsAre(Pair("sizes[0].from", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("sizes[0].members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(BodyRules, RefuseMoreThanFiftySizes) {
  v1::Body body = GoodBody();
  for (int i = 0; i <= 50; ++i) {
    body.add_sizes()->set_from(absl::FormatCivilTime(absl::CivilDay(2019, 10, 15) + i));
    body.mutable_sizes(i)->set_members(9);
  }
  EXPECT_THAT(Check(CheckBody, body), ElementsAre(Pair("sizes", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

absl::CivilDay Day(const std::string& day) { return *ParseCivilDay(day); }
DayRange Days(const std::string& first, const std::string& last) { return {Day(first), Day(last)}; }
DayRange OneDay(const std::string& day) { return Days(day, day); }

TEST(BodyDays, ABodyWithoutDaysIsAlwaysThere) {
  EXPECT_TRUE(IsThereOn(GoodBody(), OneDay("1900-01-01")));
  EXPECT_TRUE(IsThereOn(GoodBody(), OneDay("2100-12-31")));
}

TEST(BodyDays, ABodyIsThereOnItsFirstAndLastDay) {
  v1::Body body = GoodBody();
  body.set_valid_from("2019-10-15");
  body.set_valid_to("2023-10-16");
  EXPECT_FALSE(IsThereOn(body, OneDay("2019-10-14")));
  EXPECT_TRUE(IsThereOn(body, OneDay("2019-10-15")));
  EXPECT_TRUE(IsThereOn(body, OneDay("2023-10-16")));
  EXPECT_FALSE(IsThereOn(body, OneDay("2023-10-17")));
}

TEST(BodyDays, SomeOfTheDaysIsEnough) {
  v1::Body body = GoodBody();
  body.set_valid_from("2019-10-15");
  body.set_valid_to("2023-10-16");
  EXPECT_TRUE(IsThereOn(body, Days("2019-01-01", "2019-12-31")));
  EXPECT_TRUE(IsThereOn(body, Days("2023-10-01", "2023-10-31")));
  EXPECT_TRUE(IsThereOn(body, Days("2010-01-01", "2030-12-31")));
  EXPECT_FALSE(IsThereOn(body, Days("2023-11-01", "2023-11-30")));
}

TEST(BodyDays, WhatLiesOutsideIsRefusedWithTheDaysOfBoth) {
  v1::Body body = GoodBody();
  body.set_valid_to("2023-10-16");
  Violations violations;
  CheckThereOn(body, Days("2023-11-01", "2023-11-30"), "date", violations);
  ASSERT_EQ(violations.list().size(), 1u);
  EXPECT_EQ(violations.list()[0].field(), "date");
  EXPECT_EQ(violations.list()[0].reason(), ERROR_REASON_BODY_NOT_VALID);
  EXPECT_THAT(violations.list()[0].description(),
              AllOf(HasSubstr("areas/asker/bodies/youth-council"), HasSubstr("2023-10-16"),
                    HasSubstr("2023-11-01 to 2023-11-30")));
}

TEST(BodySizes, TheCountOfMembersHoldsWhereNoSizesAreKnown) {
  v1::Body body = GoodBody();
  EXPECT_EQ(MembersOn(body, Day("2024-06-11")), std::nullopt);
  body.set_members(9);
  EXPECT_EQ(MembersOn(body, Day("2024-06-11")), 9);
}

TEST(BodySizes, ASizeHoldsFromItsDayToTheNext) {
  v1::Body body = GoodBody();
  body.set_members(15);
  body.add_sizes()->set_from("2019-10-15");
  body.mutable_sizes(0)->set_members(9);
  body.add_sizes()->set_from("2023-10-17");
  body.mutable_sizes(1)->set_members(11);
  EXPECT_EQ(MembersOn(body, Day("2019-10-14")), std::nullopt);
  EXPECT_EQ(MembersOn(body, Day("2019-10-15")), 9);
  EXPECT_EQ(MembersOn(body, Day("2023-10-16")), 9);
  EXPECT_EQ(MembersOn(body, Day("2023-10-17")), 11);
}

TEST(ActivityRules, AcceptThatABodyDidNotMeet) {
  v1::BodyActivity activity = GoodActivity();
  activity.mutable_meetings()->set_value("0");
  EXPECT_THAT(Check(CheckBodyActivity, activity), IsEmpty());
}

TEST(ActivityRules, AcceptAReasonInPlaceOfACount) {
  v1::BodyActivity activity = GoodActivity();
  activity.mutable_cases()->set_missing(common::v1::MISSING_REASON_DATA_LACKING);
  EXPECT_THAT(Check(CheckBodyActivity, activity), IsEmpty());
}

TEST(ActivityRules, RefuseAGap) {
  v1::BodyActivity activity = GoodActivity();
  activity.clear_cases();
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("cases", ERROR_REASON_CELL_EMPTY)));
}

TEST(ActivityRules, RefuseWhatIsNoCount) {
  for (const char* value : {"-1", "8.5", "9.0"}) {
    v1::BodyActivity activity = GoodActivity();
    activity.mutable_meetings()->set_value(value);
    EXPECT_THAT(Check(CheckBodyActivity, activity),
                ElementsAre(Pair("meetings.value", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << value;
  }
}

TEST(ActivityRules, RefuseAnUnspecifiedCountingRule) {
  v1::BodyActivity activity = GoodActivity();
  activity.clear_counting_rule();
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("counting_rule", ERROR_REASON_INVALID_ENUM)));
}

TEST(ActivityRules, RefuseANameOfAnotherPeriod) {
  v1::BodyActivity activity = GoodActivity();
  activity.set_period("2023");
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

TEST(ActivityRules, RefuseAPeriodThatDoesNotExist) {
  v1::BodyActivity activity = GoodActivity();
  activity.set_period("2024-T4");
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(ActivityRules, AcceptThatNobodySaidWhatIsRecorded) {
  v1::BodyActivity activity = GoodActivity();
  for (v1::RecordingScope scope : {v1::RECORDING_SCOPE_UNSPECIFIED, v1::RECORDING_SCOPE_COMPLETE,
                                   v1::RECORDING_SCOPE_SELECTED}) {
    activity.set_recording(scope);
    EXPECT_THAT(Check(CheckBodyActivity, activity), IsEmpty());
  }
  activity.set_recording(static_cast<v1::RecordingScope>(3));
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("recording", ERROR_REASON_INVALID_ENUM)));
}

}  // namespace
}  // namespace tertial::politics
