// A ledger whose disk is full: nothing new is written, nothing half, what is there is read, and all
// goes on by itself when there is room.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "common/ledger/store_check.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

auto IsFull() { return HasReason(common::v1::ERROR_REASON_STORE_FULL); }

class FullLedger : public ImportFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    Put("x/a", "a1");
    Commit([this](Txn& txn) {
      txn.PutPrivate(kTable, Pk("secret/one"), "1", clock_.Now() + absl::Hours(1000));
      return absl::OkStatus();
    });
  }

  absl::StatusOr<CommitResult> TryPut(absl::string_view path, const std::string& body,
                                      const CommitInfo& info = {}) {
    return ledger_->Commit(info,
                           [&](Txn& txn) { return txn.Put(kTable, Pk(path), body).status(); });
  }
  // Of an import of so many megabytes.
  std::unique_ptr<BulkImport> Begin(int megabytes) {
    auto import = ledger_->BeginImport();
    const std::string filler(100'000, ' ');
    for (int i = 0; i < 10 * megabytes; ++i) {
      const std::string path = absl::StrCat("y/", absl::Dec(i, absl::kZeroPad3));
      EXPECT_THAT(import->Stage(kIndexedTable, Pk(path), absl::StrCat("new ", i, filler), i),
                  IsOk());
    }
    EXPECT_THAT(CheckAll(*import), IsOk());
    return import;
  }
  // What a check of the store finds, but that the bodies of these tests are no messages.
  std::vector<std::string> Findings() {
    std::vector<std::string> found;
    const auto check = CheckStore(*ledger_, 100, absl::InfiniteFuture());
    EXPECT_THAT(check, IsOk());
    if (!check.ok()) return found;
    EXPECT_LT(check->finding_count, 100);
    for (const StoreFinding& finding : check->findings) {
      if (!absl::StartsWith(finding.description, "The content is no ")) {
        found.push_back(finding.description);
      }
    }
    return found;
  }
  // Nothing of an import is seen by anybody.
  void ExpectNothingWasImported() {
    EXPECT_EQ(Read().at().revision, 1);
    EXPECT_THAT(ScanRows(Read(), kIndexedTable), IsEmpty());
    const auto feed = ReadFeed(Read(), ledger_->tables(), {1, 0}, {}, 10);
    ASSERT_THAT(feed, IsOk());
    EXPECT_THAT(feed->changes, IsEmpty());
    EXPECT_EQ(ledger_->WaitForCommit(0, absl::ZeroDuration()), 1);
  }
};

TEST_F(FullLedger, RefusesWhatIsNewAndReadsOn) {
  faults_->UseUpRoom();
  EXPECT_THAT(TryPut("x/a", "a2"), IsFull());
  EXPECT_THAT(TryPut("x/a", "a2"), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(ledger_->Commit({}, [](Txn& txn) { return txn.Delete(kTable, Pk("x/a")).status(); }),
              IsFull());
  EXPECT_THAT(ledger_->Commit({},
                              [](Txn& txn) {
                                txn.PutPrivate(kTable, Pk("secret/two"), "2",
                                               absl::InfiniteFuture());
                                return absl::OkStatus();
                              }),
              IsFull());
  EXPECT_THAT(ledger_->Health(), IsFull());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_THAT(Findings(), IsEmpty());
  faults_->Heal();
  EXPECT_THAT(TryPut("x/a", "a2"), IsOk());
  EXPECT_EQ(Read().at().revision, 2);
  EXPECT_THAT(ledger_->Health(), IsOk());
}

TEST_F(FullLedger, TellsWhatIsWrongWithAWriteAllTheSame) {
  faults_->UseUpRoom();
  EXPECT_THAT(ledger_->Commit({}, [](Txn& /*txn*/) { return AreaNotFound("atlantis"); }),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(FullLedger, AnswersWhatWasAskedBefore) {
  const CommitInfo info{.actor = "kari", .request_id = "one", .fingerprint = "f"};
  ASSERT_THAT(TryPut("x/b", "b2", info), IsOk());
  faults_->FillDisk();
  const auto again = TryPut("x/b", "b2", info);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed);
}

TEST_F(FullLedger, TakesOutWhatIsToGo) {
  faults_->UseUpRoom();
  EXPECT_THAT(
      ledger_->Redact({.actor = "a", .reason = "r"}, kTable, Pk("x/a"), AreaNotFound("none")),
      IsOk());
  EXPECT_THAT(ledger_->Commit({},
                              [](Txn& txn) {
                                txn.ErasePrivate(kTable, Pk("secret"));
                                return absl::OkStatus();
                              }),
              IsOk());
  EXPECT_THAT(ScanRows(Read(), kTable), IsEmpty());
}

TEST_F(FullLedger, TakesNothingWhenNothingIsLeft) {
  faults_->FillDiskAt(1);
  EXPECT_THAT(TryPut("x/a", "a2"), IsFull()) << "told by the disk itself";
  EXPECT_THAT(TryPut("x/a", "a2"), IsFull());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  faults_->Heal();
  EXPECT_EQ(Put("x/a", "a2").at.revision, 2);
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(FullLedger, RefusesAnImportWhileItIsStagedAndKeepsNothingOfIt) {
  faults_->UseUpRoom();
  {
    const auto import = Staged({{"y/a", "1"}});
    EXPECT_THAT(CheckAll(*import), IsFull());
    EXPECT_THAT(CommitImport(*import), IsFull());
    ExpectNothingWasImported();
  }
  faults_->Heal();
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

TEST_F(FullLedger, UndoesAnImportForWhichThereIsNoRoom) {
  const auto import = Begin(3);
  // Room is left for what is staged, and for a part of what is applied.
  faults_->UseUpRoom();
  EXPECT_THAT(CommitImport(*import), IsFull());
  ExpectNothingWasImported();
  EXPECT_THAT(Findings(), IsEmpty());
  faults_->Heal();
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_THAT(ScanRows(Read(), kIndexedTable), SizeIs(30));
  EXPECT_THAT(Findings(), IsEmpty());
}

// It took a restart.
TEST_F(FullLedger, UndoesAnImportByItselfWhereverTheDiskWasFull) {
  int nth = 1;
  for (bool refused = true; refused; ++nth) {
    SCOPED_TRACE(nth);
    auto import = Begin(4);
    faults_->FillDiskAt(nth);
    const auto result = CommitImport(*import);
    refused = !result.ok();
    if (!refused) break;
    EXPECT_THAT(result, IsFull());
    ExpectNothingWasImported();
    // Neither can it be undone, so nothing else is written either.
    EXPECT_THAT(TryPut("x/a", "a2"), IsFull());
    EXPECT_THAT(ledger_->Health(), IsFull());
    import.reset();
    faults_->Heal();
    EXPECT_LE(ledger_->NextDueWork(), ledger_->Now());
    EXPECT_THAT(ledger_->DoDueWork(), IsOk());
    EXPECT_THAT(ledger_->Health(), IsOk());
    ExpectNothingWasImported();
    EXPECT_THAT(ScanWord(Read(), "new"), IsEmpty());
    EXPECT_THAT(Findings(), IsEmpty());
    EXPECT_GT(ledger_->NextDueWork(), ledger_->Now());
  }
  EXPECT_GT(nth, 3) << "it takes several writes";
  faults_->Heal();
  EXPECT_THAT(ScanRows(Read(), kIndexedTable), SizeIs(40));
  EXPECT_EQ(Put("x/a", "a2").at.revision, 3);
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

// The rows of an import that was given up took their room until the next start.
TEST_F(FullLedger, RemovesStagedRowsAsSoonAsItCan) {
  auto import = Begin(1);
  faults_->FillDisk();
  import.reset();
  faults_->Heal();
  EXPECT_LE(ledger_->NextDueWork(), ledger_->Now());
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

TEST_F(FullLedger, MakesRoomOfStagedRowsThatWereDeleted) {
  const uint64_t before = *ledger_->DiskBytes();
  auto import = ledger_->BeginImport();
  for (uint32_t i = 0; i < 40'000; ++i) {
    ASSERT_THAT(import->Stage(kTable, Pk(absl::StrCat("y/", i)),
                              Distinctive(i) + Distinctive(i + 1'000'000), i),
                IsOk());
  }
  ASSERT_THAT(CheckAll(*import), IsOk());
  import.reset();
  faults_->UseUpRoom();
  EXPECT_LE(ledger_->NextDueWork(), ledger_->Now());
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_LT(*ledger_->DiskBytes(), before + (uint64_t{1} << 20));
  // Once: what is full now is full of something else.
  EXPECT_GT(ledger_->NextDueWork(), ledger_->Now());
}

TEST_F(FullLedger, MakesAWriteThatWaitsWhenThereIsRoomAndHoldsUpNobody) {
  CommitInfo info{.actor = "kari"};
  info.publish_at = clock_.Now() + absl::Hours(1);
  ASSERT_THAT(TryPut("x/b", "waits", info), IsOk());
  faults_->UseUpRoom();
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_THAT(ledger_->Commit({}, [](Txn&) { return absl::OkStatus(); }), IsOk());
  Reopen();
  EXPECT_EQ(Read().at().revision, 1);
  faults_->Heal();
  clock_.Advance(absl::Minutes(1));
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}, {"x/b", "waits"}}));
}

TEST_F(FullLedger, DoesNotAcceptAnImportThatIsToWait) {
  CommitInfo info{.actor = "kari"};
  info.publish_at = clock_.Now() + absl::Hours(1);
  auto import = Staged({{"y/a", "1"}});
  ASSERT_THAT(CheckAll(*import), IsOk());
  faults_->UseUpRoom();
  EXPECT_THAT(CommitImport(*import, info), IsFull());
  import.reset();
  EXPECT_THAT(*ledger_->ListPending(10), IsEmpty());
  faults_->Heal();
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

class DamagedLedger : public LedgerFixture {};

TEST_F(DamagedLedger, NamesTheFileFirstAmongTheFindings) {
  Put("x/a", "a1");
  faults_->DamageFile("000012.sst");
  // The records cannot be read, so only the files are told of.
  const auto files = ledger_->FindDamagedFiles([] { return true; });
  EXPECT_THAT(files, IsOkAndHolds(ElementsAre("000012.sst")));
  EXPECT_THAT(ledger_->Health(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
  EXPECT_THAT(ledger_->Read(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

}  // namespace
}  // namespace tertial
