#include "services/climate/store/keys.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "services/climate/domain/figure_id.h"

namespace tertial::climate {
namespace {

constexpr uint8_t kFactorIndex = 2;
constexpr absl::string_view kEnd("\0", 1);

// Whether a row of `table` has these ids, the last one only up to its first "~": another figure of
// the same sector or metric.
absl::StatusOr<bool> HoldsSeries(const RecordReader& reader, TableId table,
                                 absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(std::string prefix, EncodePrimaryKey(ids.first(ids.size() - 1)));
  const absl::string_view last = ids.back();
  absl::StrAppend(&prefix, last.substr(0, last.find('~') + 1));
  bool holds = false;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(table, prefix, "",
                  [&](absl::string_view /*pk*/, Revision /*revision*/, absl::string_view /*body*/) {
                    holds = true;
                    return false;
                  }));
  return holds;
}

}  // namespace

std::string FactorEntry(absl::string_view factor) {
  std::string entry;
  AppendUint8(kFactorIndex, entry);
  return absl::StrCat(entry, factor, kEnd);
}

std::optional<Period> EmissionFigureTable::PeriodOf(absl::Span<const std::string> ids) {
  return PeriodOfEmissionId(ids[2]);
}

absl::StatusOr<bool> EmissionFigureTable::IsKnown(const RecordReader& reader,
                                                  absl::Span<const std::string> ids) {
  if (!PeriodOf(ids).has_value()) return false;
  return HoldsSeries(reader, kId, ids);
}

std::optional<Period> ActivityFigureTable::PeriodOf(absl::Span<const std::string> ids) {
  return PeriodOfActivityId(ids[1]);
}

absl::StatusOr<bool> ActivityFigureTable::IsKnown(const RecordReader& reader,
                                                  absl::Span<const std::string> ids) {
  if (!PeriodOf(ids).has_value()) return false;
  return HoldsSeries(reader, kId, ids);
}

void ActivityFigureTable::AddIndexEntries(absl::string_view /*pk*/, const Message& figure,
                                          std::vector<std::string>& entries) {
  for (const std::string& factor : figure.emission_factors()) {
    entries.push_back(FactorEntry(factor));
  }
}

}  // namespace tertial::climate
