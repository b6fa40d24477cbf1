#include "common/ledger/staged_reader.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/ledger/overlay.h"
#include "common/ledger/pending_writes.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

absl::StatusOr<Version> VersionOf(absl::string_view key, absl::string_view value,
                                  Revision revision) {
  const std::optional<StagedValue> staged = DecodeStaged(value);
  if (!staged.has_value()) {
    return StoredDataDamaged(
        absl::StrCat("the staged row under key ", absl::BytesToHexString(key)));
  }
  return Version{staged->put ? RowState::kLive : RowState::kTombstone, revision,
                 std::string(staged->body)};
}

}  // namespace

void StagedReader::Hide(TableId table, absl::string_view pk, int64_t row) {
  hidden_.insert(StagedKey(staging_, table, pk, static_cast<uint64_t>(row)));
  last_key_.clear();
}

absl::StatusOr<std::optional<Version>> StagedReader::FindStaged(TableId table,
                                                                absl::string_view pk) const {
  std::optional<Version> found;
  absl::Status damage;
  // Of several the last counts. Not from behind: where there is none, the engine would go back over
  // all that earlier imports have staged and removed.
  TERTIAL_RETURN_IF_ERROR(view_.snapshot().Scan(
      StagedRange(staging_, table, pk), ScanDirection::kForward,
      [&](absl::string_view key, absl::string_view value) {
        if (hidden_.contains(key)) return true;
        absl::StatusOr<Version> version = VersionOf(key, value, view_.at().revision + 1);
        damage = version.status();
        if (version.ok()) found = *std::move(version);
        return damage.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return found;
}

absl::StatusOr<std::optional<Version>> StagedReader::FindVersion(TableId table,
                                                                 absl::string_view pk) const {
  std::string key = CurrentKey(table, pk);
  if (key == last_key_) return last_;
  TERTIAL_ASSIGN_OR_RETURN(std::optional<Version> found, FindStaged(table, pk));
  if (!found.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(found, view_.FindVersion(table, pk));
  }
  last_key_ = std::move(key);
  last_ = found;
  return found;
}

absl::StatusOr<std::vector<std::optional<Version>>> StagedReader::MultiFindVersions(
    TableId table, absl::Span<const std::string> pks) const {
  std::vector<std::optional<Version>> versions;
  versions.reserve(pks.size());
  for (const std::string& pk : pks) {
    TERTIAL_ASSIGN_OR_RETURN(std::optional<Version> version, FindVersion(table, pk));
    versions.push_back(std::move(version));
  }
  return versions;
}

absl::Status StagedReader::Scan(TableId table, absl::string_view prefix, absl::string_view after,
                                RecordVisitor visitor) const {
  Overlay staged(view_, tables_);
  absl::Status damage;
  const std::string begin = StagedKey(staging_, table, prefix, 0);
  const ScanRange table_rows{begin.substr(0, begin.size() - sizeof(uint64_t)),
                             StagedRange(staging_).end};
  TERTIAL_RETURN_IF_ERROR(view_.snapshot().Scan(
      table_rows, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        const std::optional<StagedRow> row = DecodeStagedKey(key);
        if (!row.has_value() || row->table != table || !absl::StartsWith(row->pk, prefix)) {
          return false;
        }
        if (hidden_.contains(key)) return true;
        absl::StatusOr<Version> version = VersionOf(key, value, view_.at().revision + 1);
        damage = version.status();
        if (version.ok()) staged.Set(CurrentKey(table, row->pk), *std::move(version));
        return damage.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return staged.Scan(table, prefix, after, visitor);
}

}  // namespace tertial
