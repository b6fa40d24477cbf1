#include "common/ledger/txn.h"

#include <cstdint>
#include <set>
#include <utility>

#include "common/ledger/envelope.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {

Txn::Txn(ReadView base) : base_(std::move(base)) {}

std::optional<Record> Txn::ToRecord(const Change& change) const {
  if (!change.body.has_value()) return std::nullopt;
  return Record{revision(), *change.body};
}

absl::StatusOr<std::optional<Record>> Txn::Find(TableId table, absl::string_view pk) const {
  const auto change = changes_.find(CurrentKey(table, pk));
  if (change != changes_.end()) return ToRecord(change->second);
  return base_.Find(table, pk);
}

absl::StatusOr<std::vector<std::optional<Record>>> Txn::MultiFind(
    TableId table, absl::Span<const std::string> pks) const {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Record>> records, base_.MultiFind(table, pks));
  if (changes_.empty()) return records;
  for (size_t i = 0; i < pks.size(); ++i) {
    const auto change = changes_.find(CurrentKey(table, pks[i]));
    if (change != changes_.end()) records[i] = ToRecord(change->second);
  }
  return records;
}

absl::Status Txn::Scan(TableId table, absl::string_view prefix, absl::string_view after,
                       RecordVisitor visitor) const {
  const ScanRange range = CurrentRange(table, prefix, after);
  // Everything before `position` has been visited. Looked up anew after each visit, since the
  // visitor may have changed what is in the map.
  std::string position = range.begin;
  bool stopped = false;
  // Visits the changed rows before `end`; an empty `end` is the end of the map.
  const auto visit_changes_before = [&](absl::string_view end) {
    while (!stopped) {
      const auto change = changes_.lower_bound(position);
      if (change == changes_.end() || (!end.empty() && change->first >= end)) return;
      position = KeyAfter(change->first);
      if (!change->second.body.has_value()) continue;
      // Copied: the visitor may change this row.
      const std::string key = change->first;
      const std::string body = *change->second.body;
      stopped = !visitor(DecodeCurrentKey(key)->pk, revision(), body);
    }
  };
  const auto visit_base = [&](absl::string_view pk, Revision row_revision, absl::string_view body) {
    const std::string key = CurrentKey(table, pk);
    visit_changes_before(key);
    if (stopped) return false;
    // A changed row is visited in place of its base, with the changes before the next row.
    if (changes_.contains(key)) return true;
    position = KeyAfter(key);
    stopped = !visitor(pk, row_revision, body);
    return !stopped;
  };
  TERTIAL_RETURN_IF_ERROR(base_.Scan(table, prefix, after, visit_base));
  visit_changes_before(range.end);
  return absl::OkStatus();
}

absl::StatusOr<PutOutcome> Txn::Put(TableId table, absl::string_view pk, std::string body,
                                    absl::string_view area) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> base, base_.Find(table, pk));
  std::string key = CurrentKey(table, pk);
  const auto change = changes_.find(key);
  const std::optional<Record> present = change == changes_.end() ? base : ToRecord(change->second);
  if (present.has_value() && present->body == body) return PutOutcome::kUnchanged;
  SetChange(std::move(key), base, std::move(body), area);
  return present.has_value() ? PutOutcome::kRevised : PutOutcome::kInserted;
}

absl::StatusOr<bool> Txn::Delete(TableId table, absl::string_view pk, absl::string_view area) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> base, base_.Find(table, pk));
  std::string key = CurrentKey(table, pk);
  const auto change = changes_.find(key);
  const bool present =
      change == changes_.end() ? base.has_value() : change->second.body.has_value();
  if (present) SetChange(std::move(key), base, std::nullopt, area);
  return present;
}

void Txn::SetChange(std::string key, const std::optional<Record>& base,
                    std::optional<std::string> body, absl::string_view area) {
  const bool as_before =
      body.has_value() ? base.has_value() && base->body == *body : !base.has_value();
  if (as_before) {
    changes_.erase(key);
    return;
  }
  changes_.insert_or_assign(std::move(key), Change{std::move(body), std::string(area)});
}

void Txn::AddTo(WriteBatch& batch, common::internal::v1::Commit& commit) const {
  struct Summary {
    int64_t rows = 0;
    std::set<absl::string_view> areas;
  };
  std::map<TableId, Summary> summaries;
  for (const auto& [key, change] : changes_) {
    Summary& summary = summaries[DecodeCurrentKey(key)->table];
    ++summary.rows;
    if (!change.area.empty()) summary.areas.insert(change.area);
    Envelope envelope;
    envelope.state = change.body.has_value() ? RowState::kLive : RowState::kTombstone;
    envelope.revision = revision();
    if (change.body.has_value()) envelope.body = *change.body;
    batch.Put(key, EncodeEnvelope(envelope));
  }
  for (const auto& [table, summary] : summaries) {
    common::internal::v1::TouchedTable& touched = *commit.add_touched();
    touched.set_table(table);
    touched.set_rows(summary.rows);
    for (const absl::string_view area : summary.areas) touched.add_areas(std::string(area));
  }
}

}  // namespace tertial
