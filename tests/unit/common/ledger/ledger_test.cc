#include "common/ledger/ledger.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/ledger_keys.h"
#include "common/status/status_macros.h"
#include "tertial/common/internal/v1/ledger.pb.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using CommitRecord = common::internal::v1::Commit;

class LedgerCommits : public LedgerFixture {
 protected:
  // Of the ledger as it is; closes it.
  CommitRecord RecordOf(Revision revision) {
    CommitRecord record;
    const auto bytes = RawStore()->Get(CommitKey(revision));
    EXPECT_THAT(bytes, IsOk());
    EXPECT_TRUE(bytes->has_value()) << revision;
    if (bytes->has_value()) EXPECT_TRUE(record.ParseFromString(**bytes));
    return record;
  }
};

TEST_F(LedgerCommits, GivesGapFreeRevisions) {
  for (Revision revision = 1; revision <= 20; ++revision) {
    const CommitResult result = Put(absl::StrCat(revision % 7), absl::StrCat(revision));
    EXPECT_TRUE(result.committed);
    EXPECT_EQ(result.at.revision, revision);
    EXPECT_EQ(Read().at(), result.at);
  }
}

TEST_F(LedgerCommits, ReadsWhatWasCommitted) {
  Put("a", "1");
  Put("b", "2");
  Put("a", "3");
  const ReadView view = Read();
  EXPECT_THAT(view.Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{3, "3"})));
  EXPECT_THAT(view.Find(kTable, Pk("b")), IsOkAndHolds(MaybeRecord(Record{2, "2"})));
  EXPECT_THAT(view.Find(kTable, Pk("c")), IsOkAndHolds(MaybeRecord()));
  EXPECT_THAT(view.Find(kTable + 1, Pk("a")), IsOkAndHolds(MaybeRecord()));
  EXPECT_THAT(view.MultiFind(kTable, std::vector<std::string>{Pk("b"), Pk("c"), Pk("a"), Pk("b")}),
              IsOkAndHolds(::testing::ElementsAre(MaybeRecord(Record{2, "2"}), MaybeRecord(),
                                                  MaybeRecord(Record{3, "3"}),
                                                  MaybeRecord(Record{2, "2"}))));
}

TEST_F(LedgerCommits, ReadsADeletedRowAsAbsentAndKeepsItsTombstone) {
  Put("a", "1");
  Put("b", "2");
  EXPECT_TRUE(Delete("a").committed);
  const ReadView view = Read();
  EXPECT_THAT(view.Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord()));
  EXPECT_THAT(view.MultiFind(kTable, std::vector<std::string>{Pk("a")}),
              IsOkAndHolds(::testing::ElementsAre(MaybeRecord())));
  EXPECT_EQ(ScanRows(view, kTable), (Rows{{"b", "2"}}));
  EXPECT_FALSE(Delete("a").committed);
  const auto outcome = [&](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "1"), IsOkAndHolds(PutOutcome::kInserted));
    return absl::OkStatus();
  };
  EXPECT_EQ(Commit(outcome).at.revision, 4);
  EXPECT_THAT(Read().Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{4, "1"})));
}

TEST_F(LedgerCommits, ScansFromARowOnWithinAPrefix) {
  for (const std::string pk : {"a/1", "a/2", "a/3", "b/1"}) Put(pk, pk);
  const ReadView view = Read();
  EXPECT_EQ(ScanRows(view, kTable, "a"), (Rows{{"a/1", "a/1"}, {"a/2", "a/2"}, {"a/3", "a/3"}}));
  EXPECT_EQ(ScanRows(view, kTable, "a", "a/1"), (Rows{{"a/2", "a/2"}, {"a/3", "a/3"}}));
  EXPECT_EQ(ScanRows(view, kTable, "", "a/3"), (Rows{{"b/1", "b/1"}}));
  EXPECT_EQ(ScanRows(view, kTable, "a", "a/3"), Rows());
  EXPECT_EQ(ScanRows(view, kTable - 1), Rows());
  EXPECT_EQ(ScanRows(view, kTable + 1), Rows());
  int visited = 0;
  EXPECT_THAT(view.Scan(kTable, "", "",
                        [&](absl::string_view, Revision revision, absl::string_view) {
                          EXPECT_EQ(revision, visited + 1);
                          return ++visited < 2;
                        }),
              IsOk());
  EXPECT_EQ(visited, 2);
}

TEST_F(LedgerCommits, WritesNothingWhenTheFunctionFails) {
  Put("a", "1");
  const absl::Status refused = AreaNotFound("atlantis");
  const auto result = ledger_->Commit({}, [&](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("b"), "2"), IsOk());
    return refused;
  });
  EXPECT_EQ(result.status(), refused);
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"a", "1"}}));
  EXPECT_EQ(Put("c", "3").at.revision, 2);
}

TEST_F(LedgerCommits, UsesNoRevisionForAnUnchangedPut) {
  const CommitResult first = Put("a", "1");
  clock_.Advance(absl::Hours(1));
  const CommitResult second = Put("a", "1");
  EXPECT_FALSE(second.committed);
  EXPECT_EQ(second.at, first.at);
  EXPECT_FALSE(Commit([](Txn&) { return absl::OkStatus(); }).committed);
  EXPECT_EQ(Read().at(), first.at);
  EXPECT_EQ(Put("a", "2").at.revision, 2);
}

TEST_F(LedgerCommits, TriesWithoutWriting) {
  const CommitResult first = Put("a", "1");
  const auto tried = ledger_->Try({}, [&](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOkAndHolds(PutOutcome::kRevised));
    EXPECT_THAT(txn.Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{2, "2"})));
    return absl::OkStatus();
  });
  ASSERT_THAT(tried, IsOk());
  EXPECT_FALSE(tried->committed);
  EXPECT_EQ(tried->at, first.at);
  EXPECT_EQ(Read().at(), first.at);
  EXPECT_THAT(Read().Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{1, "1"})));
  EXPECT_EQ(ledger_->Try({}, [](Txn&) { return AreaNotFound("x"); }).status(), AreaNotFound("x"));
}

TEST_F(LedgerCommits, TakesTheTimeOfTheClockInMicroseconds) {
  ledger_.reset();
  clock_.Set(absl::FromUnixMicros(1'700'000'000'123'456) + absl::Nanoseconds(789));
  OpenLedger();
  const CommitResult result = Put("a", "1");
  EXPECT_EQ(result.at.commit_time, absl::FromUnixMicros(1'700'000'000'123'456));
  const common::v1::ReadPoint proto = result.at.ToProto();
  EXPECT_EQ(proto.revision(), 1);
  EXPECT_EQ(proto.commit_time().seconds(), 1'700'000'000);
  EXPECT_EQ(proto.commit_time().nanos(), 123'456'000);
}

TEST_F(LedgerCommits, KeepsWhoWhyAndWhatWithTheCommit) {
  const CommitInfo info{.actor = "tester", .reason = "because", .request_id = "r-1"};
  const CommitResult result = Commit(
      [](Txn& txn) -> absl::Status {
        for (const std::string pk : {"oslo/b", "asker/a", "oslo/c"}) {
          TERTIAL_RETURN_IF_ERROR(txn.Put(kTable, Pk(pk), "x").status());
        }
        return txn.Put(kPlainTable, Pk("a"), "x").status();
      },
      info);
  const CommitRecord record = RecordOf(1);
  EXPECT_EQ(record.actor(), "tester");
  EXPECT_EQ(record.reason(), "because");
  EXPECT_EQ(record.request_id(), "r-1");
  EXPECT_EQ(DecodeTimestamp(record.commit_time()), result.at.commit_time);
  ASSERT_EQ(record.touched_size(), 2);
  EXPECT_EQ(record.touched(0).table(), kTable);
  EXPECT_EQ(record.touched(0).rows(), 3);
  EXPECT_THAT(record.touched(0).areas(), ::testing::ElementsAre("asker", "oslo"));
  EXPECT_EQ(record.touched(1).table(), kPlainTable);
  EXPECT_EQ(record.touched(1).rows(), 1);
  EXPECT_THAT(record.touched(1).areas(), ::testing::IsEmpty());
  EXPECT_EQ(record.changes(), 4);
  EXPECT_FALSE(record.released());
}

TEST_F(LedgerCommits, CountsOnlyRowsThatChangedInTheSummary) {
  Put("asker/a", "1");
  Commit([](Txn& txn) -> absl::Status {
    EXPECT_THAT(txn.Put(kTable, Pk("asker/a"), "1"), IsOkAndHolds(PutOutcome::kUnchanged));
    EXPECT_THAT(txn.Put(kTable, Pk("oslo/b"), "2"), IsOkAndHolds(PutOutcome::kInserted));
    return absl::OkStatus();
  });
  const CommitRecord record = RecordOf(2);
  ASSERT_EQ(record.touched_size(), 1);
  EXPECT_EQ(record.touched(0).rows(), 1);
  EXPECT_THAT(record.touched(0).areas(), ::testing::ElementsAre("oslo"));
}

TEST_F(LedgerCommits, HoldsAViewStillWhileCommitsGoOn) {
  Put("a", "1");
  Put("b", "1");
  const ReadView view = Read();
  Put("a", "2");
  Delete("b");
  Put("c", "2");
  EXPECT_EQ(view.at().revision, 2);
  EXPECT_EQ(ScanRows(view, kTable), (Rows{{"a", "1"}, {"b", "1"}}));
  EXPECT_THAT(view.Find(kTable, Pk("c")), IsOkAndHolds(MaybeRecord()));
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"a", "2"}, {"c", "2"}}));
}

TEST_F(LedgerCommits, CommitsFromManyThreadsGapFree) {
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  std::vector<std::vector<Revision>> revisions(kThreads);
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        // Each adds one to the same row: a lost update would show in the sum.
        const auto result = ledger_->Commit({}, [](Txn& txn) -> absl::Status {
          const auto count = txn.Find(kTable, Pk("count"));
          if (!count.ok()) return count.status();
          const size_t size = count->has_value() ? (*count)->body.size() : 0;
          return txn.Put(kTable, Pk("count"), std::string(size + 1, '.')).status();
        });
        ASSERT_THAT(result, IsOk());
        revisions[thread].push_back(result->at.revision);
      }
    });
  }
  std::thread reader([&] {
    while (!done) {
      const auto view = ledger_->Read();
      ASSERT_THAT(view, IsOk());
      const auto count = view->Find(kTable, "count");
      ASSERT_THAT(count, IsOk());
      if (count->has_value()) {
        EXPECT_EQ((*count)->revision, view->at().revision);
        EXPECT_EQ(static_cast<Revision>((*count)->body.size()), view->at().revision);
      }
    }
  });
  for (std::thread& thread : threads) thread.join();
  done = true;
  reader.join();
  std::vector<Revision> all;
  for (const auto& of_thread : revisions) {
    EXPECT_TRUE(std::is_sorted(of_thread.begin(), of_thread.end()));
    all.insert(all.end(), of_thread.begin(), of_thread.end());
  }
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), static_cast<size_t>(kThreads * kEach));
  for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], static_cast<Revision>(i + 1));
}

TEST_F(LedgerCommits, TellsADamagedRowInEveryWayOfReading) {
  Put("a", "1");
  Put("b", "2");
  const std::string key = CurrentKey(kTable, Pk("b"));
  std::string value = **RawStore()->Get(key);
  value.back() = static_cast<char>(value.back() ^ 1);
  PutRaw(key, value);
  OpenLedger();
  const auto damaged = HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED);
  const ReadView view = Read();
  const auto ignore = [](absl::string_view, Revision, absl::string_view) { return true; };
  EXPECT_THAT(view.Find(kTable, Pk("b")), damaged);
  EXPECT_THAT(view.Find(kTable, Pk("b")), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(view.Find(kTable, Pk("b")), MessageNames(absl::BytesToHexString(key)));
  EXPECT_THAT(view.MultiFind(kTable, std::vector<std::string>{Pk("a"), Pk("b")}), damaged);
  EXPECT_THAT(view.Scan(kTable, "", "", ignore), damaged);
  EXPECT_THAT(view.Find(kTable, Pk("a")), IsOk());
  const auto commit =
      ledger_->Commit({}, [](Txn& txn) { return txn.Put(kTable, Pk("b"), "3").status(); });
  EXPECT_THAT(commit, damaged);
  EXPECT_THAT(ledger_->Try({}, [&](Txn& txn) { return txn.Scan(kTable, "", "", ignore); }),
              damaged);
}

TEST_F(LedgerCommits, IsHealthyWhenOpen) { EXPECT_THAT(ledger_->Health(), IsOk()); }

TEST_F(LedgerCommits, LetsAViewOutliveIt) {
  Put("a", "1");
  const ReadView view = Read();
  ledger_.reset();
  EXPECT_THAT(view.Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{1, "1"})));
}

}  // namespace
}  // namespace tertial
