// JSON texts: numbers stay as written, and what is not clean is refused with where and what.
#include "clients/cli/import/json_value.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Where the text is refused ("$.a", or "" for the file as a whole) and why: "$.a DUPLICATE_KEY".
std::string Refusal(const std::string& text) {
  const absl::StatusOr<JsonValue> value = ParseJson(text, "f.json");
  if (value.ok()) return "OK";
  EXPECT_THAT(std::string(value.status().message()), HasSubstr("f.json"));
  return absl::StrCat(ErrorMetadataOf(value.status(), "path"), " ",
                      ReasonName(ReasonOf(value.status())));
}

TEST(JsonText, KeepsNumbersAsTheyAreWritten) {
  const absl::StatusOr<JsonValue> value = ParseJson(
      "[203735.10, 4.70, 0.1, 1.0000000000000000000000000000001, 1E+2, -3, 98815,"
      " 12345678901234567890123456789]",
      "f.json");
  ASSERT_THAT(value, IsOk());
  std::vector<std::string> texts;
  for (const JsonValue& element : value->elements) {
    EXPECT_EQ(element.kind, JsonKind::kNumber);
    texts.push_back(element.text);
  }
  EXPECT_THAT(texts, ElementsAre("203735.10", "4.70", "0.1", "1.0000000000000000000000000000001",
                                 "1E+2", "-3", "98815", "12345678901234567890123456789"));
}

TEST(JsonText, ReadsEveryKindOfValue) {
  const absl::StatusOr<JsonValue> value =
      ParseJson("\xef\xbb\xbf {\"a\": null, \"b\": [true, \"\\u00e6\\n\"], \"c\": {}}\n", "f.json");
  ASSERT_THAT(value, IsOk());
  EXPECT_THAT(value->keys, ElementsAre("a", "b", "c"));
  EXPECT_EQ(value->elements[0].kind, JsonKind::kNull);
  EXPECT_EQ(value->elements[1].elements[0].text, "true");
  EXPECT_EQ(value->elements[1].elements[1].text, "æ\n");
  EXPECT_EQ(value->elements[2].kind, JsonKind::kObject);
  EXPECT_EQ(FormatJson(*value), "{\"a\":null,\"b\":[true,\"æ\\n\"],\"c\":{}}");
}

TEST(JsonText, RefusesWhatIsNotJson) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[1,]"), std::string("{'a': 1}"),
        std::string("{\"a\" 1}"), std::string("[1] [2]"), std::string("[01]"), std::string("[+1]"),
        std::string("[1.]"), std::string("[NaN]"), std::string("[Infinity]"),
        std::string("[\"\xff\"]"), std::string("[1, 2"), std::string("// a\n[1]"),
        std::string("[\"a\nb\"]"), std::string("[\0]", 3), std::string("<html>")}) {
    EXPECT_EQ(Refusal(text), " INVALID_TEXT") << text;
  }
}

TEST(JsonText, SaysInWhichLineAndColumnItBreaks) {
  EXPECT_THAT(ParseJson("{\"a\": 1,\n  \"b\": x}", "f.json"), MessageNames("f.json:2:8:"));
  EXPECT_THAT(ParseJson("", "f.json"), MessageNames("f.json:1:1:"));
}

TEST(JsonText, RefusesAKeyThatStandsTwice) {
  EXPECT_EQ(Refusal(R"({"a": 1, "a": 1})"), "$ DUPLICATE_KEY");
  EXPECT_EQ(Refusal(R"({"x": [0, {"b c": {"a": 1, "d": 2, "a": 3}}]})"),
            R"($.x[1]["b c"] DUPLICATE_KEY)");
  EXPECT_EQ(Refusal(R"([{"a": 1}, {"a": 1}])"), "OK");
}

TEST(JsonText, RefusesANumberThatIsTooLarge) {
  EXPECT_EQ(Refusal("[1e400]"), " VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal("[-1" + std::string(400, '0') + "]"), " VALUE_OUT_OF_RANGE");
}

TEST(JsonText, RefusesValuesThatStandTooDeep) {
  EXPECT_EQ(Refusal(std::string(kMaxJsonDepth, '[') + std::string(kMaxJsonDepth, ']')), "OK");
  const std::string deep = Refusal(std::string(1'000'000, '['));
  EXPECT_THAT(deep, HasSubstr("$[0][0]"));
  EXPECT_THAT(deep, HasSubstr("VALUE_OUT_OF_RANGE"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(Refusal(objects), HasSubstr("VALUE_OUT_OF_RANGE"));
}

TEST(JsonText, RefusesMoreValuesThanALimit) {
  const std::string text = R"([1, {"a": [2, 3]}])";
  EXPECT_THAT(ParseJson(text, "f.json", 6), IsOk());
  EXPECT_THAT(ParseJson(text, "f.json", 5), HasReason(common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE));
}

TEST(JsonText, IsReadFromAFile) {
  const TempDir directory;
  const absl::StatusOr<JsonValue> value = ReadJson(directory.Write("a.json", "[1]"));
  ASSERT_THAT(value, IsOk());
  EXPECT_THAT(value->elements, SizeIs(1));
  for (const std::string& path : {directory.path() + "/none.json", directory.path()}) {
    EXPECT_THAT(ReadJson(path), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(ReadJson(path), MessageNames(path));
  }
}

class JsonNodes : public ::testing::Test {
 protected:
  const JsonValue value_ = *ParseJson(
      R"({"text": "a", "number": 7, "none": null, "list": [1, "b"], "float": 1.5, "big": 99999999999999999999})",
      "f.json");
  const JsonNode root_ = JsonNode(value_, "f.json");

  std::string PathAndReason(const absl::Status& status) {
    return absl::StrCat(ErrorMetadataOf(status, "path"), " ", ReasonName(ReasonOf(status)));
  }
};

TEST_F(JsonNodes, GiveWhatIsOfTheirForm) {
  EXPECT_EQ(*root_.FindString("text"), "a");
  EXPECT_EQ(*root_.FindString("absent"), "");
  EXPECT_EQ(*root_.FindString("none"), "");
  EXPECT_EQ(*root_.Get("number")->AsInteger(0, 7), 7);
  EXPECT_THAT(*root_.Get("list")->AsArray(), SizeIs(2));
  EXPECT_FALSE(root_.Find("none")->has_value());
}

TEST_F(JsonNodes, NameThePathOfWhatIsNot) {
  EXPECT_EQ(PathAndReason(root_.Get("absent").status()), "$ FIELD_REQUIRED");
  EXPECT_EQ(PathAndReason(root_.FindString("number").status()), "$.number INVALID_TEXT");
  EXPECT_EQ(PathAndReason(root_.Get("number")->AsInteger(0, 6).status()),
            "$.number VALUE_OUT_OF_RANGE");
  for (const std::string key : {"text", "float", "big", "list"}) {
    EXPECT_EQ(PathAndReason(root_.Get(key)->AsInteger(0, 1'000'000).status()),
              "$." + key + " VALUE_OUT_OF_RANGE");
  }
  EXPECT_EQ(PathAndReason((*root_.Get("list")->AsArray())[0].AsString().status()),
            "$.list[0] INVALID_TEXT");
  EXPECT_EQ(PathAndReason(root_.Get("list")->Get("a").status()), "$.list INVALID_TEXT");
  EXPECT_EQ(PathAndReason(root_.Get("text")->AsObject().status()), "$.text INVALID_TEXT");
  EXPECT_EQ(PathAndReason(root_.CheckKeys({"text", "number", "none", "list", "float"})),
            "$.big UNKNOWN_FIELD");
}

}  // namespace
}  // namespace tertial::cli
