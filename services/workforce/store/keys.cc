#include "services/workforce/store/keys.h"

#include "common/ledger/table.h"
#include "services/workforce/domain/figure_id.h"

namespace tertial::workforce {

std::optional<Period> WorkforceFigureTable::PeriodOf(absl::Span<const std::string> ids) {
  const std::optional<FigureKey> key = ParseFigureId(ids[1]);
  if (!key.has_value()) return std::nullopt;
  return key->period;
}

absl::StatusOr<bool> WorkforceFigureTable::IsKnown(const RecordReader& reader,
                                                   absl::Span<const std::string> ids) {
  const std::optional<FigureKey> key = ParseFigureId(ids[1]);
  if (!key.has_value()) return false;
  if (key->unit_id.empty()) return true;
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Unit> unit,
                           FindResource<UnitTable>(reader, UnitName(ids[0], key->unit_id)));
  return unit.has_value();
}

}  // namespace tertial::workforce
