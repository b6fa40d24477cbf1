#include "common/ledger/overlay.h"

#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {

void Overlay::Forget(absl::string_view key) {
  const auto version = versions_.find(key);
  if (version != versions_.end()) versions_.erase(version);
}

absl::StatusOr<std::optional<Version>> Overlay::FindVersion(TableId table,
                                                            absl::string_view pk) const {
  const auto version = versions_.find(CurrentKey(table, pk));
  if (version != versions_.end()) return std::optional<Version>(version->second);
  return base_.FindVersion(table, pk);
}

absl::StatusOr<std::vector<std::optional<Version>>> Overlay::MultiFindVersions(
    TableId table, absl::Span<const std::string> pks) const {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Version>> found,
                           base_.MultiFindVersions(table, pks));
  if (versions_.empty()) return found;
  for (size_t i = 0; i < pks.size(); ++i) {
    const auto version = versions_.find(CurrentKey(table, pks[i]));
    if (version != versions_.end()) found[i] = version->second;
  }
  return found;
}

absl::Status Overlay::Scan(TableId table, absl::string_view prefix, absl::string_view after,
                           RecordVisitor visitor) const {
  const ScanRange range = CurrentRange(table, prefix, after);
  // Everything before `position` has been visited. Looked up anew after each visit, since the
  // visitor may have changed what is in the map.
  std::string position = range.begin;
  bool stopped = false;
  // Visits the changed rows before `end`; an empty `end` is the end of the map.
  const auto visit_changes_before = [&](absl::string_view end) {
    while (!stopped) {
      const auto change = versions_.lower_bound(position);
      if (change == versions_.end() || (!end.empty() && change->first >= end)) return;
      position = KeyAfter(change->first);
      if (!change->second.live()) continue;
      // Copied: the visitor may change this row.
      const std::string key = change->first;
      const Version version = change->second;
      stopped = !visitor(DecodeCurrentKey(key)->pk, version.revision, version.body);
    }
  };
  const auto visit_base = [&](absl::string_view pk, Revision revision, absl::string_view body) {
    const std::string key = CurrentKey(table, pk);
    visit_changes_before(key);
    if (stopped) return false;
    // A changed row is visited in place of its base, with the changes before the next row.
    if (versions_.contains(key)) return true;
    position = KeyAfter(key);
    stopped = !visitor(pk, revision, body);
    return !stopped;
  };
  TERTIAL_RETURN_IF_ERROR(base_.Scan(table, prefix, after, visit_base));
  visit_changes_before(range.end);
  return absl::OkStatus();
}

absl::Status Overlay::ScanIndex(
    TableId table, absl::string_view entry,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const {
  bool go_on = true;
  TERTIAL_RETURN_IF_ERROR(
      base_.ScanIndex(table, entry, [&](absl::string_view found, absl::string_view pk) {
        go_on = visitor(found, pk);
        return go_on;
      }));
  // Gathered first: the visitor may change rows.
  std::vector<std::pair<std::string, std::string>> found;
  const ScanRange rows = CurrentRange(table, "", "");
  for (auto row = versions_.lower_bound(rows.begin);
       go_on && row != versions_.end() && row->first < rows.end; ++row) {
    const absl::string_view pk = DecodeCurrentKey(row->first)->pk;
    for (std::string& one : tables_.IndexEntries(table, pk, row->second.body)) {
      if (absl::StartsWith(one, entry)) found.emplace_back(std::move(one), std::string(pk));
    }
  }
  for (const auto& [one, pk] : found) {
    if (!visitor(one, pk)) break;
  }
  return absl::OkStatus();
}

}  // namespace tertial
