// The one writer: what many threads ask for at once.
#include "common/ledger/commit_writer.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/ledger_open.h"
#include "common/ledger/ledger_state.h"
#include "common/status/status_macros.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

// Opens once; whoever waits goes on.
class Gate {
 public:
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

class OneWriter : public LedgerFixture {
 protected:
  // A thread that holds the writer from the return of this function until `release_` is opened.
  std::thread HoldWriter() {
    std::thread holder([this] {
      EXPECT_THAT(ledger_->Commit({},
                                  [this](Txn&) {
                                    held_.Open();
                                    release_.Wait();
                                    return absl::OkStatus();
                                  }),
                  IsOk());
    });
    held_.Wait();
    return holder;
  }

  Gate held_, release_;
};

TEST_F(OneWriter, CommitsWhatManyThreadsAskForGapFreeAndOnce) {
  constexpr int kThreads = 64;
  constexpr int kEach = 10;
  std::vector<std::vector<CommitResult>> results(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        // Every third one fails, or throws; each other adds one to the same row and puts its own.
        const auto result = ledger_->Commit({}, [&](Txn& txn) -> absl::Status {
          TERTIAL_ASSIGN_OR_RETURN(const auto count, txn.Find(kTable, Pk("x/count")));
          const size_t size = count.has_value() ? count->body.size() : 0;
          TERTIAL_RETURN_IF_ERROR(
              txn.Put(kTable, Pk("x/count"), std::string(size + 1, '.')).status());
          if (i % 3 == 2) {
            if (thread % 2 == 0) throw std::runtime_error("refused");
            return AreaNotFound("atlantis");
          }
          return txn.Put(kTable, Pk(absl::StrCat("y/", thread)), absl::StrCat(i)).status();
        });
        EXPECT_EQ(result.ok(), i % 3 != 2);
        if (result.ok()) results[static_cast<size_t>(thread)].push_back(*result);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<CommitResult> all;
  for (const auto& of_thread : results) {
    for (size_t i = 1; i < of_thread.size(); ++i) {
      EXPECT_LT(of_thread[i - 1].at.revision, of_thread[i].at.revision);
    }
    all.insert(all.end(), of_thread.begin(), of_thread.end());
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.at.revision < b.at.revision; });
  ASSERT_EQ(all.size(), size_t{kThreads * 7});
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].at.revision, static_cast<Revision>(i + 1));
    if (i > 0) EXPECT_GT(all[i].at.commit_time, all[i - 1].at.commit_time);
    const auto count = Read(AsOf::At(all[i].at.revision)).Find(kTable, Pk("x/count"));
    EXPECT_EQ((*count)->body.size(), i + 1);
  }
  EXPECT_EQ(Read().at(), all.back().at);
}

TEST_F(OneWriter, RunsARequestOnceThatManyThreadsMakeAtOnce) {
  std::atomic<int> runs = 0;
  std::atomic<int> replays = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 16; ++thread) {
    threads.emplace_back([&] {
      const auto result =
          ledger_->Commit({.actor = "kari", .request_id = "r", .fingerprint = "f"}, [&](Txn& txn) {
            ++runs;
            return txn.Put(kTable, Pk("x/a"), "1").status();
          });
      ASSERT_THAT(result, IsOk());
      EXPECT_EQ(result->at.revision, 1);
      EXPECT_TRUE(result->committed);
      if (result->replayed) ++replays;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(replays, 15);
}

TEST_F(OneWriter, RefusesWhatItCannotBeginBeforeTheDeadline) {
  std::thread holder = HoldWriter();
  CommitInfo info;
  info.deadline = clock_.Now() + absl::Milliseconds(1);
  clock_.Advance(absl::Seconds(1));
  const auto busy = HasReason(common::v1::ERROR_REASON_WRITER_BUSY);
  bool ran = false;
  const auto refused = ledger_->Commit(info, [&](Txn&) {
    ran = true;
    return absl::OkStatus();
  });
  EXPECT_THAT(refused, busy);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(ran);
  EXPECT_THAT(ledger_->Redact(info, kTable, Pk("x/a"), AreaNotFound("x")), busy);
  const auto import = ledger_->BeginImport();
  EXPECT_THAT(import->Stage(kTable, Pk("x/a"), "1", 1), IsOk());
  const auto no_answer = [](const ImportCounts&) { return std::string(); };
  const auto no_check = [] { return absl::OkStatus(); };
  EXPECT_THAT(import->Commit(info, no_answer, no_check), busy);
  release_.Open();
  holder.join();
  // Those that left the queue do not hold it up.
  EXPECT_TRUE(Put("x/a", "1").committed);
}

TEST_F(OneWriter, RefusesInTimeWhileTheDeadlinePassesInTheQueue) {
  std::thread holder = HoldWriter();
  CommitInfo info;
  info.deadline = clock_.Now() + absl::Milliseconds(50);
  std::thread waiting([&] {
    EXPECT_THAT(ledger_->Commit(info, [](Txn&) { return absl::OkStatus(); }),
                HasReason(common::v1::ERROR_REASON_WRITER_BUSY));
  });
  clock_.Advance(absl::Seconds(1));
  waiting.join();
  release_.Open();
  holder.join();
}

TEST_F(OneWriter, WaitsForTheWriterUntilTheDeadline) {
  std::thread holder = HoldWriter();
  CommitInfo info;
  info.deadline = clock_.Now() + absl::Hours(1);
  std::thread waiting([&] {
    EXPECT_THAT(
        ledger_->Commit(info, [](Txn& txn) { return txn.Put(kTable, Pk("x/a"), "1").status(); }),
        IsOk());
  });
  release_.Open();
  waiting.join();
  holder.join();
  EXPECT_EQ(Read().at().revision, 1);
}

TEST_F(OneWriter, LetsReadsAndTriesPassWhileItIsHeld) {
  Put("x/a", "1");
  std::thread holder = HoldWriter();
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "1"}}));
  EXPECT_THAT(ledger_->Try({}, [](Txn& txn) { return txn.Put(kTable, Pk("x/a"), "2").status(); }),
              IsOk());
  release_.Open();
  holder.join();
}

TEST_F(OneWriter, GoesOnAfterAFunctionThatThrewWhileItWasHeldAlone) {
  ledger_.reset();
  const auto state = OpenLedgerState(*OpenRocksDbStore(directory_->path()), clock_, options_);
  ASSERT_THAT(state, IsOk());
  CommitWriter& writer = (*state)->writer;
  EXPECT_THAT(writer.Exclusively(absl::InfiniteFuture(),
                                 []() -> absl::Status { throw std::runtime_error("x"); }),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(writer.Exclusively(absl::InfiniteFuture(), []() -> absl::Status { throw 1; }),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(writer.Exclusively(absl::InfiniteFuture(), [] { return absl::OkStatus(); }), IsOk());
}

TEST_F(OneWriter, TellsWhoWaitsForACommit) {
  Put("x/a", "1");
  EXPECT_EQ(ledger_->WaitForCommit(0, absl::ZeroDuration()), 1);
  EXPECT_EQ(ledger_->WaitForCommit(1, absl::Milliseconds(1)), 1);
  std::thread waiting([&] { EXPECT_EQ(ledger_->WaitForCommit(1, absl::Minutes(1)), 2); });
  Put("x/a", "2");
  waiting.join();
}

// An endless patience did not fit into the clock's numbers: the wait ended at once.
TEST_F(OneWriter, LetsWaitWithoutEndUntilItIsStopped) {
  std::atomic<bool> stopped = false;
  std::thread waiting([&] {
    EXPECT_EQ(ledger_->WaitForCommit(0, absl::InfiniteDuration()), 0);
    EXPECT_TRUE(stopped);
  });
  // A wait that is not stopped ends in time.
  EXPECT_EQ(ledger_->WaitForCommit(0, absl::Milliseconds(20)), 0);
  stopped = true;
  ledger_->StopWaiting();
  waiting.join();
  EXPECT_EQ(ledger_->WaitForCommit(0, absl::InfiniteDuration()), 0);
}

}  // namespace
}  // namespace tertial
