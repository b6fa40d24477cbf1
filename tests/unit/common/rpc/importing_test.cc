#include "common/rpc/importing.h"

#include <string>

#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using common::v1::ImportOptions;
using enum common::v1::ErrorReason;

// Steps of a stream: what a message holds.
absl::Status First(ImportProtocol& protocol, bool end = false, int64_t rows = 1) {
  return protocol.Accept(true, ImportOptions(), absl::UnixEpoch(), end, rows);
}
absl::Status Next(ImportProtocol& protocol, bool end = false, int64_t rows = 1) {
  return protocol.Accept(false, ImportOptions(), absl::UnixEpoch(), end, rows);
}

TEST(ImportProtocol, AcceptsOptionsThenRowsThenTheEnd) {
  ImportProtocol protocol;
  EXPECT_THAT(First(protocol), IsOk());
  EXPECT_THAT(Next(protocol), IsOk());
  EXPECT_THAT(protocol.CheckEnded(), HasReason(ERROR_REASON_INVALID_STREAM));
  EXPECT_THAT(Next(protocol, true), IsOk());
  EXPECT_THAT(protocol.CheckEnded(), IsOk());
}

TEST(ImportProtocol, AcceptsAStreamOfOneMessage) {
  ImportProtocol protocol;
  EXPECT_THAT(First(protocol, true, 0), IsOk());
  EXPECT_THAT(protocol.CheckEnded(), IsOk());
}

TEST(ImportProtocol, KeepsTheOptionsOfTheFirstMessage) {
  ImportProtocol protocol;
  ImportOptions options;
  options.set_reason("first");
  ASSERT_THAT(protocol.Accept(true, options, absl::UnixEpoch(), false, 0), IsOk());
  ASSERT_THAT(Next(protocol, true), IsOk());
  EXPECT_EQ(protocol.options().reason(), "first");
}

TEST(ImportProtocol, RefusesAWrongOrder) {
  ImportProtocol no_options;
  EXPECT_THAT(Next(no_options), HasReason(ERROR_REASON_INVALID_STREAM));
  ImportProtocol twice;
  ASSERT_THAT(First(twice), IsOk());
  EXPECT_THAT(First(twice), HasReason(ERROR_REASON_INVALID_STREAM));
  ImportProtocol after_the_end;
  ASSERT_THAT(First(after_the_end, true), IsOk());
  EXPECT_THAT(Next(after_the_end, true), HasReason(ERROR_REASON_INVALID_STREAM));
  EXPECT_THAT(ImportProtocol().CheckEnded(), HasReason(ERROR_REASON_INVALID_STREAM));
}

TEST(ImportProtocol, TakesAsManyRowsAsTheLimitAndNoMore) {
  ImportProtocol protocol;
  EXPECT_THAT(First(protocol, false, kMostImportRows - 1), IsOk());
  EXPECT_THAT(Next(protocol, false, 1), IsOk());
  const absl::Status refused = Next(protocol, true, 1);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_IMPORT_TOO_LARGE));
  EXPECT_THAT(refused, MessageNames(absl::StrCat(kMostImportRows)));
}

TEST(ImportProtocol, RefusesOptionsThatAreOutOfRangeAllAtOnce) {
  ImportOptions options;
  options.set_mode(static_cast<common::v1::ImportMode>(99));
  options.set_request_id(std::string(129, 'x'));
  options.set_reason(std::string(501, 'x'));
  const absl::Status refused = ImportProtocol().Accept(true, options, absl::UnixEpoch(), true, 0);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(refused, MessageNames("options.mode"));
  options.clear_mode();
  EXPECT_THAT(ImportProtocol().Accept(true, options, absl::UnixEpoch(), true, 0),
              HasReason(ERROR_REASON_INVALID_TEXT));
  options.set_request_id(std::string(128, 'x'));
  options.set_reason(std::string(500, 'x'));
  EXPECT_THAT(ImportProtocol().Accept(true, options, absl::UnixEpoch(), true, 0), IsOk());
}

}  // namespace
}  // namespace tertial
