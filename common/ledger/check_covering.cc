// Covering indexes: what they hold must be the newest versions.
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/check_run.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"

namespace tertial {
namespace {

using Side = CollectionComparison::Side;
using Counted = RecordCursor::Counted;

// The records that the newest versions of all rows have. Damaged ones are found by CheckRows.
void WalkRows(CheckRun& run, CollectionComparison::Adder add) {
  for (RecordCursor cursor(run, TagRange(kCurrentTag), Counted::kNo); cursor.valid();
       cursor.Next()) {
    const std::optional<CurrentRow> row = DecodeCurrentKey(cursor.key());
    const absl::StatusOr<Envelope> newest = DecodeEnvelope(cursor.key(), cursor.value());
    if (!row.has_value() || !newest.ok()) continue;
    const auto record = CoveringRecordOf(run.tables(), row->table, row->pk, *newest);
    if (record.has_value()) add(absl::StrCat(record->key, record->value), cursor.key());
  }
}

void WalkRecords(CheckRun& run, Counted counted, CollectionComparison::Adder add) {
  for (RecordCursor cursor(run, TagRange(kCoveringTag), counted); cursor.valid(); cursor.Next()) {
    add(absl::StrCat(cursor.key(), cursor.value()), cursor.key());
  }
}

}  // namespace

void CheckCovering(CheckRun& run) {
  const auto comparison = std::make_unique<CollectionComparison>();
  const auto add_to = [&](Side side) {
    return
        [&, side](absl::string_view element, absl::string_view) { comparison->Add(side, element); };
  };
  WalkRows(run, add_to(Side::kLeft));
  WalkRecords(run, Counted::kYes, add_to(Side::kRight));
  comparison->TellDifferences(
      [&](CollectionComparison::Adder add) { WalkRows(run, add); },
      [&](CollectionComparison::Adder add) { WalkRecords(run, Counted::kNo, add); },
      [&](Side more, absl::string_view /*element*/, absl::string_view key) {
        if (more == Side::kRight) {
          run.Find(key, "This is not what the newest version of any row has here.");
          return;
        }
        const CurrentRow row = *DecodeCurrentKey(key);
        run.FindOfRow(key, row.table, row.pk,
                      "The covering index does not hold the newest version of the row.");
      });
}

}  // namespace tertial
