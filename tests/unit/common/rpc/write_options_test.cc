#include "common/rpc/write_options.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/common/v1/import.pb.h"
#include "tertial/indicators/v1/indicators_writes.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

template <typename Options>
std::vector<std::pair<std::string, ErrorReason>> Refused(const Options& options) {
  Violations violations;
  CheckWriteOptions(options, kNow, violations.At("options"));
  std::vector<std::pair<std::string, ErrorReason>> refused;
  for (const auto& violation : violations.list()) {
    refused.emplace_back(violation.field(), violation.reason());
  }
  return refused;
}

common::v1::WriteOptions PublishedAt(int64_t seconds, int32_t nanos) {
  common::v1::WriteOptions options;
  options.mutable_publish_at()->set_seconds(seconds);
  options.mutable_publish_at()->set_nanos(nanos);
  return options;
}

TEST(WriteOptions, MayBeEmptyOrAsLongAsIsAllowed) {
  common::v1::WriteOptions options;
  EXPECT_THAT(Refused(options), IsEmpty());
  options.set_request_id(std::string(128, 'a'));
  options.set_reason(std::string(500, 'a'));
  EXPECT_THAT(Refused(options), IsEmpty());
}

TEST(WriteOptions, AreRefusedAllAtOnceWhenTooLong) {
  common::v1::ImportOptions options;
  options.set_request_id(std::string(129, 'a'));
  options.set_reason(std::string(501, 'a'));
  EXPECT_THAT(Refused(options), ElementsAre(Pair("options.request_id", ERROR_REASON_INVALID_TEXT),
                                            Pair("options.reason", ERROR_REASON_INVALID_TEXT)));
}

TEST(WriteOptions, RefuseAZeroByteInTheRequestId) {
  common::v1::WriteOptions options;
  options.set_request_id(std::string("a\0b", 3));
  EXPECT_THAT(Refused(options), ElementsAre(Pair("options.request_id", ERROR_REASON_INVALID_TEXT)));
}

TEST(WriteOptions, AreToBePublishedInTheFuture) {
  const int64_t now = absl::ToUnixSeconds(kNow);
  EXPECT_THAT(Refused(PublishedAt(now, 1)), IsEmpty());
  EXPECT_THAT(Refused(PublishedAt(253'402'300'799, 999'999'999)), IsEmpty());
  for (const auto& options :
       {PublishedAt(now, 0), PublishedAt(now - 1, 0), PublishedAt(0, 0), PublishedAt(now + 1, -1),
        PublishedAt(now + 1, 1'000'000'000), PublishedAt(253'402'300'800, 0),
        PublishedAt(INT64_MAX, 0), PublishedAt(INT64_MIN, 0)}) {
    EXPECT_THAT(Refused(options),
                ElementsAre(Pair("options.publish_at", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << options.ShortDebugString();
  }
}

// Whether it was made before is not known yet, and then it is answered.
TEST(WriteOptions, LetARequestWithAnIdPassThatMayHaveBeenMade) {
  const int64_t now = absl::ToUnixSeconds(kNow);
  common::v1::WriteOptions options = PublishedAt(now, 0);
  options.set_request_id("r-1");
  EXPECT_THAT(Refused(options), IsEmpty());
  EXPECT_THAT(CheckPublishAt(options, kNow), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(CheckPublishAt(PublishedAt(now, 1), kNow), IsOk());
  EXPECT_THAT(CheckPublishAt(common::v1::WriteOptions(), kNow), IsOk());
  options = PublishedAt(now, -1);
  options.set_request_id("r-1");
  EXPECT_THAT(Refused(options),
              ElementsAre(Pair("options.publish_at", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(WriteOptions, BecomeTheCommitOfTheCaller) {
  CallContext call;
  call.caller.name = "recorder";
  call.deadline = kNow + absl::Seconds(5);
  common::v1::WriteOptions options = PublishedAt(1'900'000'000, 0);
  options.set_request_id("r-1");
  options.set_reason("a correction");
  const CommitInfo info = CommitInfoOf(call, options, "print");
  EXPECT_EQ(info.actor, "recorder");
  EXPECT_EQ(info.reason, "a correction");
  EXPECT_EQ(info.request_id, "r-1");
  EXPECT_EQ(info.fingerprint, "print");
  EXPECT_EQ(info.publish_at, absl::FromUnixSeconds(1'900'000'000));
  EXPECT_EQ(info.deadline, call.deadline);
  EXPECT_EQ(CommitInfoOf(call, common::v1::WriteOptions(), "").publish_at, absl::InfinitePast());
}

TEST(Fingerprint, OfARequestWithoutIdIsNotMade) {
  indicators::v1::DeleteGoalRequest request;
  request.set_name("areas/asker/goals/g1");
  EXPECT_EQ(FingerprintOfRequest("S/DeleteGoal", request), "");
}

TEST(Fingerprint, TellsRequestsApartByAllButTheirId) {
  indicators::v1::DeleteGoalRequest request;
  request.set_name("areas/asker/goals/g1");
  request.mutable_options()->set_request_id("r-1");
  const std::string print = FingerprintOfRequest("S/DeleteGoal", request);
  EXPECT_EQ(print.size(), 32);
  request.mutable_options()->set_request_id("r-2");
  EXPECT_EQ(FingerprintOfRequest("S/DeleteGoal", request), print);
  EXPECT_NE(FingerprintOfRequest("S/DeleteFocusArea", request), print);
  request.mutable_options()->set_reason("another");
  EXPECT_NE(FingerprintOfRequest("S/DeleteGoal", request), print);
}

}  // namespace
}  // namespace tertial
