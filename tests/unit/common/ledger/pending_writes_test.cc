// Writes that wait for their instant.
#include "common/ledger/pending_writes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/content_hash.h"
#include "common/ledger/feed.h"
#include "common/ledger/in_use.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kMicro = absl::Microseconds(1);
constexpr auto kNotWaiting = common::v1::ERROR_REASON_PENDING_RELEASE_NOT_FOUND;

class Embargo : public LedgerFixture {
 protected:
  CommitInfo At(absl::Time publish_at) {
    CommitInfo info{.actor = "kari", .reason = "published as announced"};
    info.publish_at = publish_at;
    return info;
  }
  CommitInfo In(absl::Duration time) { return At(clock_.Now() + time); }
  CommitResult PutAt(absl::string_view path, const std::string& body, const CommitInfo& info,
                     TableId table = kTable) {
    return Commit([&](Txn& txn) { return txn.Put(table, Pk(path), body).status(); }, info);
  }
  std::vector<PendingRelease> Waiting() {
    auto waiting = ledger_->ListPending(100);
    EXPECT_THAT(waiting, IsOk());
    return *waiting;
  }

  // All that a reader can see, whichever way it looks.
  std::string Visible() {
    const ReadView view = Read();
    std::string seen = absl::StrCat("head ", view.at().revision, " at ",
                                    absl::ToUnixMicros(view.at().commit_time), "\n");
    for (const TableId table : {kTable, kPlainTable, kIndexedTable}) {
      EXPECT_THAT(view.Scan(table, "", "",
                            [&](absl::string_view pk, Revision revision, absl::string_view body) {
                              absl::StrAppend(&seen, PathOf(pk), "@", revision, "=", body, "\n");
                              return true;
                            }),
                  IsOk());
      for (const std::string path : {"x/a", "x/b", "x/n"}) {
        const auto versions = ReadVersions(view, table, Pk(path), 0, 100);
        for (const RowVersion& row : *versions) {
          absl::StrAppend(&seen, path, " version ", row.version.revision, "\n");
        }
        const auto version = view.FindVersion(table, Pk(path));
        if (version->has_value()) absl::StrAppend(&seen, (*version)->body, "\n");
        EXPECT_THAT(ledger_->Try({},
                                 [&](Txn& txn) {
                                   absl::StrAppend(&seen, txn.base().revision, txn.revision());
                                   const auto found = txn.Find(table, Pk(path));
                                   if (found->has_value()) absl::StrAppend(&seen, (*found)->body);
                                   return absl::OkStatus();
                                 }),
                    IsOk());
      }
    }
    for (const std::string& path : ScanWord(view, "red")) absl::StrAppend(&seen, path, " red\n");
    const auto page = ReadFeed(view, ledger_->tables(), {}, {}, 100);
    EXPECT_THAT(page, IsOk());
    for (const FeedChange& change : page->changes) {
      absl::StrAppend(&seen, "feed ", change.position.revision, ".", change.position.sequence,
                      "\n");
    }
    const auto hash = HashContent(*ledger_, view.at().revision, absl::InfiniteFuture());
    EXPECT_THAT(hash, IsOk());
    absl::StrAppend(&seen, "hash ", hash->Hex(), "\n");
    absl::StrAppend(&seen, "reached ", page->reached.revision, ".", page->reached.sequence, "\n",
                    "woken at ", ledger_->WaitForCommit(view.at().revision, absl::ZeroDuration()));
    return seen;
  }
};

TEST_F(Embargo, ShowsNothingBeforeItsInstant) {
  Put("x/a", "a1");
  const std::string before = Visible();
  const CommitResult result = Commit(
      [](Txn& txn) {
        EXPECT_THAT(txn.Put(kTable, Pk("x/a"), "secret"), IsOk());
        EXPECT_THAT(txn.Put(kTable, Pk("x/b"), "secret"), IsOk());
        EXPECT_THAT(txn.Put(kIndexedTable, Pk("x/n"), "red"), IsOk());
        return absl::OkStatus();
      },
      In(absl::Hours(1)));
  EXPECT_FALSE(result.committed);
  EXPECT_EQ(result.at, Read().at());
  EXPECT_FALSE(result.pending_release.empty());
  EXPECT_EQ(Visible(), before);
  clock_.Advance(absl::Hours(1) - kMicro);
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Visible(), before);
  Reopen();
  EXPECT_EQ(Visible(), before);
  // Nor in what is committed meanwhile.
  EXPECT_EQ(Put("x/c", "c2").at.revision, 2);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}, {"x/c", "c2"}}));
  EXPECT_THAT(ledger_->Read(AsOf::At(Revision{3})),
              HasReason(common::v1::ERROR_REASON_REVISION_IN_FUTURE));
}

TEST_F(Embargo, IsReleasedAtItsInstantByTheDueWork) {
  Put("x/a", "a1");
  PutAt("x/a", "a2", In(absl::Hours(1)));
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(ledger_->NextDueWork(), clock_.Now());
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 2);
  EXPECT_EQ(Read().at().commit_time, clock_.Now());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a2"}}));
  EXPECT_EQ(ledger_->WaitForCommit(1, absl::ZeroDuration()), 2);
  EXPECT_THAT(Waiting(), IsEmpty());
  const auto versions = ReadVersions(Read(), kTable, Pk("x/a"), 1, 10);
  ASSERT_THAT(*versions, SizeIs(1));
  EXPECT_EQ(versions->front().op, ChangeOp::kReleased);
  EXPECT_EQ(versions->front().actor, "kari");
  EXPECT_EQ(versions->front().reason, "published as announced");
}

TEST_F(Embargo, IsReleasedByTheNextCommitBeforeIt) {
  PutAt("x/a", "a1", In(absl::Hours(1)));
  clock_.Advance(absl::Hours(2));
  const CommitResult next = Commit([](Txn& txn) {
    EXPECT_THAT(txn.Find(kTable, Pk("x/a")), IsOkAndHolds(MaybeRecord(Record{1, "a1"})));
    return txn.Put(kTable, Pk("x/b"), "b2").status();
  });
  EXPECT_EQ(next.at.revision, 2);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}, {"x/b", "b2"}}));
}

TEST_F(Embargo, ThatIsOverdueIsReleasedAtTheStart) {
  PutAt("x/a", "a1", In(absl::Hours(1)));
  PutAt("x/b", "b", In(absl::Hours(9)));
  ledger_.reset();
  clock_.Advance(absl::Hours(2));
  OpenLedger();
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_EQ(Read().at().commit_time, clock_.Now());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  EXPECT_THAT(Waiting(), SizeIs(1));
}

TEST_F(Embargo, OfSeveralIsReleasedInTheirOrder) {
  const absl::Time noon = clock_.Now() + absl::Hours(12);
  PutAt("x/a", "third", At(noon + absl::Hours(1)));
  PutAt("x/a", "first", At(noon));
  PutAt("x/a", "second", At(noon));
  PutAt("x/a", "not yet", At(noon + absl::Hours(2)));
  Put("x/a", "before");
  clock_.Advance(absl::Hours(13));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  std::vector<std::string> bodies;
  const auto versions = ReadVersions(Read(), kTable, Pk("x/a"), 0, 10);
  for (const RowVersion& row : *versions) {
    bodies.push_back(row.version.body);
  }
  EXPECT_THAT(bodies, ElementsAre("before", "first", "second", "third"));
}

TEST_F(Embargo, WithAnInstantThatHasComeIsNone) {
  for (const absl::Time instant :
       {clock_.Now(), clock_.Now() - absl::Hours(1), absl::InfinitePast()}) {
    const CommitResult result = PutAt("x/a", absl::FormatTime(instant), At(instant));
    EXPECT_TRUE(result.committed);
    EXPECT_THAT(result.pending_release, IsEmpty());
  }
  EXPECT_THAT(Waiting(), IsEmpty());
}

TEST_F(Embargo, IsListedWithWhoWhyAndWhen) {
  const absl::Time noon = clock_.Now() + absl::Hours(12);
  const CommitResult late = PutAt("x/a", "a", At(noon + absl::Hours(1)));
  const CommitResult early = PutAt("x/b", "b", At(noon));
  const std::vector<PendingRelease> waiting = Waiting();
  ASSERT_THAT(waiting, SizeIs(2));
  EXPECT_EQ(waiting[0].id, early.pending_release);
  EXPECT_EQ(waiting[0].publish_at, noon);
  EXPECT_EQ(waiting[0].actor, "kari");
  EXPECT_EQ(waiting[0].reason, "published as announced");
  EXPECT_EQ(waiting[0].rows, 1);
  EXPECT_EQ(waiting[1].id, late.pending_release);
  EXPECT_THAT(*ledger_->ListPending(1), SizeIs(1));
}

TEST_F(Embargo, ThatIsWithdrawnLeavesNoTrace) {
  Put("x/a", "a1");
  const CommitResult waits = PutAt("x/a", "never", In(absl::Hours(1)));
  const CommitResult stays = PutAt("x/b", "b2", In(absl::Hours(1)));
  EXPECT_THAT(ledger_->CancelPending("0123"), HasReason(kNotWaiting));
  EXPECT_THAT(ledger_->CancelPending(waits.pending_release), IsOk());
  EXPECT_THAT(ledger_->CancelPending(waits.pending_release), HasReason(kNotWaiting));
  EXPECT_THAT(Waiting(), SizeIs(1));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 2);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}, {"x/b", "b2"}}));
  EXPECT_THAT(ledger_->CancelPending(stays.pending_release), HasReason(kNotWaiting));
  // Nothing of it is left under its key.
  const auto store = RawStore();
  for (const uint8_t tag : {kPendingTag, kStagedTag}) {
    EXPECT_THAT(store->Snapshot()->Scan(TagRange(tag), ScanDirection::kForward,
                                        [&](absl::string_view, absl::string_view) {
                                          ADD_FAILURE() << "tag " << int{tag};
                                          return true;
                                        }),
                IsOk());
  }
}

TEST_F(Embargo, IsTooLateToBeWithdrawnWhenItsInstantHasCome) {
  const CommitResult waits = PutAt("x/a", "a1", In(absl::Hours(1)));
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(ledger_->CancelPending(waits.pending_release), HasReason(kNotWaiting));
  EXPECT_EQ(Read().at().revision, 1);
}

TEST_F(Embargo, ThatNoLongerChangesAnythingLeavesNoCommit) {
  Put("x/a", "a1");
  PutAt("x/a", "a2", In(absl::Hours(1)));
  Commit([](Txn& txn) { return txn.Delete(kTable, Pk("x/a")).status(); }, In(absl::Hours(2)));
  Put("x/a", "a2");
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 2);
  EXPECT_THAT(Waiting(), SizeIs(1));
  Delete("x/a");
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 3);
  EXPECT_THAT(Waiting(), IsEmpty());
}

TEST_F(Embargo, MayDeleteARow) {
  Put("x/a", "a1");
  Commit([](Txn& txn) { return txn.Delete(kTable, Pk("x/a")).status(); }, In(absl::Hours(1)));
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), Rows());
  const auto page = ReadFeed(Read(), ledger_->tables(), {1, 0}, {}, 10);
  ASSERT_THAT(page->changes, SizeIs(1));
  EXPECT_EQ(page->changes[0].op, ChangeOp::kReleased);
  EXPECT_EQ(page->changes[0].before->body, "a1");
  EXPECT_FALSE(page->changes[0].after.has_value());
}

TEST_F(Embargo, OfARequestIsAnsweredAgainWhileItWaitsAndAfter) {
  CommitInfo info = In(absl::Hours(1));
  info.request_id = "r";
  info.fingerprint = "f";
  const CommitResult first = PutAt("x/a", "a1", info);
  const CommitResult again = PutAt("x/a", "a1", info);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.pending_release, first.pending_release);
  EXPECT_THAT(Waiting(), SizeIs(1));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(PutAt("x/a", "a1", info).pending_release, first.pending_release);
  EXPECT_EQ(Read().at().revision, 1);
}

TEST_F(Embargo, DoesNotEndWhenTheClockJumps) {
  PutAt("x/a", "a1", In(absl::Hours(1)));
  clock_.Set(clock_.Now() + absl::Hours(24));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  Put("x/b", "b1");
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/b", "b1"}}));
}

TEST_F(Embargo, IsReleasedLaterWhenTheStoreFails) {
  Put("x/a", "a1");
  PutAt("x/a", "a2", In(absl::Hours(1)));
  clock_.Advance(absl::Hours(1));
  faults_->FailWrite(1);
  EXPECT_THAT(ledger_->DoDueWork(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a1"}}));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "a2"}}));
  EXPECT_EQ(Read().at().revision, 2);
}

TEST_F(Embargo, IsReleasedOnceWhenTheStoreFailsAfterIt) {
  PutAt("x/a", "a1", In(absl::Hours(1)));
  clock_.Advance(absl::Hours(1));
  faults_->FailAfterWrite(1);
  EXPECT_THAT(ledger_->DoDueWork(), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 1);
  EXPECT_THAT(Waiting(), IsEmpty());
}

TEST_F(Embargo, HoldsNoOtherWriteUpWhenItsRowsAreDamaged) {
  PutAt("x/a", "a", In(absl::Hours(1)));
  PutAt("x/b", "b1", In(absl::Hours(1)));
  PutRaw(StagedKey(1, kTable, Pk("x/a"), 0), "\xff");
  OpenLedger();
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/b", "b1"}}));
  EXPECT_TRUE(Put("x/c", "c2").committed);
  EXPECT_THAT(Waiting(), SizeIs(1));
}

// The number of a waiting write without rows was given out again after a restart: the rows of an
// import that was not committed were released in its place.
TEST_F(Embargo, WithoutRowsReleasesNoRowsOfAnother) {
  const CommitResult waits = PutAt("x/a", "a", In(absl::Hours(1)));
  ASSERT_THAT(ledger_->Redact({}, kTable, Pk("x/a"), AreaNotFound("a")), IsOk());
  ASSERT_THAT(Waiting(), SizeIs(1));
  EXPECT_EQ(Waiting()[0].rows, 0);
  Reopen();
  const auto import = ledger_->BeginImport();
  ASSERT_THAT(import->Stage(kTable, Pk("x/b"), "not committed", 1), IsOk());
  ASSERT_THAT(import->Count(), IsOk());
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Read().at().revision, 0);
  EXPECT_EQ(import->Count()->inserted, 1);
}

TEST_F(Embargo, TellsWhenThereIsSomethingToDo) {
  // What the last process may have left.
  EXPECT_EQ(ledger_->NextDueWork(), clock_.Now());
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  const absl::Time noon = clock_.Now() + absl::Seconds(30);
  EXPECT_GT(ledger_->NextDueWork(), clock_.Now());
  PutAt("x/a", "a", At(noon + absl::Seconds(1)));
  const CommitResult first = PutAt("x/b", "b", At(noon));
  EXPECT_EQ(ledger_->NextDueWork(), noon);
  ASSERT_THAT(ledger_->CancelPending(first.pending_release), IsOk());
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ledger_->NextDueWork(), noon + absl::Seconds(1));
  Reopen();
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(ledger_->NextDueWork(), noon + absl::Seconds(1));
}

// A table whose rows name one of kTable that must be there.
class EmbargoOfReferences : public Embargo {
 protected:
  void SetUp() override {
    std::vector<TableDefinition> tables = TestTables().tables();
    TableDefinition& plans = tables[1];
    ASSERT_EQ(plans.id, kPlainTable);
    plans.check = [](const RecordReader& reader, const google::protobuf::Message& resource,
                     const Violations& violations) {
      const auto found =
          reader.Find(kTable, Pk(static_cast<const common::v1::Area&>(resource).name()));
      if (found.ok() && !found->has_value()) {
        violations.Add("name", common::v1::ERROR_REASON_AREA_NOT_FOUND, "It is gone.");
      }
      return found.status();
    };
    plans.index = [](absl::string_view, absl::string_view body, std::vector<std::string>& entries) {
      common::v1::Area area;
      if (area.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
        entries.push_back(ReferenceEntry(kTable, Pk(area.name())));
      }
    };
    options_.tables = TableCatalog(std::move(tables));
    Embargo::SetUp();
  }

  static std::string Naming(const std::string& path) {
    common::v1::Area area;
    area.set_name(path);
    return area.SerializeAsString();
  }
  void Delete(TableId table, const std::string& path, const CommitInfo& info = {}) {
    Commit([&](Txn& txn) { return txn.Delete(table, Pk(path)).status(); }, info);
  }
  void Advance(absl::Duration time) {
    clock_.Advance(time);
    ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  }
};

// What a write refers to could be deleted while it waited, and at its instant it was an orphan.
TEST_F(EmbargoOfReferences, IsNotLiftedWhileWhatARowRefersToIsGone) {
  Put("x/a", "a");
  PutAt("p", Naming("x/a"), In(absl::Hours(1)), kPlainTable);
  Delete(kTable, "x/a");
  Advance(absl::Hours(1));
  EXPECT_THAT(Waiting(), SizeIs(1));
  EXPECT_THAT(ScanRows(Read(), kPlainTable), IsEmpty());
  Put("x/a", "a");
  EXPECT_THAT(Waiting(), SizeIs(1));
  Advance(absl::Minutes(1));
  EXPECT_THAT(Waiting(), IsEmpty());
  EXPECT_THAT(ScanRows(Read(), kPlainTable), SizeIs(1));
}

TEST_F(EmbargoOfReferences, OfADeletionIsNotLiftedWhileTheRowIsInUse) {
  Put("x/a", "a");
  Delete(kTable, "x/a", In(absl::Hours(1)));
  Put("p", Naming("x/a"), kPlainTable);
  Advance(absl::Hours(1));
  EXPECT_THAT(Waiting(), SizeIs(1));
  EXPECT_THAT(ScanRows(Read(), kTable), SizeIs(1));
  Delete(kPlainTable, "p");
  Advance(absl::Minutes(1));
  EXPECT_THAT(Waiting(), IsEmpty());
  EXPECT_THAT(ScanRows(Read(), kTable), IsEmpty());
}

}  // namespace
}  // namespace tertial
