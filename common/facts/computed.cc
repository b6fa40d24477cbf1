#include "common/facts/computed.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

bool HasValue(const v1::Operand& operand) {
  return operand.has_cell() && operand.cell().content_case() == v1::Cell::kValue;
}

Rational ValueOf(const v1::Operand& operand) {
  // Stored cells have passed CheckCell, so the value parses.
  return Rational(*Decimal::Parse(operand.cell().value()));
}

void SetNotComputable(v1::NotComputableReason reason, absl::string_view detail,
                      v1::Computed& computed) {
  computed.mutable_not_computable()->set_reason(reason);
  computed.mutable_not_computable()->set_detail(std::string(detail));
}

// Says why the operands cannot be computed with, if they cannot.
bool RefuseGaps(const std::vector<v1::Operand>& operands, v1::Computed& computed) {
  if (operands.empty()) {
    SetNotComputable(v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION, "Nothing is recorded.", computed);
    return true;
  }
  for (const v1::Operand& operand : operands) {
    if (HasValue(operand)) continue;
    if (operand.has_cell()) {
      SetNotComputable(v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND,
                       absl::StrCat(operand.name(), " has no value: ",
                                    v1::MissingReason_Name(operand.cell().missing()), "."),
                       computed);
    } else {
      SetNotComputable(v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                       absl::StrCat("Nothing is recorded as ", operand.name(), "."), computed);
    }
    return true;
  }
  return false;
}

bool IsChange(v1::Formula formula) {
  return formula == v1::FORMULA_DIFFERENCE || formula == v1::FORMULA_PERCENT_CHANGE ||
         formula == v1::FORMULA_PERCENTAGE_POINTS;
}

// Says that a break lies between the operands of a change, if one does.
bool RefuseBreak(v1::Formula formula, const std::vector<v1::Operand>& operands,
                 v1::Computed& computed) {
  if (!IsChange(formula)) return false;
  const auto& flags = operands[1].cell().flags();
  if (std::find(flags.begin(), flags.end(), v1::FLAG_BREAK_IN_SERIES) == flags.end()) return false;
  SetNotComputable(v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
                   absl::StrCat(operands[1].name(), " is not comparable with the periods before."),
                   computed);
  return true;
}

const Rational& Hundred() {
  static const Rational& hundred = *new Rational(Rational::FromInt(100));
  return hundred;
}

// Says that the base of a ratio allows none, if so.
bool RefuseBase(v1::Formula formula, const std::vector<v1::Operand>& operands,
                v1::Computed& computed) {
  const bool is_change = formula == v1::FORMULA_PERCENT_CHANGE;
  if (!is_change && formula != v1::FORMULA_SHARE) return false;
  const v1::Operand& base = operands[is_change ? 0 : 1];
  const int sign = ValueOf(base).sign();
  if (sign == 0) {
    SetNotComputable(v1::NOT_COMPUTABLE_REASON_ZERO_BASE,
                     absl::StrCat("The base ", base.name(), " is zero."), computed);
  } else if (sign < 0 && is_change) {
    SetNotComputable(v1::NOT_COMPUTABLE_REASON_NEGATIVE_BASE,
                     absl::StrCat("The base ", base.name(), " is negative."), computed);
  }
  return computed.has_not_computable();
}

// The formula over operands that all have values and allow it.
Rational Evaluate(v1::Formula formula, const std::vector<v1::Operand>& operands) {
  if (formula == v1::FORMULA_SUM) {
    Rational sum = Rational::FromInt(0);
    for (const v1::Operand& operand : operands) sum = sum + ValueOf(operand);
    return sum;
  }
  const Rational first = ValueOf(operands[0]);
  const Rational second = ValueOf(operands[1]);
  switch (formula) {
    case v1::FORMULA_DIFFERENCE:
    case v1::FORMULA_DISTANCE:
    case v1::FORMULA_PERCENTAGE_POINTS:
      return second - first;
    case v1::FORMULA_PERCENT_CHANGE:
      return (second - first) / first * Hundred();
    case v1::FORMULA_SHARE:
      return first / second * Hundred();
    case v1::FORMULA_REDUCED_BY_PERCENT:
      return first * (Hundred() - second) / Hundred();
    default:
      assert(false && "a formula without arithmetic");
  }
  return Rational();
}

void SetResult(const Rational& result, int decimals, v1::Computed& computed) {
  const absl::StatusOr<Decimal> rounded = result.Round(decimals);
  if (!rounded.ok()) {
    SetNotComputable(v1::NOT_COMPUTABLE_REASON_OUT_OF_RANGE, rounded.status().message(), computed);
    return;
  }
  computed.set_value(rounded->Format());
  computed.set_unrounded(result.FormatSignificant());
}

}  // namespace

v1::Operand MakeOperand(absl::string_view name, const v1::Cell* cell, absl::string_view field) {
  v1::Operand operand;
  operand.set_name(std::string(name));
  operand.set_field(std::string(field));
  if (cell != nullptr) *operand.mutable_cell() = *cell;
  return operand;
}

v1::Operand MakeConstant(absl::string_view name, absl::string_view value) {
  v1::Operand operand;
  operand.set_name(std::string(name));
  operand.mutable_cell()->set_value(std::string(value));
  return operand;
}

v1::Computed Compute(v1::Formula formula, std::vector<v1::Operand> operands, absl::string_view unit,
                     int decimals) {
  v1::Computed computed;
  computed.set_formula(formula);
  computed.set_unit(std::string(unit));
  computed.set_decimals(decimals);
  if (formula == v1::FORMULA_COUNT) {
    const auto count = std::count_if(operands.begin(), operands.end(), HasValue);
    SetResult(Rational::FromInt(count), 0, computed);
  } else if (!RefuseGaps(operands, computed) && !RefuseBreak(formula, operands, computed) &&
             !RefuseBase(formula, operands, computed)) {
    SetResult(Evaluate(formula, operands), decimals, computed);
  }
  computed.mutable_operands()->Add(operands.begin(), operands.end());
  return computed;
}

v1::Computed NotComputable(v1::Formula formula, std::vector<v1::Operand> operands,
                           absl::string_view unit, v1::NotComputableReason reason,
                           absl::string_view detail) {
  v1::Computed computed;
  computed.set_formula(formula);
  computed.set_unit(std::string(unit));
  SetNotComputable(reason, detail, computed);
  computed.mutable_operands()->Add(operands.begin(), operands.end());
  return computed;
}

int DecimalsOf(const std::vector<v1::Operand>& operands) {
  int decimals = 0;
  for (const v1::Operand& operand : operands) {
    if (HasValue(operand)) {
      decimals = std::max(decimals, Decimal::Parse(operand.cell().value())->scale());
    }
  }
  return decimals;
}

v1::Computed ChangeOf(v1::Operand earlier, v1::Operand later, absl::string_view unit) {
  std::vector<v1::Operand> operands;
  operands.push_back(std::move(earlier));
  operands.push_back(std::move(later));
  const int decimals = DecimalsOf(operands);
  if (unit == "percent") {
    return Compute(v1::FORMULA_PERCENTAGE_POINTS, std::move(operands), "percentage_points",
                   decimals);
  }
  return Compute(v1::FORMULA_DIFFERENCE, std::move(operands), unit, decimals);
}

}  // namespace tertial
