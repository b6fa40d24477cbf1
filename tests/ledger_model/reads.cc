// Reads of a run: states, pages, versions, the feed.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ledger_model/run.h"
#include "tests/testing/status_matchers.h"

namespace tertial::ledger_model {
namespace {

using enum common::v1::ErrorReason;

bool Exists(const Version& version) {
  return version.state == RowState::kLive || version.state == RowState::kBlanked;
}

}  // namespace

void ModelRun::CompareScan(const RecordReader& reader, TableId table, const LiveRows& expected,
                           absl::string_view prefix, absl::string_view after) {
  LiveRows found;
  std::string last;
  const auto add = [&](absl::string_view pk, Revision revision, absl::string_view body) {
    EXPECT_LT(last, pk) << "rows are to come in the order of their keys";
    last = std::string(pk);
    found.emplace(last, Record{revision, std::string(body)});
    return true;
  };
  ASSERT_THAT(reader.Scan(table, prefix, after, add), IsOk());
  ASSERT_EQ(found.size(), expected.size()) << "rows of table " << int{table};
  auto row = found.begin();
  for (const auto& [pk, record] : expected) {
    ASSERT_EQ(row->first, pk);
    ASSERT_EQ(row->second.revision, record.revision);
    ASSERT_EQ(row->second.body, record.body);
    ++row;
  }
}

void ModelRun::CompareIndex(const ReadView& view) {
  const std::string word = AnyWord(chance_);
  std::set<std::string> found;
  EXPECT_THAT(view.ScanIndex(kNotes, WordEntry(word),
                             [&](absl::string_view entry, absl::string_view pk) {
                               EXPECT_EQ(entry, WordEntry(word));
                               found.insert(std::string(pk));
                               return true;
                             }),
              IsOk());
  const auto has_word = [&](absl::string_view body) {
    const std::vector<std::string> words = WordsOf(body);
    return std::count(words.begin(), words.end(), word) > 0;
  };
  for (const auto& [pk, record] : model_.RowsAt(kNotes, view.at().revision)) {
    if (has_word(record.body)) EXPECT_TRUE(found.contains(pk)) << word;
  }
  // What is found has the word, or had it.
  for (const std::string& pk : found) {
    const std::vector<Version>& versions = model_.VersionsOf({kNotes, pk});
    EXPECT_TRUE(std::any_of(versions.begin(), versions.end(), [&](const Version& version) {
      return has_word(version.body);
    })) << word;
  }
}

void ModelRun::CompareCovering(const ReadView& view) {
  const LiveRows expected = model_.RowsAt(kNotes, view.at().revision, "", "");
  std::string last;
  size_t found = 0;
  EXPECT_THAT(view.ScanCovering(
                  kNotes, NotesByNote(), "",
                  [&](absl::string_view pk, Revision revision, absl::string_view body) {
                    const std::string reordered = *NotesByNote().ReorderedKey(pk);
                    EXPECT_LT(last, reordered) << "rows are to come in the order of the index";
                    last = reordered;
                    const auto row = expected.find(std::string(pk));
                    EXPECT_NE(row, expected.end());
                    if (row == expected.end()) return false;
                    EXPECT_EQ(row->second.revision, revision);
                    EXPECT_EQ(WordsOf(body), WordsOf(row->second.body));
                    ++found;
                    return true;
                  }),
              IsOk());
  EXPECT_EQ(found, expected.size());
}

void ModelRun::CompareState(const ReadView& view) {
  const Revision at = view.at().revision;
  const TableId table = chance_.Pick(Tables());
  const std::string prefix = AnyPrefix();
  const std::string after = chance_.OneIn(2) ? AnyRow().pk : "";
  CompareScan(view, table, model_.RowsAt(table, at, prefix, after), prefix, after);
  std::vector<RowKey> rows;
  std::vector<std::string> pks;
  for (int i = chance_.Below(6); i >= 0; --i) {
    rows.push_back({table, AnyRow().pk});
    pks.push_back(rows.back().pk);
  }
  const auto versions = view.MultiFindVersions(table, pks);
  ASSERT_THAT(versions, IsOk());
  for (size_t i = 0; i < rows.size(); ++i) {
    const Version* const expected = model_.FindVersion(rows[i], at);
    ASSERT_EQ((*versions)[i].has_value(), expected != nullptr);
    if (expected == nullptr) continue;
    EXPECT_EQ((*versions)[i]->state, expected->state);
    EXPECT_EQ((*versions)[i]->revision, expected->revision);
    EXPECT_EQ((*versions)[i]->body, expected->body);
  }
  if (chance_.OneIn(2)) CompareIndex(view);
  if (chance_.OneIn(2)) CompareCovering(view);
}

void ModelRun::ReadState() {
  if (model_.head() == 0) return;
  const auto revision = static_cast<Revision>(chance_.Below(static_cast<int>(model_.head()) + 1));
  AsOf as_of;
  Revision expected = model_.head();
  switch (chance_.Below(4)) {
    case 0:
      break;
    case 1:
      as_of = AsOf::At(revision);
      expected = revision;
      break;
    default: {
      static const std::vector<absl::Duration>& offsets = *new std::vector<absl::Duration>{
          -absl::Microseconds(1), -absl::Nanoseconds(1), absl::ZeroDuration(),
          absl::Nanoseconds(1),   absl::Microseconds(1), absl::Milliseconds(3)};
      const absl::Time newest = std::max(Now(), model_.TimeOf(model_.head()));
      absl::Time instant =
          chance_.OneIn(4) ? newest
                           : model_.TimeOf(std::max(revision, Revision{1})) + chance_.Pick(offsets);
      instant = std::min(instant, newest);
      as_of = AsOf::At(instant);
      expected = model_.RevisionAt(instant);
      last_read_ = std::max(last_read_, instant);
      break;
    }
  }
  const auto view = ledger_->Read(as_of);
  if (expected == 0 && as_of.time().has_value()) {
    EXPECT_THAT(view, HasReason(ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT));
    return;
  }
  ASSERT_THAT(view, IsOk());
  ASSERT_EQ(view->at().revision, expected);
  EXPECT_EQ(view->at().commit_time, model_.TimeOf(expected));
  CompareState(*view);
}

void ModelRun::ReadRefused() {
  EXPECT_THAT(ledger_->Read(AsOf::At(Revision{-1 - chance_.Below(9)})),
              HasReason(ERROR_REASON_REVISION_UNKNOWN));
  EXPECT_THAT(ledger_->Read(AsOf::At(model_.head() + 1 + chance_.Below(9))),
              HasReason(ERROR_REASON_REVISION_IN_FUTURE));
  const absl::Time newest = std::max(Now(), model_.TimeOf(model_.head()));
  EXPECT_THAT(ledger_->Read(AsOf::At(newest + absl::Seconds(2))),
              HasReason(ERROR_REASON_AS_OF_IN_FUTURE));
}

void ModelRun::ReadPage() {
  if (pagers_.size() < 4) {
    const auto revision =
        chance_.OneIn(2)
            ? model_.head()
            : static_cast<Revision>(chance_.Below(static_cast<int>(model_.head()) + 1));
    pagers_.push_back({chance_.Pick(Tables()), revision, AnyPrefix(), ""});
  }
  const auto index = static_cast<size_t>(chance_.Below(static_cast<int>(pagers_.size())));
  Pager& pager = pagers_[index];
  const auto view = ledger_->Read(AsOf::At(pager.revision));
  ASSERT_THAT(view, IsOk());
  const auto page_size = static_cast<size_t>(1 + chance_.Below(4));
  std::vector<std::pair<std::string, Record>> page;
  EXPECT_THAT(view->Scan(pager.table, pager.prefix, pager.after,
                         [&](absl::string_view pk, Revision revision, absl::string_view body) {
                           page.emplace_back(std::string(pk), Record{revision, std::string(body)});
                           return page.size() < page_size;
                         }),
              IsOk());
  const LiveRows rest = model_.RowsAt(pager.table, pager.revision, pager.prefix, pager.after);
  ASSERT_EQ(page.size(), std::min(page_size, rest.size()));
  auto expected = rest.begin();
  for (const auto& [pk, record] : page) {
    EXPECT_EQ(pk, expected->first);
    EXPECT_EQ(record, expected->second);
    ++expected;
  }
  if (page.size() < page_size) {
    pagers_.erase(pagers_.begin() + static_cast<ptrdiff_t>(index));
  } else {
    pager.after = page.back().first;
  }
}

void ModelRun::ReadVersionsOfARow() {
  const RowKey row = AnyRow();
  const auto revision = [&] {
    return static_cast<Revision>(chance_.Below(static_cast<int>(model_.head()) + 1));
  };
  const Revision at = chance_.OneIn(2) ? model_.head() : revision();
  const Revision after = chance_.OneIn(2) ? 0 : revision();
  const auto most = static_cast<size_t>(1 + chance_.Below(10));
  const auto view = ledger_->Read(AsOf::At(at));
  ASSERT_THAT(view, IsOk());
  const auto found = ReadVersions(*view, row.table, row.pk, after, most);
  ASSERT_THAT(found, IsOk());
  std::vector<Version> expected;
  for (const Version& version : model_.VersionsOf(row)) {
    if (version.revision > after && version.revision <= at && expected.size() < most) {
      expected.push_back(version);
    }
  }
  ASSERT_EQ(found->size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const RowVersion& version = (*found)[i];
    const ModelCommit& commit = model_.commit(expected[i].revision);
    EXPECT_EQ(version.version, expected[i]);
    EXPECT_EQ(version.commit.revision, expected[i].revision);
    EXPECT_EQ(version.commit.commit_time, commit.time);
    EXPECT_EQ(version.actor, commit.actor);
    EXPECT_EQ(version.reason, commit.reason);
    const auto change = std::find_if(commit.changes.begin(), commit.changes.end(),
                                     [&](const auto& one) { return one.row == row; });
    ASSERT_NE(change, commit.changes.end());
    EXPECT_EQ(version.op, change->op);
  }
}

void ModelRun::FollowFeed() {
  const auto view = ledger_->Read();
  ASSERT_THAT(view, IsOk());
  for (int pages = 1 + chance_.Below(20); pages > 0 || replica_.reached == FeedPosition{};
       --pages) {
    const auto most = static_cast<size_t>(1 + chance_.Below(30));
    const auto page = ReadFeed(*view, ledger_->tables(), replica_.reached, {}, most);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->changes.size(), most);
    for (const FeedChange& change : page->changes) {
      const RowKey row{change.table, change.pk};
      // What the row was is what the replica has, but for what was redacted since.
      const auto before = replica_.rows.find(row);
      EXPECT_EQ(change.before.has_value(), before != replica_.rows.end());
      if (change.before.has_value() && before != replica_.rows.end()) {
        EXPECT_EQ(change.before->revision, before->second.revision);
        if (change.before->live()) EXPECT_EQ(change.before->body, before->second.body);
      }
      if (change.after.has_value()) {
        replica_.rows[row] = Record{change.commit.revision, change.after->body};
      } else {
        replica_.rows.erase(row);
      }
    }
    replica_.reached = page->reached;
    if (!page->up_to_date) continue;
    size_t rows = 0;
    for (const TableId table : Tables()) {
      for (const auto& [pk, record] : model_.RowsAt(table, model_.head())) {
        ++rows;
        const auto copy = replica_.rows.find({table, pk});
        ASSERT_NE(copy, replica_.rows.end());
        EXPECT_EQ(copy->second, record);
      }
    }
    EXPECT_EQ(replica_.rows.size(), rows);
    return;
  }
}

void ModelRun::ReadFilteredFeed() {
  if (model_.head() == 0) return;
  const Revision first = std::max<Revision>(1, model_.head() - chance_.Below(60));
  const Revision last = first + chance_.Below(static_cast<int>(model_.head() - first) + 1);
  FeedFilter filter;
  if (chance_.OneIn(2)) filter.tables.insert(chance_.Pick(Tables()));
  if (chance_.OneIn(2)) filter.area = absl::StrCat("a", chance_.Below(3));
  const auto passes = [&](const RowKey& row) {
    return (filter.tables.empty() || filter.tables.contains(row.table)) &&
           (filter.area.empty() || AreaOf(row) == filter.area);
  };
  std::vector<std::string> expected;
  for (Revision revision = first; revision <= last; ++revision) {
    const ModelCommit& commit = model_.commit(revision);
    std::string* newest = nullptr;
    for (size_t i = 0; i < commit.changes.size(); ++i) {
      const auto& [op, row] = commit.changes[i];
      if (!passes(row)) continue;
      const Version* const before = model_.FindBefore(row, revision);
      const Version* const after = model_.FindVersion(row, revision);
      expected.push_back(absl::StrCat(
          revision, ".", i, " ", static_cast<int>(op), " ", commit.actor, " ",
          before != nullptr && Exists(*before) ? absl::StrCat("'", before->body, "'") : "-", " ",
          Exists(*after) ? absl::StrCat("'", after->body, "'") : "-"));
      newest = &expected.back();
    }
    if (newest != nullptr) *newest += " end";
  }
  std::vector<std::string> found;
  const auto view = ledger_->Read(AsOf::At(last));
  ASSERT_THAT(view, IsOk());
  const auto text = [](const std::optional<Version>& version) {
    return version.has_value() ? absl::StrCat("'", version->body, "'") : std::string("-");
  };
  FeedPosition after{first, -1};
  for (bool done = false; !done;) {
    const auto page = ReadFeed(*view, ledger_->tables(), after, filter,
                               static_cast<size_t>(1 + chance_.Below(5)));
    ASSERT_THAT(page, IsOk());
    ASSERT_GT(page->reached, after);
    for (const FeedChange& change : page->changes) {
      found.push_back(absl::StrCat(change.position.revision, ".", change.position.sequence, " ",
                                   static_cast<int>(change.op), " ", change.actor, " ",
                                   text(change.before), " ", text(change.after),
                                   change.end_of_commit ? " end" : ""));
    }
    after = page->reached;
    done = page->up_to_date;
  }
  EXPECT_EQ(found, expected);
}

}  // namespace tertial::ledger_model
