// Commits: their records, their times, and the feed of what they changed.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/check_run.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_point.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {
namespace {

using CommitRecord = common::internal::v1::Commit;

// Goes through the records of commits, their times and the feed side by side: all three are in the
// order of revisions.
class CommitChecker {
 public:
  CommitChecker(CheckRun& run, CollectionComparison& versions)
      : run_(run),
        versions_(versions),
        commits_(run, TagRange(kCommitTag)),
        times_(run, TagRange(kCommitTimeTag)),
        feed_(run, TagRange(kFeedTag)) {}

  void Run() {
    for (; commits_.valid(); commits_.Next()) {
      const std::optional<Revision> revision = DecodeCommitKey(commits_.key());
      if (!revision.has_value()) {
        run_.Find(commits_.key(), "It is not the key of a commit.");
        continue;
      }
      CheckNumber(*revision);
      CheckFeedBefore(*revision);
      CommitRecord record;
      if (!record.ParseFromArray(commits_.value().data(),
                                 static_cast<int>(commits_.value().size())) ||
          !record.has_commit_time()) {
        run_.Find(commits_.key(), "The record of the commit is damaged.");
        // What it changed is compared with the versions all the same.
        CheckFeedOf(*revision, nullptr);
        continue;
      }
      CheckTime(*revision, DecodeTimestamp(record.commit_time()));
      CheckFeedOf(*revision, &record);
    }
    if (last_revision_ < run_.head()) TellMissing(last_revision_ + 1, run_.head());
    CheckFeedBefore(INT64_MAX);
    for (; times_.valid(); times_.Next()) TellStrayTime();
  }

 private:
  void TellMissing(Revision first, Revision last) {
    run_.Find(CommitKey(first),
              absl::StrCat("There is no record of the commits ", first, " to ", last, "."));
  }

  void CheckNumber(Revision revision) {
    if (revision > last_revision_ + 1) TellMissing(last_revision_ + 1, revision - 1);
    if (revision < 1 || revision > run_.head()) {
      run_.Find(commits_.key(),
                absl::StrCat("The newest commit is ", run_.head(), ", but here is another."));
    }
    last_revision_ = revision;
  }

  void TellStrayTime() { run_.Find(times_.key(), "No commit was made at this time."); }

  void CheckTime(Revision revision, absl::Time time) {
    if (time <= last_time_) {
      run_.Find(commits_.key(), "The commit is not later than the one before it.");
    }
    last_time_ = std::max(last_time_, time);
    const std::string wanted = CommitTimeKey(time);
    for (; times_.valid() && times_.key() < wanted; times_.Next()) TellStrayTime();
    if (!times_.valid() || times_.key() != wanted) {
      run_.Find(commits_.key(), "The commit is not found by its time.");
      return;
    }
    absl::string_view value = times_.value();
    if (ConsumeUint64(value) != static_cast<uint64_t>(revision) || !value.empty()) {
      run_.Find(times_.key(), absl::StrCat("At this time commit ", revision,
                                           " was made, but another number stands here."));
    }
    times_.Next();
  }

  // Entries of commits that are not there.
  void CheckFeedBefore(Revision revision) {
    for (; feed_.valid(); feed_.Next()) {
      const std::optional<FeedPosition> position = DecodeFeedKey(feed_.key());
      if (position.has_value() && position->revision >= revision) return;
      run_.Find(feed_.key(), position.has_value() ? "The change is of a commit that is not there."
                                                  : "It is not the key of a change.");
      if (position.has_value()) AddEntry(position->revision);
    }
  }

  // `record`: nullptr when it is damaged.
  void CheckFeedOf(Revision revision, const CommitRecord* record) {
    std::map<TableId, int64_t> rows;
    int64_t changes = 0;
    for (; feed_.valid(); feed_.Next()) {
      const std::optional<FeedPosition> position = DecodeFeedKey(feed_.key());
      if (!position.has_value() || position->revision != revision) break;
      if (position->sequence != changes) {
        run_.Find(feed_.key(), absl::StrCat("Change ", changes, " of commit ", revision,
                                            " is missing before this one."));
      }
      changes = position->sequence + 1;
      const std::optional<FeedEntry> entry = AddEntry(revision);
      if (!entry.has_value()) continue;
      ++rows[entry->table];
      if (record != nullptr) CheckTouched(*entry, *record);
    }
    if (record == nullptr) return;
    if (changes != record->changes()) {
      run_.Find(commits_.key(), absl::StrCat("The commit made ", record->changes(),
                                             " changes, of which the feed has ", changes, "."));
    }
    for (const common::internal::v1::TouchedTable& touched : record->touched()) {
      const auto table = static_cast<TableId>(touched.table());
      // Fewer are right: of the commits of schema 1 the feed tells only what is left of them.
      if (rows[table] > touched.rows()) {
        run_.Find(commits_.key(),
                  absl::StrCat("The commit touched ", touched.rows(), " rows of table ",
                               touched.table(), ", of which the feed has ", rows[table], "."));
      }
    }
  }

  // The entry under the cursor, if it is one.
  std::optional<FeedEntry> AddEntry(Revision revision) {
    const std::optional<FeedEntry> entry = DecodeFeedEntry(feed_.value());
    if (!entry.has_value()) {
      run_.Find(feed_.key(), "The change is damaged.");
    } else {
      versions_.Add(CollectionComparison::Side::kRight,
                    SupersededKey(entry->table, entry->pk, revision));
    }
    return entry;
  }

  // Whether the commit's summary, by which watches pass commits over, knows of the change.
  void CheckTouched(const FeedEntry& entry, const CommitRecord& record) {
    const absl::string_view area = run_.tables().AreaOf(entry.table, entry.pk);
    for (const common::internal::v1::TouchedTable& touched : record.touched()) {
      if (touched.table() != entry.table) continue;
      if (area.empty() || std::find(touched.areas().begin(), touched.areas().end(), area) !=
                              touched.areas().end()) {
        return;
      }
    }
    run_.FindOfRow(feed_.key(), entry.table, entry.pk,
                   "The summary of the commit does not know of the change.");
  }

  CheckRun& run_;
  CollectionComparison& versions_;
  RecordCursor commits_;
  RecordCursor times_;
  RecordCursor feed_;
  Revision last_revision_ = 0;
  absl::Time last_time_ = absl::InfinitePast();
};

}  // namespace

void CheckCommits(CheckRun& run, CollectionComparison& versions) {
  CommitChecker(run, versions).Run();
}

}  // namespace tertial
