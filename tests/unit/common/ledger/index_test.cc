// What the index promises: no row with an entry is left out, at any state.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/overlay.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class Index : public ImportFixture {
 protected:
  CommitResult PutNote(absl::string_view path, const std::string& body) {
    return Put(path, body, kIndexedTable);
  }
};

TEST_F(Index, FindsRowsByTheirEntriesInTheOrderOfTheirKeys) {
  PutNote("y/b", "red");
  PutNote("x/a", "red green");
  PutNote("x/c", "reddish");
  EXPECT_THAT(ScanWord(Read(), "red"), ElementsAre("x/a", "y/b"));
  EXPECT_THAT(ScanWord(Read(), "green"), ElementsAre("x/a"));
  EXPECT_THAT(ScanWord(Read(), "re"), IsEmpty());
  Reopen();
  EXPECT_THAT(ScanWord(Read(), "red"), ElementsAre("x/a", "y/b"));
}

TEST_F(Index, GivesEntriesByThePartTheyBeginWith) {
  PutNote("x/a", "red green");
  PutNote("x/b", "reddish");
  std::vector<std::string> found;
  EXPECT_THAT(Read().ScanIndex(kIndexedTable, "\x01re",
                               [&](absl::string_view entry, absl::string_view pk) {
                                 found.push_back(absl::StrCat(entry.substr(1, entry.size() - 2),
                                                              " ", PathOf(pk)));
                                 return true;
                               }),
              IsOk());
  EXPECT_THAT(found, ElementsAre("red x/a", "reddish x/b"));
  found.clear();
  EXPECT_THAT(Read().ScanIndex(kIndexedTable, "",
                               [&](absl::string_view, absl::string_view pk) {
                                 found.push_back(PathOf(pk));
                                 return found.size() < 2;
                               }),
              IsOk());
  EXPECT_THAT(found, ElementsAre("x/a", "x/a"));
}

TEST_F(Index, GivesEntriesByManyBeginnings) {
  PutNote("x/a", "red green");
  PutNote("x/b", "reddish");
  PutNote("x/c", "blue");
  std::vector<std::string> found;
  const auto visit = [&](absl::string_view entry, absl::string_view pk) {
    found.push_back(absl::StrCat(entry.substr(1, entry.size() - 2), " ", PathOf(pk)));
    return found.size() < 3;
  };
  const std::vector<std::string> some = {WordEntry("blue"), WordEntry("none"), "\x01re"};
  EXPECT_THAT(Read().MultiScanIndex(kIndexedTable, some, visit), IsOk());
  EXPECT_THAT(found, ElementsAre("blue x/c", "red x/a", "reddish x/b"));
  found.clear();
  const std::vector<std::string> unsorted = {"\x01re", "\x01", WordEntry("green")};
  EXPECT_THAT(Read().MultiScanIndex(kIndexedTable, unsorted, visit), IsOk());
  EXPECT_THAT(found, ElementsAre("red x/a", "reddish x/b", "blue x/c"));
  found.clear();
  EXPECT_THAT(Read().MultiScanIndex(kIndexedTable, {}, visit), IsOk());
  EXPECT_THAT(found, IsEmpty());
}

TEST_F(Index, LeavesNoRowOutAtAnyState) {
  PutNote("x/a", "red");
  PutNote("x/a", "green");
  Delete("x/a", kIndexedTable);
  PutNote("x/a", "blue");
  const std::vector<std::string> words = {"", "red", "green", "", "blue"};
  for (Revision revision = 1; revision <= 4; ++revision) {
    if (words[revision].empty()) continue;
    EXPECT_THAT(ScanWord(Read(AsOf::At(revision)), words[revision]), Contains("x/a")) << revision;
  }
}

TEST_F(Index, OfATableWithoutOneIsEmpty) {
  Put("x/a", "red");
  EXPECT_THAT(ScanWord(Read(), "red"), IsEmpty());
}

TEST_F(Index, HoldsTheRowsOfAnImportAndOfARelease) {
  ASSERT_THAT(CommitImport(*Staged({{"x/a", "red"}}, kIndexedTable)), IsOk());
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  Commit([](Txn& txn) { return txn.Put(kIndexedTable, Pk("x/b"), "red").status(); }, info);
  EXPECT_THAT(ScanWord(Read(), "red"), ElementsAre("x/a"));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_THAT(ScanWord(Read(), "red"), ElementsAre("x/a", "x/b"));
}

TEST_F(Index, ForgetsNothingThatAnOverlayChanges) {
  PutNote("x/a", "red");
  PutNote("x/b", "red");
  const ReadView view = Read();
  Overlay overlay(view, ledger_->tables());
  overlay.Set(CurrentKey(kIndexedTable, Pk("x/b")), {RowState::kLive, 3, "green"});
  overlay.Set(CurrentKey(kIndexedTable, Pk("x/c")), {RowState::kLive, 3, "red"});
  overlay.Set(CurrentKey(kIndexedTable, Pk("x/d")), {RowState::kTombstone, 3, ""});
  overlay.Set(CurrentKey(kTable, Pk("x/e")), {RowState::kLive, 3, "red"});
  EXPECT_THAT(ScanWord(overlay, "red"), Contains("x/a"));
  EXPECT_THAT(ScanWord(overlay, "red"), Contains("x/c"));
  EXPECT_THAT(ScanWord(overlay, "red"), Not(Contains("x/e")));
  EXPECT_THAT(ScanWord(overlay, "green"), ElementsAre("x/b"));
  // Ends where the visitor says so, among the rows of the base and among those changed.
  for (size_t most = 1; most <= 3; ++most) {
    size_t visited = 0;
    EXPECT_THAT(
        overlay.ScanIndex(kIndexedTable, WordEntry("red"),
                          [&](absl::string_view, absl::string_view) { return ++visited < most; }),
        IsOk());
    EXPECT_EQ(visited, most);
  }
}

TEST_F(Index, TellsADamagedEntry) {
  PutNote("x/a", "red");
  PutRaw(IndexKey(kIndexedTable, WordEntry("red"), Pk("x/a")), "");
  OpenLedger();
  EXPECT_THAT(Read().ScanIndex(kIndexedTable, WordEntry("red"),
                               [](absl::string_view, absl::string_view) { return true; }),
              HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

}  // namespace
}  // namespace tertial
