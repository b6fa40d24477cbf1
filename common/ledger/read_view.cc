#include "common/ledger/read_view.h"

#include <utility>

#include "common/ledger/envelope.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

absl::StatusOr<std::optional<Record>> ToRecord(absl::string_view key,
                                               const std::optional<std::string>& value) {
  if (!value.has_value()) return std::optional<Record>();
  TERTIAL_ASSIGN_OR_RETURN(const Envelope envelope, DecodeEnvelope(key, *value));
  if (envelope.state == RowState::kTombstone) return std::optional<Record>();
  return std::optional<Record>(Record{envelope.revision, std::string(envelope.body)});
}

}  // namespace

ReadView::ReadView(std::shared_ptr<const StoreSnapshot> snapshot, ReadPoint at)
    : snapshot_(std::move(snapshot)), at_(std::move(at)) {}

absl::StatusOr<std::optional<Record>> ReadView::Find(TableId table, absl::string_view pk) const {
  const std::string key = CurrentKey(table, pk);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> value, snapshot_->Get(key));
  return ToRecord(key, value);
}

absl::StatusOr<std::vector<std::optional<Record>>> ReadView::MultiFind(
    TableId table, absl::Span<const std::string> pks) const {
  std::vector<std::string> keys;
  keys.reserve(pks.size());
  for (const std::string& pk : pks) keys.push_back(CurrentKey(table, pk));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<std::string>> values,
                           snapshot_->MultiGet(keys));
  std::vector<std::optional<Record>> records;
  records.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    TERTIAL_ASSIGN_OR_RETURN(std::optional<Record> record, ToRecord(keys[i], values[i]));
    records.push_back(std::move(record));
  }
  return records;
}

absl::Status ReadView::Scan(TableId table, absl::string_view prefix, absl::string_view after,
                            RecordVisitor visitor) const {
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    const absl::StatusOr<Envelope> envelope = DecodeEnvelope(key, value);
    if (!envelope.ok()) {
      damage = envelope.status();
      return false;
    }
    if (envelope->state == RowState::kTombstone) return true;
    return visitor(DecodeCurrentKey(key)->pk, envelope->revision, envelope->body);
  };
  TERTIAL_RETURN_IF_ERROR(
      snapshot_->Scan(CurrentRange(table, prefix, after), ScanDirection::kForward, visit));
  return damage;
}

}  // namespace tertial
