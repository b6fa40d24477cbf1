#include "common/ledger/feed.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/envelope.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

using CommitRecord = common::internal::v1::Commit;

// A page ends when its rows take more than this.
constexpr size_t kMostPageBytes = size_t{4} << 20;
// Commits passed over in one page when the filter wants nothing of them.
constexpr int kMostCommitsSkipped = 20'000;

ReadPoint PointOf(const std::string& epoch, Revision revision, const CommitRecord& record) {
  return {epoch, revision, DecodeTimestamp(record.commit_time())};
}

bool Wants(const FeedFilter& filter, TableId table) {
  return filter.tables.empty() ? !IsRestricted(table) : filter.tables.contains(table);
}

bool Touches(const CommitRecord& record, const FeedFilter& filter) {
  for (const common::internal::v1::TouchedTable& touched : record.touched()) {
    if (!Wants(filter, static_cast<TableId>(touched.table()))) continue;
    if (filter.area.empty() ||
        std::count(touched.areas().begin(), touched.areas().end(), filter.area) > 0) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<Version> DecodeVersion(absl::string_view key, absl::string_view value) {
  TERTIAL_ASSIGN_OR_RETURN(const Envelope envelope, DecodeEnvelope(key, value));
  return Version{envelope.state, envelope.revision, std::string(envelope.body)};
}

std::optional<Version> IfLive(std::optional<Version> version) {
  if (version.has_value() && version->state != RowState::kLive &&
      version->state != RowState::kBlanked) {
    version.reset();
  }
  return version;
}

// Reads the changes of one page, commit by commit.
class PageReader {
 public:
  PageReader(const ReadView& view, const TableCatalog& tables, const FeedFilter& filter,
             size_t most)
      : view_(view), tables_(tables), filter_(filter), most_(most) {}

  absl::StatusOr<FeedPage> Read(FeedPosition after) {
    page_.reached = std::max(after, FeedPosition{1, -1});
    int skipped = 0;
    while (page_.reached.revision <= view_.at().revision && page_.changes.size() < most_) {
      const Revision revision = page_.reached.revision;
      TERTIAL_ASSIGN_OR_RETURN(const CommitRecord record, ReadCommit(view_.snapshot(), revision));
      if (Touches(record, filter_)) {
        TERTIAL_ASSIGN_OR_RETURN(const bool whole, ReadOneCommit(revision, record));
        if (!whole) break;
      } else if (++skipped > kMostCommitsSkipped) {
        break;
      }
      page_.reached = {revision + 1, -1};
    }
    page_.up_to_date = page_.reached.revision > view_.at().revision;
    TERTIAL_RETURN_IF_ERROR(FindVersions());
    return std::move(page_);
  }

 private:
  // False when the page is full before the commit's end.
  absl::StatusOr<bool> ReadOneCommit(Revision revision, const CommitRecord& record) {
    const int64_t after = page_.reached.sequence;
    bool full = false;
    absl::Status damage;
    int64_t expected = after + 1;
    const auto visit = [&](absl::string_view key, absl::string_view value) {
      const std::optional<FeedPosition> position = DecodeFeedKey(key);
      const std::optional<FeedEntry> entry = DecodeFeedEntry(value);
      if (!position.has_value() || !entry.has_value() || position->sequence != expected++) {
        damage = StoredDataDamaged(absl::StrCat("the feed at key ", absl::BytesToHexString(key)));
        return false;
      }
      if (!Passes(*entry)) return true;
      if (page_.changes.size() >= most_) {
        full = true;
        return false;
      }
      page_.changes.push_back({.position = *position,
                               .commit = PointOf(view_.at().epoch, revision, record),
                               .op = entry->op,
                               .table = entry->table,
                               .pk = std::string(entry->pk),
                               .actor = record.actor(),
                               .reason = record.reason()});
      return true;
    };
    const size_t before = page_.changes.size();
    TERTIAL_RETURN_IF_ERROR(view_.snapshot().Scan(FeedRange({revision, after}, revision),
                                                  ScanDirection::kForward, visit));
    TERTIAL_RETURN_IF_ERROR(damage);
    if (full) {
      if (page_.changes.size() > before) page_.reached = page_.changes.back().position;
      return false;
    }
    if (expected != record.changes()) {
      return StoredDataDamaged(absl::StrCat("the feed of commit ", revision, " has ", expected,
                                            " changes instead of ", record.changes()));
    }
    if (page_.changes.size() > before) page_.changes.back().end_of_commit = true;
    return true;
  }

  bool Passes(const FeedEntry& entry) const {
    if (!Wants(filter_, entry.table)) return false;
    return filter_.area.empty() || tables_.AreaOf(entry.table, entry.pk) == filter_.area;
  }

  // What the rows were and became.
  absl::Status FindVersions() {
    std::vector<std::string> keys;
    std::vector<ScanRange> replaced;
    for (const FeedChange& change : page_.changes) {
      keys.push_back(CurrentKey(change.table, change.pk));
      keys.push_back(SupersededKey(change.table, change.pk, change.commit.revision));
      replaced.push_back(SupersededRange(change.table, change.pk, change.commit.revision + 1));
    }
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<std::string>> values,
                             view_.snapshot().MultiGet(keys));
    absl::Status damage;
    TERTIAL_RETURN_IF_ERROR(view_.snapshot().MultiSeek(
        replaced, [&](size_t index, absl::string_view key, absl::string_view value) {
          absl::StatusOr<Version> version = DecodeVersion(key, value);
          damage.Update(version.status());
          if (version.ok()) page_.changes[index].after = *std::move(version);
        }));
    TERTIAL_RETURN_IF_ERROR(damage);
    size_t bytes = 0;
    for (size_t i = 0; i < page_.changes.size(); ++i) {
      FeedChange& change = page_.changes[i];
      if (!change.after.has_value() && values[2 * i].has_value()) {
        TERTIAL_ASSIGN_OR_RETURN(change.after, DecodeVersion(keys[2 * i], *values[2 * i]));
      }
      if (values[2 * i + 1].has_value()) {
        TERTIAL_ASSIGN_OR_RETURN(change.before, DecodeVersion(keys[2 * i + 1], *values[2 * i + 1]));
      }
      if (!change.after.has_value() || change.after->revision != change.commit.revision) {
        return StoredDataDamaged(absl::StrCat("the version that commit ", change.commit.revision,
                                              " made of ", tables_.NameOf(change.table, change.pk),
                                              " is not there"));
      }
      change.after = IfLive(std::move(change.after));
      change.before = IfLive(std::move(change.before));
      bytes += (change.after ? change.after->body.size() : 0) +
               (change.before ? change.before->body.size() : 0);
      if (bytes > kMostPageBytes && i + 1 < page_.changes.size()) {
        page_.reached = change.position;
        page_.up_to_date = false;
        page_.changes.resize(i + 1);
      }
    }
    return absl::OkStatus();
  }

  const ReadView& view_;
  const TableCatalog& tables_;
  const FeedFilter& filter_;
  const size_t most_;
  FeedPage page_;
};

}  // namespace

std::string EncodeFeedEntry(const FeedEntry& entry) {
  std::string value;
  AppendUint8(static_cast<uint8_t>(entry.op), value);
  AppendUint8(entry.table, value);
  value.append(entry.pk.data(), entry.pk.size());
  return value;
}

std::optional<FeedEntry> DecodeFeedEntry(absl::string_view value) {
  const std::optional<uint8_t> op = ConsumeUint8(value);
  const std::optional<uint8_t> table = ConsumeUint8(value);
  if (!op.has_value() || !table.has_value() || *op < static_cast<uint8_t>(ChangeOp::kInserted) ||
      *op > static_cast<uint8_t>(ChangeOp::kRedacted)) {
    return std::nullopt;
  }
  return FeedEntry{static_cast<ChangeOp>(*op), *table, value};
}

absl::StatusOr<FeedPage> ReadFeed(const ReadView& view, const TableCatalog& tables,
                                  FeedPosition after, const FeedFilter& filter, size_t most) {
  return PageReader(view, tables, filter, most).Read(after);
}

absl::StatusOr<CommitRecord> ReadCommit(const StoreSnapshot& snapshot, Revision revision) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           snapshot.Get(CommitKey(revision)));
  CommitRecord record;
  if (!bytes.has_value() || !record.ParseFromString(*bytes) || !record.has_commit_time()) {
    return StoredDataDamaged(absl::StrCat("the record of commit ", revision));
  }
  return record;
}

absl::Status ScanCommits(
    const ReadView& view, absl::Time from, absl::Time until,
    absl::FunctionRef<bool(Revision revision, const CommitRecord& commit)> visitor) {
  const ScanRange range{CommitTimeKey(from), CommitTimeKey(until)};
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    absl::string_view rest = value;
    const std::optional<uint64_t> revision = ConsumeUint64(rest);
    if (!revision.has_value() || !rest.empty()) {
      damage = StoredDataDamaged(absl::StrCat("the key ", absl::BytesToHexString(key)));
      return false;
    }
    if (*revision > static_cast<uint64_t>(view.at().revision)) return false;
    const absl::StatusOr<CommitRecord> commit =
        ReadCommit(view.snapshot(), static_cast<Revision>(*revision));
    damage = commit.status();
    return commit.ok() && visitor(static_cast<Revision>(*revision), *commit);
  };
  TERTIAL_RETURN_IF_ERROR(view.snapshot().Scan(range, ScanDirection::kForward, visit));
  return damage;
}

absl::Status ScanChanges(const ReadView& view, Revision revision,
                         absl::FunctionRef<bool(const FeedEntry& change)> visitor) {
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    const std::optional<FeedEntry> change = DecodeFeedEntry(value);
    if (change.has_value()) return visitor(*change);
    damage = StoredDataDamaged(absl::StrCat("the feed at key ", absl::BytesToHexString(key)));
    return false;
  };
  TERTIAL_RETURN_IF_ERROR(view.snapshot().Scan(FeedRange({.revision = revision}, revision),
                                               ScanDirection::kForward, visit));
  return damage;
}

absl::StatusOr<std::vector<RowVersion>> ReadVersions(const ReadView& view, TableId table,
                                                     absl::string_view pk, Revision after,
                                                     size_t most) {
  std::vector<Version> versions;
  absl::Status damage;
  // Whether the version before those wanted was there decides what the first of them did.
  bool was_live = false;
  const auto add = [&](absl::string_view key, absl::string_view value) {
    absl::StatusOr<Version> version = DecodeVersion(key, value);
    if (!version.ok()) {
      damage = version.status();
      return false;
    }
    if (version->revision > view.at().revision) return true;
    if (version->revision <= after) {
      was_live = version->state == RowState::kLive || version->state == RowState::kBlanked;
      return true;
    }
    versions.push_back(*std::move(version));
    return versions.size() < most;
  };
  TERTIAL_RETURN_IF_ERROR(
      view.snapshot().Scan(SupersededRange(table, pk, after), ScanDirection::kForward, add));
  TERTIAL_RETURN_IF_ERROR(damage);
  const std::string current = CurrentKey(table, pk);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> value, view.snapshot().Get(current));
  if (versions.size() < most && value.has_value()) add(current, *value);
  TERTIAL_RETURN_IF_ERROR(damage);

  std::vector<RowVersion> rows;
  for (Version& version : versions) {
    TERTIAL_ASSIGN_OR_RETURN(const CommitRecord record,
                             ReadCommit(view.snapshot(), version.revision));
    RowVersion row;
    row.commit = PointOf(view.at().epoch, version.revision, record);
    row.actor = record.actor();
    row.reason = record.reason();
    const bool live = version.state == RowState::kLive || version.state == RowState::kBlanked;
    row.op = version.state == RowState::kRedaction ? ChangeOp::kRedacted
             : record.released()                   ? ChangeOp::kReleased
             : !live                               ? ChangeOp::kDeleted
             : was_live                            ? ChangeOp::kRevised
                                                   : ChangeOp::kInserted;
    was_live = live;
    row.version = std::move(version);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace tertial
