// What keeps a row from being deleted, and what does not.
#include "common/ledger/in_use.h"

#include <string>
#include <vector>

#include "common/ledger/content_hash.h"
#include "common/ledger/feed.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::SizeIs;

// Below goals: what somebody records, and what follows from others.
constexpr TableId kRecorded = 8;
constexpr TableId kDerived = 9;

struct DerivedLevelTable {
  using Message = common::v1::Area;
  static constexpr TableId kId = kDerived;
  static constexpr absl::string_view kPattern = "areas/{area}/goals/{goal}/levels/{level}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_AREA_NOT_FOUND;
  static constexpr bool kDerived = true;
};

class InUse : public LedgerFixture {
 protected:
  void SetUp() override {
    std::vector<TableDefinition> tables = TestTables().tables();
    tables.push_back(
        TableDefinition{.id = kRecorded,
                        .pattern = ResourceNamePattern("areas/{area}/goals/{goal}/steps/{step}"),
                        .not_found = common::v1::ERROR_REASON_AREA_NOT_FOUND,
                        .prototype = &common::v1::Area::default_instance()});
    tables.push_back(DefineTable<DerivedLevelTable>());
    // Its rows refer to the goal that their body names.
    tables.back().index = [](absl::string_view /*pk*/, absl::string_view body,
                             std::vector<std::string>& entries) {
      entries.push_back(ReferenceEntry(kTable, Pk(body)));
    };
    options_.tables = TableCatalog(std::move(tables));
    OpenLedger();
    Put("asker/g", "goal");
  }

  absl::Status Check() { return CheckNotInUse(Read(), ledger_->tables(), kTable, Pk("asker/g")); }
};

TEST_F(InUse, IsWhatHasARecordedRowBelow) {
  Put("asker/g/s", "step", kRecorded);
  EXPECT_EQ(ReasonOf(Check()), common::v1::ERROR_REASON_RESOURCE_IN_USE);
  Delete("asker/g/s", kRecorded);
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(InUse, IsNotWhatHasOnlyDerivedRowsBelowOrReferringToIt) {
  ASSERT_TRUE(ledger_->tables().Find(kDerived)->derived);
  ASSERT_FALSE(ledger_->tables().Find(kRecorded)->derived);
  Put("asker/g/r1", "asker/g", kDerived);
  Put("asker/other/r1", "asker/g", kDerived);
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(InUse, DerivedRowsAreToldByTheFeedAndTheHashLikeOthers) {
  const auto before = HashContent(*ledger_, 1, absl::InfiniteFuture());
  ASSERT_THAT(before, IsOk());
  Put("asker/g/r1", "asker/g", kDerived);
  const auto after = HashContent(*ledger_, 2, absl::InfiniteFuture());
  ASSERT_THAT(after, IsOk());
  EXPECT_NE(after->Hex(), before->Hex());
  const auto page = ReadFeed(Read(), ledger_->tables(), {}, {}, 100);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->changes, SizeIs(2));
  EXPECT_EQ(PathOf(page->changes[1].pk), "asker/g/r1");
}

}  // namespace
}  // namespace tertial
