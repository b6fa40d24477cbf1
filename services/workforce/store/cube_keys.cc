#include "services/workforce/store/cube_keys.h"

#include <utility>

#include "common/ledger/table.h"
#include "services/workforce/domain/published_figure_id.h"

namespace tertial::workforce {
namespace {

std::optional<Period> ParsePeriodId(absl::string_view id) {
  absl::StatusOr<Period> period = Period::ParseId(id);
  if (!period.ok()) return std::nullopt;
  return *std::move(period);
}

}  // namespace

std::optional<Period> DisclosurePolicyTable::PeriodOf(absl::Span<const std::string> ids) {
  return ParsePeriodId(ids[1]);
}

std::optional<Period> CubeTable::PeriodOf(absl::Span<const std::string> ids) {
  return ParsePeriodId(ids[1]);
}

std::optional<Period> PublishedFigureTable::PeriodOf(absl::Span<const std::string> ids) {
  return ParsePeriodId(ids[1]);
}

absl::StatusOr<bool> PublishedFigureTable::IsKnown(const RecordReader& reader,
                                                   absl::Span<const std::string> ids) {
  if (!ParsePublishedFigureId(ids[0], ids[2]).has_value()) return false;
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, EncodePrimaryKey({ids[0], ids[1]}));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> cube, reader.Find(CubeTable::kId, pk));
  return cube.has_value();
}

}  // namespace tertial::workforce
