#include "common/ledger/row_writer.h"

#include <cstdint>
#include <utility>

#include "common/ledger/covering_index.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

ChangeOp OpOf(const std::optional<Version>& before, RowState state, bool released) {
  if (state == RowState::kRedaction) return ChangeOp::kRedacted;
  if (released) return ChangeOp::kReleased;
  if (state == RowState::kTombstone) return ChangeOp::kDeleted;
  return before.has_value() && before->live() ? ChangeOp::kRevised : ChangeOp::kInserted;
}

}  // namespace

void RowWriter::Write(TableId table, absl::string_view pk, const std::optional<Version>& before,
                      RowState state, absl::string_view body, WriteBatch& batch) {
  if (before.has_value()) {
    const bool blank = before->live() && state == RowState::kRedaction;
    batch.Put(SupersededKey(table, pk, revision_),
              EncodeEnvelope({blank ? RowState::kBlanked : before->state, before->revision,
                              blank ? "" : absl::string_view(before->body)}));
  }
  const Envelope newest = {state, revision_, body};
  batch.Put(CurrentKey(table, pk), EncodeEnvelope(newest));
  if (auto covering = CoveringRecordOf(tables_, table, pk, newest)) {
    batch.Put(std::move(covering->key), std::move(covering->value));
  }
  batch.Put(FeedKey(revision_, sequence_++),
            EncodeFeedEntry({OpOf(before, state, released_), table, pk}));
  if (state == RowState::kLive) {
    for (const std::string& entry : tables_.IndexEntries(table, pk, body)) {
      std::string size;
      AppendUint32(static_cast<uint32_t>(entry.size()), size);
      batch.Put(IndexKey(table, entry, pk), std::move(size));
    }
  }
  Summary& summary = summaries_[table];
  ++summary.rows;
  const absl::string_view area = tables_.AreaOf(table, pk);
  if (!area.empty() && !summary.areas.contains(area)) summary.areas.emplace(area);
}

void RowWriter::SumUp(common::internal::v1::Commit& record) const {
  for (const auto& [table, summary] : summaries_) {
    common::internal::v1::TouchedTable& touched = *record.add_touched();
    touched.set_table(table);
    touched.set_rows(summary.rows);
    for (const std::string& area : summary.areas) touched.add_areas(area);
  }
  record.set_changes(sequence_);
  record.set_released(released_);
}

}  // namespace tertial
