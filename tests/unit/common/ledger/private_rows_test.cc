#include "common/ledger/private_rows.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using MaybeBody = std::optional<std::string>;

constexpr auto kDamaged = common::v1::ERROR_REASON_STORED_DATA_DAMAGED;

class PrivateRows : public LedgerFixture {
 protected:
  CommitResult PutPrivate(absl::string_view path, const std::string& body,
                          absl::Duration retention = absl::Hours(1)) {
    return Commit([&](Txn& txn) {
      txn.PutPrivate(kTable, Pk(path), body, clock_.Now() + retention);
      return absl::OkStatus();
    });
  }
  CommitResult Erase(absl::string_view prefix) {
    return Commit([&](Txn& txn) {
      txn.ErasePrivate(kTable, Pk(prefix));
      return absl::OkStatus();
    });
  }
  void Drop(const std::vector<std::string>& paths) {
    Commit([&](Txn& txn) {
      for (const std::string& path : paths) txn.DropPrivate(kTable, Pk(path));
      return absl::OkStatus();
    });
  }
  Rows Private(absl::string_view prefix = "", absl::string_view after = "") {
    Rows rows;
    EXPECT_THAT(Read().ScanPrivate(kTable, Pk(prefix), Pk(after), clock_.Now(),
                                   [&](absl::string_view pk, absl::string_view body) {
                                     rows.emplace_back(PathOf(pk), std::string(body));
                                     return true;
                                   }),
                IsOk());
    return rows;
  }
};

TEST_F(PrivateRows, AreToldBackwardBetweenTwoKeys) {
  for (const char* const path : {"a", "b", "c", "d"}) PutPrivate(path, path);
  PutPrivate("bb", "ended", absl::Seconds(1));
  clock_.Advance(absl::Minutes(1));
  Commit([&](Txn& txn) {
    txn.PutPrivate(kPlainTable, Pk("b"), "of another table", clock_.Now() + absl::Hours(1));
    return absl::OkStatus();
  });
  const auto backward = [&](absl::string_view begin, absl::string_view end, size_t most = 10) {
    std::vector<std::string> bodies;
    EXPECT_THAT(Read().ScanPrivateBackward(kTable, Pk(begin), Pk(end), clock_.Now(),
                                           [&](absl::string_view pk, const PrivateRow& row) {
                                             EXPECT_EQ(PathOf(pk), row.body);
                                             bodies.emplace_back(row.body);
                                             return bodies.size() < most;
                                           }),
                IsOk());
    return bodies;
  };
  EXPECT_THAT(backward("a", "z"), ElementsAre("d", "c", "b", "a"));
  EXPECT_THAT(backward("b", "d"), ElementsAre("c", "b"));
  EXPECT_THAT(backward("a", "z", 2), ElementsAre("d", "c"));
  EXPECT_THAT(backward("d", "b"), IsEmpty());
}

TEST_F(PrivateRows, AreFoundByKeyAndInOrder) {
  EXPECT_FALSE(PutPrivate("x/b", "b").committed);
  PutPrivate("x/a", "a");
  PutPrivate("y/c", "c");
  EXPECT_THAT(Read().FindPrivate(kTable, Pk("x/a"), clock_.Now()), IsOkAndHolds(MaybeBody("a")));
  EXPECT_THAT(Read().FindPrivate(kTable, Pk("x/z"), clock_.Now()), IsOkAndHolds(MaybeBody()));
  EXPECT_THAT(Read().FindPrivate(kPlainTable, Pk("x/a"), clock_.Now()), IsOkAndHolds(MaybeBody()));
  EXPECT_EQ(Private(), (Rows{{"x/a", "a"}, {"x/b", "b"}, {"y/c", "c"}}));
  EXPECT_EQ(Private("x"), (Rows{{"x/a", "a"}, {"x/b", "b"}}));
  EXPECT_EQ(Private("x", "x/a"), (Rows{{"x/b", "b"}}));
  Reopen();
  EXPECT_EQ(Private("y"), (Rows{{"y/c", "c"}}));
}

TEST_F(PrivateRows, HaveNoRevisionNoHistoryAndNoFeed) {
  Put("x/fact", "f");
  const ReadPoint before = Read().at();
  PutPrivate("x/a", "a");
  PutPrivate("x/a", "a2");
  Erase("x/a");
  EXPECT_EQ(Read().at(), before);
  EXPECT_THAT(*ReadVersions(Read(), kTable, Pk("x/a"), 0, 10), IsEmpty());
  EXPECT_THAT(ReadFeed(Read(), ledger_->tables(), {}, {}, 10)->changes, SizeIs(1));
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/fact", "f"}}));
}

TEST_F(PrivateRows, MayBePutTogetherWithFacts) {
  const CommitResult result = Commit([&](Txn& txn) {
    txn.PutPrivate(kTable, Pk("x/a"), "a", clock_.Now() + absl::Hours(1));
    return txn.Put(kTable, Pk("x/sum"), "1").status();
  });
  EXPECT_TRUE(result.committed);
  EXPECT_EQ(Private(), (Rows{{"x/a", "a"}}));
}

TEST_F(PrivateRows, AreNotTouchedByAFunctionThatFails) {
  EXPECT_THAT(ledger_->Commit({},
                              [&](Txn& txn) {
                                txn.PutPrivate(kTable, Pk("x/a"), "a", absl::InfiniteFuture());
                                return AreaNotFound("x");
                              }),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Private(), IsEmpty());
}

TEST_F(PrivateRows, AreNotReadWhenTheirTimeHasEnded) {
  PutPrivate("x/a", "a", absl::Hours(1));
  PutPrivate("x/b", "b", absl::Hours(2));
  clock_.Advance(absl::Hours(1) - absl::Microseconds(1));
  EXPECT_THAT(Private(), SizeIs(2));
  clock_.Advance(absl::Microseconds(1));
  EXPECT_EQ(Private(), (Rows{{"x/b", "b"}}));
  EXPECT_THAT(Read().FindPrivate(kTable, Pk("x/a"), clock_.Now()), IsOkAndHolds(MaybeBody()));
}

TEST_F(PrivateRows, ArePurgedWhenTheirTimeHasEnded) {
  const std::string secret = Distinctive(1);
  const std::string id = Distinctive(2);
  const std::string kept = Distinctive(3);
  PutPrivate(absl::StrCat("x/", id), secret, absl::Hours(1));
  PutPrivate("x/b", kept, absl::Hours(2));
  Put("x/fact", "f");
  Reopen();
  ASSERT_NE(FilesWith(secret), "");
  ASSERT_NE(FilesWith(id), "");
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_THAT(Private(), SizeIs(2));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(FilesWith(secret), "");
  EXPECT_EQ(FilesWith(id), "");
  EXPECT_NE(FilesWith(kept), "");
  EXPECT_EQ(Private(), (Rows{{"x/b", kept}}));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kPrivateTag), 0u);
}

TEST_F(PrivateRows, ArePurgedHoweverManyTheyAre) {
  Commit([&](Txn& txn) {
    for (int i = 0; i < 2'500; ++i) {
      txn.PutPrivate(kTable, Pk(absl::StrCat("x/", i)), "a", clock_.Now() + absl::Hours(1 + i % 2));
    }
    return absl::OkStatus();
  });
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kPrivateTag), size_t{2 * 1'250});
}

TEST_F(PrivateRows, PutAgainLiveForTheirNewTime) {
  PutPrivate("x/a", "short", absl::Hours(1));
  PutPrivate("x/a", "long", absl::Hours(3));
  PutPrivate("x/b", "long", absl::Hours(3));
  PutPrivate("x/b", "short", absl::Hours(1));
  EXPECT_EQ(KeysUnder(kPrivateTag), 4u) << "each a row and its expiry";
  OpenLedger();
  clock_.Advance(absl::Hours(2));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(Private(), (Rows{{"x/a", "long"}}));
  EXPECT_EQ(KeysUnder(kPrivateTag), 2u);
}

TEST_F(PrivateRows, AreErasedByThePartTheirKeysBeginWith) {
  for (const std::string path : {"x/a", "x/b", "xx/c", "y/d"}) PutPrivate(path, path);
  Erase("x");
  EXPECT_EQ(Private(), (Rows{{"xx/c", "xx/c"}, {"y/d", "y/d"}}));
  Erase("y/d");
  Erase("z");
  EXPECT_EQ(Private(), (Rows{{"xx/c", "xx/c"}}));
  Erase("");
  EXPECT_EQ(KeysUnder(kPrivateTag), 0u);
}

TEST_F(PrivateRows, PutAndErasedByOneFunctionAreGone) {
  Commit([&](Txn& txn) {
    txn.PutPrivate(kTable, Pk("x/a"), "a", clock_.Now() + absl::Hours(1));
    txn.PutPrivate(kTable, Pk("x/a"), "a2", clock_.Now() + absl::Hours(2));
    txn.ErasePrivate(kTable, Pk("x"));
    txn.PutPrivate(kTable, Pk("x/b"), "b", clock_.Now() + absl::Hours(1));
    return absl::OkStatus();
  });
  EXPECT_EQ(Private(), (Rows{{"x/b", "b"}}));
  EXPECT_EQ(KeysUnder(kPrivateTag), 2u);
}

// The keys of the expiries name the row. Those of a version that was replaced stayed until their
// time had come, and those deleted were not removed from disk.
TEST_F(PrivateRows, AreErasedFromDiskWithTheirKeys) {
  const std::string secret = Distinctive(1);
  const std::string replaced = Distinctive(2);
  const std::string id = Distinctive(3);
  const std::string path = absl::StrCat("x/", id);
  PutPrivate(path, replaced, absl::Hours(1));
  PutPrivate(path, secret, absl::Hours(2));
  PutPrivate("y/b", "kept");
  Reopen();
  ASSERT_NE(FilesWith(id), "");
  Erase(path);
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  for (const std::string& bytes : {secret, replaced, id}) EXPECT_EQ(FilesWith(bytes), "");
  EXPECT_EQ(Private(), (Rows{{"y/b", "kept"}}));
}

// Which bytes are to be removed was known to the process alone: one that ended before left them.
TEST_F(PrivateRows, AreErasedFromDiskByTheNextProcess) {
  const std::string secret = Distinctive(1);
  PutPrivate("x/a", secret);
  Reopen();
  ASSERT_NE(FilesWith(secret), "");
  Erase("x/a");
  Reopen();
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(FilesWith(secret), "");
}

TEST_F(PrivateRows, MayBeDroppedOneByOne) {
  for (const std::string path : {"x/a", "x/ab", "y/d"}) PutPrivate(path, path);
  Drop({"x/a", "x/none", "x"});
  EXPECT_EQ(Private(), (Rows{{"x/ab", "x/ab"}, {"y/d", "y/d"}}));
  EXPECT_EQ(KeysUnder(kPrivateTag), 4u) << "each a row and its expiry";
  OpenLedger();
  Commit([&](Txn& txn) {
    txn.PutPrivate(kTable, Pk("z"), "1", clock_.Now() + absl::Hours(1));
    txn.DropPrivate(kTable, Pk("z"));
    txn.DropPrivate(kTable, Pk("y/d"));
    txn.PutPrivate(kTable, Pk("y/d"), "again", clock_.Now() + absl::Hours(2));
    return absl::OkStatus();
  });
  EXPECT_EQ(Private(), (Rows{{"x/ab", "x/ab"}, {"y/d", "again"}}));
  EXPECT_EQ(KeysUnder(kPrivateTag), 4u);
}

// A restored backup may have in force what was dropped since: it is not to be erased again.
TEST_F(PrivateRows, AreNotInTheJournalWhenTheyAreDropped) {
  const std::string file = directory_->path() + "-journal";
  options_.journal = *ErasureJournal::Open(file);
  Reopen();
  PutPrivate("x/a", "a");
  Drop({"x/a"});
  EXPECT_THAT(Private(), IsEmpty());
  EXPECT_THAT(*ReadErasureJournal(file), IsEmpty());
  std::filesystem::remove(file);
}

TEST_F(PrivateRows, AreRemovedFromDiskWhenTheyAreDropped) {
  const std::string secret = Distinctive(1);
  const std::string id = Distinctive(2);
  const std::string path = absl::StrCat("x/", id);
  PutPrivate(path, secret);
  PutPrivate("y/b", "kept");
  Reopen();
  ASSERT_NE(FilesWith(secret), "");
  Drop({path});
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  for (const std::string& bytes : {secret, id}) EXPECT_EQ(FilesWith(bytes), "");
  EXPECT_EQ(Private(), (Rows{{"y/b", "kept"}}));
}

TEST_F(PrivateRows, TellWhenTheirTimeEnds) {
  PutPrivate("x/a", "a", absl::Hours(1));
  PutPrivate("x/b", "b", absl::Hours(3));
  clock_.Advance(absl::Hours(2));
  std::vector<std::pair<std::string, absl::Time>> expiries;
  EXPECT_THAT(Read().ScanPrivateRows(kTable, Pk("x"), "", clock_.Now(),
                                     [&](absl::string_view pk, const PrivateRow& row) {
                                       expiries.emplace_back(PathOf(pk), row.expiry);
                                       return true;
                                     }),
              IsOk());
  ASSERT_THAT(expiries, SizeIs(1));
  EXPECT_EQ(expiries[0].second, clock_.Now() + absl::Hours(1));
}

TEST_F(PrivateRows, AreInTheJournalWhenTheyAreErased) {
  const std::string file = directory_->path() + "-journal";
  options_.journal = *ErasureJournal::Open(file);
  Reopen();
  Put("x/fact", "f");
  PutPrivate("x/a", "a");
  EXPECT_THAT(*ReadErasureJournal(file), IsEmpty());
  Erase("x");
  const auto journal = ReadErasureJournal(file);
  ASSERT_THAT(*journal, SizeIs(1));
  EXPECT_TRUE(journal->front().private_());
  EXPECT_EQ(journal->front().pk(), Pk("x"));
  EXPECT_EQ(journal->front().table(), kTable);
  EXPECT_EQ(journal->front().revision(), 1);
  EXPECT_EQ(journal->front().actor(), "tester");
  std::filesystem::remove(file);
}

TEST_F(PrivateRows, AreNotErasedWhenTheJournalCannotBeWritten) {
  options_.journal = *ErasureJournal::Open("/dev/full");
  Reopen();
  PutPrivate("x/a", "a");
  EXPECT_THAT(ledger_->Commit({},
                              [&](Txn& txn) {
                                txn.ErasePrivate(kTable, Pk("x"));
                                return absl::OkStatus();
                              }),
              HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_EQ(Private(), (Rows{{"x/a", "a"}}));
}

TEST_F(PrivateRows, TellADamagedOneAndMayBeErasedAllTheSame) {
  PutPrivate("x/a", "a");
  PutPrivate("x/b", "b");
  PutRaw(PrivateKey(kTable, Pk("x/a")), "damaged");
  OpenLedger();
  EXPECT_THAT(Read().FindPrivate(kTable, Pk("x/a"), clock_.Now()), HasReason(kDamaged));
  EXPECT_THAT(Read().ScanPrivate(kTable, "", "", clock_.Now(),
                                 [](absl::string_view, absl::string_view) { return true; }),
              HasReason(kDamaged));
  Erase("x");
  EXPECT_THAT(Private(), IsEmpty());
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kPrivateTag), 0u);
}

TEST(PrivateRow, HasGoldenBytes) {
  // The checksum was computed with Python's zlib.crc32 over expiry and body.
  EXPECT_EQ(absl::BytesToHexString(EncodePrivateRow({absl::FromUnixMicros(0x0102), "body"})),
            "01000000000000010230a59204626f6479");
}

TEST(PrivateRow, FindsEveryFlippedBit) {
  const std::string value = EncodePrivateRow({absl::FromUnixMicros(77), "the body"});
  const auto row = DecodePrivateRow("k", value);
  ASSERT_THAT(row, IsOk());
  EXPECT_EQ(row->expiry, absl::FromUnixMicros(77));
  EXPECT_EQ(row->body, "the body");
  for (size_t byte = 0; byte < value.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = value;
      damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << bit));
      EXPECT_THAT(DecodePrivateRow("k", damaged), HasReason(kDamaged)) << byte << " " << bit;
    }
  }
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_THAT(DecodePrivateRow("k", value.substr(0, size)), HasReason(kDamaged)) << size;
  }
}

}  // namespace
}  // namespace tertial
