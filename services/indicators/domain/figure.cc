#include "services/indicators/domain/figure.h"

#include <algorithm>

#include "common/facts/computed.h"
#include "common/facts/overdue.h"
#include "services/indicators/domain/definition_versions.h"

namespace tertial::indicators {

bool HasFlag(const common::v1::Cell& cell, common::v1::Flag flag) {
  return std::find(cell.flags().begin(), cell.flags().end(), flag) != cell.flags().end();
}

Figure RecordedFigure(const v1::Indicator& indicator, absl::string_view name,
                      absl::string_view area_id, const Period& period,
                      const v1::Observation* observation, int64_t revision, absl::Time instant) {
  Figure figure{.area_id = std::string(area_id), .period = period};
  figure.operand.set_name(std::string(name));
  figure.decimals = indicator.decimals();
  figure.definition_version = VersionOfFigure(indicator.versions(), period, revision);
  if (observation == nullptr) return figure;
  *figure.operand.mutable_cell() = observation->cell();
  figure.operand.mutable_cell()->set_overdue(IsOverdue(observation->cell(), instant));
  figure.operand.set_revision(revision);
  if (!indicator.has_decimals()) figure.decimals = DecimalsOf({figure.operand});
  figure.basis = observation->basis();
  figure.group_statistic = observation->group_statistic();
  figure.is_break =
      HasFlag(observation->cell(), common::v1::FLAG_BREAK_IN_SERIES) ||
      HasBreakBetween(indicator.versions(),
                      VersionOfFigure(indicator.versions(), period.Previous(), revision),
                      figure.definition_version);
  return figure;
}

common::v1::Cell ShownCell(const Figure& figure) {
  common::v1::Cell cell = figure.operand.cell();
  if (figure.computed.has_value() && figure.has_value()) {
    cell.set_value(figure.computed->value());
  }
  return cell;
}

}  // namespace tertial::indicators
