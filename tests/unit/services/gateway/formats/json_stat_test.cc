#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/gateway/formats/formats.h"
#include "tests/unit/services/gateway/formats/sample_report.h"

namespace tertial::gateway {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

Json Written() { return Json::parse(WriteJsonStat(SampleReport(), "nb")); }

TEST(JsonStat, IsACollectionOfADatasetForEachSectionWithCells) {
  const Json written = Written();
  EXPECT_EQ(written["version"], "2.0");
  EXPECT_EQ(written["class"], "collection");
  const Json& items = written["link"]["item"];
  ASSERT_EQ(items.size(), 2);
  EXPECT_EQ(items[0]["class"], "dataset");
  EXPECT_EQ(items[0]["label"], "INDICATORS");
  EXPECT_EQ(items[1]["label"], "WORKFORCE");
}

TEST(JsonStat, ValuesStandInRowMajorOrderAndGapsAreNull) {
  const Json dataset = Written()["link"]["item"][0];
  EXPECT_EQ(dataset["id"], Json({"area", "series", "period"}));
  EXPECT_EQ(dataset["size"], Json({1, 2, 4}));
  EXPECT_EQ(dataset["value"],
            Json({4.70, nullptr, nullptr, 5.1, nullptr, nullptr, nullptr, nullptr}));
  EXPECT_EQ(dataset["status"], Json({{"0", "A"}, {"1", "L"}, {"2", "O"}, {"3", "P"}, {"7", "O"}}));
  EXPECT_EQ(dataset["extension"]["missing"]["1"], "NOT_MEASURED");
  EXPECT_EQ(dataset["extension"]["formula"], Json({{"7", "PERCENTAGE_POINTS"}}));
}

TEST(JsonStat, ANumberKeepsItsDigits) {
  EXPECT_THAT(WriteJsonStat(SampleReport(), "nb"), HasSubstr("\"value\":[4.70,null,null,5.1,"));
}

TEST(JsonStat, ASeriesHasLabelUnitDecimalsAndNotes) {
  const Json category = Written()["link"]["item"][0]["dimension"]["series"]["category"];
  EXPECT_EQ(category["label"]["economy.debt"], kWildLabel);
  EXPECT_EQ(category["unit"]["economy.debt"], Json({{"label", "percent"}, {"decimals", 2}}));
  EXPECT_EQ(category["note"]["economy.debt"], Json({"2024: 1 Uten sykehjem"}));
}

TEST(JsonStat, TheStateOfEverySectionIsTold) {
  const Json sections = Written()["extension"]["sections"];
  ASSERT_EQ(sections.size(), 3);
  EXPECT_EQ(sections[0]["revision"], 7);
  EXPECT_EQ(sections[1]["completeness"], "STALE");
  EXPECT_EQ(sections[2]["completeness"], "UNAVAILABLE");
  EXPECT_EQ(sections[2]["reason"], "It is gone.");
}

}  // namespace
}  // namespace tertial::gateway
