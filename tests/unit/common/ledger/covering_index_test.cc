// Rows once more in another order: the same rows as those of a scan, at any state.
#include "common/ledger/covering_index.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/envelope.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

CoveringIndex NotesByNote() { return *TestTables().Find(kIndexedTable)->covering; }

// The rows of kIndexedTable as its covering index tells them: path and body.
Rows ScanNotes(const ReadView& view, absl::string_view prefix = "") {
  const CoveringIndex index = NotesByNote();
  Rows rows;
  EXPECT_THAT(view.ScanCovering(kIndexedTable, index, Pk(prefix),
                                [&](absl::string_view pk, Revision, absl::string_view body) {
                                  rows.emplace_back(PathOf(pk), std::string(body));
                                  return true;
                                }),
              IsOk());
  return rows;
}

class Covering : public ImportFixture {
 protected:
  void PutNote(absl::string_view path, const std::string& body) { Put(path, body, kIndexedTable); }
};

TEST_F(Covering, HoldsRowsInItsOwnOrderWithAPartOfTheirContent) {
  PutNote("x/b", "red green");
  PutNote("y/a", "blue");
  PutNote("x/a", "white grey black");
  EXPECT_THAT(ScanNotes(Read()),
              ElementsAre(Pair("x/a", "white"), Pair("y/a", "blue"), Pair("x/b", "red")));
  EXPECT_THAT(ScanNotes(Read(), "a"), ElementsAre(Pair("x/a", "white"), Pair("y/a", "blue")));
  EXPECT_THAT(ScanNotes(Read(), "c"), IsEmpty());
  Reopen();
  EXPECT_THAT(ScanNotes(Read(), "b"), ElementsAre(Pair("x/b", "red")));
}

TEST_F(Covering, TellsTheRevisionsOfItsRowsAndEndsWhereTheVisitorSays) {
  PutNote("x/a", "red");
  PutNote("y/a", "green");
  std::vector<Revision> revisions;
  EXPECT_THAT(Read().ScanCovering(kIndexedTable, NotesByNote(), "",
                                  [&](absl::string_view, Revision revision, absl::string_view) {
                                    revisions.push_back(revision);
                                    return false;
                                  }),
              IsOk());
  EXPECT_THAT(revisions, ElementsAre(1));
}

// Rows are put, revised, deleted and put again; what a scan of the index tells at each state is
// what a scan of the rows tells, but for the order and the part.
TEST_F(Covering, HasTheRowsOfAnyState) {
  std::mt19937 random(20);
  constexpr int kCommits = 120;
  for (int i = 1; i <= kCommits; ++i) {
    const std::string path = absl::StrCat(random() % 4, "/", random() % 10);
    if (random() % 4 == 0) {
      Delete(path, kIndexedTable);
    } else {
      PutNote(path, absl::StrCat("w", i, " and more"));
    }
  }
  const Revision head = Read().at().revision;
  ASSERT_GT(head, kCommits / 2);
  for (Revision revision = 0; revision <= head; ++revision) {
    const ReadView view = Read(AsOf::At(revision));
    Rows expected = ScanRows(view, kIndexedTable);
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
      const auto ids = [](const std::string& path) {
        return std::pair<std::string, std::string>(path.substr(2), path.substr(0, 1));
      };
      return ids(a.first) < ids(b.first);
    });
    Rows found = ScanNotes(view);
    ASSERT_EQ(found.size(), expected.size()) << revision;
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].first, expected[i].first);
      EXPECT_EQ(found[i].second.substr(0, found[i].second.find(' ')),
                expected[i].second.substr(0, expected[i].second.find(' ')));
    }
  }
}

TEST_F(Covering, HoldsTheRowsOfAnImportAndOfARelease) {
  ASSERT_THAT(CommitImport(*Staged({{"x/a", "red one"}}, kIndexedTable)), IsOk());
  CommitInfo info;
  info.publish_at = clock_.Now() + absl::Hours(1);
  Commit([](Txn& txn) { return txn.Put(kIndexedTable, Pk("x/b"), "red two").status(); }, info);
  EXPECT_THAT(ScanNotes(Read()), ElementsAre(Pair("x/a", "red")));
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_THAT(ScanNotes(Read()), ElementsAre(Pair("x/a", "red"), Pair("x/b", "red")));
}

TEST_F(Covering, LosesTheContentOfARedactedRow) {
  PutNote("x/a", "red");
  PutNote("y/a", "green");
  ASSERT_THAT(ledger_->Redact({.actor = "tester"}, kIndexedTable, Pk("x/a"),
                              absl::NotFoundError("no note")),
              IsOk());
  EXPECT_THAT(ScanNotes(Read()), ElementsAre(Pair("y/a", "green")));
  EXPECT_THAT(ScanNotes(Read(AsOf::At(Revision{1}))), IsEmpty());
}

TEST_F(Covering, IsOnlyOfTablesThatHaveOne) {
  Put("x/a", "red");
  EXPECT_EQ(KeysUnder(kCoveringTag), 0u);
}

TEST_F(Covering, TellsDamage) {
  const auto scan = [&] {
    return Read().ScanCovering(kIndexedTable, NotesByNote(), "",
                               [](absl::string_view, Revision, absl::string_view) { return true; });
  };
  PutNote("x/a", "red");
  PutRaw(CoveringKey(kIndexedTable, Pk("a/x")), "damaged");
  OpenLedger();
  EXPECT_THAT(scan(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
  PutRaw(CoveringKey(kIndexedTable, Pk("a/x")), EncodeEnvelope({RowState::kLive, 1, "red"}));
  PutRaw(CoveringKey(kIndexedTable, Pk("a")), EncodeEnvelope({RowState::kLive, 1, "red"}));
  OpenLedger();
  EXPECT_THAT(scan(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

TEST(CoveringIndex, PutsTheIdsOfAKeyIntoItsOrderAndBack) {
  const CoveringIndex index{.order = {1, 2, 0}, .part = nullptr};
  EXPECT_EQ(index.ReorderedKey(Pk("asker/air/2024")), Pk("air/2024/asker"));
  EXPECT_EQ(index.PrimaryKeyOf(Pk("air/2024/asker")), Pk("asker/air/2024"));
  for (const std::string& other :
       {Pk("asker/air"), Pk("a/b/c/d"), std::string("abc"), std::string()}) {
    EXPECT_EQ(index.ReorderedKey(other), std::nullopt);
    EXPECT_EQ(index.PrimaryKeyOf(other), std::nullopt);
  }
}

TEST(CoveringIndex, KeepsTheFieldsOfAMessageThatAreNamed) {
  common::v1::Area area;
  area.set_name("areas/asker");
  area.set_parent("areas/viken");
  area.set_valid_from("2020");
  common::v1::Area part;
  ASSERT_TRUE(part.ParseFromString(
      FieldsOf(area.SerializeAsString(), {common::v1::Area::kParentFieldNumber})));
  EXPECT_EQ(part.parent(), "areas/viken");
  part.clear_parent();
  EXPECT_EQ(part.ByteSizeLong(), 0u);
  // What is no message is not made one.
  EXPECT_EQ(FieldsOf("\xff", {1}), "\xff");
}

}  // namespace
}  // namespace tertial
