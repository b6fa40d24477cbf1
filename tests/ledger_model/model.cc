#include "tests/ledger_model/model.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace tertial::ledger_model {

Revision Model::RevisionAt(absl::Time instant) const {
  const auto later =
      std::partition_point(commits_.begin(), commits_.end(),
                           [&](const ModelCommit& commit) { return commit.time <= instant; });
  return later - commits_.begin();
}

const Version* Model::FindVersion(const RowKey& row, Revision at) const {
  const std::vector<Version>& versions = VersionsOf(row);
  const auto later =
      std::partition_point(versions.begin(), versions.end(),
                           [&](const Version& version) { return version.revision <= at; });
  return later == versions.begin() ? nullptr : &*(later - 1);
}

const Version* Model::FindBefore(const RowKey& row, Revision revision) const {
  return FindVersion(row, revision - 1);
}

LiveRows Model::RowsAt(TableId table, Revision at, absl::string_view prefix,
                       absl::string_view after) const {
  LiveRows rows;
  for (const auto& [row, versions] : versions_) {
    if (row.table != table || !absl::StartsWith(row.pk, prefix) || row.pk <= after) continue;
    const Version* const version = FindVersion(row, at);
    if (version != nullptr && version->live()) {
      rows.emplace(row.pk, Record{version->revision, version->body});
    }
  }
  return rows;
}

const std::vector<Version>& Model::VersionsOf(const RowKey& row) const {
  static const std::vector<Version>& none = *new std::vector<Version>();
  const auto versions = versions_.find(row);
  return versions == versions_.end() ? none : versions->second;
}

Changes Model::Effective(const Changes& changes) const {
  Changes effective;
  for (const auto& [row, body] : changes) {
    const Version* const present = FindVersion(row, head());
    const bool live = present != nullptr && present->live();
    const bool same = body.has_value() ? live && present->body == *body : !live;
    if (!same) effective.emplace(row, body);
  }
  return effective;
}

ImportCounts Model::Count(const Changes& puts) const {
  ImportCounts counts;
  for (const auto& [row, body] : puts) {
    const Version* const present = FindVersion(row, head());
    const bool live = present != nullptr && present->live();
    int64_t& count = !live                    ? counts.inserted
                     : present->body == *body ? counts.unchanged
                                              : counts.revised;
    ++count;
  }
  return counts;
}

void Model::Commit(const Changes& effective, const CommitInfo& info, bool released) {
  ModelCommit commit{.time = {}, .actor = info.actor, .reason = info.reason, .changes = {}};
  const Revision revision = head() + 1;
  for (const auto& [row, body] : effective) {
    std::vector<Version>& versions = versions_[row];
    const bool was_live = !versions.empty() && versions.back().live();
    commit.changes.push_back({released   ? ChangeOp::kReleased
                              : !body    ? ChangeOp::kDeleted
                              : was_live ? ChangeOp::kRevised
                                         : ChangeOp::kInserted,
                              row});
    versions.push_back(
        {body ? RowState::kLive : RowState::kTombstone, revision, body.value_or("")});
  }
  commits_.push_back(std::move(commit));
}

bool Model::EverWas(const RowKey& row) const {
  return !VersionsOf(row).empty() ||
         std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Waiting& write) { return write.changes.contains(row); });
}

int64_t Model::Redact(const RowKey& row, const CommitInfo& info) {
  for (Waiting& write : waiting_) {
    write.changes.erase(row);
    write.rows.erase(row);
  }
  int64_t blanked = 0;
  const auto versions = versions_.find(row);
  if (versions == versions_.end()) return 0;
  for (Version& version : versions->second) {
    if (!version.live()) continue;
    ++blanked;
    version.state = RowState::kBlanked;
    version.body.clear();
  }
  if (blanked == 0) return 0;
  versions->second.push_back({RowState::kRedaction, head() + 1, ""});
  commits_.push_back({{}, info.actor, info.reason, {{ChangeOp::kRedacted, row}}});
  return blanked;
}

void Model::AddWaiting(Waiting write) {
  const auto later = std::upper_bound(
      waiting_.begin(), waiting_.end(), write.release,
      [](absl::Time release, const Waiting& other) { return release < other.release; });
  waiting_.insert(later, std::move(write));
}

int Model::ReleaseDue(absl::Time now) {
  int released = 0;
  while (!waiting_.empty() && waiting_.front().release <= now) {
    const Waiting write = waiting_.front();
    waiting_.erase(waiting_.begin());
    const Changes effective = Effective(write.changes);
    CommitInfo info;
    info.actor = write.actor;
    info.reason = write.reason;
    if (!effective.empty()) Commit(effective, info, /*released=*/true);
    ++released;
  }
  return released;
}

}  // namespace tertial::ledger_model
