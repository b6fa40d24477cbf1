// Imports that break off before they are visible.
#include "common/ledger/apply_staged.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

// One batch of rows behind head holds a megabyte: an import of these takes several.
const std::string& Filler() {
  static const std::string& filler = *new std::string(100'000, ' ');
  return filler;
}
constexpr int kRows = 40;

class BrokenImport : public ImportFixture {
 protected:
  // Rows of both kinds: live, deleted, and with older versions; what the import will put.
  void SetUp() override {
    LedgerFixture::SetUp();
    Commit([](Txn& txn) {
      for (int i = 0; i < kRows; i += 2) {
        EXPECT_THAT(txn.Put(kIndexedTable, Path(i), absl::StrCat("red old", i)), IsOk());
      }
      return absl::OkStatus();
    });
    Commit([](Txn& txn) {
      for (int i = 0; i < kRows; i += 4) {
        EXPECT_THAT(txn.Put(kIndexedTable, Path(i), "blue"), IsOk());
      }
      EXPECT_THAT(txn.Delete(kIndexedTable, Path(2)), IsOk());
      EXPECT_THAT(txn.Delete(kIndexedTable, Path(4)), IsOk());
      return absl::OkStatus();
    });
    before_ = Dump();
    OpenLedger();
  }

  static std::string Path(int i) { return Pk(absl::StrCat("x/", absl::Dec(i, absl::kZeroPad2))); }

  std::unique_ptr<BulkImport> Begin() {
    auto import = ledger_->BeginImport();
    for (int i = 0; i < kRows; ++i) {
      // Words that the row has now or had, and new ones.
      const std::string body = absl::StrCat(i % 3 == 0 ? "red" : "green", " new", i, " ", Filler());
      EXPECT_THAT(import->Stage(kIndexedTable, Path(i), body, i), IsOk());
    }
    EXPECT_THAT(CheckAll(*import), IsOk());
    return import;
  }

  void ExpectStateBefore() {
    EXPECT_EQ(Read().at().revision, 2);
    EXPECT_THAT(ScanWord(Read(), "new1"), ::testing::IsEmpty());
    EXPECT_EQ(Dump(), before_);
    OpenLedger();
  }
  // The import can be made now, and is whole.
  void ExpectImportable() {
    const auto result = CommitImport(*Begin());
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->at.revision, 3);
    EXPECT_EQ(ScanRows(Read(), kIndexedTable).size(), size_t{kRows});
    EXPECT_EQ(ScanWord(Read(), "new1").size(), 1u);
  }

  StoredBytes before_;
};

// How many writes the import makes that are not synced, and the flip.
constexpr int kWrites = 4;

TEST_F(BrokenImport, MakesTheWritesThatTheseTestsBreak) {
  const auto import = Begin();
  const int64_t buffered = faults_->buffered_writes();
  const int64_t synced = faults_->synced_writes();
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_EQ(faults_->buffered_writes() - buffered, kWrites - 1);
  EXPECT_EQ(faults_->synced_writes() - synced, 1);
}

TEST_F(BrokenImport, ByACrashLeavesTheStateBeforeIt) {
  for (int nth = 1; nth <= kWrites; ++nth) {
    SCOPED_TRACE(nth);
    auto import = Begin();
    faults_->FailWritesFrom(nth);
    EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
    faults_->Heal();
    // Its rows are behind head still.
    EXPECT_EQ(Read().at().revision, 2);
    OpenCopy();
    ExpectStateBefore();
    import.reset();
  }
  ExpectImportable();
}

TEST_F(BrokenImport, ByACrashAfterTheFlipIsThere) {
  auto import = Begin();
  faults_->FailAfterWrite(kWrites);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  EXPECT_EQ(Read().at().revision, 3);
  OpenCopy();
  EXPECT_EQ(Read().at().revision, 3);
  EXPECT_EQ(ScanRows(Read(), kIndexedTable).size(), size_t{kRows});
}

TEST_F(BrokenImport, ByAWriteThatFailedIsUndoneAtOnce) {
  for (int nth = 1; nth <= kWrites; ++nth) {
    SCOPED_TRACE(nth);
    auto import = Begin();
    faults_->FailWrite(nth);
    EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
    import.reset();
    EXPECT_THAT(ledger_->Health(), IsOk());
    ExpectStateBefore();
  }
  ExpectImportable();
}

TEST_F(BrokenImport, ByAWriteThatWasMadeAndReportedAsFailedIsUndone) {
  for (int nth = 1; nth < kWrites; ++nth) {
    SCOPED_TRACE(nth);
    auto import = Begin();
    faults_->FailAfterWrite(nth);
    EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
    import.reset();
    ExpectStateBefore();
  }
}

TEST_F(BrokenImport, MayBeCommittedAgainAfterItWasUndone) {
  const auto import = Begin();
  faults_->FailWrite(2);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  EXPECT_TRUE(Put("x/z", "between").committed);
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_EQ(Read().at().revision, 4);
  EXPECT_EQ(ScanRows(Read(), kIndexedTable).size(), size_t{kRows});
}

TEST_F(BrokenImport, ThatCannotBeUndoneStopsAllWritesUntilItCan) {
  auto import = Begin();
  faults_->FailWritesFrom(kWrites);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  // Rows lie behind head that the next commit would make visible.
  const auto put = [](Txn& txn) { return txn.Put(kTable, Pk("x/z"), "z").status(); };
  EXPECT_THAT(ledger_->Commit({}, put), StatusIs(kUnavailable));
  EXPECT_THAT(ledger_->DoDueWork(), StatusIs(kUnavailable));
  EXPECT_THAT(ledger_->Health(), StatusIs(kUnavailable));
  // Reads go on, at the state before.
  EXPECT_EQ(ScanRows(Read(), kIndexedTable).size(), 18u);
  EXPECT_THAT(Read().Find(kIndexedTable, Path(1)), IsOkAndHolds(MaybeRecord()));
  import.reset();
  faults_->Heal();
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_THAT(ledger_->Health(), IsOk());
  ExpectStateBefore();
  ExpectImportable();
}

TEST_F(BrokenImport, IsUndoneBeforeTheNextWriteIsMade) {
  auto import = Begin();
  faults_->FailWritesFrom(kWrites);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  faults_->Heal();
  EXPECT_EQ(Put("x/z", "z").at.revision, 3);
  EXPECT_EQ(ScanRows(Read(), kIndexedTable).size(), 18u);
  EXPECT_THAT(ScanWord(Read(), "new1"), ::testing::IsEmpty());
}

TEST_F(BrokenImport, IsUndoneAgainWhenTheUndoingBreaksOff) {
  auto import = Begin();
  faults_->FailWritesFrom(kWrites);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  import.reset();
  ledger_.reset();
  faults_->FailWritesFrom(1);
  EXPECT_THAT(TryOpen(), StatusIs(kUnavailable));
  // The undoing itself is whole then, and the removal of the staged rows fails.
  faults_->FailWritesFrom(2);
  EXPECT_THAT(TryOpen(), StatusIs(kUnavailable));
  faults_->Heal();
  OpenLedger();
  ExpectStateBefore();
  ExpectImportable();
}

TEST_F(BrokenImport, IsUndoneToTheEndWhenTheUndoingBrokeOffInTheMiddle) {
  // What is put back takes several batches as well.
  Commit([](Txn& txn) {
    for (int i = 0; i < kRows; ++i) {
      EXPECT_THAT(txn.Put(kIndexedTable, Path(i), absl::StrCat("large", Filler())), IsOk());
    }
    return absl::OkStatus();
  });
  before_ = Dump();
  OpenLedger();
  auto import = Begin();
  // More writes than the import makes: it is the flip that fails.
  const int64_t buffered = faults_->buffered_writes();
  faults_->FailWritesFrom(kWrites + 3);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  import.reset();
  EXPECT_EQ(faults_->buffered_writes() - buffered, kWrites + 2);
  // Each attempt leaves less to be undone.
  for (int nth = 2; nth <= 3; ++nth) {
    ledger_.reset();
    faults_->FailWritesFrom(nth);
    EXPECT_THAT(TryOpen(), StatusIs(kUnavailable)) << nth;
  }
  faults_->Heal();
  OpenLedger();
  EXPECT_EQ(Dump(), before_);
  OpenLedger();
}

TEST_F(BrokenImport, ShowsReadersNothingWhileItIsWritten) {
  const auto import = Begin();
  const ReadView earlier = Read();
  // The moment before the flip: all rows are written, head stands where it stood.
  faults_->FailWritesFrom(kWrites);
  EXPECT_THAT(CommitImport(*import), StatusIs(kUnavailable));
  faults_->Heal();
  const ReadView now = Read();
  EXPECT_EQ(now.at(), earlier.at());
  EXPECT_EQ(ScanRows(now, kIndexedTable), ScanRows(earlier, kIndexedTable));
  EXPECT_THAT(now.Find(kIndexedTable, Path(1)), IsOkAndHolds(MaybeRecord()));
  EXPECT_EQ(ScanRows(Read(AsOf::At(Revision{1})), kIndexedTable).size(), size_t{kRows} / 2);
}

}  // namespace
}  // namespace tertial
