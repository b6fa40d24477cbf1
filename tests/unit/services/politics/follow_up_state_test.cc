#include "services/politics/domain/follow_up_state.h"

#include "gtest/gtest.h"

namespace tertial::politics {
namespace {

TEST(FollowUpState, FollowsFromTheLatestEvent) {
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_ADOPTED), v1::FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_ASSIGNED), v1::FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_CASE_PRESENTED), v1::FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING), v1::FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY), v1::FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_NOTED), v1::FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_CONTINUED), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_DONE), v1::FOLLOW_UP_STATE_DONE);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_REJECTED), v1::FOLLOW_UP_STATE_REJECTED);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_SUPERSEDED), v1::FOLLOW_UP_STATE_CLOSED);
  EXPECT_EQ(StateAfter(v1::FOLLOW_UP_EVENT_KIND_CLOSED), v1::FOLLOW_UP_STATE_CLOSED);
}

TEST(FollowUpState, IsToldForEveryEventThatMayBeStored) {
  for (int kind = 1; kind <= v1::FollowUpEventKind_MAX; ++kind) {
    EXPECT_NE(StateAfter(static_cast<v1::FollowUpEventKind>(kind)), v1::FOLLOW_UP_STATE_UNSPECIFIED)
        << v1::FollowUpEventKind_Name(kind);
  }
}

}  // namespace
}  // namespace tertial::politics
