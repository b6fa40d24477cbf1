// Datasets in JSON-stat 2: what is read of them, and what is not of the form.
#include "clients/cli/import/json_stat.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Two regions in two years, and one more dimension.
constexpr char kDataset[] = R"({
  "version": "2.0", "class": "dataset", "label": "T: A table", "source": "Publisher",
  "href": "https://example.org/T", "updated": "2026-02-25T07:00:00Z",
  "note": ["a note"], "link": {"describedby": []}, "surprise": 1,
  "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
  "id": ["Region", "ContentsCode", "Tid"],
  "size": [2, 1, 2],
  "dimension": {
    "Region": {"label": "region", "category": {"index": {"3203": 1, "3201": 0},
               "label": {"3201": "Bærum", "3203": "Asker"}}},
    "ContentsCode": {"label": "contents", "category": {"index": ["P"], "label": {"P": "Persons"},
                     "unit": {"P": {"base": "personer", "decimals": 0}}}},
    "Tid": {"category": {"index": {"2023": 0, "2024": 1}}}
  },
  "extension": {"px": {"language": "no", "tableid": "T"}, "discontinued": null},
  "value": [1.50, null, 3, 4],
  "status": {"1": ".."}
})";

absl::StatusOr<JsonStatDataset> Read(const std::string& text) {
  const absl::StatusOr<JsonValue> json = ParseJson(text, "f.json");
  EXPECT_THAT(json, IsOk());
  if (!json.ok()) return json.status();
  return ReadJsonStat(*json, "f.json");
}

// The dataset with one text in the place of another.
std::string With(const std::string& from, const std::string& to) {
  const std::string changed = absl::StrReplaceAll(kDataset, {{from, to}});
  EXPECT_NE(changed, kDataset) << from;
  return changed;
}

// "$.size INCONSISTENT_FIELDS"
std::string Refusal(const std::string& text) {
  const absl::StatusOr<JsonStatDataset> dataset = Read(text);
  if (dataset.ok()) return "OK";
  EXPECT_EQ(dataset.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(dataset.status().message()), HasSubstr("f.json: $"));
  return absl::StrCat(ErrorMetadataOf(dataset.status(), "path"), " ",
                      ReasonName(ReasonOf(dataset.status())));
}

// The cells as "value status", "-" for none.
std::vector<std::string> CellsOf(const std::string& text) {
  const absl::StatusOr<JsonStatDataset> dataset = Read(text);
  EXPECT_THAT(dataset, IsOk());
  std::vector<std::string> cells;
  if (!dataset.ok()) return cells;
  for (const JsonStatCell& cell : dataset->cells) {
    cells.push_back(absl::StrCat(cell.value.value_or("-"), " ", cell.status));
  }
  return cells;
}

TEST(JsonStat, ReadsADataset) {
  const absl::StatusOr<JsonStatDataset> dataset = Read(kDataset);
  ASSERT_THAT(dataset, IsOk());
  EXPECT_EQ(dataset->label, "T: A table");
  EXPECT_EQ(dataset->source, "Publisher");
  EXPECT_EQ(dataset->href, "https://example.org/T");
  EXPECT_EQ(dataset->updated, "2026-02-25T07:00:00Z");
  EXPECT_EQ(dataset->language, "no");
  EXPECT_THAT(dataset->geo, ElementsAre("Region"));
  EXPECT_THAT(dataset->time, ElementsAre("Tid"));
  EXPECT_THAT(dataset->metric, ElementsAre("ContentsCode"));
  ASSERT_THAT(dataset->dimensions, SizeIs(3));
  const JsonStatDimension& region = dataset->dimensions[0];
  EXPECT_EQ(region.label, "region");
  ASSERT_THAT(region.categories, SizeIs(2));
  EXPECT_EQ(region.categories[0].code, "3201");
  EXPECT_EQ(region.categories[1].label, "Asker");
  const JsonStatCategory& persons = dataset->dimensions[1].categories[0];
  EXPECT_EQ(persons.unit, "personer");
  EXPECT_EQ(persons.decimals, 0);
  EXPECT_EQ(dataset->dimensions[2].label, "Tid");
  EXPECT_EQ(dataset->dimensions[2].categories[1].label, "2024");
  EXPECT_THAT(CellsOf(kDataset), ElementsAre("1.50 ", "- ..", "3 ", "4 "));
}

TEST(JsonStat, ReadsValuesByPosition) {
  const std::string values = "[1.50, null, 3, 4]";
  EXPECT_THAT(CellsOf(With(values, R"({"3": 4.0, "0": 1})")),
              ElementsAre("1 ", "- ..", "- ", "4.0 "));
  EXPECT_THAT(CellsOf(With(values, "{}")), ElementsAre("- ", "- ..", "- ", "- "));
}

TEST(JsonStat, ReadsStatusesInEveryForm) {
  const std::string statuses = R"({"1": ".."})";
  EXPECT_THAT(CellsOf(With(statuses, R"(["", "..", null, "*"])")),
              ElementsAre("1.50 ", "- ..", "3 ", "4 *"));
  for (const std::string all : {R"("*")", R"(["*"])"}) {
    EXPECT_THAT(CellsOf(With(statuses, all)), ElementsAre("1.50 *", "- *", "3 *", "4 *"));
  }
  EXPECT_THAT(CellsOf(With(statuses, "null")), ElementsAre("1.50 ", "- ", "3 ", "4 "));
}

TEST(JsonStat, TakesTheOneCategoryFromItsLabel) {
  EXPECT_EQ(Refusal(With(R"("index": ["P"], )", "")), "OK");
  EXPECT_EQ(Refusal(With(R"("index": ["P"], "label": {"P": "Persons"},)", "")),
            "$.dimension.ContentsCode.category FIELD_REQUIRED");
  EXPECT_EQ(Refusal(With(R"("index": {"2023": 0, "2024": 1})", R"("label": {"2023": "a"})")),
            "$.dimension.Tid.category FIELD_REQUIRED");
}

TEST(JsonStat, TakesTheUnitFromItsLabelWherePxWebHasNoBase) {
  const absl::StatusOr<JsonStatDataset> dataset =
      Read(With(R"("base": "personer", "decimals": 0)", R"("label": "persons")"));
  ASSERT_THAT(dataset, IsOk());
  EXPECT_EQ(dataset->dimensions[1].categories[0].unit, "persons");
  EXPECT_EQ(dataset->dimensions[1].categories[0].decimals, std::nullopt);
}

TEST(JsonStat, RefusesOtherForms) {
  for (const std::string text :
       {"[]", "1", "null", "{}", R"({"dataset": {"value": [1]}})",
        R"({"version": "2.0", "class": "collection"})",
        R"({"version": "2.0", "class": "dimension"})", R"({"version": "3.0", "class": "dataset"})",
        R"({"class": "dataset"})"}) {
    EXPECT_EQ(Refusal(text), "$ INVALID_TEXT") << text;
  }
  EXPECT_EQ(Refusal(With(R"("version": "2.0")", R"("version": 2.0)")), "$.version INVALID_TEXT");
}

TEST(JsonStat, RefusesSizesThatDoNotAgree) {
  const std::string size = "[2, 1, 2]";
  EXPECT_EQ(Refusal(With(size, "[2, 1]")), "$.size INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With(size, "[2, 1, 2, 1]")), "$.size INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With(size, "[3, 1, 2]")),
            "$.dimension.Region.category.index INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With(size, "[2, 2, 2]")),
            "$.dimension.ContentsCode.category.index INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With("[1.50, null, 3, 4]", "[1, 2, 3]")), "$.value INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With("[1.50, null, 3, 4]", "[1, 2, 3, 4, 5]")), "$.value INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With(R"({"1": ".."})", R"(["a", "b"])")), "$.status INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With(R"(["Region", "ContentsCode", "Tid"],)", "[],")),
            "$.size INCONSISTENT_FIELDS");
}

TEST(JsonStat, RefusesSizesThatAreNone) {
  for (const std::string size : {"[0, 1, 2]", "[-2, 1, 2]", "[2.0, 1, 2]", "[\"2\", 1, 2]",
                                 "[99999999999999999999, 1, 2]", "[4294967298, 1, 2]"}) {
    EXPECT_EQ(Refusal(With("[2, 1, 2]", size)), "$.size[0] VALUE_OUT_OF_RANGE") << size;
  }
}

// A sparse dataset may claim any size with a few bytes.
TEST(JsonStat, RefusesMoreCellsThanALimit) {
  std::string codes;
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&codes, i == 0 ? "" : ",", "\"", i, "\"");
  const std::string dimension = absl::StrCat(R"({"category": {"index": [)", codes, "]}}");
  EXPECT_EQ(Refusal(absl::StrCat(
                R"({"version": "2.0", "class": "dataset", "id": ["a", "b"], "size": [2000, 2000],)",
                R"("dimension": {"a": )", dimension, R"(, "b": )", dimension, "}, \"value\": {}}")),
            "$.size VALUE_OUT_OF_RANGE");
}

TEST(JsonStat, RefusesMoreDimensionsThanALimit) {
  std::string ids;
  std::string sizes;
  for (int i = 0; i < 51; ++i) {
    absl::StrAppend(&ids, i == 0 ? "" : ",", "\"d", i, "\"");
    absl::StrAppend(&sizes, i == 0 ? "" : ",", "1");
  }
  EXPECT_EQ(Refusal(absl::StrCat(R"({"version": "2.0", "class": "dataset", "id": [)", ids,
                                 R"(], "size": [)", sizes, R"(], "dimension": {}, "value": [1]})")),
            "$.id VALUE_OUT_OF_RANGE");
}

TEST(JsonStat, RefusesDimensionsThatAreNotThere) {
  EXPECT_EQ(Refusal(With(R"("id": ["Region",)", R"("id": ["Land",)")),
            "$.dimension FIELD_REQUIRED");
  EXPECT_EQ(Refusal(With(R"("id": ["Region",)", R"("id": ["Tid",)")), "$.id[2] DUPLICATE_ELEMENT");
  EXPECT_EQ(Refusal(With(R"("geo": ["Region"])", R"("geo": ["Land"])")),
            "$.role.geo INCONSISTENT_FIELDS");
  EXPECT_EQ(Refusal(With(R"("geo": ["Region"])", R"("geo": "Region")")), "$.role.geo INVALID_TEXT");
}

TEST(JsonStat, RefusesCategoriesThatAreNone) {
  const std::string index = R"({"3203": 1, "3201": 0})";
  const std::string at = "$.dimension.Region.category.index";
  EXPECT_EQ(Refusal(With(index, R"({"3203": 1, "3201": 1})")), at + ".3201 DUPLICATE_ELEMENT");
  EXPECT_EQ(Refusal(With(index, R"({"3203": 2, "3201": 0})")), at + ".3203 VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal(With(index, R"({"3203": -1, "3201": 0})")), at + ".3203 VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal(With(index, R"({"3203": "1", "3201": 0})")), at + ".3203 VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal(With(index, R"({"3203": 0.5, "3201": 0})")), at + ".3203 VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal(With(index, R"(["3203", "3203"])")), at + "[1] DUPLICATE_ELEMENT");
  EXPECT_EQ(Refusal(With(index, R"(["3203", 3201])")), at + "[1] INVALID_TEXT");
  EXPECT_EQ(Refusal(With(index, "7")), at + " INVALID_TEXT");
  EXPECT_EQ(Refusal(With(R"("3201": "Bærum")", R"("3201": 1)")),
            "$.dimension.Region.category.label.3201 INVALID_TEXT");
  EXPECT_EQ(Refusal(With(R"("decimals": 0)", R"("decimals": -1)")),
            "$.dimension.ContentsCode.category.unit.P.decimals VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal(With(R"("decimals": 0)", R"("decimals": 1000000)")),
            "$.dimension.ContentsCode.category.unit.P.decimals VALUE_OUT_OF_RANGE");
}

TEST(JsonStat, RefusesValuesThatAreNoNumbers) {
  const std::string values = "[1.50, null, 3, 4]";
  for (const std::string value : {R"("1")", "true", "[1]", R"({"a": 1})", R"("..")"}) {
    EXPECT_EQ(Refusal(With(values, absl::StrCat("[1, 2, ", value, ", 4]"))),
              "$.value INVALID_DECIMAL")
        << value;
  }
  EXPECT_EQ(Refusal(With(values, "null")), "$ FIELD_REQUIRED");
  EXPECT_EQ(Refusal(With(values, "7")), "$.value INVALID_TEXT");
  for (const std::string key : {"4", "01", "-1", "a", "", " 1", "+1", "1.0", "4294967297"}) {
    EXPECT_EQ(Refusal(With(values, absl::StrCat("{\"", key, "\": 1}"))),
              "$.value VALUE_OUT_OF_RANGE")
        << key;
  }
}

TEST(JsonStat, RefusesStatusesThatAreNoTexts) {
  const std::string statuses = R"({"1": ".."})";
  EXPECT_EQ(Refusal(With(statuses, R"({"1": 7})")), "$.status INVALID_TEXT");
  EXPECT_EQ(Refusal(With(statuses, R"({"4": ".."})")), "$.status VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Refusal(With(statuses, "[1]")), "$.status[0] INVALID_TEXT");
  EXPECT_EQ(Refusal(With(statuses, "[1, 2, 3, 4]")), "$.status INVALID_TEXT");
  EXPECT_EQ(Refusal(With(statuses, "7")), "$.status INVALID_TEXT");
}

TEST(JsonStat, DoesNotCareForWhatExtensionsHold) {
  const absl::StatusOr<JsonStatDataset> dataset =
      Read(With(R"({"px": {"language": "no", "tableid": "T"}, "discontinued": null})",
                R"({"px": [1], "language": 7})"));
  ASSERT_THAT(dataset, IsOk());
  EXPECT_THAT(dataset->language, IsEmpty());
}

}  // namespace
}  // namespace tertial::cli
