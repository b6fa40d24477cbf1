// The sum of the units' FTEs, and how it changes. Head counts are never summed: one person may work
// in two units.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FTE_TOTALS_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FTE_TOTALS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"

namespace tertial::workforce {

// Decimals of a change in per cent.
inline constexpr int kChangeDecimals = 1;

// The total of `units`, the FTEs of every unit in `period`. Not computable where one of them has no
// value, or where there is no unit.
v1::PeriodTotal TotalFte(const Period& period, std::vector<common::v1::Operand> units);

// The change from one total to the next, by `formula`: FORMULA_PERCENT_CHANGE or
// FORMULA_DIFFERENCE. Its operands are the totals, named "areas/{area_id}/fteTotals/{period}".
// Where a total is not computable the change is not, for the same reason; and it is not where a
// unit has a break in its series at the later period.
common::v1::Computed ChangeOfTotal(common::v1::Formula formula, absl::string_view area_id,
                                   const v1::PeriodTotal& earlier, const v1::PeriodTotal& later);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FTE_TOTALS_H_
