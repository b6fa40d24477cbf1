// A store that an earlier version wrote is opened, brought up, read and checked.
// tests/golden/README.md tells how it was made.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ledger/backup_check.h"
#include "common/ledger/content_hash.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/restore.h"
#include "common/ledger/schema_upgrade.h"
#include "common/ledger/store_check.h"
#include "common/ledger/store_identity.h"
#include "common/ledger/table.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/keys.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using politics::BodyTable;
using politics::CaseTable;
using politics::ThematicPlanTable;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFixture[] = TERTIAL_SOURCE_DIR "/tests/golden/stores/politics_schema_3";
// What the version that wrote it told of it.
constexpr uint32_t kSchema = 3;
constexpr char kStoreId[] = "9e7705b2ab36f9bf04a7f31f2fa7ebce";
constexpr char kEpoch[] = "4443c1c150a723d0";
constexpr Revision kHead = 5;
constexpr char kHash[] = "cc08c42a6a41ef3c48bdb6c06d964e01773e59d9991199d04f87b0c23eac183f";
constexpr int64_t kResources = 6;

class StoreOfSchema3 : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(RestoreRocksDbStore(kFixture, data_), IsOk()); }

  std::unique_ptr<KeyValueStore> RawStore() {
    ledger_.reset();
    auto store = OpenRocksDbStore(data_);
    EXPECT_THAT(store, IsOk());
    return store.ok() ? *std::move(store) : nullptr;
  }
  uint32_t Schema() {
    const auto identity = IdentifyStore(*RawStore()->Snapshot(), "politics", "data directory");
    EXPECT_THAT(identity, IsOk());
    return identity.ok() && identity->has_value() ? (*identity)->schema : 0;
  }
  absl::Status Open() {
    auto ledger = Ledger::Open(RawStore(), clock_, options_);
    if (ledger.ok()) ledger_ = *std::move(ledger);
    return ledger.status();
  }
  template <typename Table>
  std::optional<typename Table::Message> Find(const std::string& name, const AsOf& as_of = {}) {
    const auto view = ledger_->Read(as_of);
    EXPECT_THAT(view, IsOk());
    const auto found = FindResource<Table>(*view, name);
    EXPECT_THAT(found, IsOk());
    return found.ok() ? *found : std::nullopt;
  }
  // The names of the cases, plans and resolutions that are found by the beginning of a word.
  std::vector<std::string> FoundBy(const std::string& word) {
    std::vector<std::string> names;
    for (const TableId table :
         {CaseTable::kId, ThematicPlanTable::kId, politics::ResolutionFollowUpTable::kId}) {
      const auto view = ledger_->Read();
      EXPECT_THAT(view->ScanIndex(table, politics::WordEntriesOf("asker") + word,
                                  [&](absl::string_view, absl::string_view pk) {
                                    names.push_back(ledger_->tables().NameOf(table, pk));
                                    return true;
                                  }),
                  IsOk());
    }
    return names;
  }
  void ExpectSound() {
    const auto check = CheckStore(*ledger_, 100, absl::InfiniteFuture());
    ASSERT_THAT(check, IsOk());
    std::string told;
    for (const StoreFinding& finding : check->findings) told += finding.description + "\n";
    EXPECT_EQ(check->finding_count, 0) << told;
    EXPECT_GT(check->records, 0);
  }
  std::string Hash(Revision revision) {
    const auto hash = HashContent(*ledger_, revision, absl::InfiniteFuture());
    EXPECT_THAT(hash, IsOk());
    return hash.ok() ? hash->Hex() : "";
  }

  const TempDir directory_;
  const std::string data_ = directory_.path() + "/data";
  // Later than all that is in it, and before what waits in it.
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone())};
  LedgerOptions options_{.service_name = "politics", .tables = politics::PoliticsTables()};
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(StoreOfSchema3, IsBroughtUpWhenItIsOpenedAndStaysWhoseItIs) {
  ASSERT_EQ(Schema(), kSchema);
  ASSERT_THAT(Open(), IsOk());
  EXPECT_EQ(ledger_->store_id(), kStoreId);
  EXPECT_EQ(ledger_->epoch(), kEpoch);
  EXPECT_EQ(ledger_->Read()->at().revision, kHead);
  EXPECT_EQ(Schema(), kSchemaVersion);
  ASSERT_THAT(Open(), IsOk());
  EXPECT_EQ(ledger_->epoch(), kEpoch);
}

TEST_F(StoreOfSchema3, HoldsWhatItHeldByteForByte) {
  ASSERT_THAT(Open(), IsOk());
  EXPECT_EQ(Hash(kHead), kHash);
  EXPECT_EQ(HashContent(*ledger_, kHead, absl::InfiniteFuture())->resources(), kResources);
  ExpectSound();
}

TEST_F(StoreOfSchema3, IsReadAsItIsAndAsItWas) {
  ASSERT_THAT(Open(), IsOk());
  const std::string name = "areas/asker/cases/2024-31";
  EXPECT_EQ(Find<CaseTable>(name)->titles(0).text(), "Ny barnehage på Holmen");
  EXPECT_EQ(Find<CaseTable>(name, AsOf::At(Revision{1}))->titles(0).text(), "Ny barnehage");
  EXPECT_EQ(Find<ThematicPlanTable>("areas/asker/plans/roads"), std::nullopt);
  EXPECT_NE(Find<ThematicPlanTable>("areas/asker/plans/roads", AsOf::At(Revision{2})),
            std::nullopt);
  EXPECT_EQ(Find<CaseTable>("areas/asker/cases/2024-32"), std::nullopt);
  EXPECT_EQ(Find<CaseTable>("areas/asker/cases/2024-32", AsOf::At(Revision{1})), std::nullopt);
  EXPECT_EQ(Find<BodyTable>("areas/asker/bodies/executive-committee")->order(), 3);
}

TEST_F(StoreOfSchema3, TellsItsFeed) {
  ASSERT_THAT(Open(), IsOk());
  const auto page = ReadFeed(*ledger_->Read(), ledger_->tables(), {}, {}, 100);
  ASSERT_THAT(page, IsOk());
  EXPECT_TRUE(page->up_to_date);
  EXPECT_THAT(page->changes, SizeIs(12));
  EXPECT_EQ(page->changes.back().reason, "fifth");
}

// Words are in an index since schema 4.
TEST_F(StoreOfSchema3, IsFoundByWordsSinceThen) {
  ASSERT_THAT(Open(), IsOk());
  EXPECT_THAT(FoundBy("barnehage"), ElementsAre("areas/asker/cases/2024-31"));
  EXPECT_THAT(FoundBy("klimaendr"), ElementsAre("areas/asker/plans/climate"));
  EXPECT_THAT(FoundBy("bybane"), ElementsAre("areas/asker/resolutions/light-rail"));
  EXPECT_THAT(FoundBy("hemmelig"), IsEmpty());
}

TEST_F(StoreOfSchema3, GoesOn) {
  ASSERT_THAT(Open(), IsOk());
  politics::v1::Body body = *Find<BodyTable>("areas/asker/bodies/municipal-council");
  body.set_order(7);
  const auto put = [&](Txn& txn) { return PutResource<BodyTable>(txn, body).status(); };
  const auto committed = ledger_->Commit({.actor = "cli", .reason = "sixth"}, put);
  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->at.revision, kHead + 1);
  // What waited is made at its instant.
  ASSERT_THAT(ledger_->ListPending(10), IsOkAndHolds(SizeIs(1)));
  clock_.Set(absl::FromCivil(absl::CivilDay(2100, 1, 2), absl::UTCTimeZone()));
  ASSERT_THAT(Open(), IsOk());
  EXPECT_EQ(Find<BodyTable>("areas/asker/bodies/youth-council")->order(), 3);
  ExpectSound();
}

TEST_F(StoreOfSchema3, IsRestoredFromABackupOfThatVersion) {
  const std::string restored = directory_.path() + "/restored";
  const auto result = RestoreLedger(kFixture, restored, "", clock_, options_);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->at.revision, kHead);
  EXPECT_NE(result->at.epoch, kEpoch);
  const auto check = CheckBackup(kFixture, kHead, clock_, options_);
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count(), 0) << check->DebugString();
  EXPECT_EQ(check->content_hash(), kHash);
}

TEST_F(StoreOfSchema3, IsLeftAloneWhenItIsOfANewerVersionOrAnotherService) {
  std::string newer;
  AppendUint32(kSchemaVersion + 1, newer);
  options_.service_name = "climate";
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Schema(), kSchema);
  options_.service_name = "politics";
  {
    WriteBatch batch;
    batch.Put(NameKey(kSchemaVersionName), newer);
    ASSERT_THAT(RawStore()->Write(batch), IsOk());
  }
  const absl::Status opened = Open();
  EXPECT_THAT(opened, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(opened, MessageNames("newer version"));
  EXPECT_THAT(RawStore()->Get(NameKey(kSchemaVersionName)),
              IsOkAndHolds(std::optional<std::string>(newer)));
}

}  // namespace
}  // namespace tertial
