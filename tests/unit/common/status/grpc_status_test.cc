#include "common/status/grpc_status.h"

#include <utf8.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using enum common::v1::ErrorReason;

// The first detail of a kind, as a client of another language would find it.
template <typename Detail>
std::optional<Detail> DetailOf(const grpc::Status& status) {
  google::rpc::Status rpc_status;
  EXPECT_TRUE(rpc_status.ParseFromString(status.error_details()));
  EXPECT_EQ(rpc_status.code(), static_cast<int>(status.error_code()));
  EXPECT_EQ(rpc_status.message(), status.error_message());
  for (const auto& any : rpc_status.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

TEST(GrpcStatus, OkStaysOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_THAT(FromGrpcStatus(grpc::Status::OK), IsOk());
}

TEST(GrpcStatus, CarriesReasonDomainAndMetadata) {
  const grpc::Status status = ToGrpcStatus(AreaNotFound("9999"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "AREA_NOT_FOUND");
  EXPECT_EQ(info->domain(), "tertial");
  EXPECT_EQ(info->metadata().at("area"), "9999");
}

TEST(GrpcStatus, CarriesEveryBadField) {
  Violations violations;
  violations.Add("page_size", ERROR_REASON_INVALID_PAGE_SIZE, "Negative.");
  violations.At("cell").Add("value", ERROR_REASON_INVALID_DECIMAL, "\"12,5\" is none.");
  const grpc::Status status = ToGrpcStatus(violations.ToStatus());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_TRUE(bad_request.has_value());
  ASSERT_EQ(bad_request->field_violations_size(), 2);
  EXPECT_EQ(bad_request->field_violations(0).field(), "page_size");
  EXPECT_EQ(bad_request->field_violations(1).field(), "cell.value");
  EXPECT_THAT(bad_request->field_violations(1).description(), HasSubstr("12,5"));
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->reason(), "INVALID_PAGE_SIZE");
}

TEST(GrpcStatus, SaysWhenToTryAgain) {
  const grpc::Status status = ToGrpcStatus(TooManyCalls(absl::Milliseconds(1250)));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 1);
  EXPECT_EQ(retry->retry_delay().nanos(), 250'000'000);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->reason(), "TOO_MANY_CALLS");
}

TEST(GrpcStatus, ComesBackAsItWas) {
  for (const absl::Status& status :
       {AreaNotFound("9999"), InvalidField("a", ERROR_REASON_FIELD_REQUIRED, "Empty."),
        TooManyCalls(absl::Seconds(1)), ServiceUnavailable("Down.")}) {
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status);
  }
}

// What gRPC takes of metadata by default, in which an error travels. Of a request with a hundred
// bad fields a caller was told RESOURCE_EXHAUSTED, and nothing of the fields.
constexpr size_t kMetadataBytes = 8 * 1024;

TEST(GrpcStatus, TellsOfManyBadFieldsAsManyAsACallerCanBeTold) {
  Violations violations;
  for (int i = 0; i < 100'000; ++i) {
    violations.At("goal")
        .At("texts", static_cast<size_t>(i))
        .Add("language", ERROR_REASON_INVALID_TEXT, "\"q\" is no language of reports; use nb.");
  }
  const grpc::Status status = ToGrpcStatus(violations.ToStatus());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("(and 99999 more)"));
  EXPECT_LE(status.error_message().size() * 3 + status.error_details().size() * 4 / 3,
            kMetadataBytes);
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_TRUE(bad_request.has_value());
  EXPECT_GE(bad_request->field_violations_size(), 20);
  EXPECT_EQ(bad_request->field_violations(0).field(), "goal.texts[0].language");
  EXPECT_EQ(ReasonOf(FromGrpcStatus(status)), ERROR_REASON_INVALID_TEXT);
}

TEST(GrpcStatus, CutsLongTextsBetweenCharacters) {
  std::string areas;
  for (int i = 0; i < 400; ++i) absl::StrAppend(&areas, "Bø i Vesterålen og Bærum, ");
  const grpc::Status status = ToGrpcStatus(
      NotComparable(areas, {{"UNKNOWN_BASIS", areas}, {"ESTIMATES", areas}, {"BREAK", areas}}));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_LE(status.error_message().size() * 3 + status.error_details().size() * 4 / 3,
            kMetadataBytes);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->metadata_size(), 3);
  for (const std::string& text : {status.error_message(), info->metadata().at("ESTIMATES")}) {
    EXPECT_TRUE(utf8::is_valid(text.begin(), text.end()));
    EXPECT_THAT(text, ::testing::StartsWith("Bø i Vesterålen"));
    EXPECT_THAT(text, ::testing::EndsWith("…"));
  }
}

TEST(GrpcStatus, AStatusWithoutReasonIsADefectOfOurs) {
  const grpc::Status status = ToGrpcStatus(absl::NotFoundError("/var/lib/tertial/000012.sst"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->reason(), "INTERNAL");
  EXPECT_THAT(status.error_message(), Not(HasSubstr("sst")));
  EXPECT_THAT(status.error_details(), Not(HasSubstr("sst")));
}

TEST(GrpcStatus, DoesNotTellWhereStoredDataIsDamaged) {
  const grpc::Status status = ToGrpcStatus(StoredDataDamaged("key 0106 asker in 000012.sst"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->reason(), "STORED_DATA_DAMAGED");
  EXPECT_THAT(status.error_message(), Not(HasSubstr("0106")));
  EXPECT_THAT(status.error_details(), Not(HasSubstr("0106")));
}

// What a handler throws may name anything; it used to go to the caller word for word.
TEST(GrpcStatus, DoesNotTellAHiddenCause) {
  const absl::Status status = WithHiddenCause(CallerUnknown(), "another key");
  EXPECT_EQ(HiddenCauseOf(status), "another key");
  const grpc::Status told = ToGrpcStatus(status);
  EXPECT_EQ(told.error_message(), ToGrpcStatus(CallerUnknown()).error_message());
  EXPECT_EQ(told.error_details(), ToGrpcStatus(CallerUnknown()).error_details());
  EXPECT_EQ(HiddenCauseOf(CallerUnknown()), "");
}

TEST(GrpcStatus, DoesNotTellTheCauseOfAnInternalError) {
  const grpc::Status status = ToGrpcStatus(InternalError("A handler threw: /etc/secret"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status)->reason(), "INTERNAL");
  EXPECT_THAT(status.error_message(), Not(HasSubstr("secret")));
  EXPECT_THAT(status.error_details(), Not(HasSubstr("secret")));
}

TEST(GrpcStatus, AStatusOfAnotherServerKeepsCodeAndText) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "failed to connect"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(status, MessageNames("failed to connect"));
  EXPECT_EQ(ReasonOf(status), ERROR_REASON_UNSPECIFIED);
}

TEST(GrpcStatus, IgnoresDetailsThatAreNone) {
  const absl::Status status =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "text", "\xff\xff garbage"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(status), ERROR_REASON_UNSPECIFIED);
}

TEST(GrpcStatus, DoesNotTakeAReasonOfAnotherDomainForItsOwn) {
  google::rpc::ErrorInfo info;
  info.set_reason("AREA_NOT_FOUND");
  info.set_domain("googleapis.com");
  google::rpc::Status rpc_status;
  rpc_status.set_code(static_cast<int>(grpc::StatusCode::NOT_FOUND));
  rpc_status.add_details()->PackFrom(info);
  const absl::Status status = FromGrpcStatus(
      grpc::Status(grpc::StatusCode::NOT_FOUND, "text", rpc_status.SerializeAsString()));
  EXPECT_EQ(ReasonOf(status), ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace tertial
