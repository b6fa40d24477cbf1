#include "services/politics/domain/body_rules.h"

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

}  // namespace
}  // namespace tertial::politics
