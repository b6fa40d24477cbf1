#include "common/facts/computed.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/formulas.h"
#include "common/types/decimal.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

constexpr char kPercent[] = "percent";

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
bool RefuseGaps(v1::Formula formula, const std::vector<v1::Operand>& operands,
                v1::Computed& computed) {
  // A slope needs three points, and says so itself.
  if (operands.empty() && formula != v1::FORMULA_SLOPE) {
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

bool IsBreak(const v1::Operand& operand) {
  const auto& flags = operand.cell().flags();
  return std::find(flags.begin(), flags.end(), v1::FLAG_BREAK_IN_SERIES) != flags.end();
}

// The operand that stands on the other side of a break from one before it in time; nullptr where
// there is none, or where the formula compares no times.
const v1::Operand* FindBreak(v1::Formula formula, const std::vector<v1::Operand>& operands) {
  const auto if_break = [&](size_t i) { return IsBreak(operands[i]) ? &operands[i] : nullptr; };
  switch (formula) {
    case v1::FORMULA_DIFFERENCE:
    case v1::FORMULA_PERCENT_CHANGE:
    case v1::FORMULA_PERCENTAGE_POINTS:
    case v1::FORMULA_SHARE_OF_REDUCTION:
    case v1::FORMULA_CAGR_RATIO:
    case v1::FORMULA_YEARLY_CHANGE:
    case v1::FORMULA_PROJECTION:
    case v1::FORMULA_LINEAR_PROJECTION:
      return if_break(1);
    case v1::FORMULA_MILESTONE_GAP:
      return if_break(2);
    case v1::FORMULA_SLOPE:
      // The first value has none before it.
      for (size_t i = 3; i < operands.size(); i += 2) {
        if (IsBreak(operands[i])) return &operands[i];
      }
      return nullptr;
    default:
      return nullptr;
  }
}

// Says that a break lies between the operands, if one does.
bool RefuseBreak(v1::Formula formula, const std::vector<v1::Operand>& operands,
                 v1::Computed& computed) {
  const v1::Operand* const broken = FindBreak(formula, operands);
  if (broken == nullptr) return false;
  SetNotComputable(v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
                   absl::StrCat(broken->name(), " is not comparable with the periods before."),
                   computed);
  return true;
}

void SetResult(const Rational& result, v1::Computed& computed) {
  const absl::StatusOr<Decimal> rounded = result.Round(computed.decimals());
  if (!rounded.ok()) {
    SetNotComputable(v1::NOT_COMPUTABLE_REASON_OUT_OF_RANGE, rounded.status().message(), computed);
    return;
  }
  computed.set_value(rounded->Format());
  computed.set_unrounded(result.FormatSignificant());
}

void SetInterval(const std::optional<Range>& range, v1::Computed& computed) {
  if (!range.has_value() || !computed.has_value()) return;
  std::optional<v1::Interval> interval = MakeInterval(*range, computed.decimals());
  if (interval.has_value()) *computed.mutable_interval() = *std::move(interval);
}

// Copies what is known of the uncertainty of a number that has a value.
void SetUncertainty(const v1::Computed& computed, v1::Operand& operand) {
  if (computed.has_interval()) {
    const v1::Interval& interval = computed.interval();
    if (interval.unrounded_low() != interval.unrounded_high()) {
      *operand.mutable_interval() = interval;
    }
  } else if (computed.formula() != v1::FORMULA_COUNT &&
             std::any_of(computed.operands().begin(), computed.operands().end(), IsUncertain)) {
    operand.mutable_interval();
  }
}

v1::Computed Unanswered(v1::Formula formula, absl::string_view unit, int decimals) {
  v1::Computed computed;
  computed.set_formula(formula);
  computed.set_unit(std::string(unit));
  computed.set_decimals(decimals);
  return computed;
}

void SetFormulaResult(const std::vector<v1::Operand>& operands, v1::Computed& computed) {
  std::vector<Rational> values;
  for (const v1::Operand& operand : operands) values.push_back(ValueOf(operand));
  const FormulaResult result = Evaluate(computed.formula(), operands, values);
  if (const Refusal* const refusal = std::get_if<Refusal>(&result)) {
    SetNotComputable(refusal->reason, refusal->detail, computed);
    return;
  }
  const Rational& number = std::get<Evaluation>(result).result;
  SetResult(number, computed);
  SetInterval(IntervalOf(computed.formula(), operands, number), computed);
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
  v1::Computed computed = Unanswered(formula, unit, decimals);
  if (formula == v1::FORMULA_COUNT) {
    computed.set_decimals(0);
    SetResult(Rational::FromInt(std::count_if(operands.begin(), operands.end(), HasValue)),
              computed);
  } else if (!RefuseGaps(formula, operands, computed) &&
             !RefuseBreak(formula, operands, computed)) {
    SetFormulaResult(operands, computed);
  }
  computed.mutable_operands()->Add(operands.begin(), operands.end());
  return computed;
}

v1::Computed ComputedAs(v1::Formula formula, std::vector<v1::Operand> operands,
                        absl::string_view unit, int decimals, const Rational& result,
                        const std::optional<Range>& interval) {
  v1::Computed computed = Unanswered(formula, unit, decimals);
  SetResult(result, computed);
  SetInterval(interval, computed);
  computed.mutable_operands()->Add(operands.begin(), operands.end());
  return computed;
}

v1::Operand OperandOf(absl::string_view name, const v1::Computed& computed) {
  v1::Operand operand;
  operand.set_name(std::string(name));
  if (!computed.has_value()) return operand;
  // What has a value has few enough digits before the point.
  const Decimal number = *Rational::Parse(computed.unrounded())->RoundToFit();
  operand.mutable_cell()->set_value(number.Format());
  SetUncertainty(computed, operand);
  return operand;
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

std::string UnitOfDifference(absl::string_view unit) {
  return unit == kPercent ? "percentage_points" : std::string(unit);
}

v1::Computed ChangeOf(v1::Operand earlier, v1::Operand later, absl::string_view unit) {
  std::vector<v1::Operand> operands;
  operands.push_back(std::move(earlier));
  operands.push_back(std::move(later));
  const int decimals = DecimalsOf(operands);
  const v1::Formula formula =
      unit == kPercent ? v1::FORMULA_PERCENTAGE_POINTS : v1::FORMULA_DIFFERENCE;
  return Compute(formula, std::move(operands), UnitOfDifference(unit), decimals);
}

}  // namespace tertial
