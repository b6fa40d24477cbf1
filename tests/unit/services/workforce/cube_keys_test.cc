// The bytes under which cubes, their figures and what is fixed of them are stored: they must never
// change.
#include "services/workforce/store/cube_keys.h"

#include <string>

#include "absl/strings/escaping.h"
#include "common/ledger/table.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/counters.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/store/frozen_slices.h"

namespace tertial::workforce {
namespace {

TEST(CubeKeys, AreTheIdsOfTheNames) {
  EXPECT_EQ(DisclosurePolicyTable::kId, 3);
  EXPECT_EQ(CubeTable::kId, 4);
  EXPECT_EQ(PublishedFigureTable::kId, 5);
  EXPECT_EQ(
      absl::CHexEscape(*PrimaryKey<DisclosurePolicyTable>("areas/asker/disclosurePolicies/2024")),
      "asker\\x00\\x32\\x30\\x32\\x34\\x00");
  EXPECT_EQ(*PrimaryKey<CubeTable>("areas/asker/cubes/2024-T1"), std::string("asker\0"
                                                                             "2024-T1\0",
                                                                             14));
  EXPECT_EQ(*PrimaryKey<PublishedFigureTable>("areas/asker/cubes/2024/figures/head-count"),
            std::string("asker\0"
                        "2024\0"
                        "head-count\0",
                        22));
}

TEST(CubeKeys, OfFixedSlicesBeginWithAreaAndTable) {
  EXPECT_EQ(kFrozenTable, 23);
  const CubeSlice day{Slot::kDay, *Period::Parse("2024-12-31")};
  EXPECT_EQ(FrozenKey("asker", DisclosureTable::kFte, day), std::string("asker\0\x04"
                                                                        "2024-12-31\0",
                                                                        18));
  const CubeSlice tertial{Slot::kFlow, *Period::Parse("2024-T3")};
  EXPECT_EQ(FrozenKey("asker", DisclosureTable::kSick, tertial), std::string("asker\0\x0A"
                                                                             "2024-T3\0",
                                                                             15));
}

// Their numbers are in keys and in what is fixed.
TEST(CubeKeys, NumbersOfTablesAndCountersStay) {
  EXPECT_EQ(static_cast<int>(DisclosureTable::kBase), 1);
  EXPECT_EQ(static_cast<int>(DisclosureTable::kSick), 10);
  EXPECT_EQ(static_cast<int>(DisclosureTable::kSickAge), 20);
  EXPECT_EQ(static_cast<int>(Counter::kPersons), 0);
}

TEST(CubeKeys, TheAreaOfANumberIsThatOfThePeriod) {
  const TableCatalog tables = WorkforceTables();
  for (const TableId id : {CubeTable::kId, PublishedFigureTable::kId}) {
    const std::vector<std::string> ids = {"3025", "2023-T1", "head-count"};
    ASSERT_NE(tables.Find(id), nullptr);
    EXPECT_EQ(tables.Find(id)->period_of(ids), *Period::Parse("2023-T1"));
  }
  EXPECT_FALSE(CubeTable::PeriodOf({"asker", "last year"}).has_value());
}

}  // namespace
}  // namespace tertial::workforce
