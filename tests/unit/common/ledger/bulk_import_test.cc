#include "common/ledger/bulk_import.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

class Import : public ImportFixture {};

TEST_F(Import, ShowsNothingBeforeItIsCommitted) {
  Put("x/a", "a1");
  const auto import = Staged({{"x/a", "a2"}, {"x/b", "b2"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  EXPECT_THAT(import->Count(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  EXPECT_EQ(Read().at().revision, 1);
  const auto result = CommitImport(*import);
  ASSERT_THAT(result, IsOk());
  EXPECT_TRUE(result->committed);
  EXPECT_EQ(result->at, Read().at());
  EXPECT_EQ(result->at.revision, 2);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a2"}, {"x/b", "b2"}}));
  EXPECT_EQ(ScanRows(Read(AsOf::At(Revision{1})), kTable), (Rows{{"x/a", "a1"}}));
}

TEST_F(Import, CountsWhatItChanges) {
  Put("x/a", "same");
  Put("x/b", "old");
  Put("x/c", "gone");
  Delete("x/c");
  const auto import = Staged({{"x/a", "same"}, {"x/b", "new"}, {"x/c", "back"}, {"x/d", "new"}});
  const auto counts = import->Count();
  ASSERT_THAT(counts, IsOk());
  EXPECT_EQ(counts->unchanged, 1);
  EXPECT_EQ(counts->revised, 1);
  EXPECT_EQ(counts->inserted, 2);
  EXPECT_EQ(import->checked_at(), Read().at());
  const auto result = CommitImport(*import);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->answer, "2 1 1");
  EXPECT_EQ(Read().at().revision, 5);
}

TEST_F(Import, ThatChangesNothingUsesNoRevision) {
  Put("x/a", "same");
  auto import = Staged({{"x/a", "same"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  const auto result = CommitImport(*import);
  import.reset();
  ASSERT_THAT(result, IsOk());
  EXPECT_FALSE(result->committed);
  EXPECT_EQ(result->at, Read().at());
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

TEST_F(Import, TellsEachRowWithItsNumberInTheOrderOfTablesAndKeys) {
  const auto import = ledger_->BeginImport();
  EXPECT_THAT(import->Stage(kPlainTable, Pk("p"), "p1", 1), IsOk());
  EXPECT_THAT(import->Stage(kTable, Pk("x/b"), "b2", 2), IsOk());
  EXPECT_THAT(import->Stage(kTable, Pk("x/a"), "a3", 3), IsOk());
  std::vector<std::string> rows;
  EXPECT_THAT(import->Check([&](const RecordReader&, const StagedRowView& row) {
    rows.push_back(absl::StrCat(row.table, " ", PathOf(row.pk), " ", row.body, " ", row.row));
    return true;
  }),
              IsOk());
  EXPECT_THAT(rows, ElementsAre("5 x/a a3 3", "5 x/b b2 2", "6 p p1 1"));
}

TEST_F(Import, NamesTheFirstRowOfADuplicate) {
  const auto import = Staged({{"x/b", "1"}, {"x/a", "2"}, {"x/b", "3"}, {"x/b", "4"}});
  std::vector<std::string> rows;
  const auto check = [&](const RecordReader&, const StagedRowView& row) {
    rows.push_back(absl::StrCat(row.row, "=", row.duplicate_of.value_or(-1)));
    return !row.duplicate_of.has_value();
  };
  EXPECT_THAT(import->Check(check), IsOk());
  EXPECT_THAT(rows, ElementsAre("2=-1", "1=-1", "3=1", "4=1"));
  rows.clear();
  EXPECT_THAT(import->Check(check), IsOk());
  EXPECT_THAT(rows, ElementsAre("2=-1", "1=-1")) << "what was refused is out";
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "2"}, {"x/b", "1"}}));
}

// Of rows with one key that are all kept the last was applied, while a check saw the first.
TEST_F(Import, TakesTheLastOfTheDuplicatesThatAreKept) {
  const auto import = Staged({{"x/a", "first"}, {"x/a", "second"}, {"x/b", "b"}});
  EXPECT_THAT(import->Check([&](const RecordReader& reader, const StagedRowView&) {
    EXPECT_THAT(reader.Find(kTable, Pk("x/a")), IsOkAndHolds(MaybeRecord(Record{1, "second"})));
    EXPECT_EQ(ScanRows(reader, kTable), (Rows{{"x/a", "second"}, {"x/b", "b"}}));
    return true;
  }),
              IsOk());
  EXPECT_EQ(import->Count()->inserted, 2);
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "second"}, {"x/b", "b"}}));
}

TEST_F(Import, ChecksRowsAgainstWhatIsThereAndWhatIsStaged) {
  Put("x/there", "t1");
  Put("x/a", "a2");
  Put("x/deleted", "d");
  Delete("x/deleted");
  const auto import = Staged({{"x/a", "a5"}, {"x/m", "m"}, {"y/z", "z"}});
  int checked = 0;
  EXPECT_THAT(import->Check([&](const RecordReader& reader, const StagedRowView&) {
    ++checked;
    EXPECT_THAT(reader.MultiFind(kTable, std::vector<std::string>{Pk("x/there"), Pk("x/a"),
                                                                  Pk("x/deleted"), Pk("y/z")}),
                IsOkAndHolds(ElementsAre(MaybeRecord(Record{1, "t1"}), MaybeRecord(Record{5, "a5"}),
                                         MaybeRecord(), MaybeRecord(Record{5, "z"}))));
    EXPECT_EQ(ScanRows(reader, kTable, "x"),
              (Rows{{"x/a", "a5"}, {"x/m", "m"}, {"x/there", "t1"}}));
    EXPECT_EQ(ScanRows(reader, kTable, "x", "x/a"), (Rows{{"x/m", "m"}, {"x/there", "t1"}}));
    EXPECT_EQ(ScanRows(reader, kTable, "y"), (Rows{{"y/z", "z"}}));
    EXPECT_EQ(ScanRows(reader, kPlainTable), Rows());
    return true;
  }),
              IsOk());
  EXPECT_EQ(checked, 3);
}

TEST_F(Import, ShowsLaterRowsThatARefusedOneIsGone) {
  Put("x/a", "before");
  const auto import =
      Staged({{"x/a", "refused"}, {"x/b", "b"}, {"x/new", "refused"}, {"y/y", "y"}});
  std::vector<std::string> seen;
  EXPECT_THAT(import->Check([&](const RecordReader& reader, const StagedRowView& row) {
    std::string texts;
    for (const auto& [path, body] : ScanRows(reader, kTable)) absl::StrAppend(&texts, body, " ");
    const auto found = reader.Find(kTable, Pk("x/new"));
    EXPECT_EQ((*found).has_value(), row.row != 4);
    seen.push_back(texts);
    return row.body != "refused";
  }),
              IsOk());
  EXPECT_THAT(seen, ElementsAre("refused b refused y ", "before b refused y ",
                                "before b refused y ", "before b y "));
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "before"}, {"x/b", "b"}, {"y/y", "y"}}));
}

TEST_F(Import, EndsTheCheckWithItsError) {
  const auto import = Staged({{"x/a", "1"}, {"x/b", "2"}});
  int checked = 0;
  EXPECT_THAT(import->Check([&](const RecordReader&, const StagedRowView&) -> absl::StatusOr<bool> {
    ++checked;
    return AreaNotFound("atlantis");
  }),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(checked, 1);
}

TEST_F(Import, IsCheckedAgainWhenSomethingWasCommittedMeanwhile) {
  const auto import = Staged({{"x/a", "1"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  Put("x/b", "between");
  int rechecks = 0;
  const auto result = CommitImport(*import, {}, [&] {
    ++rechecks;
    return import->Check([&](const RecordReader& reader, const StagedRowView&) {
      EXPECT_THAT(reader.Find(kTable, Pk("x/b")), IsOkAndHolds(MaybeRecord(Record{1, "between"})));
      return true;
    });
  });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(rechecks, 1);
  EXPECT_EQ(result->at.revision, 2);
}

TEST_F(Import, IsNotHeldUpForEverByOtherWriters) {
  const auto import = Staged({{"x/a", "1"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  Put("x/b", "0");
  int rechecks = 0;
  const auto result = CommitImport(*import, {}, [&] {
    ++rechecks;
    EXPECT_THAT(CheckAll(*import), IsOk());
    // Somebody else is always faster, until the check is made with the writer held.
    if (rechecks <= 2) Put("x/b", absl::StrCat(rechecks));
    return absl::OkStatus();
  });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(rechecks, 3);
  EXPECT_EQ(result->at.revision, 4);
}

TEST_F(Import, IsNotCommittedWhenTheSecondCheckFails) {
  Put("x/b", "b");
  const auto import = Staged({{"x/a", "1"}});
  EXPECT_THAT(CommitImport(*import, {}, [] { return AreaNotFound("atlantis"); }),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/b", "b"}}));
}

TEST_F(Import, IsAnsweredAgainAndNotMadeAgain) {
  const CommitInfo info{.actor = "kari", .request_id = "file", .fingerprint = "f"};
  const auto first = Staged({{"x/a", "1"}});
  EXPECT_THAT(first->FindReplay(info), IsOkAndHolds(::testing::Eq(std::nullopt)));
  const auto result = CommitImport(*first, info);
  ASSERT_THAT(result, IsOk());
  Put("x/a", "2");
  const auto second = Staged({{"x/a", "1"}});
  const auto found = second->FindReplay(info);
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->at, result->at);
  const auto again = CommitImport(*second, info);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->answer, "1 0 0");
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "2"}}));
  CommitInfo other = info;
  other.fingerprint = "g";
  const auto reused = HasReason(common::v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_THAT(CommitImport(*second, other), reused);
  EXPECT_THAT(second->FindReplay(other), reused);
}

TEST_F(Import, IsOneCommitInTheFeed) {
  Put("asker/a", "a1");
  const auto import = Staged({{"asker/a", "a2"}, {"oslo/b", "b2"}});
  ASSERT_THAT(CommitImport(*import, {.actor = "kari", .reason = "a file"}), IsOk());
  const auto page = ReadFeed(Read(), ledger_->tables(), {1, 0}, {}, 10);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->changes, SizeIs(2));
  EXPECT_EQ(page->changes[0].op, ChangeOp::kRevised);
  EXPECT_EQ(page->changes[0].before->body, "a1");
  EXPECT_EQ(page->changes[0].after->body, "a2");
  EXPECT_EQ(page->changes[0].actor, "kari");
  EXPECT_EQ(page->changes[1].op, ChangeOp::kInserted);
  EXPECT_EQ(page->changes[1].reason, "a file");
  EXPECT_TRUE(page->changes[1].end_of_commit);
  EXPECT_FALSE(page->changes[0].end_of_commit);
}

TEST_F(Import, TakesMoreRowsThanOneBatchHolds) {
  const auto import = ledger_->BeginImport();
  const std::string filler(1'000, '.');
  constexpr int kRows = 5'000;
  for (int i = 0; i < kRows; ++i) {
    const std::string path = absl::StrCat("x/", absl::Dec(i % 4'500, absl::kZeroPad5));
    ASSERT_THAT(import->Stage(kTable, Pk(path), absl::StrCat(i, filler), i), IsOk());
  }
  EXPECT_GT(faults_->buffered_writes(), 10);
  int duplicates = 0;
  EXPECT_THAT(import->Check([&](const RecordReader&, const StagedRowView& row) {
    if (row.duplicate_of.has_value()) {
      ++duplicates;
      EXPECT_EQ(*row.duplicate_of, row.row - 4'500);
    }
    return true;
  }),
              IsOk());
  EXPECT_EQ(duplicates, 500);
  ASSERT_THAT(CommitImport(*import), IsOk());
  const Rows rows = ScanRows(Read(), kTable);
  ASSERT_THAT(rows, SizeIs(4'500));
  EXPECT_EQ(rows[7].second, absl::StrCat(4'507, filler));
  EXPECT_EQ(rows[600].second, absl::StrCat(600, filler));
}

TEST_F(Import, ThatIsNotCommittedLeavesNothing) {
  {
    const auto import = Staged({{"x/a", "1"}});
    EXPECT_THAT(CheckAll(*import), IsOk());
  }
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
  OpenLedger();
  EXPECT_EQ(Read().at().revision, 0);
}

TEST_F(Import, LeftBehindByACrashIsRemovedAtTheStart) {
  const auto import = Staged({{"x/a", "1"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  OpenCopy();
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

TEST_F(Import, OfTwoAtOnceDoNotMeet) {
  const auto one = Staged({{"x/a", "one"}, {"x/b", "one"}});
  const auto two = Staged({{"x/a", "two"}});
  EXPECT_THAT(CheckAll(*one), IsOk());
  EXPECT_THAT(CheckAll(*two), IsOk());
  ASSERT_THAT(CommitImport(*one), IsOk());
  ASSERT_THAT(CommitImport(*two), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "two"}, {"x/b", "one"}}));
}

TEST_F(Import, MayWaitForItsInstantAndSurvivesARestart) {
  Put("x/a", "a1");
  CommitInfo info{.actor = "kari", .request_id = "file", .fingerprint = "f"};
  info.publish_at = clock_.Now() + absl::Hours(1);
  auto import = Staged({{"x/a", "a2"}, {"x/b", "b2"}});
  const auto waits = CommitImport(*import, info);
  ASSERT_THAT(waits, IsOk());
  EXPECT_FALSE(waits->committed);
  EXPECT_FALSE(waits->pending_release.empty());
  EXPECT_EQ(waits->at, Read().at());
  import.reset();
  Reopen();
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  const auto waiting = ledger_->ListPending(10);
  ASSERT_THAT(*waiting, SizeIs(1));
  EXPECT_EQ(waiting->front().id, waits->pending_release);
  EXPECT_EQ(waiting->front().rows, 2);
  EXPECT_TRUE(CommitImport(*Staged({{"x/a", "a2"}}), info)->replayed);
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a2"}, {"x/b", "b2"}}));
  EXPECT_EQ(Read().at().revision, 2);
  EXPECT_EQ(KeysUnder(kStagedTag), 0u);
}

TEST_F(Import, ThatWaitsAndWouldChangeNothingDoesNotWait) {
  Put("x/a", "a1");
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  const auto result = CommitImport(*Staged({{"x/a", "a1"}}), info);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->pending_release, IsEmpty());
  EXPECT_THAT(*ledger_->ListPending(10), IsEmpty());
}

// The rows of an import that waits were removed when its write was reported as failed, while the
// write itself was there: at its instant nothing was released.
TEST_F(Import, ThatWaitsKeepsItsRowsWhenItsWriteWasReportedAsFailed) {
  CommitInfo info{.actor = "kari", .request_id = "file", .fingerprint = "f"};
  info.publish_at = clock_.Now() + absl::Hours(1);
  auto import = Staged({{"x/a", "a1"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  faults_->FailAfterWrite(1);
  EXPECT_THAT(CommitImport(*import, info), StatusIs(kUnavailable));
  import.reset();
  const auto again = CommitImport(*Staged({{"x/a", "a1"}}), info);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed);
  EXPECT_FALSE(again->pending_release.empty());
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
}

TEST_F(Import, MayBeMadeAgainWhenItsCommitWasReportedAsFailed) {
  const CommitInfo info{.actor = "kari", .request_id = "file", .fingerprint = "f"};
  auto import = Staged({{"x/a", "a1"}});
  EXPECT_THAT(CheckAll(*import), IsOk());
  faults_->FailAfterWrite(1);
  EXPECT_THAT(CommitImport(*import, info), StatusIs(kUnavailable));
  import.reset();
  // Who waited for it was not told.
  EXPECT_EQ(ledger_->WaitForCommit(0, absl::ZeroDuration()), 1);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  const auto again = CommitImport(*Staged({{"x/a", "a1"}}), info);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->at, Read().at());
  EXPECT_EQ(Put("x/b", "b2").at.revision, 2);
}

TEST_F(Import, ReportsAStoreThatTakesNoRows) {
  faults_->FailWritesFrom(1);
  const auto import = Staged({{"x/a", "a1"}});
  EXPECT_THAT(CheckAll(*import), StatusIs(kUnavailable));
}

}  // namespace
}  // namespace tertial
