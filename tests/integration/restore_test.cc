// From a backup to a service that serves it: a new epoch, and what was erased stays gone.
#include <filesystem>
#include <memory>
#include <string>

#include "common/ledger/ledger_keys.h"
#include "common/ledger/restore.h"
#include "common/ledger/schema_upgrade.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "tests/integration/ledger_services_fixture.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using changes::v1::ListChangesRequest;
using changes::v1::ListChangesResponse;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr TableId kPrivateTable = 9;

class RestoreTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() { store_ = std::make_unique<PoliticsStore>(data_); }
  void Backup() {
    admin::v1::CreateBackupRequest request;
    request.set_directory(backup_);
    ASSERT_THAT(store_->Call(&AdminStub::CreateBackup, request), IsOk());
  }
  absl::StatusOr<RestoreResult> TryRestore(const std::string& journal) {
    return RestoreLedger(backup_, data_, journal, SystemClock(),
                         {.service_name = "politics", .tables = politics::PoliticsTables()});
  }
  // Loses the data directory, restores it, and serves.
  RestoreResult LoseAndRestore() {
    const std::string journal = store_->service().journal();
    store_.reset();
    fs::remove_all(data_);
    const auto restored = TryRestore(journal);
    EXPECT_THAT(restored, IsOk());
    Start();
    return restored.ok() ? *restored : RestoreResult();
  }
  absl::StatusOr<ListChangesResponse> ListAfter(const std::string& token) {
    ListChangesRequest request;
    request.set_resume_token(token);
    return store_->Call(&ChangeStub::ListChanges, request);
  }
  std::string Token() { return ListAfter("")->resume_token(); }
  bool HasBody(const std::string& id) {
    const auto pk = PrimaryKey<BodyTable>(BodyOf(id).name());
    return (*store_->ledger().Read()->Find(BodyTable::kId, *pk)).has_value();
  }
  bool HasPrivate(const std::string& pk) {
    return (*store_->ledger().Read()->FindPrivate(kPrivateTable, pk, absl::Now())).has_value();
  }
  void PutPrivate(const std::string& pk) {
    store_->Commit([&](Txn& txn) {
      txn.PutPrivate(kPrivateTable, pk, "a person", absl::Now() + absl::Hours(1));
      return absl::OkStatus();
    });
  }
  void ErasePrivate(const std::string& pk) {
    store_->Commit([&](Txn& txn) {
      txn.ErasePrivate(kPrivateTable, pk);
      return absl::OkStatus();
    });
  }
  void ExpectSound() {
    const auto check = store_->Call(&AdminStub::CheckStore, admin::v1::CheckStoreRequest());
    ASSERT_THAT(check, IsOk());
    EXPECT_EQ(check->finding_count(), 0) << check->DebugString();
  }

  const TempDir directory_;
  const std::string data_ = directory_.path() + "/data";
  const std::string backup_ = directory_.path() + "/backup";
  std::unique_ptr<PoliticsStore> store_;
};

TEST_F(RestoreTest, TheBackupIsServedInANewEpoch) {
  store_->Put(BodyOf("a", 1));
  const std::string epoch = store_->ledger().epoch();
  const std::string store_id = store_->ledger().store_id();
  Backup();
  store_->Put(BodyOf("b"));
  const RestoreResult restored = LoseAndRestore();
  EXPECT_EQ(restored.at.revision, 1);
  EXPECT_NE(restored.at.epoch, epoch);
  EXPECT_EQ(store_->ledger().epoch(), restored.at.epoch);
  EXPECT_EQ(store_->ledger().store_id(), store_id);
  EXPECT_TRUE(HasBody("a"));
  EXPECT_FALSE(HasBody("b"));
  EXPECT_EQ(store_->Put(BodyOf("c")), 2);
  ExpectSound();
}

TEST_F(RestoreTest, ATokenOfTheOldEpochIsToldWhereToGoOn) {
  store_->Put(BodyOf("a"));
  const std::string shared = Token();
  store_->Put({BodyOf("b"), BodyOf("c")});
  Backup();
  store_->Put(BodyOf("lost"));
  const std::string beyond = Token();
  LoseAndRestore();
  store_->Put(BodyOf("d"));

  const auto late = ListAfter(beyond);
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(late, HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  EXPECT_EQ(ErrorMetadataOf(late.status(), "revision"), "2");
  const auto after = ListAfter(ErrorMetadataOf(late.status(), "begin"));
  ASSERT_THAT(after, IsOk());
  ASSERT_THAT(after->changes(), SizeIs(1));
  EXPECT_EQ(after->changes(0).name(), "areas/asker/bodies/d");

  // One that lies before the backup goes on where it stands: nothing is passed over.
  const auto early = ListAfter(shared);
  EXPECT_THAT(early, HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  const auto rest = ListAfter(ErrorMetadataOf(early.status(), "begin"));
  ASSERT_THAT(rest, IsOk());
  EXPECT_THAT(rest->changes(), SizeIs(3));
}

TEST_F(RestoreTest, ATokenOfAnEpochThatIsNoPartOfTheHistoryBeginsAnew) {
  store_->Put(BodyOf("a"));
  Backup();
  LoseAndRestore();
  store_->Put(BodyOf("b"));
  const std::string token = Token();
  // The same backup once more: of the epoch in between nothing is known.
  LoseAndRestore();
  const auto refused = ListAfter(token);
  EXPECT_THAT(refused, HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "revision"), "0");
  EXPECT_THAT(ListAfter(ErrorMetadataOf(refused.status(), "begin"))->changes(), SizeIs(1));
}

TEST_F(RestoreTest, WatchesExportsAndPagesOfTheOldEpochAreRefused) {
  for (int i = 0; i < 3; ++i) store_->Put(BodyOf("a", i + 1));
  const std::string feed_token = Token();
  changes::v1::ListRevisionsRequest revisions;
  revisions.set_name("areas/asker/bodies/a");
  revisions.set_page_size(1);
  revisions.set_page_token(store_->Call(&ChangeStub::ListRevisions, revisions)->next_page_token());
  Backup();
  LoseAndRestore();
  changes::v1::WatchChangesRequest watch;
  watch.set_resume_token(feed_token);
  OpenedStream<changes::v1::WatchChangesResponse> stream(store_->changes(),
                                                         &ChangeStub::WatchChanges, watch);
  const absl::Status end = stream.Finish();
  EXPECT_THAT(end, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(end, HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  EXPECT_THAT(store_->Call(&ChangeStub::ListRevisions, revisions),
              HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
}

TEST_F(RestoreTest, WhatWasRedactedSinceTheBackupIsRedactedAgain) {
  store_->Put({BodyOf("a"), BodyOf("b")});
  Backup();
  store_->Put(BodyOf("a", 2));
  store_->Redact("a");
  const RestoreResult restored = LoseAndRestore();
  EXPECT_EQ(restored.redactions, 1);
  EXPECT_EQ(restored.at.revision, 2);
  EXPECT_FALSE(HasBody("a"));
  EXPECT_TRUE(HasBody("b"));
  const auto changes = ListAfter("");
  ASSERT_THAT(changes->changes(), SizeIs(3));
  const changes::v1::Change& again = changes->changes(2);
  EXPECT_EQ(again.type(), changes::v1::CHANGE_TYPE_REDACTED);
  EXPECT_EQ(again.actor(), "admin");
  EXPECT_EQ(again.reason(), "Done again after a restore: it had to go");
  EXPECT_TRUE(changes->changes(0).redacted());
  ExpectSound();
}

TEST_F(RestoreTest, ARedactionThatTheBackupHoldsIsNotDoneAgain) {
  store_->Put(BodyOf("a", 1));
  store_->Redact("a");
  Backup();
  EXPECT_EQ(LoseAndRestore().redactions, 0);
  EXPECT_EQ(store_->Head(), 2);
}

// Restored twice: the row was redacted, the backup before it restored (which redacts again), and
// then a new row recorded under the same name. The second restore must leave that one alone.
TEST_F(RestoreTest, WhatWasRecordedAfterARedactionDoneAgainIsKept) {
  store_->Put(BodyOf("a", 1));
  Backup();
  store_->Put(BodyOf("filler"));
  store_->Redact("a");
  LoseAndRestore();
  store_->Put(BodyOf("a", 2));
  fs::remove_all(backup_);
  Backup();
  EXPECT_EQ(LoseAndRestore().redactions, 0);
  EXPECT_TRUE(HasBody("a"));
}

// The backup had nothing to redact, so it was not noted that it was done; the next restore did it
// to a row that nobody had asked to redact.
TEST_F(RestoreTest, WhatWasRecordedWhereTheBackupHadNothingToRedactIsKept) {
  store_->Put(BodyOf("filler"));
  Backup();
  store_->Put(BodyOf("a", 1));
  store_->Redact("a");
  EXPECT_EQ(LoseAndRestore().redactions, 0);
  store_->Put(BodyOf("a", 2));
  fs::remove_all(backup_);
  Backup();
  EXPECT_EQ(LoseAndRestore().redactions, 0);
  EXPECT_TRUE(HasBody("a"));
}

TEST_F(RestoreTest, PrivateRowsErasedSinceTheBackupAreErasedAgain) {
  store_->Put(BodyOf("a"));
  PutPrivate("p1");
  PutPrivate("p2");
  Backup();
  // Without a commit in between: the journal names the revision of the backup itself.
  ErasePrivate("p1");
  const RestoreResult restored = LoseAndRestore();
  EXPECT_EQ(restored.erasures, 1);
  EXPECT_FALSE(HasPrivate("p1"));
  EXPECT_TRUE(HasPrivate("p2"));
}

TEST_F(RestoreTest, AWriteThatWaitedAndWasRedactedStaysGone) {
  store_->Put(BodyOf("b"));
  store_->Put({BodyOf("a")}, absl::Now() + absl::Hours(1));
  Backup();
  store_->Redact("a");
  EXPECT_EQ(LoseAndRestore().redactions, 1);
  EXPECT_THAT(*store_->ledger().ListPending(10), SizeIs(1));
  EXPECT_EQ(store_->ledger().ListPending(10)->front().rows, 0);
}

TEST_F(RestoreTest, IsRefusedWithoutAJournalUnlessThereIsNone) {
  store_->Put(BodyOf("a"));
  Backup();
  store_->Redact("a");
  store_.reset();
  fs::remove_all(data_);
  const auto missing = TryRestore(directory_.path() + "/no-journal");
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(missing, HasReason(ERROR_REASON_BACKUP_REFUSED));
  EXPECT_FALSE(fs::exists(data_));
  EXPECT_FALSE(fs::exists(directory_.path() + "/no-journal"));
  EXPECT_THAT(TryRestore(""), IsOk());
  Start();
  EXPECT_TRUE(HasBody("a"));
}

TEST_F(RestoreTest, ADamagedJournalIsRefused) {
  store_->Put(BodyOf("a"));
  Backup();
  store_.reset();
  fs::remove_all(data_);
  const std::string journal = directory_.Write("journal", "nonsense 00000000\n");
  EXPECT_THAT(TryRestore(journal), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(fs::exists(data_));
}

TEST_F(RestoreTest, LeavesTheDirectoryAsItWasWhenItFails) {
  store_->Put(BodyOf("a"));
  Backup();
  const std::string journal = store_->service().journal();
  EXPECT_THAT(TryRestore(journal), HasReason(ERROR_REASON_BACKUP_REFUSED)) << "it is in use";
  store_.reset();
  EXPECT_THAT(TryRestore(journal), HasReason(ERROR_REASON_BACKUP_REFUSED)) << "it is not empty";
  fs::remove_all(data_);
  const auto of_other =
      RestoreLedger(backup_, data_, journal, SystemClock(), {.service_name = "climate"});
  EXPECT_THAT(of_other, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_FALSE(fs::exists(data_));
  EXPECT_FALSE(fs::exists(data_ + ".restoring"));
  // What a restore that broke off left behind is in nobody's way.
  fs::create_directories(data_ + ".restoring/store");
  directory_.Write("data.restoring/store/CURRENT", "nonsense");
  EXPECT_THAT(TryRestore(journal), IsOk());
  EXPECT_FALSE(fs::exists(data_ + ".restoring"));
  Start();
  EXPECT_TRUE(HasBody("a"));
}

TEST_F(RestoreTest, ABackupOfAnotherServiceOrANewerVersionIsRefused) {
  store_->Put(BodyOf("a"));
  Backup();
  store_.reset();
  const std::string elsewhere = directory_.path() + "/elsewhere";
  const auto of_other =
      RestoreLedger(backup_, elsewhere, "", SystemClock(), {.service_name = "climate"});
  EXPECT_THAT(of_other, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(of_other, MessageNames("The backup is that of the service \"politics\""));
  {
    const auto newer = OpenRocksDbStore(data_);
    ASSERT_THAT(newer, IsOk());
    std::string version;
    AppendUint32(kSchemaVersion + 1, version);
    WriteBatch batch;
    batch.Put(NameKey(kSchemaVersionName), version);
    ASSERT_THAT((*newer)->Write(batch), IsOk());
    fs::remove_all(backup_);
    ASSERT_THAT((*newer)->Backup(backup_), IsOk());
  }
  fs::remove_all(data_);
  const auto of_newer = TryRestore("");
  EXPECT_THAT(of_newer, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(of_newer, MessageNames("The backup was written by a newer version"));
  EXPECT_FALSE(fs::exists(data_));
  EXPECT_FALSE(fs::exists(elsewhere));
}

}  // namespace
}  // namespace tertial
