#include "common/status/violations.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const auto& one : violations.list()) fields.push_back(one.field());
  return fields;
}

void Add(const Violations& violations, absl::string_view field) {
  violations.Add(field, ERROR_REASON_FIELD_REQUIRED, "It is empty.");
}

TEST(Violations, JoinThePathsOfTheirViews) {
  Violations violations;
  Add(violations, "name");
  const Violations row = violations.At("rows", 3);
  Add(row, "");
  Add(row.At("observation").At("cell"), "value");
  Add(row.At("observation").At("flags", 0), "");
  Add(row.At("").At(""), "order");
  Add(violations.At(""), "period");
  EXPECT_THAT(FieldsOf(violations),
              ElementsAre("name", "rows[3]", "rows[3].observation.cell.value",
                          "rows[3].observation.flags[0]", "rows[3].order", "period"));
}

TEST(Violations, OfAViewAreThoseOfAll) {
  Violations violations;
  const Violations view = violations.At("cell");
  EXPECT_TRUE(view.empty());
  Add(violations, "name");
  EXPECT_FALSE(view.empty());
  EXPECT_THAT(FieldsOf(view), ElementsAre("name"));
}

TEST(Violations, TakeTheReasonOfAStatusOrElseTheOneGiven) {
  Violations violations;
  violations.AddStatus("a", ERROR_REASON_INVALID_TEXT, absl::OkStatus());
  EXPECT_THAT(violations.list(), IsEmpty());
  violations.AddStatus("b", ERROR_REASON_INVALID_TEXT, absl::InvalidArgumentError("none"));
  violations.AddStatus("c", ERROR_REASON_INVALID_TEXT, AreaNotFound("9999"));
  ASSERT_EQ(violations.list().size(), 2u);
  EXPECT_EQ(violations.list()[0].reason(), ERROR_REASON_INVALID_TEXT);
  EXPECT_EQ(violations.list()[1].reason(), ERROR_REASON_AREA_NOT_FOUND);
  EXPECT_EQ(violations.list()[1].field(), "c");
}

TEST(Violations, BecomeAStatusWithTheFirstReason) {
  Violations violations;
  violations.Add("page_size", ERROR_REASON_INVALID_PAGE_SIZE, "Negative.");
  violations.Add("name", ERROR_REASON_FIELD_REQUIRED, "Empty.");
  const absl::Status status = violations.ToStatus();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(status, MessageNames("page_size"));
}

TEST(InvalidField, NamesTheField) {
  const absl::Status status =
      InvalidField("period", ERROR_REASON_INVALID_PERIOD, "\"T4\" is none.");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(status, MessageNames("period"));
  EXPECT_THAT(status, MessageNames("T4"));
}

TEST(Quoted, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(Quoted("12,5"), "\"12,5\"");
  EXPECT_EQ(Quoted(""), "\"\"");
  EXPECT_EQ(Quoted("a\n\x1b[31m\"").find('\x1b'), std::string::npos);
  EXPECT_EQ(Quoted("a\nb").find('\n'), std::string::npos);
  EXPECT_EQ(Quoted("bl\xC3\xA5"), "\"bl\xC3\xA5\"");
}

TEST(Quoted, CutsAfter60Bytes) {
  EXPECT_EQ(Quoted(std::string(60, 'a')), absl::StrCat("\"", std::string(60, 'a'), "\""));
  EXPECT_EQ(Quoted(std::string(61, 'a')), absl::StrCat("\"", std::string(60, 'a'), "…\""));
}

// Half a character is not UTF-8, and an answer that holds it cannot be read by any client.
TEST(Quoted, CutsBetweenCharacters) {
  const std::string before(59, 'a');
  EXPECT_EQ(Quoted(before + "\xC3\xA5\xC3\xA5"), absl::StrCat("\"", before, "…\""));
  EXPECT_EQ(Quoted(before.substr(1) + "\xC3\xA5\xC3\xA5"),
            absl::StrCat("\"", before.substr(1), "\xC3\xA5…\""));
  EXPECT_EQ(Quoted(before.substr(2) + "\xF0\x9F\x8C\x8D!"),
            absl::StrCat("\"", before.substr(2), "…\""));
}

// A message of 16 MiB may have millions of elements that are wrong.
TEST(Violations, KeepSoManyAndCountTheOthers) {
  Violations violations;
  for (size_t i = 0; i < kMostKeptViolations + 2; ++i) {
    violations.At("texts", i).Add("language", ERROR_REASON_INVALID_TEXT, "It is none.");
  }
  ASSERT_EQ(violations.list().size(), kMostKeptViolations);
  EXPECT_EQ(violations.list().back().field(),
            absl::StrCat("texts[", kMostKeptViolations - 1, "].language"));
  EXPECT_THAT(violations.ToStatus(),
              MessageNames(absl::StrCat("(and ", kMostKeptViolations + 1, " more)")));
}

// A path of HTTP is any bytes: one that is no UTF-8 made of "nothing is served there" a failure of
// the service.
TEST(Quoted, IsUtf8WhateverTheValueIs) {
  EXPECT_EQ(Quoted("sk\xC3\xA5l\n"), "\"sk\xC3\xA5l\\n\"");
  EXPECT_EQ(Quoted("sk\xE5l"), "\"sk\\xe5l\"");
  const grpc::Status status =
      ToGrpcStatus(InvalidField("path", ERROR_REASON_INVALID_TEXT,
                                absl::StrCat(Quoted(std::string(80, '\xD7')), " is none.")));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace tertial
