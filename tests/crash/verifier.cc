#include "tests/crash/verifier.h"

#include <algorithm>
#include <set>

#include "common/ledger/store_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::crash {

void Verifier::Verify(Ledger& ledger, const std::vector<Ack>& acks) {
  FollowFeed(ledger);
  CompareRows(ledger);
  for (const Ack& ack : acks) CheckAck(ledger, ack);
  RepeatRequests(ledger, acks);
  FollowFeed(ledger);
  CompareRows(ledger);
}

void Verifier::FollowFeed(const Ledger& ledger) {
  const auto view = ledger.Read();
  ASSERT_THAT(view, IsOk());
  for (bool up_to_date = false; !up_to_date;) {
    const auto page = ReadFeed(*view, ledger.tables(), reached_, {}, 1'000);
    ASSERT_THAT(page, IsOk());
    for (const FeedChange& change : page->changes) {
      commit_.push_back(change);
      if (!change.end_of_commit) continue;
      FollowCommit(commit_);
      commit_.clear();
    }
    reached_ = page->reached;
    up_to_date = page->up_to_date;
  }
  EXPECT_TRUE(commit_.empty()) << "the last commit has no end";
}

void Verifier::FollowCommit(const std::vector<FeedChange>& changes) {
  const Revision revision = changes.front().commit.revision;
  std::set<WriteName> writes;
  std::set<int> indexes;
  int rows = 0;
  for (const FeedChange& change : changes) {
    ASSERT_EQ(change.commit.revision, revision);
    const RowKey row{change.table, change.pk};
    const auto before = replica_.find(row);
    ASSERT_EQ(change.before.has_value(), before != replica_.end()) << "commit " << revision;
    if (before != replica_.end()) EXPECT_EQ(change.before->revision, before->second.revision);
    if (!change.after.has_value()) {
      EXPECT_EQ(change.op, ChangeOp::kRedacted);
      EXPECT_EQ(changes.size(), 1u);
      replica_.erase(row);
      return;
    }
    replica_[row] = Record{revision, change.after->body};
    if (!change.after->live()) {
      // Redacted since.
      EXPECT_EQ(changes.size(), 1u);
      return;
    }
    const auto content = ParseRow(change.after->body);
    ASSERT_TRUE(content.has_value()) << "commit " << revision;
    writes.insert(content->write);
    indexes.insert(content->index);
    rows = content->rows;
  }
  // All rows of one write, and of no other.
  ASSERT_EQ(writes.size(), 1u) << "commit " << revision;
  EXPECT_EQ(static_cast<int>(changes.size()), rows) << *writes.begin() << " is there by half";
  EXPECT_EQ(static_cast<int>(indexes.size()), rows) << *writes.begin();
  EXPECT_TRUE(there_.emplace(*writes.begin(), revision).second)
      << *writes.begin() << " is there twice";
}

void Verifier::CompareRows(const Ledger& ledger) const {
  const auto view = ledger.Read();
  ASSERT_THAT(view, IsOk());
  auto row = replica_.begin();
  for (const TableId table : {kGoals, kPlans}) {
    EXPECT_THAT(view->Scan(table, "", "",
                           [&](absl::string_view pk, Revision revision, absl::string_view body) {
                             const RowKey key{table, std::string(pk)};
                             EXPECT_TRUE(row != replica_.end() && row->first == key)
                                 << "the feed has not told of row " << pk;
                             if (row == replica_.end() || row->first != key) return false;
                             EXPECT_EQ(row->second.revision, revision);
                             EXPECT_EQ(row->second.body, body);
                             ++row;
                             return true;
                           }),
                IsOk());
  }
  EXPECT_TRUE(row == replica_.end()) << "the feed has told of a row that is not there";
}

void Verifier::CheckAck(const Ledger& ledger, const Ack& ack) const {
  if (ack.write.kind == WriteName::Kind::kRedaction) {
    const auto view = ledger.Read();
    ASSERT_THAT(view, IsOk());
    const auto versions = ReadVersions(*view, kGoals, RedactedPk(ack.write), 0, 10);
    ASSERT_THAT(versions, IsOk());
    ASSERT_EQ(versions->size(), 2u) << ack.write;
    EXPECT_EQ(versions->front().version.body, "");
    EXPECT_EQ(versions->back().version.state, RowState::kRedaction);
    EXPECT_EQ(versions->back().version.revision, ack.revision);
    return;
  }
  const auto there = there_.find(ack.write);
  if (ack.pending_release.empty()) {
    ASSERT_NE(there, there_.end()) << ack.write << " was acknowledged and is lost";
    EXPECT_EQ(there->second, ack.revision) << ack.write;
    return;
  }
  if (there != there_.end()) return;
  const auto waiting = ledger.ListPending(SIZE_MAX);
  ASSERT_THAT(waiting, IsOk());
  EXPECT_TRUE(
      std::any_of(waiting->begin(), waiting->end(),
                  [&](const PendingRelease& write) { return write.id == ack.pending_release; }))
      << ack.write << " waited and is lost";
}

void Verifier::RepeatRequests(Ledger& ledger, const std::vector<Ack>& acks) {
  std::map<int, WriteName> last;
  for (const Ack& ack : acks) {
    if (ack.write.kind != WriteName::Kind::kCommit) continue;
    last[ack.write.writer] = ack.write;
    if (ack.write.number % 10 != 0) continue;
    const auto again = MakeCommit(ledger, ack.write);
    ASSERT_THAT(again, IsOk());
    EXPECT_TRUE(again->replayed) << ack.write;
    EXPECT_EQ(again->at.revision, ack.revision) << ack.write;
  }
  // What may have been under way: it is there, or is made now.
  for (auto& [writer, write] : last) {
    ++write.number;
    const auto there = there_.find(write);
    const auto again = MakeCommit(ledger, write);
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->replayed, there != there_.end()) << write;
    if (there != there_.end()) EXPECT_EQ(again->at.revision, there->second) << write;
  }
}

void Verifier::CheckWhole(Ledger& ledger) {
  const auto check = CheckStore(ledger, 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  for (const StoreFinding& finding : check->findings) {
    ADD_FAILURE() << finding.name << ": " << finding.description;
  }
}

}  // namespace tertial::crash
