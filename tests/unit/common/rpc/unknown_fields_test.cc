#include "common/rpc/unknown_fields.h"

#include <string>

#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

namespace v1 = indicators::v1;
using common::v1::ERROR_REASON_UNKNOWN_FIELD;

void AddUnknownField(google::protobuf::Message& message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(999, 1);
}

v1::ImportRowsRequest SomeRequest() {
  v1::ImportRowsRequest request;
  request.mutable_options()->set_reason("test");
  request.add_rows()->mutable_goal()->set_name("areas/asker/goals/a");
  v1::Observation& observation = *request.add_rows()->mutable_observation();
  observation.add_dimensions()->set_dimension("sex");
  observation.mutable_cell()->add_footnotes()->add_texts()->set_language("nb");
  return request;
}

void ExpectRefused(const google::protobuf::Message& request, const std::string& path) {
  EXPECT_THAT(RefuseUnknownFields(request), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  EXPECT_THAT(RefuseUnknownFields(request), HasReason(ERROR_REASON_UNKNOWN_FIELD)) << path;
  EXPECT_THAT(RefuseUnknownFields(request), MessageNames(path));
  EXPECT_THAT(RefuseUnknownFields(request), MessageNames("999"));
}

TEST(RefuseUnknownFields, AcceptsKnownFieldsAndNone) {
  EXPECT_THAT(RefuseUnknownFields(SomeRequest()), IsOk());
  EXPECT_THAT(RefuseUnknownFields(v1::ImportRowsRequest()), IsOk());
}

TEST(RefuseUnknownFields, FindsThemAtTheTop) {
  v1::ImportRowsRequest request = SomeRequest();
  AddUnknownField(request);
  ExpectRefused(request, "tertial.indicators.v1.ImportRowsRequest");
}

TEST(RefuseUnknownFields, FindsThemInAMessageWithin) {
  v1::ImportRowsRequest request = SomeRequest();
  AddUnknownField(*request.mutable_options());
  ExpectRefused(request, "options");
}

TEST(RefuseUnknownFields, FindsThemInAnElementOfARepeatedField) {
  v1::ImportRowsRequest request = SomeRequest();
  AddUnknownField(*request.mutable_rows(1));
  ExpectRefused(request, "rows[1]");
}

TEST(RefuseUnknownFields, FindsThemDeepWithin) {
  v1::ImportRowsRequest request = SomeRequest();
  AddUnknownField(*request.mutable_rows(1)
                       ->mutable_observation()
                       ->mutable_cell()
                       ->mutable_footnotes(0)
                       ->mutable_texts(0));
  ExpectRefused(request, "rows[1].observation.cell.footnotes[0].texts[0]");
}

TEST(RefuseUnknownFields, FindsWhatCameOverTheWire) {
  v1::GetGoalRequest request;
  // Field 15, a varint.
  ASSERT_TRUE(request.ParseFromString("\x78\x01"));
  EXPECT_THAT(RefuseUnknownFields(request), HasReason(ERROR_REASON_UNKNOWN_FIELD));
  EXPECT_THAT(RefuseUnknownFields(request), MessageNames("15"));
}

}  // namespace
}  // namespace tertial
