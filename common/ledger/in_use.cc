#include "common/ledger/in_use.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

constexpr char kReferenceIndex = 1;

// The pk of the first row of `table` that begins with `prefix` and comes after `after`; empty when
// there is none.
absl::StatusOr<std::string> FirstPk(const RecordReader& reader, TableId table,
                                    absl::string_view prefix, absl::string_view after) {
  std::string first;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(table, prefix, after,
                  [&](absl::string_view pk, Revision /*revision*/, absl::string_view /*body*/) {
                    first = std::string(pk);
                    return false;
                  }));
  return first;
}

// The pk of a row of `child`, "areas/{area}/" before and something behind the pattern of the row
// `pk`, in whatever area: from area to area, whatever their numbers of rows. Empty when there is
// none.
absl::StatusOr<std::string> FirstBelowInAnyArea(const RecordReader& reader, TableId child,
                                                absl::string_view pk) {
  std::string after;
  while (true) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string first, FirstPk(reader, child, "", after));
    if (first.empty()) return first;
    const std::string area = first.substr(0, first.find('\0'));
    TERTIAL_ASSIGN_OR_RETURN(
        const std::string below,
        FirstPk(reader, child, absl::StrCat(area, absl::string_view("\0", 1), pk), ""));
    if (!below.empty()) return below;
    // Behind all rows of the area: no id has this character.
    after = absl::StrCat(area, "\x01");
  }
}

absl::StatusOr<std::string> FirstBelow(const RecordReader& reader, const TableDefinition& parent,
                                       const TableDefinition& child, absl::string_view pk) {
  const std::string below = absl::StrCat(parent.pattern.text(), "/");
  if (absl::StartsWith(child.pattern.text(), below)) return FirstPk(reader, child.id, pk, "");
  if (absl::StartsWith(child.pattern.text(), absl::StrCat("areas/{area}/", below))) {
    return FirstBelowInAnyArea(reader, child.id, pk);
  }
  return std::string();
}

// The pk of a live row of `table` that has the index entry. Empty when there is none.
absl::StatusOr<std::string> FirstReferrer(const RecordReader& reader, const TableCatalog& tables,
                                          const TableDefinition& table, const std::string& entry) {
  std::string referrer;
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(
      reader.ScanIndex(table.id, entry, [&](absl::string_view /*entry*/, absl::string_view pk) {
        const absl::StatusOr<std::optional<Record>> row = reader.Find(table.id, pk);
        failed = row.status();
        if (!failed.ok()) return false;
        if (!row->has_value()) return true;
        const std::vector<std::string> entries = tables.IndexEntries(table.id, pk, (*row)->body);
        if (std::find(entries.begin(), entries.end(), entry) == entries.end()) return true;
        referrer = std::string(pk);
        return false;
      }));
  TERTIAL_RETURN_IF_ERROR(failed);
  return referrer;
}

}  // namespace

std::string ReferenceEntry(TableId table, absl::string_view pk) {
  return absl::StrCat(std::string(1, kReferenceIndex), std::string(1, static_cast<char>(table)),
                      pk);
}

absl::Status CheckNotInUse(const RecordReader& reader, const TableCatalog& tables, TableId table,
                           absl::string_view pk) {
  const TableDefinition* const used = tables.Find(table);
  if (used == nullptr) return absl::OkStatus();
  const std::string entry = ReferenceEntry(table, pk);
  for (const TableDefinition& user : tables.tables()) {
    if (user.derived) continue;
    TERTIAL_ASSIGN_OR_RETURN(std::string first, FirstBelow(reader, *used, user, pk));
    if (first.empty() && user.index) {
      TERTIAL_ASSIGN_OR_RETURN(first, FirstReferrer(reader, tables, user, entry));
    }
    if (!first.empty()) {
      return ResourceInUse(tables.NameOf(table, pk),
                           user.restricted() ? "" : tables.NameOf(user.id, first));
    }
  }
  return absl::OkStatus();
}

}  // namespace tertial
