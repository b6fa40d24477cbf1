#include "common/ledger/read_view.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/ledger/private_rows.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

// Rows of a scan that wait for one of them to be looked up among the superseded ones: so many are
// gathered for one multi-seek. Few at first, since most scans end early or need none.
constexpr size_t kFirstGathered = 16;
constexpr size_t kMostGathered = 512;

absl::StatusOr<Version> ToVersion(absl::string_view key, absl::string_view value) {
  TERTIAL_ASSIGN_OR_RETURN(const Envelope envelope, DecodeEnvelope(key, value));
  return Version{envelope.state, envelope.revision, std::string(envelope.body)};
}

// The rows of a scan at an earlier state, in order: those whose newest version is seen, and those
// whose version is among the superseded ones.
class PastRows {
 public:
  PastRows(const StoreSnapshot& snapshot, TableId table, Revision at)
      : snapshot_(snapshot), table_(table), at_(at) {}

  bool empty() const { return rows_.empty(); }
  bool full() const { return rows_.size() >= most_; }
  void Add(absl::string_view pk, std::optional<Version> seen) {
    rows_.push_back({std::string(pk), std::move(seen)});
  }

  // Looks up what waits and calls `visitor` for the rows that there were, until it returns false.
  absl::StatusOr<bool> Visit(RecordVisitor visitor) {
    TERTIAL_RETURN_IF_ERROR(LookUp());
    most_ = std::min(most_ * 2, kMostGathered);
    const std::vector<Row> rows = std::exchange(rows_, {});
    for (const auto& [pk, version] : rows) {
      if (!version.has_value() || !version->live()) continue;
      if (!visitor(pk, version->revision, version->body)) return false;
    }
    return true;
  }

 private:
  struct Row {
    std::string pk;
    std::optional<Version> version;
  };

  absl::Status LookUp() {
    std::vector<size_t> positions;
    std::vector<ScanRange> ranges;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].version.has_value()) continue;
      positions.push_back(i);
      ranges.push_back(SupersededRange(table_, rows_[i].pk, at_ + 1));
    }
    absl::Status damage;
    TERTIAL_RETURN_IF_ERROR(snapshot_.MultiSeek(
        ranges, [&](size_t index, absl::string_view key, absl::string_view value) {
          absl::StatusOr<Version> version = ToVersion(key, value);
          if (!version.ok()) {
            damage.Update(version.status());
          } else if (version->revision <= at_) {
            rows_[positions[index]].version = *std::move(version);
          }
        }));
    return damage;
  }

  const StoreSnapshot& snapshot_;
  const TableId table_;
  const Revision at_;
  size_t most_ = kFirstGathered;
  std::vector<Row> rows_;
};

absl::Status ScanAll(const StoreSnapshot& snapshot, absl::Span<const ScanRange> ranges,
                     ScanVisitor visitor) {
  if (ranges.size() != 1) return snapshot.MultiScan(ranges, visitor);
  return snapshot.Scan(ranges[0], ScanDirection::kForward, visitor);
}

// Of the key of a newest version.
std::optional<absl::string_view> PkOf(absl::string_view key) { return DecodeCurrentKey(key)->pk; }

}  // namespace

ReadView::ReadView(std::shared_ptr<const StoreSnapshot> snapshot, ReadPoint at)
    : snapshot_(std::move(snapshot)), at_(std::move(at)) {}

absl::StatusOr<std::optional<Version>> ReadView::FindVersion(TableId table,
                                                             absl::string_view pk) const {
  const std::string pks[] = {std::string(pk)};
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Version>> found,
                           MultiFindVersions(table, pks));
  return std::move(found.front());
}

absl::StatusOr<std::vector<std::optional<Version>>> ReadView::MultiFindVersions(
    TableId table, absl::Span<const std::string> pks) const {
  std::vector<std::string> keys;
  keys.reserve(pks.size());
  for (const std::string& pk : pks) keys.push_back(CurrentKey(table, pk));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<std::string>> values,
                           snapshot_->MultiGet(keys));
  std::vector<std::optional<Version>> versions(keys.size());
  std::vector<size_t> newer;
  std::vector<ScanRange> ranges;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!values[i].has_value()) continue;
    TERTIAL_ASSIGN_OR_RETURN(Version version, ToVersion(keys[i], *values[i]));
    if (version.revision <= at_.revision) {
      versions[i] = std::move(version);
    } else {
      newer.push_back(i);
      ranges.push_back(SupersededRange(table, pks[i], at_.revision + 1));
    }
  }
  if (newer.empty()) return versions;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(snapshot_->MultiSeek(
      ranges, [&](size_t index, absl::string_view key, absl::string_view value) {
        absl::StatusOr<Version> version = ToVersion(key, value);
        if (!version.ok()) {
          damage.Update(version.status());
        } else if (version->revision <= at_.revision) {
          versions[newer[index]] = *std::move(version);
        }
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return versions;
}

absl::Status ReadView::ScanNewest(TableId table, absl::Span<const ScanRange> ranges,
                                  KeyReader pk_of, RecordVisitor visitor) const {
  PastRows past(*snapshot_, table, at_.revision);
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    const absl::StatusOr<Envelope> envelope = DecodeEnvelope(key, value);
    if (!envelope.ok()) {
      damage = envelope.status();
      return false;
    }
    const std::optional<absl::string_view> pk = pk_of(key);
    if (!pk.has_value()) {
      damage = StoredDataDamaged(absl::StrCat("the key ", absl::BytesToHexString(key)));
      return false;
    }
    const bool seen = envelope->revision <= at_.revision;
    if (seen && past.empty()) {
      return envelope->state != RowState::kLive || visitor(*pk, envelope->revision, envelope->body);
    }
    past.Add(*pk, seen ? std::optional<Version>(Version{envelope->state, envelope->revision,
                                                        std::string(envelope->body)})
                       : std::nullopt);
    if (!past.full()) return true;
    const absl::StatusOr<bool> go_on = past.Visit(visitor);
    damage = go_on.status();
    return go_on.ok() && *go_on;
  };
  TERTIAL_RETURN_IF_ERROR(ScanAll(*snapshot_, ranges, visit));
  TERTIAL_RETURN_IF_ERROR(damage);
  return past.Visit(visitor).status();
}

absl::Status ReadView::Scan(TableId table, absl::string_view prefix, absl::string_view after,
                            RecordVisitor visitor) const {
  const ScanRange ranges[] = {CurrentRange(table, prefix, after)};
  return ScanNewest(table, ranges, PkOf, visitor);
}

absl::Status ReadView::MultiScan(TableId table, absl::Span<const std::string> prefixes,
                                 RecordVisitor visitor) const {
  std::vector<ScanRange> ranges;
  ranges.reserve(prefixes.size());
  for (const std::string& prefix : prefixes) ranges.push_back(CurrentRange(table, prefix, ""));
  return ScanNewest(table, ranges, PkOf, visitor);
}

absl::Status ReadView::ScanCovering(TableId table, const CoveringIndex& index,
                                    absl::string_view prefix, RecordVisitor visitor) const {
  const std::string begin = CoveringKey(table, prefix);
  const size_t ids_begin = begin.size() - prefix.size();
  std::optional<std::string> pk;
  const auto pk_of = [&](absl::string_view key) -> std::optional<absl::string_view> {
    pk = index.PrimaryKeyOf(key.substr(ids_begin));
    if (!pk.has_value()) return std::nullopt;
    return absl::string_view(*pk);
  };
  const ScanRange ranges[] = {{begin, PrefixEnd(begin)}};
  return ScanNewest(table, ranges, pk_of, visitor);
}

absl::Status ReadView::ScanIndex(
    TableId table, absl::string_view entry,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const {
  return ScanIndexAfter(table, entry, "", visitor);
}

absl::Status ReadView::ScanIndexAfter(
    TableId table, absl::string_view entry, absl::string_view after,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const {
  const std::string prefix = IndexKey(table, entry, "");
  ScanRange ranges[] = {{prefix, PrefixEnd(prefix)}};
  // Whatever `after` is, nothing before the entry is visited.
  if (!after.empty()) ranges[0].begin = std::max(prefix, KeyAfter(IndexKey(table, after, "")));
  return ScanEntries(table, ranges, visitor);
}

absl::Status ReadView::MultiScanIndex(
    TableId table, absl::Span<const std::string> entries,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const {
  std::vector<ScanRange> ranges;
  ranges.reserve(entries.size());
  for (const std::string& entry : entries) {
    const std::string prefix = IndexKey(table, entry, "");
    ranges.push_back({prefix, PrefixEnd(prefix)});
  }
  return ScanEntries(table, ranges, visitor);
}

absl::Status ReadView::ScanEntries(
    TableId table, absl::Span<const ScanRange> ranges,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const {
  const size_t entries_begin = IndexKey(table, "", "").size();
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    const absl::string_view rest = key.substr(entries_begin);
    const std::optional<uint32_t> size = ConsumeUint32(value);
    if (!size.has_value() || *size > rest.size()) {
      // Not the key: it holds words of a row.
      damage = StoredDataDamaged(absl::StrCat("an index entry of table ", int{table}));
      return false;
    }
    return visitor(rest.substr(0, *size), rest.substr(*size));
  };
  TERTIAL_RETURN_IF_ERROR(ScanAll(*snapshot_, ranges, visit));
  return damage;
}

absl::StatusOr<std::optional<std::string>> ReadView::FindPrivate(TableId table,
                                                                 absl::string_view pk,
                                                                 absl::Time now) const {
  const std::string key = PrivateKey(table, pk);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> value, snapshot_->Get(key));
  if (!value.has_value()) return std::optional<std::string>();
  TERTIAL_ASSIGN_OR_RETURN(const PrivateRow row, DecodePrivateRow(key, *value));
  if (row.expiry <= now) return std::optional<std::string>();
  return std::optional<std::string>(std::in_place, row.body);
}

absl::Status ReadView::ScanPrivate(
    TableId table, absl::string_view prefix, absl::string_view after, absl::Time now,
    absl::FunctionRef<bool(absl::string_view pk, absl::string_view body)> visitor) const {
  return ScanPrivateRows(
      table, prefix, after, now,
      [&](absl::string_view pk, const PrivateRow& row) { return visitor(pk, row.body); });
}

absl::Status ReadView::ScanPrivateRows(
    TableId table, absl::string_view prefix, absl::string_view after, absl::Time now,
    absl::FunctionRef<bool(absl::string_view pk, const PrivateRow& row)> visitor) const {
  return ScanPrivateRange(PrivateRange(table, prefix, after), ScanDirection::kForward, now,
                          visitor);
}

absl::Status ReadView::ScanPrivateBackward(
    TableId table, absl::string_view begin, absl::string_view end, absl::Time now,
    absl::FunctionRef<bool(absl::string_view pk, const PrivateRow& row)> visitor) const {
  return ScanPrivateRange({PrivateKey(table, begin), PrivateKey(table, end)},
                          ScanDirection::kBackward, now, visitor);
}

absl::Status ReadView::ScanPrivateRange(const ScanRange& range, ScanDirection direction,
                                        absl::Time now, PrivateVisitor visitor) const {
  const size_t pk_begin = PrivateKey(0, "").size();
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    const absl::StatusOr<PrivateRow> row = DecodePrivateRow(key, value);
    if (!row.ok()) {
      damage = row.status();
      return false;
    }
    return row->expiry <= now || visitor(key.substr(pk_begin), *row);
  };
  TERTIAL_RETURN_IF_ERROR(snapshot_->Scan(range, direction, visit));
  return damage;
}

}  // namespace tertial
