#include "common/rpc/field_mask.h"

#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using enum common::v1::ErrorReason;
using indicators::v1::Indicator;
using indicators::v1::Observation;

google::protobuf::FieldMask MaskOf(std::initializer_list<const char*> paths) {
  google::protobuf::FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// What becomes of `resource`, as text.
template <typename Message>
std::string Updated(std::initializer_list<const char*> paths, const std::string& changes,
                    const std::string& resource) {
  Message message = Parse<Message>(resource);
  EXPECT_THAT(ApplyFieldMask(MaskOf(paths), Parse<Message>(changes), message), IsOk());
  return message.ShortDebugString();
}

TEST(FieldMask, ChangesTheFieldsThatItNamesAndNoOther) {
  EXPECT_EQ(Updated<Indicator>({"unit"}, R"(unit: "hours" printed_label: "b")",
                               R"(name: "indicators/a" unit: "days" printed_label: "a")"),
            R"(name: "indicators/a" printed_label: "a" unit: "hours")");
}

TEST(FieldMask, ClearsAFieldThatTheChangesDoNotHold) {
  EXPECT_EQ(Updated<Indicator>({"decimals", "labels", "kostra", "unit"}, "",
                               R"(name: "indicators/a" unit: "days" decimals: 0
                                  labels { text: "a" } kostra { order: 1 } scale_min: "1")"),
            R"(name: "indicators/a" scale_min: "1")");
}

TEST(FieldMask, KeepsZeroApartFromNotSet) {
  EXPECT_EQ(Updated<Indicator>({"decimals"}, "decimals: 0", "decimals: 3"), "decimals: 0");
}

TEST(FieldMask, EmptyChangesTheFieldsThatAreSet) {
  EXPECT_EQ(Updated<Indicator>({}, R"(name: "indicators/b" etag: "e" unit: "hours")",
                               R"(name: "indicators/a" unit: "days" printed_label: "a")"),
            R"(name: "indicators/a" printed_label: "a" unit: "hours")");
}

TEST(FieldMask, StarReplacesAllButNameAndEtag) {
  EXPECT_EQ(Updated<Indicator>({"*"}, R"(name: "indicators/b" etag: "e" unit: "hours")",
                               R"(name: "indicators/a" etag: "f" unit: "days" scale_min: "1")"),
            R"(name: "indicators/a" unit: "hours" etag: "f")");
}

TEST(FieldMask, ReplacesRepeatedFieldsAsAWhole) {
  EXPECT_EQ(Updated<Indicator>({"labels"}, R"(labels { text: "c" })",
                               R"(labels { text: "a" } labels { text: "b" })"),
            R"(labels { text: "c" })");
}

TEST(FieldMask, ReachesIntoAFieldThatIsSetOnce) {
  EXPECT_EQ(Updated<Indicator>({"kostra.order"}, "kostra { order: 2 flag_b: true }",
                               R"(kostra { group: "a" order: 1 })"),
            R"(kostra { group: "a" order: 2 })");
  EXPECT_EQ(Updated<Indicator>({"kostra.order"}, "kostra { order: 2 }", ""), "kostra { order: 2 }");
}

TEST(FieldMask, MakesNothingToClearAPartOfIt) {
  EXPECT_EQ(Updated<Indicator>({"kostra.order"}, R"(kostra { group: "a" })", R"(unit: "days")"),
            R"(unit: "days")");
  EXPECT_EQ(Updated<Indicator>({"kostra.order"}, "", "kostra { order: 1 flag_b: true }"),
            "kostra { flag_b: true }");
}

TEST(FieldMask, OneOfTwoThatExcludeEachOtherTakesThePlaceOfTheOther) {
  for (const auto& paths : {std::initializer_list<const char*>{"cell.value"},
                            {"cell.value", "cell.missing"},
                            {"cell.missing", "cell.value"},
                            {"cell"}}) {
    EXPECT_EQ(Updated<Observation>(paths, R"(cell { value: "1" })",
                                   "cell { missing: MISSING_REASON_PENDING }"),
              R"(cell { value: "1" })");
  }
  EXPECT_EQ(Updated<Observation>({"cell.missing"}, R"(cell { value: "1" })",
                                 "cell { missing: MISSING_REASON_PENDING }"),
            "cell { }");
}

TEST(FieldMask, APathMayStandTwiceAndBesideAPartOfIt) {
  for (const auto& paths : {std::initializer_list<const char*>{"kostra", "kostra"},
                            {"kostra.order", "kostra", "kostra.group"},
                            {"kostra", "kostra.order"}}) {
    EXPECT_EQ(Updated<Indicator>(paths, R"(kostra { group: "b" order: 2 })",
                                 R"(kostra { group: "a" order: 1 flag_b: true })"),
              R"(kostra { group: "b" order: 2 })");
  }
}

TEST(FieldMask, RefusesWhatIsNoFieldAndWhatIsNotChangedByAnUpdate) {
  for (const char* path : {"", ".", "name", "etag", "name.x", "Unit", "no_such", "unit.", ".unit",
                           "unit.x", "kostra.", "kostra..order", "kostra.no_such", "labels.text",
                           "labels[0]", "kostra.function_codes.x", "methodNotes", " unit", "*.*"}) {
    Indicator indicator = Parse<Indicator>(R"(unit: "days")");
    const absl::Status refused =
        ApplyFieldMask(MaskOf({"scale_min", path}), Parse<Indicator>(R"(unit: "a")"), indicator);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument)) << path;
    EXPECT_THAT(refused, HasReason(ERROR_REASON_INVALID_FIELD_MASK)) << path;
    EXPECT_THAT(refused, MessageNames(absl::StrCat("\"", path, "\""))) << path;
    EXPECT_EQ(indicator.ShortDebugString(), R"(unit: "days")");
  }
}

TEST(FieldMask, RefusesStarBesideOthers) {
  Indicator indicator;
  EXPECT_THAT(ApplyFieldMask(MaskOf({"*", "unit"}), Indicator(), indicator),
              HasReason(ERROR_REASON_INVALID_FIELD_MASK));
}

TEST(FieldMask, NamesEveryBadPath) {
  Indicator indicator;
  const absl::Status refused =
      ApplyFieldMask(MaskOf({"a", "unit", "b", "name"}), Indicator(), indicator);
  EXPECT_THAT(refused, MessageNames("update_mask.paths[0]"));
  EXPECT_THAT(refused, MessageNames("2 more"));
}

}  // namespace
}  // namespace tertial
