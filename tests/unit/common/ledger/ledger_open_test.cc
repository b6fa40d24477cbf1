// Opening: what a store says about itself.
#include <string>

#include "common/ledger/ledger_keys.h"
#include "common/ledger/schema_upgrade.h"
#include "common/ledger/store_identity.h"
#include "common/store/key_encoding.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

constexpr auto kCannotServe = absl::StatusCode::kFailedPrecondition;
constexpr auto kDamaged = common::v1::ERROR_REASON_STORED_DATA_DAMAGED;

class LedgerOpening : public LedgerFixture {};

TEST_F(LedgerOpening, MakesAnEmptyStoreALedgerAtRevisionZero) {
  const ReadPoint at = Read().at();
  EXPECT_EQ(at.revision, 0);
  EXPECT_EQ(at.commit_time, absl::InfinitePast());
  EXPECT_EQ(at.epoch.size(), 16u);
  const common::v1::ReadPoint proto = at.ToProto();
  EXPECT_EQ(proto.epoch(), at.epoch);
  EXPECT_FALSE(proto.has_commit_time());
  const auto store = RawStore();
  EXPECT_THAT(store->Get(NameKey("schema_version")),
              IsOkAndHolds(std::optional<std::string>(std::string("\0\0\0\x04", 4))));
  EXPECT_THAT(store->Get(NameKey("service")),
              IsOkAndHolds(std::optional<std::string>("indicators")));
}

TEST_F(LedgerOpening, KeepsHeadAndRows) {
  Put("a", "1");
  const CommitResult second = Put("b", "2");
  Reopen();
  EXPECT_EQ(Read().at(), second.at);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(Put("c", "3").at.revision, 3);
}

TEST_F(LedgerOpening, GivesEveryStoreItsOwnEpoch) {
  const TempDir other;
  auto store = OpenRocksDbStore(other.path());
  ASSERT_THAT(store, IsOk());
  const auto ledger = Ledger::Open(*std::move(store), clock_, options_);
  ASSERT_THAT(ledger, IsOk());
  EXPECT_NE((*ledger)->Read()->at().epoch, Read().at().epoch);
}

TEST_F(LedgerOpening, RefusesTheStoreOfAnotherService) {
  ledger_.reset();
  const auto ledger = TryOpen("climate");
  EXPECT_THAT(ledger, StatusIs(kCannotServe));
  EXPECT_THAT(ledger, MessageNames("indicators"));
  EXPECT_THAT(ledger, MessageNames("climate"));
}

TEST_F(LedgerOpening, RefusesANewerSchema) {
  std::string version;
  AppendUint32(5, version);
  PutRaw(NameKey("schema_version"), version);
  const auto ledger = TryOpen();
  EXPECT_THAT(ledger, StatusIs(kCannotServe));
  EXPECT_THAT(ledger, MessageNames("schema 5"));
}

TEST_F(LedgerOpening, IsToldOfAStoreBeforeAnythingIsChangedInIt) {
  Put("a", "1");
  const ReadPoint head = Put("b", "2").at;
  const StoredBytes before = Dump();
  {
    const auto identity = IdentifyStore(*RawStore()->Snapshot(), "indicators", "backup");
    ASSERT_THAT(identity, IsOk());
    ASSERT_TRUE(identity->has_value());
    EXPECT_EQ((*identity)->schema, kSchemaVersion);
    EXPECT_EQ((*identity)->head.revision, head.revision);
    EXPECT_EQ((*identity)->head.commit_time, head.commit_time);
    const auto other = IdentifyStore(*RawStore()->Snapshot(), "climate", "backup");
    EXPECT_THAT(other, StatusIs(kCannotServe));
    EXPECT_THAT(other, MessageNames("The backup is that of the service \"indicators\""));
  }
  EXPECT_EQ(Dump(), before);
  const TempDir empty;
  const auto store = OpenRocksDbStore(empty.path());
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT(IdentifyStore(*(*store)->Snapshot(), "indicators", "backup"),
              IsOkAndHolds(::testing::Eq(std::nullopt)));
}

TEST_F(LedgerOpening, RefusesADirectoryInUse) {
  EXPECT_THAT(TryOpen(), StatusIs(kCannotServe));
  EXPECT_THAT(TryOpen(), MessageNames("is in use by another process"));
}

TEST_F(LedgerOpening, RefusesAStoreOfSomethingElse) {
  WriteBatch batch;
  batch.DeleteRange({"", "\xff"});
  batch.Put("something", "else");
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  EXPECT_THAT(TryOpen(), StatusIs(kCannotServe));
}

TEST_F(LedgerOpening, TellsADamagedName) {
  Put("a", "1");
  for (const std::string name : {"schema_version", "epochs", "head"}) {
    const auto before = RawStore()->Get(NameKey(name));
    PutRaw(NameKey(name), "\xff");
    EXPECT_THAT(TryOpen(), HasReason(kDamaged)) << name;
    PutRaw(NameKey(name), before->value());
  }
  for (const std::string name : {"store_id", "epochs", "head"}) {
    const auto before = RawStore()->Get(NameKey(name));
    WriteBatch batch;
    batch.Delete(NameKey(name));
    ASSERT_THAT(RawStore()->Write(batch), IsOk());
    EXPECT_THAT(TryOpen(), HasReason(kDamaged)) << name;
    PutRaw(NameKey(name), before->value());
  }
  EXPECT_THAT(TryOpen(), IsOk());
}

TEST_F(LedgerOpening, MissesTheRecordOfTheNewestCommit) {
  Put("a", "1");
  WriteBatch batch;
  batch.Delete(CommitKey(1));
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  EXPECT_THAT(TryOpen(), HasReason(kDamaged));
}

}  // namespace
}  // namespace tertial
