#include "common/ledger/redaction.h"

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

class Redactions : public ImportFixture {
 protected:
  absl::StatusOr<RedactionResult> Redact(absl::string_view path, TableId table = kTable,
                                         const CommitInfo& info = {.actor = "dpo",
                                                                   .reason = "a request"}) {
    return ledger_->Redact(info, table, Pk(path), AreaNotFound("x"));
  }
  std::string BodyAt(Revision revision, absl::string_view path) {
    const auto found = Read(AsOf::At(revision)).Find(kTable, Pk(path));
    EXPECT_THAT(found, IsOk());
    return found->has_value() ? (*found)->body : "(none)";
  }
  // Rows around, so that files hold more than what is redacted.
  void PutOthers() {
    Commit([](Txn& txn) {
      for (uint32_t i = 0; i < 50; ++i) {
        EXPECT_THAT(
            txn.Put(kTable, Pk(absl::StrCat(i % 2 == 0 ? "a/" : "z/", i)), Distinctive(1'000 + i)),
            IsOk());
      }
      return absl::OkStatus();
    });
  }
};

TEST_F(Redactions, BlankThePresentAndThePast) {
  Put("x/a", "one");
  Put("x/b", "other");
  Put("x/a", "two");
  Delete("x/a");
  Put("x/a", "five");
  const auto result = Redact("x/a");
  ASSERT_THAT(result, IsOk());
  EXPECT_TRUE(result->commit.committed);
  EXPECT_EQ(result->commit.at.revision, 6);
  EXPECT_EQ(result->commit.at, Read().at());
  EXPECT_EQ(result->versions, 3);
  for (Revision revision = 0; revision <= 6; ++revision) {
    EXPECT_EQ(BodyAt(revision, "x/a"), "(none)") << revision;
    EXPECT_EQ(BodyAt(revision, "x/b"), revision < 2 ? "(none)" : "other") << revision;
    EXPECT_THAT(ScanRows(Read(AsOf::At(revision)), kTable), SizeIs(revision < 2 ? 0 : 1));
  }
  Reopen();
  EXPECT_EQ(BodyAt(3, "x/a"), "(none)");
}

TEST_F(Redactions, LeaveTheTraceThatTheyWereMade) {
  Put("x/a", "one");
  Put("x/a", "two");
  ASSERT_THAT(Redact("x/a"), IsOk());
  const auto versions = ReadVersions(Read(), kTable, Pk("x/a"), 0, 10);
  ASSERT_THAT(*versions, SizeIs(3));
  for (const RowVersion& row : *versions) EXPECT_EQ(row.version.body, "");
  EXPECT_EQ((*versions)[0].version.state, RowState::kBlanked);
  EXPECT_EQ((*versions)[1].op, ChangeOp::kRevised);
  EXPECT_EQ((*versions)[2].op, ChangeOp::kRedacted);
  EXPECT_EQ((*versions)[2].actor, "dpo");
  EXPECT_EQ((*versions)[2].reason, "a request");
  EXPECT_THAT(Read().FindVersion(kTable, Pk("x/a")),
              IsOkAndHolds(MaybeVersion(Version{RowState::kRedaction, 3, ""})));
  EXPECT_THAT(Read(AsOf::At(Revision{1})).FindVersion(kTable, Pk("x/a")),
              IsOkAndHolds(MaybeVersion(Version{RowState::kBlanked, 1, ""})));
}

TEST_F(Redactions, OfARowThatNeverWasAreNotFound) {
  Put("x/b", "b");
  EXPECT_EQ(Redact("x/a").status(), AreaNotFound("x"));
  EXPECT_EQ(Read().at().revision, 1);
}

TEST_F(Redactions, MadeASecondTimeUseNoRevision) {
  Put("x/a", "one");
  ASSERT_THAT(Redact("x/a"), IsOk());
  const auto again = Redact("x/a");
  ASSERT_THAT(again, IsOk());
  EXPECT_FALSE(again->commit.committed);
  EXPECT_EQ(again->versions, 0);
  EXPECT_EQ(again->commit.at, Read().at());
  EXPECT_EQ(Read().at().revision, 2);
}

TEST_F(Redactions, LetTheRowBePutAgain) {
  Put("x/a", "one");
  ASSERT_THAT(Redact("x/a"), IsOk());
  Commit([](Txn& txn) {
    EXPECT_THAT(txn.Find(kTable, Pk("x/a")), IsOkAndHolds(MaybeRecord()));
    EXPECT_THAT(txn.Delete(kTable, Pk("x/a")), IsOkAndHolds(false));
    EXPECT_THAT(txn.Put(kTable, Pk("x/a"), "three"), IsOkAndHolds(PutOutcome::kInserted));
    return absl::OkStatus();
  });
  EXPECT_EQ(BodyAt(3, "x/a"), "three");
  EXPECT_EQ(BodyAt(2, "x/a"), "(none)");
  EXPECT_EQ(BodyAt(1, "x/a"), "(none)");
  const auto again = Redact("x/a");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->versions, 1);
  EXPECT_EQ(BodyAt(3, "x/a"), "(none)");
  const auto page = ReadFeed(Read(), ledger_->tables(), {}, {}, 10);
  ASSERT_THAT(page, IsOk());
  std::vector<ChangeOp> ops;
  for (const FeedChange& change : page->changes) ops.push_back(change.op);
  EXPECT_THAT(ops, ElementsAre(ChangeOp::kInserted, ChangeOp::kRedacted, ChangeOp::kInserted,
                               ChangeOp::kRedacted));
}

TEST_F(Redactions, OfADeletedRowBlankItsPast) {
  Put("x/a", "one");
  Delete("x/a");
  const auto result = Redact("x/a");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->versions, 1);
  EXPECT_EQ(result->commit.at.revision, 3);
  EXPECT_EQ(BodyAt(1, "x/a"), "(none)");
}

TEST_F(Redactions, TakeTheRowOutOfWhatWaits) {
  Put("x/b", "b1");
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  Commit(
      [](Txn& txn) {
        EXPECT_THAT(txn.Put(kTable, Pk("x/a"), "secret"), IsOk());
        EXPECT_THAT(txn.Put(kTable, Pk("x/b"), "b2"), IsOk());
        return absl::OkStatus();
      },
      info);
  // It never was, but it waits.
  const auto result = Redact("x/a");
  ASSERT_THAT(result, IsOk());
  EXPECT_FALSE(result->commit.committed);
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_EQ(ledger_->ListPending(1)->front().rows, 1);
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/b", "b2"}}));
}

TEST_F(Redactions, TakeTheEntriesOfAllVersionsOutOfTheIndex) {
  Put("x/a", "red", kIndexedTable);
  Put("x/b", "red", kIndexedTable);
  Put("x/a", "green", kIndexedTable);
  ASSERT_THAT(Redact("x/a", kIndexedTable), IsOk());
  EXPECT_THAT(ScanWord(Read(), "red"), ElementsAre("x/b"));
  EXPECT_THAT(ScanWord(Read(), "green"), IsEmpty());
  EXPECT_EQ(KeysUnder(kIndexTag), 1u);
}

TEST_F(Redactions, LeaveNoByteOnDisk) {
  PutOthers();
  const std::string past = Distinctive(1);
  const std::string present = Distinctive(2);
  const std::string waiting = Distinctive(3);
  const std::string imported = Distinctive(4);
  const std::string withdrawn = Distinctive(5);
  const std::vector<std::string> secrets = {past, present, waiting, imported, withdrawn};
  Put("x/a", past, kIndexedTable);
  ASSERT_THAT(CommitImport(*Staged({{"x/a", imported}}, kIndexedTable)), IsOk());
  Put("x/a", present, kIndexedTable);
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  const auto put = [&](const std::string& body) {
    return Commit([&](Txn& txn) { return txn.Put(kIndexedTable, Pk("x/a"), body).status(); }, info);
  };
  put(waiting);
  ASSERT_THAT(ledger_->CancelPending(put(withdrawn).pending_release), IsOk());
  PutOthers();
  for (const std::string& secret : secrets) ASSERT_NE(FilesWith(secret), "");
  ASSERT_THAT(Redact("x/a", kIndexedTable), IsOk());
  for (const std::string& secret : secrets) EXPECT_EQ(FilesWith(secret), "");
  EXPECT_NE(FilesWith(Distinctive(1'007)), "");
}

// What was staged is in another place than what was released: it was not removed from there.
TEST_F(Redactions, LeaveNoByteOfWhatHadWaitedOnDisk) {
  PutOthers();
  const std::string secret = Distinctive(1);
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  Commit([&](Txn& txn) { return txn.Put(kTable, Pk("x/a"), secret).status(); }, info);
  Reopen();
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  ASSERT_NE(FilesWith(secret), "");
  ASSERT_THAT(Redact("x/a"), IsOk());
  EXPECT_EQ(FilesWith(secret), "");
}

// A repeat of the request was answered at once, and the bytes that the first attempt had left
// stayed.
TEST_F(Redactions, WhoseCommitWasReportedAsFailedLeaveNoByteOnDiskWhenRepeated) {
  const std::string secret = Distinctive(1);
  Put("x/a", secret, kIndexedTable);
  const CommitInfo info{.actor = "dpo", .request_id = "r", .fingerprint = "f"};
  faults_->FailAfterWrite(1);
  EXPECT_THAT(Redact("x/a", kIndexedTable, info), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_NE(FilesWith(secret), "");
  const auto again = Redact("x/a", kIndexedTable, info);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->commit.replayed);
  EXPECT_EQ(FilesWith(secret), "");
}

TEST_F(Redactions, AreInTheJournalBeforeTheyAreMade) {
  const std::string file = directory_->path() + "-journal";
  options_.journal = *ErasureJournal::Open(file);
  Reopen();
  Put("x/a", "one");
  faults_->FailWrite(1);
  EXPECT_THAT(Redact("x/a"), StatusIs(absl::StatusCode::kUnavailable));
  auto journal = ReadErasureJournal(file);
  ASSERT_THAT(journal, IsOk());
  ASSERT_THAT(*journal, SizeIs(1));
  EXPECT_EQ(BodyAt(1, "x/a"), "one");
  ASSERT_THAT(Redact("x/a"), IsOk());
  journal = ReadErasureJournal(file);
  ASSERT_THAT(*journal, SizeIs(2));
  const Erasure& entry = journal->back();
  EXPECT_EQ(entry.store_id(), ledger_->store_id());
  EXPECT_EQ(entry.epoch(), ledger_->epoch());
  EXPECT_EQ(entry.revision(), 2);
  EXPECT_EQ(entry.actor(), "dpo");
  EXPECT_EQ(entry.reason(), "a request");
  EXPECT_EQ(entry.table(), kTable);
  EXPECT_EQ(entry.pk(), Pk("x/a"));
  EXPECT_FALSE(entry.private_());
  EXPECT_EQ(DecodeTimestamp(entry.time()), clock_.Now());
  std::filesystem::remove(file);
}

TEST_F(Redactions, AreNotMadeWhenTheJournalCannotBeWritten) {
  options_.journal = *ErasureJournal::Open("/dev/full");
  Reopen();
  Put("x/a", "one");
  EXPECT_THAT(Redact("x/a"), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_EQ(BodyAt(1, "x/a"), "one");
  EXPECT_EQ(Put("x/b", "two").at.revision, 2);
}

TEST_F(Redactions, GetALaterTimeThanWhatWasReadBefore) {
  Put("x/a", "one");
  EXPECT_EQ(Read(AsOf::At(clock_.Now())).at().revision, 1);
  ASSERT_THAT(Redact("x/a"), IsOk());
  EXPECT_GT(Read().at().commit_time, clock_.Now());
  EXPECT_EQ(Read(AsOf::At(clock_.Now())).at().revision, 1);
}

}  // namespace
}  // namespace tertial
