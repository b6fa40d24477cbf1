// Map files: what they say of the codes of a dataset.
#include "clients/cli/import/json_stat_map.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

absl::StatusOr<JsonStatMap> Read(const std::string& text) {
  const absl::StatusOr<JsonValue> json = ParseJson(text, "map.json");
  EXPECT_THAT(json, IsOk()) << text;
  if (!json.ok()) return json.status();
  return ReadJsonStatMap(*json, "map.json");
}

// "$.area INVALID_TEXT"
std::string Refusal(const std::string& text) {
  const absl::StatusOr<JsonStatMap> map = Read(text);
  if (map.ok()) return "OK";
  EXPECT_THAT(std::string(map.status().message()), HasSubstr("map.json: $"));
  return absl::StrCat(ErrorMetadataOf(map.status(), "path"), " ",
                      ReasonName(ReasonOf(map.status())));
}

// A map with no more than it must have, and `more` in it.
std::string WithMember(const std::string& more) {
  return absl::StrCat(R"({"contents": {"codes": {"P": {"indicator": "a.b"}}}, )", more, "}");
}

TEST(JsonStatMap, ReadsWhatItSays) {
  const absl::StatusOr<JsonStatMap> map = Read(R"({
    "area": {"dimension": "Region", "codes": {"0": "NO"}, "skip": ["21"], "others": "skip",
             "unlisted": "skip"},
    "period": {"dimension": "Tid", "codes": {"2023-2024": "2023/2024"}, "skip": ["2020"]},
    "contents": {"dimension": "ContentsCode", "codes": {"P": {"indicator": "a.b",
                 "source_unit": "personer", "definition": {"unit": "count",
                 "collection": "COLLECTION_POPULATION", "decimals": 0}}}, "others": "skip"},
    "dimensions": {"Kjonn": {"whole": "0", "dimension": "sex",
                             "members": {"1": "men", "2": "women"}, "skip": ["9"]}},
    "statuses": {"-": "NIL", ".": "NOT_OCCURRING"},
    "null": "DATA_LACKING"
  })");
  ASSERT_THAT(map, IsOk());
  EXPECT_EQ(map->area.dimension, "Region");
  EXPECT_THAT(map->area.codes, ElementsAre(Pair("0", "NO")));
  EXPECT_THAT(map->area.skip, ElementsAre("21"));
  EXPECT_TRUE(map->area.skip_others);
  EXPECT_TRUE(map->area.skip_unlisted);
  EXPECT_THAT(map->period.codes, ElementsAre(Pair("2023-2024", "2023/2024")));
  EXPECT_FALSE(map->period.skip_others);
  const MappedFigure& figure = map->contents.codes.at("P");
  EXPECT_EQ(figure.indicator, "a.b");
  EXPECT_EQ(figure.source_unit, "personer");
  EXPECT_EQ(figure.definition->name(), "indicators/a.b");
  EXPECT_EQ(figure.definition->unit(), "count");
  EXPECT_TRUE(figure.definition->has_decimals());
  const JsonStatMap::Part& sex = map->dimensions.at("Kjonn");
  EXPECT_EQ(sex.whole, "0");
  EXPECT_THAT(sex.members, ElementsAre(Pair("1", "men"), Pair("2", "women")));
  EXPECT_EQ(map->statuses.at("-").kind, StatusMeaning::Kind::kNil);
  EXPECT_EQ(map->statuses.at(".").missing, common::v1::MISSING_REASON_NOT_OCCURRING);
  EXPECT_EQ(map->statuses.at(":").missing, common::v1::MISSING_REASON_SUPPRESSED);
  EXPECT_EQ(map->when_null, common::v1::MISSING_REASON_DATA_LACKING);
}

TEST(JsonStatMap, NeedsOnlyTheContents) {
  const absl::StatusOr<JsonStatMap> map =
      Read(R"({"contents": {"codes": {"P": {"indicator": "a.b"}}}})");
  ASSERT_THAT(map, IsOk());
  EXPECT_FALSE(map->when_null.has_value());
  EXPECT_FALSE(map->contents.codes.at("P").definition.has_value());
  EXPECT_EQ(Refusal("{}"), "$ FIELD_REQUIRED");
  EXPECT_EQ(Refusal(R"({"contents": {}})"), "$.contents FIELD_REQUIRED");
  EXPECT_EQ(Refusal("[]"), "$ INVALID_TEXT");
}

TEST(JsonStatMap, SaysOneThingForAllCellsOrMapsADimension) {
  EXPECT_EQ(Refusal(R"({"area": {"fixed": "NO"}, "period": {"fixed": "2024"},
                        "contents": {"fixed": {"indicator": "a.b"}}})"),
            "OK");
  EXPECT_EQ(Refusal(R"({"contents": {"fixed": {"indicator": "a"}, "codes": {}}})"),
            "$.contents.codes INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"fixed": "NO", "unlisted": "skip"})")),
            "$.area.unlisted INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(WithMember(R"("period": {"fixed": "2024", "dimension": "Tid"})")),
            "$.period.dimension INCONSISTENT_FIELDS");
}

TEST(JsonStatMap, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(Refusal(WithMember(R"("areas": {})")), "$.areas UNKNOWN_FIELD");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"code": {}})")), "$.area.code UNKNOWN_FIELD");
  EXPECT_EQ(Refusal(WithMember(R"("period": {"unlisted": "skip"})")),
            "$.period.unlisted UNKNOWN_FIELD");
  EXPECT_EQ(Refusal(WithMember(R"("dimensions": {"Kjonn": {"hole": "0"}})")),
            "$.dimensions.Kjonn.hole UNKNOWN_FIELD");
  EXPECT_EQ(Refusal(R"({"contents": {"codes": {"P": {"indicator": "a", "label": "b"}}}})"),
            "$.contents.codes.P.label UNKNOWN_FIELD");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"others": "leave"})")), "$.area.others INVALID_ENUM");
  EXPECT_EQ(Refusal(WithMember(R"("statuses": {"-": "ZERO"})")), "$.statuses.- INVALID_ENUM");
  EXPECT_EQ(Refusal(WithMember(R"("statuses": {"..": "UNSPECIFIED"})")),
            "$.statuses[\"..\"] INVALID_ENUM");
}

TEST(JsonStatMap, RefusesWhatIsNotOfTheForm) {
  EXPECT_EQ(Refusal(WithMember(R"("area": [])")), "$.area INVALID_TEXT");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"codes": {"0": 1}})")), "$.area.codes.0 INVALID_TEXT");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"codes": {"0": ""}})")),
            "$.area.codes.0 FIELD_REQUIRED");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"skip": "21"})")), "$.area.skip INVALID_TEXT");
  EXPECT_EQ(Refusal(WithMember(R"("area": {"unlisted": true})")), "$.area.unlisted INVALID_TEXT");
  EXPECT_EQ(Refusal(R"({"contents": {"codes": {"P": {}}}})"), "$.contents.codes.P FIELD_REQUIRED");
  EXPECT_EQ(Refusal(R"({"contents": {"codes": {"P": {"indicator": ""}}}})"),
            "$.contents.codes.P.indicator FIELD_REQUIRED");
  EXPECT_EQ(Refusal(R"({"contents": {"codes": {"P": "a.b"}}})"), "$.contents.codes.P INVALID_TEXT");
}

// A gap that became a number by a word in a map would be an invention.
TEST(JsonStatMap, KnowsNoWordThatMakesAValueOfNull) {
  EXPECT_EQ(Refusal(WithMember(R"("null": "SUPPRESSED")")), "OK");
  for (const std::string word : {"NIL", "ESTIMATED", "REMARK", "0", ""}) {
    EXPECT_EQ(Refusal(WithMember(absl::StrCat("\"null\": \"", word, "\""))), "$.null INVALID_ENUM");
  }
  EXPECT_EQ(Refusal(WithMember(R"("null": 0)")), "$.null INVALID_TEXT");
}

TEST(JsonStatMap, RefusesCodesOfTwoMeanings) {
  EXPECT_EQ(Refusal(WithMember(R"("area": {"codes": {"0": "NO"}, "skip": ["0"]})")),
            "$.area.skip[0] INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(WithMember(R"("dimensions": {"K": {"whole": "0", "skip": ["0"]}})")),
            "$.dimensions.K.skip[0] INCONSISTENT_FIELDS");
  EXPECT_EQ(
      Refusal(WithMember(
          R"("dimensions": {"K": {"whole": "1", "dimension": "sex", "members": {"1": "men"}}})")),
      "$.dimensions.K INCONSISTENT_FIELDS");
}

// Two cells would be one observation; adding them up is nobody's word.
TEST(JsonStatMap, RefusesTwoCodesThatAreOneThing) {
  EXPECT_EQ(
      Refusal(WithMember(
          R"("dimensions": {"A": {"dimension": "age", "members": {"1": "old", "2": "old"}}})")),
      "$.dimensions.A DUPLICATE_ELEMENT");
  EXPECT_EQ(Refusal(WithMember(R"("dimensions": {
                "A": {"dimension": "age", "members": {"1": "old"}},
                "B": {"dimension": "age", "members": {"1": "young"}}})")),
            "$.dimensions.B DUPLICATE_ELEMENT");
  EXPECT_EQ(
      Refusal(R"({"contents": {"codes": {"P": {"indicator": "a"}, "Q": {"indicator": "a"}}}})"),
      "$.contents.codes.Q DUPLICATE_ELEMENT");
}

TEST(JsonStatMap, NamesADimensionTogetherWithItsMembers) {
  EXPECT_EQ(Refusal(WithMember(R"("dimensions": {"A": {"dimension": "age"}})")),
            "$.dimensions.A INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(WithMember(R"("dimensions": {"A": {"members": {"1": "old"}}})")),
            "$.dimensions.A INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(WithMember(R"("dimensions": {"A": {"whole": "999"}})")), "OK");
}

TEST(JsonStatMap, RefusesADefinitionThatIsNone) {
  const auto with = [](const std::string& definition) {
    return Refusal(absl::StrCat(R"({"contents": {"codes": {"P": {"indicator": "a", "definition": )",
                                definition, "}}}}"));
  };
  const std::string at = "$.contents.codes.P.definition ";
  EXPECT_EQ(with(R"({"unit": "count", "collection": "COLLECTION_HOUSING"})"), "OK");
  EXPECT_EQ(with(R"({"name": "indicators/a"})"), "OK");
  EXPECT_EQ(with(R"({"name": "indicators/b"})"), at + "INCONSISTENT_FIELDS");
  EXPECT_EQ(with(R"({"colour": "red"})"), at + "INVALID_TEXT");
  EXPECT_EQ(with(R"({"collection": "HOUSING"})"), at + "INVALID_TEXT");
  EXPECT_EQ(with(R"({"decimals": "one"})"), at + "INVALID_TEXT");
  EXPECT_EQ(with("[]"), at + "INVALID_TEXT");
}

}  // namespace
}  // namespace tertial::cli
