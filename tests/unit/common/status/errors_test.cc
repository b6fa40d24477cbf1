#include "common/status/errors.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using enum common::v1::ErrorReason;

TEST(ReasonName, IsTheNameWithoutItsPrefix) {
  EXPECT_EQ(ReasonName(ERROR_REASON_AREA_NOT_FOUND), "AREA_NOT_FOUND");
}

TEST(ReasonOf, IsUnspecifiedWithoutOne) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("plain")), ERROR_REASON_UNSPECIFIED);
}

TEST(ReasonOf, GivesBackEveryReason) {
  for (int reason = 1; reason < common::v1::ErrorReason_ARRAYSIZE; ++reason) {
    if (!common::v1::ErrorReason_IsValid(reason)) continue;
    const absl::Status status =
        MakeError(absl::StatusCode::kAborted, static_cast<ErrorReason>(reason), "why");
    EXPECT_EQ(ReasonOf(status), reason);
  }
}

TEST(Errors, HaveTheCodeAndTheReasonOfTheContract) {
  const std::vector<std::pair<absl::Status, std::pair<absl::StatusCode, ErrorReason>>> errors = {
      {InternalError("x"), {absl::StatusCode::kInternal, ERROR_REASON_INTERNAL}},
      {StoredDataDamaged("x"), {absl::StatusCode::kDataLoss, ERROR_REASON_STORED_DATA_DAMAGED}},
      {ServiceUnavailable("x"), {absl::StatusCode::kUnavailable, ERROR_REASON_SERVICE_UNAVAILABLE}},
      {DeadlineExceeded(), {absl::StatusCode::kDeadlineExceeded, ERROR_REASON_DEADLINE_EXCEEDED}},
      {CallCancelled(), {absl::StatusCode::kCancelled, ERROR_REASON_CANCELLED}},
      {TooManyCalls(absl::Seconds(1)),
       {absl::StatusCode::kResourceExhausted, ERROR_REASON_TOO_MANY_CALLS}},
      {ImportTooLarge(5, "rows"),
       {absl::StatusCode::kResourceExhausted, ERROR_REASON_IMPORT_TOO_LARGE}},
      {StoreFull(), {absl::StatusCode::kResourceExhausted, ERROR_REASON_STORE_FULL}},
      {CallerUnknown(), {absl::StatusCode::kUnauthenticated, ERROR_REASON_CALLER_UNKNOWN}},
      {RoleMissing("a", "b", "c"),
       {absl::StatusCode::kPermissionDenied, ERROR_REASON_ROLE_MISSING}},
      {InvalidStream("x"), {absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_STREAM}},
      {ResourceNotFound(ERROR_REASON_GOAL_NOT_FOUND, "x"),
       {absl::StatusCode::kNotFound, ERROR_REASON_GOAL_NOT_FOUND}},
      {AreaNotFound("x"), {absl::StatusCode::kNotFound, ERROR_REASON_AREA_NOT_FOUND}},
      {NotComparable("x", {{"UNKNOWN_BASIS", "areas/a"}}),
       {absl::StatusCode::kFailedPrecondition, ERROR_REASON_NOT_COMPARABLE}}};
  std::set<ErrorReason> reasons;
  for (const auto& [status, expected] : errors) {
    EXPECT_THAT(status, StatusIs(expected.first));
    EXPECT_THAT(status, HasReason(expected.second));
    reasons.insert(expected.second);
  }
  EXPECT_EQ(reasons.size(), errors.size());
}

TEST(NotComparable, NamesEachIssueWithItsAreas) {
  const absl::Status status = NotComparable(
      "They differ.", {{"UNKNOWN_BASIS", "areas/a,areas/b"}, {"SUSPICIOUS_ZERO", "areas/c"}});
  EXPECT_EQ(ErrorMetadataOf(status, "UNKNOWN_BASIS"), "areas/a,areas/b");
  EXPECT_EQ(ErrorMetadataOf(status, "SUSPICIOUS_ZERO"), "areas/c");
  EXPECT_THAT(status, MessageNames("UNKNOWN_BASIS, SUSPICIOUS_ZERO"));
}

TEST(Errors, NameWhatWasAskedFor) {
  EXPECT_THAT(AreaNotFound("9999"), MessageNames("9999"));
  EXPECT_THAT(ResourceNotFound(ERROR_REASON_BODY_ACTIVITY_NOT_FOUND, "areas/asker/x"),
              MessageNames("areas/asker/x"));
  EXPECT_THAT(RoleMissing("cli", "ROLE_ADMIN", "S/Get"), MessageNames("ROLE_ADMIN"));
  EXPECT_THAT(ImportTooLarge(100000, "rows"), MessageNames("100000"));
}

}  // namespace
}  // namespace tertial
