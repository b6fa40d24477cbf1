#include "services/workforce/domain/fte_totals.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"

namespace tertial::workforce {
namespace {

bool HasBreak(const common::v1::Operand& operand) {
  const auto& flags = operand.cell().flags();
  return std::find(flags.begin(), flags.end(), common::v1::FLAG_BREAK_IN_SERIES) != flags.end();
}

// The total as an input: without a cell where it is not computable, and with the break of any unit,
// which is a break of the whole.
common::v1::Operand MakeTotalOperand(absl::string_view area_id, const v1::PeriodTotal& total) {
  const std::string name = absl::StrCat("areas/", area_id, "/fteTotals/", total.period());
  common::v1::Operand operand = OperandOf(name, total.total());
  if (!operand.has_cell()) return operand;
  // It ends, so no digit is lost; and it is shown as it is written elsewhere.
  operand.mutable_cell()->set_value(total.total().value());
  const auto& units = total.total().operands();
  if (std::any_of(units.begin(), units.end(), HasBreak)) {
    operand.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  }
  return operand;
}

}  // namespace

v1::PeriodTotal TotalFte(const Period& period, std::vector<common::v1::Operand> units) {
  v1::PeriodTotal total;
  total.set_period(period.Format());
  const int decimals = DecimalsOf(units);
  *total.mutable_total() = Compute(common::v1::FORMULA_SUM, std::move(units), "fte", decimals);
  return total;
}

common::v1::Computed ChangeOfTotal(common::v1::Formula formula, absl::string_view area_id,
                                   const v1::PeriodTotal& earlier, const v1::PeriodTotal& later) {
  std::vector<common::v1::Operand> operands = {MakeTotalOperand(area_id, earlier),
                                               MakeTotalOperand(area_id, later)};
  const bool in_percent = formula == common::v1::FORMULA_PERCENT_CHANGE;
  const absl::string_view unit = in_percent ? "percent" : "fte";
  for (const v1::PeriodTotal* total : {&earlier, &later}) {
    if (!total->total().has_not_computable()) continue;
    const common::v1::NotComputable& why = total->total().not_computable();
    return NotComputable(formula, std::move(operands), unit, why.reason(), why.detail());
  }
  const int decimals = in_percent ? kChangeDecimals : DecimalsOf(operands);
  return Compute(formula, std::move(operands), unit, decimals);
}

}  // namespace tertial::workforce
