#include "common/ledger/feed.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kDamaged = common::v1::ERROR_REASON_STORED_DATA_DAMAGED;

std::string Text(const std::optional<Version>& version) {
  if (!version.has_value()) return "-";
  return version->live() ? version->body : "(blanked)";
}

// "3.1 REVISED asker/g1 old>new !": revision.sequence, the operation, the row, what it was and
// became; ! at the end of a commit.
std::string Text(const FeedChange& change) {
  static constexpr const char* kOps[] = {"",        "INSERTED", "REVISED",
                                         "DELETED", "RELEASED", "REDACTED"};
  return absl::StrCat(change.position.revision, ".", change.position.sequence, " ",
                      kOps[static_cast<int>(change.op)], " ", PathOf(change.pk), " ",
                      Text(change.before), ">", Text(change.after),
                      change.end_of_commit ? " !" : "");
}

std::vector<std::string> Texts(const std::vector<FeedChange>& changes) {
  std::vector<std::string> texts;
  for (const FeedChange& change : changes) texts.push_back(Text(change));
  return texts;
}

class Feed : public LedgerFixture {
 protected:
  // All pages of `most` changes, up to the newest.
  std::vector<FeedChange> ReadAll(size_t most, const FeedFilter& filter = {},
                                  FeedPosition after = {}) {
    const ReadView view = Read();
    std::vector<FeedChange> all;
    for (bool up_to_date = false; !up_to_date;) {
      const auto page = ReadFeed(view, ledger_->tables(), after, filter, most);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      EXPECT_LE(page->changes.size(), most);
      EXPECT_GT(page->reached, after);
      if (page->reached <= after) break;
      for (const FeedChange& change : page->changes) {
        EXPECT_GT(change.position, after);
        EXPECT_LE(change.position, page->reached);
        EXPECT_EQ(change.position.revision, change.commit.revision);
      }
      all.insert(all.end(), page->changes.begin(), page->changes.end());
      after = page->reached;
      up_to_date = page->up_to_date;
    }
    return all;
  }

  // Commits 1 to 5.
  void MakeHistory() {
    Put("asker/a", "a1");
    Commit([](Txn& txn) -> absl::Status {
      EXPECT_THAT(txn.Put(kTable, Pk("asker/a"), "a2"), IsOk());
      EXPECT_THAT(txn.Put(kTable, Pk("asker/b"), "b2"), IsOk());
      EXPECT_THAT(txn.Put(kTable, Pk("oslo/c"), "c2"), IsOk());
      EXPECT_THAT(txn.Put(kPlainTable, Pk("p"), "p2"), IsOk());
      return absl::OkStatus();
    });
    Delete("asker/b");
    Put("asker/b", "b4");
    Put("oslo/c", "c5");
  }
};

TEST_F(Feed, TellsWhatEachCommitDidInOrder) {
  MakeHistory();
  EXPECT_THAT(Texts(ReadAll(100)),
              ElementsAre("1.0 INSERTED asker/a ->a1 !", "2.0 REVISED asker/a a1>a2",
                          "2.1 INSERTED asker/b ->b2", "2.2 INSERTED oslo/c ->c2",
                          "2.3 INSERTED p ->p2 !", "3.0 DELETED asker/b b2>- !",
                          "4.0 INSERTED asker/b ->b4 !", "5.0 REVISED oslo/c c2>c5 !"));
}

TEST_F(Feed, TellsWhoWhyAndWhen) {
  const CommitInfo info{.actor = "kari", .reason = "a correction"};
  const CommitResult result =
      Commit([](Txn& txn) { return txn.Put(kTable, Pk("asker/a"), "1").status(); }, info);
  const std::vector<FeedChange> changes = ReadAll(1);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].actor, "kari");
  EXPECT_EQ(changes[0].reason, "a correction");
  EXPECT_EQ(changes[0].commit, result.at);
  EXPECT_EQ(changes[0].table, kTable);
}

TEST_F(Feed, IsTheSameInPagesOfAnySize) {
  MakeHistory();
  const std::vector<std::string> all = Texts(ReadAll(100));
  for (const size_t most : {1, 2, 3, 4, 5, 7, 8}) EXPECT_EQ(Texts(ReadAll(most)), all) << most;
}

TEST_F(Feed, GoesOnFromAnyChange) {
  MakeHistory();
  const std::vector<FeedChange> all = ReadAll(100);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(
        Texts(ReadAll(2, {}, all[i].position)),
        Texts(std::vector<FeedChange>(all.begin() + static_cast<ptrdiff_t>(i) + 1, all.end())));
  }
  EXPECT_EQ(Texts(ReadAll(2, {}, FeedPosition{3, -1})).front(), "3.0 DELETED asker/b b2>- !");
}

TEST_F(Feed, MarksTheEndOfACommitWithinWhatPassesTheFilter) {
  MakeHistory();
  for (const size_t most : {1, 2, 100}) {
    EXPECT_THAT(Texts(ReadAll(most, {.tables = {}, .area = "asker"})),
                ElementsAre("1.0 INSERTED asker/a ->a1 !", "2.0 REVISED asker/a a1>a2",
                            "2.1 INSERTED asker/b ->b2 !", "3.0 DELETED asker/b b2>- !",
                            "4.0 INSERTED asker/b ->b4 !"))
        << most;
    EXPECT_THAT(Texts(ReadAll(most, {.tables = {kPlainTable}, .area = ""})),
                ElementsAre("2.3 INSERTED p ->p2 !"))
        << most;
    EXPECT_THAT(Texts(ReadAll(most, {.tables = {kTable}, .area = "oslo"})),
                ElementsAre("2.2 INSERTED oslo/c ->c2 !", "5.0 REVISED oslo/c c2>c5 !"))
        << most;
    EXPECT_THAT(ReadAll(most, {.tables = {kPlainTable}, .area = "oslo"}), IsEmpty());
    EXPECT_THAT(ReadAll(most, {.tables = {}, .area = "bergen"}), IsEmpty());
  }
}

TEST_F(Feed, OfAnEmptyStoreIsEmptyAndUpToDate) {
  const auto page = ReadFeed(Read(), ledger_->tables(), {}, {}, 10);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->changes, IsEmpty());
  EXPECT_TRUE(page->up_to_date);
}

TEST_F(Feed, EndsAtTheStateRead) {
  MakeHistory();
  const auto page = ReadFeed(Read(AsOf::At(Revision{3})), ledger_->tables(), {}, {}, 100);
  ASSERT_THAT(page, IsOk());
  EXPECT_TRUE(page->up_to_date);
  EXPECT_EQ(Texts(page->changes).back(), "3.0 DELETED asker/b b2>- !");
  // What came after does not change what the commits before it did.
  EXPECT_EQ(Texts(page->changes)[2], "2.1 INSERTED asker/b ->b2");
}

TEST_F(Feed, TellsARedactionAndNoneOfTheContent) {
  Put("asker/a", "secret");
  Put("asker/a", "secret2");
  ASSERT_THAT(ledger_->Redact({}, kTable, Pk("asker/a"), AreaNotFound("a")), IsOk());
  Put("asker/a", "a4");
  EXPECT_THAT(
      Texts(ReadAll(100)),
      ElementsAre("1.0 INSERTED asker/a ->(blanked) !", "2.0 REVISED asker/a (blanked)>(blanked) !",
                  "3.0 REDACTED asker/a (blanked)>- !", "4.0 INSERTED asker/a ->a4 !"));
}

TEST_F(Feed, TellsAReleaseOfWhatHadWaited) {
  Put("asker/a", "a1");
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  Commit(
      [](Txn& txn) -> absl::Status {
        EXPECT_THAT(txn.Put(kTable, Pk("asker/a"), "a2"), IsOk());
        EXPECT_THAT(txn.Put(kTable, Pk("asker/b"), "b2"), IsOk());
        return absl::OkStatus();
      },
      info);
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_THAT(Texts(ReadAll(100)),
              ElementsAre("1.0 INSERTED asker/a ->a1 !", "2.0 RELEASED asker/a a1>a2",
                          "2.1 RELEASED asker/b ->b2 !"));
}

TEST_F(Feed, EndsAPageEarlyWhenItsRowsAreLarge) {
  for (int i = 0; i < 7; ++i) Put(absl::StrCat("asker/", i), std::string(1 << 20, 'x'));
  const auto page = ReadFeed(Read(), ledger_->tables(), {}, {}, 100);
  ASSERT_THAT(page, IsOk());
  EXPECT_FALSE(page->up_to_date);
  EXPECT_LT(page->changes.size(), 7u);
  EXPECT_EQ(ReadAll(100).size(), 7u);
}

TEST_F(Feed, NamesAGapInTheChangesOfACommit) {
  MakeHistory();
  for (const uint32_t missing : {0u, 1u, 3u}) {
    const std::string key = FeedKey(2, missing);
    const auto store = RawStore();
    const std::string value = **store->Get(key);
    WriteBatch batch;
    batch.Delete(key);
    ASSERT_THAT(store->Write(batch), IsOk());
    const ReadView view(store->Snapshot(), {"", 5});
    const auto page = ReadFeed(view, options_.tables, {}, {}, 100);
    EXPECT_THAT(page, HasReason(kDamaged)) << missing;
    EXPECT_THAT(page, StatusIs(absl::StatusCode::kDataLoss));
    // The entry after the gap, or the commit that ends too early.
    EXPECT_THAT(page, MessageNames(missing == 3 ? std::string("commit 2")
                                                : absl::BytesToHexString(FeedKey(2, missing + 1))));
    batch.Clear();
    batch.Put(key, value);
    ASSERT_THAT(store->Write(batch), IsOk());
  }
}

TEST_F(Feed, NamesACommitThatIsMissing) {
  MakeHistory();
  const auto store = RawStore();
  WriteBatch batch;
  batch.Delete(CommitKey(3));
  batch.Delete(FeedKey(3, 0));
  ASSERT_THAT(store->Write(batch), IsOk());
  const ReadView view(store->Snapshot(), {"", 5});
  const auto page = ReadFeed(view, options_.tables, {}, {}, 100);
  EXPECT_THAT(page, HasReason(kDamaged));
  EXPECT_THAT(page, MessageNames("commit 3"));
}

TEST_F(Feed, NamesARowWhoseVersionIsMissing) {
  MakeHistory();
  const auto store = RawStore();
  WriteBatch batch;
  batch.Delete(SupersededKey(kTable, Pk("asker/a"), 2));
  ASSERT_THAT(store->Write(batch), IsOk());
  const ReadView view(store->Snapshot(), {"", 5});
  const auto page = ReadFeed(view, options_.tables, {}, {}, 100);
  EXPECT_THAT(page, HasReason(kDamaged));
  EXPECT_THAT(page, MessageNames("areas/asker/goals/a"));
}

class CommitScan : public Feed {
 protected:
  std::vector<Revision> RevisionsMade(absl::Time from, absl::Time until, size_t most = 100,
                                      const AsOf& as_of = {}) {
    std::vector<Revision> revisions;
    EXPECT_THAT(ScanCommits(Read(as_of), from, until,
                            [&](Revision revision, const common::internal::v1::Commit& commit) {
                              EXPECT_EQ(commit.actor(), "tester");
                              revisions.push_back(revision);
                              return revisions.size() < most;
                            }),
                IsOk());
    return revisions;
  }
  std::vector<std::string> ChangesOf(Revision revision, size_t most = 100) {
    std::vector<std::string> changes;
    EXPECT_THAT(
        ScanChanges(Read(), revision,
                    [&](const FeedEntry& change) {
                      changes.push_back(absl::StrCat(int{change.table}, " ", PathOf(change.pk)));
                      return changes.size() < most;
                    }),
        IsOk());
    return changes;
  }
};

TEST_F(CommitScan, TellsThoseOfATime) {
  std::vector<absl::Time> times;
  for (int i = 0; i < 4; ++i) {
    times.push_back(Put("asker/a", absl::StrCat(i)).at.commit_time);
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_THAT(RevisionsMade(absl::UnixEpoch(), clock_.Now()), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(RevisionsMade(times[1], times[3]), ElementsAre(2, 3));
  EXPECT_THAT(RevisionsMade(times[1] + absl::Microseconds(1), clock_.Now(), 1), ElementsAre(3));
  EXPECT_THAT(RevisionsMade(times[3], times[3]), IsEmpty());
  EXPECT_THAT(RevisionsMade(absl::UnixEpoch(), clock_.Now(), 100, AsOf::At(Revision{2})),
              ElementsAre(1, 2));
}

TEST_F(CommitScan, TellsTheChangesOfOneCommit) {
  MakeHistory();
  EXPECT_THAT(ChangesOf(2), ElementsAre("5 asker/a", "5 asker/b", "5 oslo/c", "6 p"));
  EXPECT_THAT(ChangesOf(2, 3), ElementsAre("5 asker/a", "5 asker/b", "5 oslo/c"));
  EXPECT_THAT(ChangesOf(3), ElementsAre("5 asker/b"));
  EXPECT_THAT(ChangesOf(6), IsEmpty());
}

TEST_F(CommitScan, MeetsADamagedRecord) {
  Put("asker/a", "a");
  Put("asker/a", "b");
  PutRaw(CommitKey(1), "no commit");
  OpenLedger();
  EXPECT_THAT(ScanCommits(Read(), absl::UnixEpoch(), absl::InfiniteFuture(),
                          [](Revision, const common::internal::v1::Commit&) { return true; }),
              HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

TEST(FeedEntry, HasGoldenBytes) {
  const std::string value = EncodeFeedEntry({ChangeOp::kReleased, 5, "pk"});
  EXPECT_EQ(absl::BytesToHexString(value), "0405706b");
  const auto entry = DecodeFeedEntry(value);
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->op, ChangeOp::kReleased);
  EXPECT_EQ(entry->table, 5);
  EXPECT_EQ(entry->pk, "pk");
}

TEST(FeedEntry, IsNotReadFromOtherBytes) {
  EXPECT_FALSE(DecodeFeedEntry("").has_value());
  EXPECT_FALSE(DecodeFeedEntry("\x01").has_value());
  EXPECT_FALSE(DecodeFeedEntry(absl::string_view("\0\x01x", 3)).has_value());
  EXPECT_FALSE(DecodeFeedEntry("\x06\x01x").has_value());
}

class Versions : public LedgerFixture {
 protected:
  std::vector<std::string> TextsAfter(Revision after, size_t most, const AsOf& as_of = {}) {
    static constexpr const char* kOps[] = {"",        "INSERTED", "REVISED",
                                           "DELETED", "RELEASED", "REDACTED"};
    const auto versions = ReadVersions(Read(as_of), kTable, Pk("asker/a"), after, most);
    EXPECT_THAT(versions, IsOk());
    std::vector<std::string> texts;
    for (const RowVersion& row : *versions) {
      EXPECT_EQ(row.commit.revision, row.version.revision);
      texts.push_back(absl::StrCat(row.version.revision, " ", kOps[static_cast<int>(row.op)], " ",
                                   row.version.body, " ", row.actor));
    }
    return texts;
  }
};

TEST_F(Versions, OfARowTellWhoMadeEachAndHow) {
  const auto put = [&](const std::string& body, const std::string& actor) {
    Commit([&](Txn& txn) { return txn.Put(kTable, Pk("asker/a"), body).status(); },
           {.actor = actor});
  };
  put("a1", "kari");
  Put("asker/b", "b2");
  put("a3", "ola");
  Delete("asker/a");
  put("a5", "kari");
  const std::vector<std::string> all = {"1 INSERTED a1 kari", "3 REVISED a3 ola",
                                        "4 DELETED  tester", "5 INSERTED a5 kari"};
  EXPECT_EQ(TextsAfter(0, 100), all);
  for (size_t most = 1; most <= all.size(); ++most) {
    std::vector<std::string> paged;
    Revision after = 0;
    for (;;) {
      const std::vector<std::string> page = TextsAfter(after, most);
      if (page.empty()) break;
      paged.insert(paged.end(), page.begin(), page.end());
      after = std::stoll(page.back());
    }
    EXPECT_EQ(paged, all) << most;
  }
  // From a revision that is not one of the row's.
  EXPECT_THAT(TextsAfter(2, 100), ElementsAre(all[1], all[2], all[3]));
  // At an earlier state the later ones are not there.
  EXPECT_THAT(TextsAfter(0, 100, AsOf::At(Revision{4})), ElementsAre(all[0], all[1], all[2]));
  EXPECT_THAT(TextsAfter(0, 100, AsOf::At(Revision{2})), ElementsAre(all[0]));
  EXPECT_THAT(TextsAfter(1, 100, AsOf::At(Revision{3})), ElementsAre(all[1]));
}

TEST_F(Versions, OfARowThatNeverWasAreNone) {
  Put("asker/b", "b");
  EXPECT_THAT(TextsAfter(0, 100), IsEmpty());
}

TEST_F(Versions, OfARedactedRowHaveNoContent) {
  Put("asker/a", "secret");
  Put("asker/a", "secret");
  Put("asker/a", "more");
  ASSERT_THAT(ledger_->Redact({.actor = "dpo"}, kTable, Pk("asker/a"), AreaNotFound("a")), IsOk());
  Put("asker/a", "a4");
  EXPECT_THAT(TextsAfter(0, 100), ElementsAre("1 INSERTED  tester", "2 REVISED  tester",
                                              "3 REDACTED  dpo", "4 INSERTED a4 tester"));
  EXPECT_THAT(TextsAfter(2, 1), ElementsAre("3 REDACTED  dpo"));
  EXPECT_THAT(TextsAfter(3, 100), ElementsAre("4 INSERTED a4 tester"));
}

}  // namespace
}  // namespace tertial
