#include "common/rpc/importing.h"

#include <string>

#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using common::v1::ImportOptions;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

// Steps of a stream: what a message holds.
absl::Status First(ImportProtocol& protocol, bool end = false, int64_t rows = 1,
                   int64_t bytes = 10) {
  return protocol.Accept(true, ImportOptions(), end, rows, bytes);
}
absl::Status Next(ImportProtocol& protocol, bool end = false, int64_t rows = 1,
                  int64_t bytes = 10) {
  return protocol.Accept(false, ImportOptions(), end, rows, bytes);
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
  ASSERT_THAT(protocol.Accept(true, options, false, 0, 0), IsOk());
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

TEST(ImportProtocol, TakesAsManyBytesAsTheLimitAndNoMore) {
  ImportProtocol protocol;
  EXPECT_THAT(First(protocol, false, 1, kMostImportBytes), IsOk());
  EXPECT_THAT(Next(protocol, true, 1, 1), HasReason(ERROR_REASON_IMPORT_TOO_LARGE));
}

TEST(ImportProtocol, RefusesOptionsThatAreOutOfRangeAllAtOnce) {
  ImportOptions options;
  options.set_mode(static_cast<common::v1::ImportMode>(99));
  options.set_request_id(std::string(129, 'x'));
  options.set_reason(std::string(501, 'x'));
  const absl::Status refused = ImportProtocol().Accept(true, options, true, 0, 0);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(refused, MessageNames("options.mode"));
  options.clear_mode();
  EXPECT_THAT(ImportProtocol().Accept(true, options, true, 0, 0),
              HasReason(ERROR_REASON_INVALID_TEXT));
  options.set_request_id(std::string(128, 'x'));
  options.set_reason(std::string(500, 'x'));
  EXPECT_THAT(ImportProtocol().Accept(true, options, true, 0, 0), IsOk());
}

TEST(AddRefusedRow, CountsAllAndListsUpToTheLimit) {
  common::v1::ImportSummary summary;
  Violations violations;
  violations.Add("a", ERROR_REASON_FIELD_REQUIRED, "It is empty.");
  violations.Add("b", ERROR_REASON_INVALID_TEXT, "It is long.");
  for (int64_t row = 1; row <= kMostRefusedRows + 5; ++row) AddRefusedRow(row, violations, summary);
  EXPECT_EQ(summary.refused(), kMostRefusedRows + 5);
  ASSERT_THAT(summary.refused_rows(), SizeIs(kMostRefusedRows));
  EXPECT_EQ(summary.refused_rows(99).row(), 100);
  ASSERT_THAT(summary.refused_rows(0).violations(), SizeIs(2));
  EXPECT_EQ(summary.refused_rows(0).violations(1).field(), "b");
}

}  // namespace
}  // namespace tertial
