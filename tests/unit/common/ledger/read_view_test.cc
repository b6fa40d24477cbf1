// Reads as of an earlier state.
#include "common/ledger/read_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using enum common::v1::ErrorReason;

constexpr absl::Duration kMicro = absl::Microseconds(1);

class AsOfReads : public LedgerFixture {
 protected:
  // Rows a, b and d, changed at revisions 1 to 5, a minute apart.
  void SetUp() override {
    LedgerFixture::SetUp();
    times_.push_back(clock_.Now());
    for (const auto& write : std::vector<std::function<CommitResult()>>{
             [&] { return Put("x/a", "a1"); }, [&] { return Put("x/b", "b2"); },
             [&] { return Put("x/a", "a3"); }, [&] { return Delete("x/b"); },
             [&] { return Put("x/d", "d5"); }}) {
      clock_.Advance(absl::Minutes(1));
      times_.push_back(write().at.commit_time);
    }
    clock_.Advance(absl::Minutes(1));
  }

  // What there was at each revision.
  const std::vector<Rows> states_ = {{},
                                     {{"x/a", "a1"}},
                                     {{"x/a", "a1"}, {"x/b", "b2"}},
                                     {{"x/a", "a3"}, {"x/b", "b2"}},
                                     {{"x/a", "a3"}},
                                     {{"x/a", "a3"}, {"x/d", "d5"}}};
  // When each was committed.
  std::vector<absl::Time> times_;
};

TEST_F(AsOfReads, SeeTheStateOfARevision) {
  for (Revision revision = 0; revision <= 5; ++revision) {
    const ReadView view = Read(AsOf::At(revision));
    EXPECT_EQ(view.at().revision, revision);
    EXPECT_EQ(view.at().commit_time, revision == 0 ? absl::InfinitePast() : times_[revision]);
    EXPECT_EQ(ScanRows(view, kTable), states_[revision]) << revision;
  }
}

TEST_F(AsOfReads, SeeTheSameBelowManyPrefixes) {
  Put("y/a", "y6");
  const auto scan = [](const ReadView& view, const std::vector<std::string>& prefixes,
                       size_t most = 10) {
    Rows rows;
    EXPECT_THAT(view.MultiScan(kTable, prefixes,
                               [&](absl::string_view pk, Revision, absl::string_view body) {
                                 rows.emplace_back(PathOf(pk), std::string(body));
                                 return rows.size() < most;
                               }),
                IsOk());
    return rows;
  };
  const std::vector<std::string> each = {Pk("x/a"), Pk("x/b"), Pk("x/c"), Pk("x/d")};
  for (Revision revision = 0; revision <= 5; ++revision) {
    EXPECT_EQ(scan(Read(AsOf::At(revision)), each), states_[revision]) << revision;
  }
  const Rows backwards = {{"y/a", "y6"}, {"x/a", "a3"}, {"x/d", "d5"}};
  EXPECT_EQ(scan(Read(), {Pk("y"), Pk("x")}), backwards);
  EXPECT_EQ(scan(Read(AsOf::At(3)), {Pk("x"), Pk("x/a")}, /*most=*/1), (Rows{{"x/a", "a3"}}));
  EXPECT_EQ(scan(Read(), {}), Rows());
}

TEST_F(AsOfReads, SeeTheStateOfAnInstant) {
  for (Revision revision = 1; revision <= 5; ++revision) {
    const absl::Time time = times_[revision];
    EXPECT_EQ(Read(AsOf::At(time)).at(), Read(AsOf::At(revision)).at());
    EXPECT_EQ(ScanRows(Read(AsOf::At(time)), kTable), states_[revision]);
    EXPECT_EQ(Read(AsOf::At(time + absl::Seconds(59))).at().revision, revision);
    EXPECT_EQ(Read(AsOf::At(time + absl::Nanoseconds(1))).at().revision, revision);
    if (revision > 1) EXPECT_EQ(Read(AsOf::At(time - kMicro)).at().revision, revision - 1);
  }
  EXPECT_EQ(Read(AsOf::At(clock_.Now())).at(), Read().at());
}

TEST_F(AsOfReads, RefuseAnInstantBeforeTheFirstCommit) {
  for (const absl::Time time :
       {times_[1] - kMicro, times_[1] - absl::Nanoseconds(1), absl::InfinitePast()}) {
    EXPECT_THAT(ledger_->Read(AsOf::At(time)), HasReason(ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT));
  }
}

TEST_F(AsOfReads, RefuseAnInstantInTheFuture) {
  EXPECT_THAT(ledger_->Read(AsOf::At(clock_.Now() + kMicro)),
              HasReason(ERROR_REASON_AS_OF_IN_FUTURE));
  EXPECT_THAT(ledger_->Read(AsOf::At(absl::InfiniteFuture())),
              HasReason(ERROR_REASON_AS_OF_IN_FUTURE));
}

TEST_F(AsOfReads, RefuseARevisionThatIsNone) {
  EXPECT_THAT(ledger_->Read(AsOf::At(Revision{-1})), HasReason(ERROR_REASON_REVISION_UNKNOWN));
  EXPECT_THAT(ledger_->Read(AsOf::At(Revision{6})), HasReason(ERROR_REASON_REVISION_IN_FUTURE));
  EXPECT_THAT(ledger_->Read(AsOf::At(INT64_MAX)), HasReason(ERROR_REASON_REVISION_IN_FUTURE));
}

TEST_F(AsOfReads, FindOneRowAndMany) {
  const ReadView view = Read(AsOf::At(Revision{2}));
  EXPECT_THAT(view.Find(kTable, Pk("x/a")), IsOkAndHolds(MaybeRecord(Record{1, "a1"})));
  EXPECT_THAT(view.Find(kTable, Pk("x/d")), IsOkAndHolds(MaybeRecord()));
  EXPECT_THAT(
      view.MultiFind(
          kTable, std::vector<std::string>{Pk("x/d"), Pk("x/b"), Pk("x/z"), Pk("x/a"), Pk("x/b")}),
      IsOkAndHolds(ElementsAre(MaybeRecord(), MaybeRecord(Record{2, "b2"}), MaybeRecord(),
                               MaybeRecord(Record{1, "a1"}), MaybeRecord(Record{2, "b2"}))));
}

TEST_F(AsOfReads, TellATombstoneAsAVersion) {
  EXPECT_THAT(Read(AsOf::At(Revision{4})).FindVersion(kTable, Pk("x/b")),
              IsOkAndHolds(MaybeVersion(Version{RowState::kTombstone, 4, ""})));
  EXPECT_THAT(Read(AsOf::At(Revision{3})).FindVersion(kTable, Pk("x/b")),
              IsOkAndHolds(MaybeVersion(Version{RowState::kLive, 2, "b2"})));
  EXPECT_THAT(Read(AsOf::At(Revision{1})).FindVersion(kTable, Pk("x/b")),
              IsOkAndHolds(MaybeVersion()));
}

TEST_F(AsOfReads, SeeTheSameForEver) {
  const absl::Time now = clock_.Now();
  const ReadPoint read = Read(AsOf::At(now)).at();
  // The clock stands still, so the next commit would get the instant just read at.
  const CommitResult next = Put("x/e", "e6");
  EXPECT_GT(next.at.commit_time, now);
  EXPECT_EQ(Read(AsOf::At(now)).at(), read);
  EXPECT_EQ(Read(AsOf::At(next.at.commit_time)).at().revision, 6);
  EXPECT_EQ(ScanRows(Read(AsOf::At(now)), kTable), states_[5]);
}

TEST_F(AsOfReads, SeeTheSameAfterARestart) {
  Reopen();
  for (Revision revision = 0; revision <= 5; ++revision) {
    EXPECT_EQ(ScanRows(Read(AsOf::At(revision)), kTable), states_[revision]) << revision;
  }
}

TEST_F(AsOfReads, SeeARowThatWasDeletedAndPutAgain) {
  Put("x/b", "b6");
  Delete("x/b");
  Put("x/b", "b8");
  const std::vector<std::string> bodies = {"", "", "b2", "b2", "", "", "b6", "", "b8"};
  for (Revision revision = 0; revision <= 8; ++revision) {
    const auto found = Read(AsOf::At(revision)).Find(kTable, Pk("x/b"));
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->has_value() ? (*found)->body : "", bodies[revision]) << revision;
  }
}

// Rows whose version has to be sought are gathered; there are more of them than are gathered at
// once, and rows that need no seeking among them.
TEST_F(AsOfReads, ScanManyRowsInOrder) {
  constexpr int kRows = 1'500;
  Rows before;
  Commit([&](Txn& txn) -> absl::Status {
    for (int i = 0; i < kRows; ++i) {
      before.emplace_back(absl::StrCat("y/", absl::Dec(i, absl::kZeroPad4)), absl::StrCat(i));
      EXPECT_THAT(txn.Put(kTable, Pk(before.back().first), before.back().second), IsOk());
    }
    return absl::OkStatus();
  });
  const Revision revision = Read().at().revision;
  Commit([&](Txn& txn) -> absl::Status {
    for (int i = 0; i < kRows; ++i) {
      if (i % 3 == 0) EXPECT_THAT(txn.Put(kTable, Pk(before[i].first), "later"), IsOk());
      if (i % 3 == 1) EXPECT_THAT(txn.Delete(kTable, Pk(before[i].first)), IsOk());
      EXPECT_THAT(txn.Put(kTable, Pk(before[i].first + "z"), "new"), IsOk());
    }
    return absl::OkStatus();
  });
  const ReadView view = Read(AsOf::At(revision));
  EXPECT_EQ(ScanRows(view, kTable, "y"), before);
  EXPECT_EQ(ScanRows(view, kTable, "y", "y/1000"), Rows(before.begin() + 1'001, before.end()));
  // Ends where the visitor says so, wherever that is in what was gathered.
  for (const int most : {1, 2, 15, 16, 17, 600, 1'499}) {
    int visited = 0;
    EXPECT_THAT(
        view.Scan(kTable, Pk("y"), "",
                  [&](absl::string_view, Revision, absl::string_view) { return ++visited < most; }),
        IsOk());
    EXPECT_EQ(visited, most);
  }
}

TEST_F(AsOfReads, TellADamagedVersionOfThePast) {
  const std::string key = SupersededKey(kTable, Pk("x/a"), 3);
  std::string value = **RawStore()->Get(key);
  value.back() = static_cast<char>(value.back() ^ 1);
  PutRaw(key, value);
  OpenLedger();
  const auto damaged = HasReason(ERROR_REASON_STORED_DATA_DAMAGED);
  const ReadView view = Read(AsOf::At(Revision{2}));
  EXPECT_THAT(view.Find(kTable, Pk("x/a")), damaged);
  EXPECT_THAT(view.Scan(kTable, "", "",
                        [](absl::string_view, Revision, absl::string_view) { return true; }),
              damaged);
  EXPECT_THAT(Read().Find(kTable, Pk("x/a")), IsOk());
}

TEST_F(AsOfReads, AreAskedForInTheEpochOfTheStore) {
  common::v1::AsOf proto;
  proto.set_revision(3);
  EXPECT_EQ(AsOf::Parse(proto, "e1")->revision(), 3);
  proto.set_epoch("e1");
  EXPECT_EQ(AsOf::Parse(proto, "e1")->revision(), 3);
  EXPECT_THAT(AsOf::Parse(proto, "e2"), HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  common::v1::AsOf instant;
  *instant.mutable_time() = EncodeTimestamp(times_[2]);
  EXPECT_EQ(AsOf::Parse(instant, "e1")->time(), times_[2]);
  const auto newest = AsOf::Parse({}, "e1");
  ASSERT_THAT(newest, IsOk());
  EXPECT_FALSE(newest->time().has_value() || newest->revision().has_value());
}

}  // namespace
}  // namespace tertial
