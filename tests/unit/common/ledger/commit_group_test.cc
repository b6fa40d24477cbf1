// Commits that are written together. The group is made by hand here, so that what it holds does
// not depend on threads.
#include "common/ledger/commit_group.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "common/ledger/ledger_open.h"
#include "common/ledger/ledger_state.h"
#include "common/status/status_macros.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GroupOfCommits : public LedgerFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    Put("x/a", "a1");
    ledger_.reset();
    OpenState();
  }
  void OpenState() {
    state_.reset();
    auto state = OpenLedgerState(*OpenRocksDbStore(directory_->path()), clock_, options_);
    ASSERT_THAT(state, IsOk());
    state_ = *std::move(state);
    group_ = *CommitGroup::Begin(*state_);
  }
  // Writes the group and begins another one.
  void Write() {
    group_->Write();
    group_ = *CommitGroup::Begin(*state_);
  }
  void Put(absl::string_view path, const std::string& body, absl::StatusOr<CommitResult>& result,
           const CommitInfo& info) {
    group_->Run(
        info, [&](Txn& txn) { return txn.Put(kTable, Pk(path), body).status(); }, result);
  }
  using LedgerFixture::Put;
  ReadView Newest() { return *state_->Read({}); }

  std::unique_ptr<LedgerState> state_;
  std::unique_ptr<CommitGroup> group_;
  const CommitInfo info_{.actor = "tester"};
  absl::StatusOr<CommitResult> first_, second_, third_;
};

TEST_F(GroupOfCommits, HasARevisionAndATimeForEach) {
  Put("x/a", "a2", first_, info_);
  Put("x/b", "b3", second_, info_);
  Put("x/a", "a4", third_, info_);
  Write();
  ASSERT_THAT(first_, IsOk());
  ASSERT_THAT(second_, IsOk());
  ASSERT_THAT(third_, IsOk());
  EXPECT_EQ(first_->at.revision, 2);
  EXPECT_EQ(second_->at.revision, 3);
  EXPECT_EQ(third_->at.revision, 4);
  EXPECT_EQ(second_->at.commit_time, first_->at.commit_time + absl::Microseconds(1));
  EXPECT_EQ(third_->at.commit_time, first_->at.commit_time + absl::Microseconds(2));
  EXPECT_EQ(Newest().at(), third_->at);
  const auto at = [&](Revision revision) {
    return ScanRows(*state_->Read(AsOf::At(revision)), kTable);
  };
  EXPECT_EQ(at(1), (Rows{{"x/a", "a1"}}));
  EXPECT_EQ(at(2), (Rows{{"x/a", "a2"}}));
  EXPECT_EQ(at(3), (Rows{{"x/a", "a2"}, {"x/b", "b3"}}));
  EXPECT_EQ(at(4), (Rows{{"x/a", "a4"}, {"x/b", "b3"}}));
}

TEST_F(GroupOfCommits, LetsEachSeeThoseBeforeIt) {
  Put("x/b", "b2", first_, info_);
  group_->Run(
      info_,
      [](Txn& txn) {
        EXPECT_EQ(txn.base().revision, 2);
        EXPECT_EQ(txn.revision(), 3);
        EXPECT_THAT(txn.Find(kTable, Pk("x/b")), IsOkAndHolds(MaybeRecord(Record{2, "b2"})));
        EXPECT_EQ(ScanRows(txn, kTable), (Rows{{"x/a", "a1"}, {"x/b", "b2"}}));
        EXPECT_THAT(txn.Put(kTable, Pk("x/b"), "b2"), IsOkAndHolds(PutOutcome::kUnchanged));
        EXPECT_THAT(txn.Delete(kTable, Pk("x/b")), IsOkAndHolds(true));
        return absl::OkStatus();
      },
      second_);
  group_->Run(
      info_,
      [](Txn& txn) {
        EXPECT_THAT(txn.FindVersion(kTable, Pk("x/b")),
                    IsOkAndHolds(MaybeVersion(Version{RowState::kTombstone, 3, ""})));
        EXPECT_THAT(txn.Put(kTable, Pk("x/b"), "b4"), IsOkAndHolds(PutOutcome::kInserted));
        return absl::OkStatus();
      },
      third_);
  EXPECT_EQ(ScanRows(Newest(), kTable), (Rows{{"x/a", "a1"}})) << "nothing is written yet";
  Write();
  ASSERT_THAT(third_, IsOk());
  EXPECT_THAT(Newest().Find(kTable, Pk("x/b")), IsOkAndHolds(MaybeRecord(Record{4, "b4"})));
  EXPECT_THAT(state_->Read(AsOf::At(Revision{3}))->Find(kTable, Pk("x/b")),
              IsOkAndHolds(MaybeRecord()));
}

// The index showed only what the store held: a row that an earlier commit of the group had put was
// not found by it, so a check that nothing refers to a resource could be wrong.
TEST_F(GroupOfCommits, LetsTheIndexFindWhatThoseBeforeItPut) {
  group_->Run(
      info_, [](Txn& txn) { return txn.Put(kIndexedTable, Pk("x/n"), "red green").status(); },
      first_);
  group_->Run(
      info_,
      [](Txn& txn) {
        EXPECT_THAT(ScanWord(txn, "red"), ElementsAre("x/n"));
        EXPECT_THAT(txn.Put(kIndexedTable, Pk("x/m"), "red"), IsOk());
        EXPECT_THAT(ScanWord(txn, "red"), ::testing::UnorderedElementsAre("x/n", "x/m"));
        EXPECT_THAT(ScanWord(txn, "blue"), IsEmpty());
        return absl::OkStatus();
      },
      second_);
  Write();
  EXPECT_THAT(ScanWord(Newest(), "red"), ElementsAre("x/m", "x/n"));
}

TEST_F(GroupOfCommits, LetsTheVisitorOfAnIndexDeleteWhatItVisits) {
  group_->Run(
      info_,
      [](Txn& txn) {
        for (const std::string path : {"x/k", "x/l", "x/m"}) {
          EXPECT_THAT(txn.Put(kIndexedTable, Pk(path), "red"), IsOk());
        }
        std::vector<std::string> visited;
        EXPECT_THAT(txn.ScanIndex(kIndexedTable, WordEntry("red"),
                                  [&](absl::string_view, absl::string_view pk) {
                                    visited.push_back(PathOf(pk));
                                    EXPECT_THAT(txn.Delete(kIndexedTable, pk), IsOk());
                                    return true;
                                  }),
                    IsOk());
        EXPECT_THAT(visited, ElementsAre("x/k", "x/l", "x/m"));
        EXPECT_TRUE(txn.empty());
        return absl::OkStatus();
      },
      first_);
  EXPECT_THAT(first_, IsOk());
}

TEST_F(GroupOfCommits, IsNotHarmedByOneThatFails) {
  Put("x/b", "b2", first_, info_);
  group_->Run(
      info_,
      [](Txn& txn) {
        EXPECT_THAT(txn.Put(kTable, Pk("x/a"), "refused"), IsOk());
        txn.PutPrivate(kTable, Pk("x/p"), "refused", absl::InfiniteFuture());
        return AreaNotFound("atlantis");
      },
      second_);
  Put("x/c", "c3", third_, info_);
  EXPECT_EQ(second_.status(), AreaNotFound("atlantis"));
  Write();
  ASSERT_THAT(first_, IsOk());
  EXPECT_EQ(second_.status(), AreaNotFound("atlantis"));
  ASSERT_THAT(third_, IsOk());
  EXPECT_EQ(third_->at.revision, 3);
  EXPECT_EQ(ScanRows(Newest(), kTable), (Rows{{"x/a", "a1"}, {"x/b", "b2"}, {"x/c", "c3"}}));
  EXPECT_THAT(Newest().FindPrivate(kTable, Pk("x/p"), clock_.Now()),
              IsOkAndHolds(std::optional<std::string>()));
}

// Only std::exception was caught: what was thrown otherwise ended the work of the others.
TEST_F(GroupOfCommits, IsNotHarmedByOneThatThrows) {
  group_->Run(
      info_,
      [](Txn& txn) -> absl::Status {
        EXPECT_THAT(txn.Put(kTable, Pk("x/a"), "thrown away"), IsOk());
        throw std::runtime_error("told to nobody");
      },
      first_);
  group_->Run(
      info_, [](Txn&) -> absl::Status { throw 42; }, second_);
  Put("x/c", "c2", third_, info_);
  Write();
  EXPECT_THAT(first_, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(second_, StatusIs(absl::StatusCode::kInternal));
  ASSERT_THAT(third_, IsOk());
  EXPECT_EQ(ScanRows(Newest(), kTable), (Rows{{"x/a", "a1"}, {"x/c", "c2"}}));
}

TEST_F(GroupOfCommits, AnswersARequestTwiceAndRunsItOnce) {
  const CommitInfo info{.actor = "kari", .request_id = "r", .fingerprint = "f"};
  int runs = 0;
  const auto fn = [&](Txn& txn) -> absl::Status {
    ++runs;
    txn.SetAnswer("the answer");
    return txn.Put(kTable, Pk("x/b"), "b2").status();
  };
  group_->Run(info, fn, first_);
  group_->Run(info, fn, second_);
  Put("x/c", "c3", third_, info_);
  Write();
  EXPECT_EQ(runs, 1);
  ASSERT_THAT(first_, IsOk());
  ASSERT_THAT(second_, IsOk());
  EXPECT_FALSE(first_->replayed);
  EXPECT_TRUE(second_->replayed);
  EXPECT_TRUE(second_->committed);
  EXPECT_EQ(second_->at, first_->at);
  EXPECT_EQ(first_->at.revision, 2);
  EXPECT_EQ(second_->answer, "the answer");
  EXPECT_EQ(third_->at.revision, 3);
  absl::StatusOr<CommitResult> later;
  group_->Run(info, fn, later);
  Write();
  ASSERT_THAT(later, IsOk());
  EXPECT_TRUE(later->replayed);
  EXPECT_EQ(later->at, first_->at);
  EXPECT_EQ(runs, 1);
}

TEST_F(GroupOfCommits, RefusesAnotherRequestWithTheIdOfOneInIt) {
  const CommitInfo request{.actor = "kari", .request_id = "r", .fingerprint = "f"};
  const CommitInfo other{.actor = "kari", .request_id = "r", .fingerprint = "g"};
  // The ids of another caller are others.
  const CommitInfo of_another{.actor = "ola", .request_id = "r", .fingerprint = "g"};
  Put("x/b", "b2", first_, request);
  Put("x/b", "b3", second_, other);
  Put("x/c", "c3", third_, of_another);
  Write();
  EXPECT_THAT(first_, IsOk());
  EXPECT_THAT(second_, HasReason(common::v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(third_, IsOk());
  EXPECT_EQ(ScanRows(Newest(), kTable), (Rows{{"x/a", "a1"}, {"x/b", "b2"}, {"x/c", "c3"}}));
}

TEST_F(GroupOfCommits, RunsARequestAgainWhoseFirstAttemptInItFailed) {
  const CommitInfo info{.actor = "kari", .request_id = "r", .fingerprint = "f"};
  group_->Run(
      info, [](Txn&) { return AreaNotFound("atlantis"); }, first_);
  Put("x/b", "b2", second_, info);
  Write();
  EXPECT_THAT(first_, StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(second_, IsOk());
  EXPECT_FALSE(second_->replayed);
}

TEST_F(GroupOfCommits, IsAtTheStateBeforeWhenNothingChanges) {
  Put("x/b", "b2", first_, info_);
  Put("x/b", "b2", second_, info_);
  Put("x/c", "c3", third_, info_);
  Write();
  EXPECT_FALSE(second_->committed);
  EXPECT_EQ(second_->at, first_->at);
  EXPECT_EQ(third_->at.revision, 3);
}

TEST_F(GroupOfCommits, IsCompletedByARestart) {
  Put("x/b", "b2", first_, info_);
  Put("x/c", "c3", second_, info_);
  Write();
  group_.reset();
  OpenState();
  EXPECT_EQ(Newest().at(), second_->at);
  EXPECT_EQ(ScanRows(Newest(), kTable), (Rows{{"x/a", "a1"}, {"x/b", "b2"}, {"x/c", "c3"}}));
}

TEST_F(GroupOfCommits, PutsAndErasesPrivateRowsInOrder) {
  const absl::Time expiry = clock_.Now() + absl::Hours(1);
  const auto rows = [&] {
    Rows found;
    EXPECT_THAT(Newest().ScanPrivate(kTable, "", "", clock_.Now(),
                                     [&](absl::string_view pk, absl::string_view body) {
                                       found.emplace_back(PathOf(pk), std::string(body));
                                       return true;
                                     }),
                IsOk());
    return found;
  };
  group_->Run(
      info_,
      [&](Txn& txn) {
        txn.PutPrivate(kTable, Pk("x/p"), "erased", expiry);
        txn.PutPrivate(kTable, Pk("y/p"), "kept", expiry);
        return absl::OkStatus();
      },
      first_);
  group_->Run(
      info_,
      [&](Txn& txn) {
        txn.ErasePrivate(kTable, Pk("x"));
        txn.PutPrivate(kTable, Pk("x/q"), "put after", expiry);
        return absl::OkStatus();
      },
      second_);
  Write();
  ASSERT_THAT(first_, IsOk());
  EXPECT_FALSE(first_->committed);
  EXPECT_EQ(rows(), (Rows{{"x/q", "put after"}, {"y/p", "kept"}}));
}

}  // namespace
}  // namespace tertial
