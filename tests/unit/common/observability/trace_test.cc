#include "common/observability/trace.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpanId[] = "00f067aa0ba902b7";

std::string Parent(const std::string& version, const std::string& more = "") {
  return absl::StrCat(version, "-", kTraceId, "-", kSpanId, "-01", more);
}

TEST(TraceParent, IsReadAndWritten) {
  for (const char* flags : {"00", "01"}) {
    const std::string text = absl::StrCat("00-", kTraceId, "-", kSpanId, "-", flags);
    const auto trace = ParseTraceParent(text);
    ASSERT_TRUE(trace.has_value()) << text;
    EXPECT_EQ(trace->TraceId(), kTraceId);
    EXPECT_EQ(trace->TraceParent(), text);
  }
}

TEST(TraceParent, KeepsOfTheFlagsOnlyWhatThisVersionKnows) {
  const auto trace = ParseTraceParent(absl::StrCat("00-", kTraceId, "-", kSpanId, "-ff"));
  ASSERT_TRUE(trace.has_value());
  EXPECT_EQ(trace->TraceParent(), Parent("00"));
}

TEST(TraceParent, OfALaterVersionIsReadAsFarAsItIsKnown) {
  for (const std::string& text :
       {Parent("01"), Parent("cc", "-what-the-future-brings"), Parent("fe", "-")}) {
    const auto trace = ParseTraceParent(text);
    ASSERT_TRUE(trace.has_value()) << text;
    EXPECT_EQ(trace->TraceParent(), Parent("00"));
  }
}

TEST(TraceParent, ThatIsInvalidIsNone) {
  const std::string zeros(32, '0');
  for (const std::string& text :
       {std::string(), std::string("00"), Parent("00", "-more"), Parent("00", "x"),
        Parent("cc", "x"), Parent("ff"), Parent("0"), Parent("0x"), Parent("FE"),
        " " + Parent("00"), absl::StrCat("00-", zeros, "-", kSpanId, "-01"),
        absl::StrCat("00-", kTraceId, "-0000000000000000-01"),
        absl::StrCat("00-4BF92F3577B34DA6A3CE929D0E0E4736-", kSpanId, "-01"),
        absl::StrCat("00-", kTraceId, "-00F067AA0BA902B7-01"),
        absl::StrCat("00-", kTraceId, "-", kSpanId, "-0G"),
        absl::StrCat("00-", kTraceId, "-", kSpanId, "-1"),
        absl::StrCat("00_", kTraceId, "-", kSpanId, "-01"),
        absl::StrCat("00-", kTraceId, "_", kSpanId, "-01"),
        absl::StrCat("00-", kTraceId, "-", kSpanId, "_01")}) {
    EXPECT_FALSE(ParseTraceParent(text).has_value()) << text;
  }
}

TEST(TraceState, IsPassedOnMemberByMember) {
  EXPECT_EQ(BoundedTraceState("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"),
            "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
  EXPECT_EQ(BoundedTraceState(" a=1 ,\t,, b=2\t"), "a=1,b=2");
  EXPECT_THAT(BoundedTraceState(""), IsEmpty());
}

TEST(TraceState, IsCutBetweenMembersWhereItIsTooLong) {
  const std::string member = absl::StrCat("a=", std::string(253, 'x'));
  EXPECT_EQ(BoundedTraceState(absl::StrCat(member, ",", member, ",", member)),
            absl::StrCat(member, ",", member));
  EXPECT_THAT(BoundedTraceState(absl::StrCat("a=", std::string(kLongestTraceState, 'x'))),
              IsEmpty());
  std::string many;
  for (size_t i = 0; i < kMostTraceStateMembers + 5; ++i) absl::StrAppend(&many, "a=1,");
  EXPECT_THAT(BoundedTraceState(many), SizeIs(4 * kMostTraceStateMembers - 1));
}

TEST(TraceState, WithBytesThatNoHeaderHasIsNotPassedOn) {
  EXPECT_THAT(BoundedTraceState("a=1\r\nb=2"), IsEmpty());
  EXPECT_THAT(BoundedTraceState("a=\xC3\xA5"), IsEmpty());
}

TEST(Trace, GoesOnWithAStepOfItsOwn) {
  const TraceContext trace = ContinuedTrace(Parent("00"), "congo=t61rcWkgMzE");
  EXPECT_EQ(trace.TraceId(), kTraceId);
  EXPECT_THAT(trace.TraceParent(), StartsWith(absl::StrCat("00-", kTraceId, "-")));
  EXPECT_NE(trace.TraceParent(), Parent("00"));
  EXPECT_TRUE(trace.sampled);
  EXPECT_EQ(trace.state, "congo=t61rcWkgMzE");
}

TEST(Trace, BeginsAnewWhereWhatCameIsInvalid) {
  const TraceContext trace = ContinuedTrace(Parent("ff"), "congo=t61rcWkgMzE");
  EXPECT_NE(trace.TraceId(), kTraceId);
  EXPECT_THAT(trace.state, IsEmpty());
  EXPECT_TRUE(ParseTraceParent(trace.TraceParent()).has_value());
}

TEST(Trace, HasIdsOfItsOwn) {
  std::set<std::string> traces;
  std::set<std::string> steps;
  for (int i = 0; i < 100; ++i) {
    const TraceContext trace = NewTrace();
    traces.insert(trace.TraceId());
    steps.insert(trace.TraceParent());
    steps.insert(NextStep(trace).TraceParent());
  }
  EXPECT_THAT(traces, SizeIs(100));
  EXPECT_THAT(steps, SizeIs(200));
}

}  // namespace
}  // namespace tertial
