#include "services/climate/derived/derived_rows.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/table_catalog.h"
#include "common/ledger/txn.h"
#include "common/status/status_macros.h"
#include "services/climate/store/derived_place.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

constexpr char kActor[] = "climate";
constexpr absl::Duration kWriterPatience = absl::Seconds(5);
// Of those that the reason of a commit names.
constexpr size_t kMostNamed = 3;

CommitInfo InfoOf(const Ledger& ledger, std::string reason) {
  CommitInfo info;
  info.actor = kActor;
  info.reason = std::move(reason);
  info.deadline = ledger.Now() + kWriterPatience;
  return info;
}

// "Targets in tonnes by areas/asker/inventoryReleases/r1, …", nothing where there are none.
std::string Told(absl::string_view what, const std::set<std::string>& names) {
  std::string told;
  size_t named = 0;
  for (const std::string& name : names) {
    if (named == kMostNamed) {
      return absl::StrCat(told, " and ", names.size() - named, " others");
    }
    absl::StrAppend(&told, named++ == 0 ? what : ", ", name);
  }
  return told;
}

// What the rows follow from, in at most 500 bytes.
std::string ReasonOf(absl::Span<const RowKey> rows) {
  std::set<std::string> releases;
  std::set<std::string> factors;
  for (const RowKey& row : rows) {
    const std::optional<std::vector<std::string>> ids = TableCatalog::IdsOf(row.pk);
    if (!ids.has_value()) continue;
    if (row.table == ClimateTargetLevelTable::kId) {
      releases.insert(absl::StrCat("areas/", ids->front(), "/inventoryReleases/", ids->back()));
    } else {
      factors.insert(absl::StrCat("emissionFactors/", ids->back()));
    }
  }
  std::string reason = Told("Targets in tonnes by ", releases);
  const std::string emissions = Told("Emissions by ", factors);
  absl::StrAppend(&reason, reason.empty() || emissions.empty() ? "" : ". ", emissions);
  if (reason.size() <= 500) return reason;
  return releases.empty() ? "Emissions by emission factors" : "Targets in tonnes by releases";
}

std::string ReasonOf(absl::Span<const RowChange> changes) {
  std::vector<RowKey> rows;
  for (const RowChange& change : changes) rows.push_back(change.row);
  return ReasonOf(rows);
}

// Lets go of what it reads from: a redaction waits for those who read.
absl::StatusOr<std::optional<Version>> FindPresent(const Ledger& ledger, const RowKey& row) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  return view.FindVersion(row.table, row.pk);
}

}  // namespace

absl::StatusOr<std::vector<RowChange>> Differences(
    const RecordReader& reader, TableId table, absl::string_view prefix,
    const std::map<std::string, std::string>& wanted) {
  std::vector<RowChange> changes;
  std::set<std::string> as_wanted;
  TERTIAL_RETURN_IF_ERROR(reader.Scan(
      table, prefix, "", [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
        const auto found = wanted.find(std::string(pk));
        if (found == wanted.end()) {
          changes.push_back({.row = {table, std::string(pk)}, .body = std::nullopt});
        } else if (found->second == body) {
          as_wanted.insert(found->first);
        }
        return true;
      }));
  for (const auto& [pk, body] : wanted) {
    if (as_wanted.count(pk) == 0) changes.push_back({.row = {table, pk}, .body = body});
  }
  return changes;
}

absl::Status VisitAllEver(const ReadView& view, TableId table, absl::string_view prefix,
                          absl::FunctionRef<absl::Status(absl::string_view pk)> visitor) {
  absl::Status status;
  TERTIAL_RETURN_IF_ERROR(
      view.snapshot().Scan(CurrentRange(table, prefix, ""), ScanDirection::kForward,
                           [&](absl::string_view key, absl::string_view /*value*/) {
                             const std::optional<CurrentRow> row = DecodeCurrentKey(key);
                             if (row.has_value()) status = visitor(row->pk);
                             return status.ok();
                           }));
  return status;
}

absl::Status StoreChanges(Ledger& ledger, absl::Span<const RowChange> changes,
                          const internal::v1::DerivedPlace* place) {
  do {
    const absl::Span<const RowChange> chunk = changes.subspan(0, kMostRowsInCommit);
    changes.remove_prefix(chunk.size());
    const bool is_last = changes.empty();
    if (chunk.empty() && place == nullptr) return absl::OkStatus();
    const auto store = [&](Txn& txn) -> absl::Status {
      for (const RowChange& change : chunk) {
        const RowKey& row = change.row;
        TERTIAL_RETURN_IF_ERROR(change.body.has_value()
                                    ? txn.Put(row.table, row.pk, *change.body).status()
                                    : txn.Delete(row.table, row.pk).status());
      }
      if (is_last && place != nullptr) PutDerivedPlace(txn, *place);
      return absl::OkStatus();
    };
    TERTIAL_RETURN_IF_ERROR(ledger.Commit(InfoOf(ledger, ReasonOf(chunk)), store).status());
  } while (!changes.empty());
  return absl::OkStatus();
}

absl::StatusOr<int64_t> RedactRows(Ledger& ledger, absl::Span<const RowKey> rows) {
  const absl::Status never_was = absl::NotFoundError("never was");
  int64_t redacted = 0;
  for (const RowKey& row : rows) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> present, FindPresent(ledger, row));
    if (!present.has_value() || present->state == RowState::kRedaction) continue;
    TERTIAL_RETURN_IF_ERROR(
        ledger.Redact(InfoOf(ledger, ReasonOf({row})), row.table, row.pk, never_was).status());
    ++redacted;
  }
  return redacted;
}

}  // namespace tertial::climate
