// What is counted of commits.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/metric_values.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

using testing::MetricValue;

class CommitMetrics : public ImportFixture {
 protected:
  static double Commits() { return MetricValue("tertial_ledger_commits_total"); }
  static double Timed() { return MetricValue("tertial_ledger_commit_duration_seconds_count"); }
  static double Groups() { return MetricValue("tertial_ledger_sync_group_commits_count"); }

  const double commits_ = Commits();
  const double timed_ = Timed();
  const double groups_ = Groups();
};

TEST_F(CommitMetrics, CountWhatWasMade) {
  Put("asker/g1", "body");
  Put("asker/g2", "body");
  EXPECT_EQ(Commits(), commits_ + 2);
  EXPECT_EQ(Timed(), timed_ + 2);
  EXPECT_EQ(Groups(), groups_ + 2);
}

TEST_F(CommitMetrics, DoNotCountWhatWasNotMadeOrWasMadeBefore) {
  const CommitInfo info = {.actor = "tester", .request_id = "1", .fingerprint = "f"};
  const auto put = [](Txn& txn) { return txn.Put(kTable, Pk("asker/g1"), "body").status(); };
  Commit(put, info);
  EXPECT_EQ(Commits(), commits_ + 1);
  EXPECT_TRUE(Commit(put, info).replayed);
  Put("asker/g1", "body");
  EXPECT_FALSE(ledger_->Commit({}, [](Txn&) { return absl::AbortedError("not now"); }).ok());
  EXPECT_EQ(Commits(), commits_ + 1);
  EXPECT_EQ(Timed(), timed_ + 1);
  EXPECT_EQ(Groups(), groups_ + 1);
}

TEST_F(CommitMetrics, CountAnImportAsOne) {
  const auto import = Staged({{"asker/g1", "a"}, {"asker/g2", "b"}});
  ASSERT_THAT(CheckAll(*import), IsOk());
  ASSERT_THAT(CommitImport(*import), IsOk());
  EXPECT_EQ(Commits(), commits_ + 1);
}

TEST_F(CommitMetrics, DoNotCountAgainWhatThereWasWhenTheStoreIsOpened) {
  Put("asker/g1", "body");
  Reopen();
  Put("asker/g2", "body");
  EXPECT_EQ(Commits(), commits_ + 2);
}

}  // namespace
}  // namespace tertial
