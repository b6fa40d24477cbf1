// A figure: what one indicator is for one area and one period, whether it is recorded here, pulled
// from the service that owns it, or computed by a formula. What analyses work on.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_FIGURE_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_FIGURE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/types/period.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

struct Figure {
  std::string area_id;
  Period period;
  // The name it has or would have, its cell (not set where nothing is recorded) and its revision.
  // Of a computed figure the cell holds the number unrounded, as far as 34 digits go, and the
  // operand its interval; where it is not computable, no cell is set.
  common::v1::Operand operand;
  // What the value is printed with.
  int decimals = 0;
  // The version of the definition it is measured by, from 1.
  int32_t definition_version = 1;
  // Whether it is not comparable with the periods before it: flagged so, or the first one measured
  // by a version from which a break is declared.
  bool is_break = false;
  // Empty: unknown, where the indicator has bases.
  std::string basis;
  v1::GroupStatistic group_statistic = v1::GROUP_STATISTIC_UNSPECIFIED;
  // How it was computed, of a derived indicator.
  std::optional<common::v1::Computed> computed;

  bool has_value() const {
    return operand.has_cell() && operand.cell().content_case() == common::v1::Cell::kValue;
  }
};

// The figure that is recorded as `observation` (nullptr: nothing is) by the commit `revision`.
// `name`: that of the observation. Whether it is a break is told from itself and from the versions
// of `indicator`; whether it is overdue, for `instant`.
Figure RecordedFigure(const v1::Indicator& indicator, absl::string_view name,
                      absl::string_view area_id, const Period& period,
                      const v1::Observation* observation, int64_t revision, absl::Time instant);

bool HasFlag(const common::v1::Cell& cell, common::v1::Flag flag);

// The cell as a reader sees it: of a computed figure the rounded number.
common::v1::Cell ShownCell(const Figure& figure);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_FIGURE_H_
