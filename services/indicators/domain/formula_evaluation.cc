#include "services/indicators/domain/formula_evaluation.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/intervals.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/indicators/domain/formula_interval.h"

namespace tertial::indicators {
namespace {

using common::v1::Computed;
using common::v1::Operand;
using Kind = FormulaStep::Kind;

Rational ValueOf(const Operand& operand) {
  // Stored cells have passed CheckCell, so the value parses.
  return Rational(*Decimal::Parse(operand.cell().value()));
}

// What stands in the way of a result.
struct Obstacle {
  common::v1::NotComputableReason reason;
  std::string detail;
};

std::optional<Obstacle> FindGap(const std::vector<Operand>& operands) {
  for (const Operand& operand : operands) {
    if (!operand.has_cell()) {
      return Obstacle{common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                      absl::StrCat("Nothing is recorded as ", operand.name(), ".")};
    }
    if (operand.cell().content_case() != common::v1::Cell::kValue) {
      return Obstacle{common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND,
                      absl::StrCat(operand.name(), " has no value: ",
                                   common::v1::MissingReason_Name(operand.cell().missing()), ".")};
    }
  }
  return std::nullopt;
}

std::optional<Obstacle> FindBreak(const Formula& formula, const std::vector<Figure>& figures,
                                  absl::FunctionRef<Figure(const FormulaReference&)> find) {
  const std::vector<FormulaReference>& references = formula.references();
  std::map<std::string, std::pair<int, int>> spans;  // The first and last offset, by indicator.
  for (const FormulaReference& reference : references) {
    auto [span, added] =
        spans.emplace(reference.indicator, std::make_pair(reference.offset, reference.offset));
    span->second.first = std::min(span->second.first, reference.offset);
    span->second.second = std::max(span->second.second, reference.offset);
  }
  const auto obstacle = [](const Figure& figure) {
    return Obstacle{
        common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
        absl::StrCat(figure.operand.name(), " is not comparable with the periods before.")};
  };
  for (size_t i = 0; i < references.size(); ++i) {
    const FormulaReference& reference = references[i];
    const auto& [first, last] = spans[reference.indicator];
    if (first == last) continue;
    if (reference.offset > first && figures[i].is_break) return obstacle(figures[i]);
    FormulaReference between = reference;
    for (between.offset = reference.offset + 1; between.offset < last; ++between.offset) {
      const Figure figure = find(between);
      if (figure.is_break) return obstacle(figure);
    }
  }
  return std::nullopt;
}

// The value of the formula, or why there is none.
std::optional<Rational> Calculate(const Formula& formula, const std::vector<Rational>& values,
                                  std::optional<Obstacle>& obstacle) {
  std::vector<Rational> stack;
  for (const FormulaStep& step : formula.steps()) {
    if (step.kind == Kind::kNumber) {
      stack.push_back(step.number);
      continue;
    }
    if (step.kind == Kind::kReference) {
      stack.push_back(values[step.reference]);
      continue;
    }
    const Rational right = stack.back();
    if (step.kind == Kind::kNegate) {
      stack.back() = -right;
      continue;
    }
    stack.pop_back();
    Rational& left = stack.back();
    if (step.kind == Kind::kAdd) left = left + right;
    if (step.kind == Kind::kSubtract) left = left - right;
    if (step.kind == Kind::kMultiply) left = left * right;
    if (step.kind != Kind::kDivide) continue;
    if (right.IsZero()) {
      obstacle = Obstacle{common::v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO,
                          absl::StrCat("The divisor ", Quoted(step.divisor), " is zero.")};
      return std::nullopt;
    }
    left = left / right;
  }
  assert(stack.size() == 1);
  return stack.back();
}

// Between what the value lies; nothing where no operand is uncertain, or nobody knows.
std::optional<Range> IntervalOf(const Formula& formula, const std::vector<Operand>& operands) {
  if (std::none_of(operands.begin(), operands.end(), IsUncertain)) return std::nullopt;
  std::vector<Range> ranges;
  for (const Operand& operand : operands) {
    std::optional<Range> range = tertial::RangeOf(operand);
    if (!range.has_value()) return std::nullopt;
    ranges.push_back(*std::move(range));
  }
  return RangeOf(formula, ranges);
}

}  // namespace

Computed EvaluateFormula(const Formula& formula, absl::string_view unit, int decimals,
                         absl::FunctionRef<Figure(const FormulaReference&)> find) {
  std::vector<Figure> figures;
  std::vector<Operand> operands;
  for (const FormulaReference& reference : formula.references()) {
    figures.push_back(find(reference));
    operands.push_back(figures.back().operand);
  }
  std::optional<Obstacle> obstacle = FindGap(operands);
  if (!obstacle.has_value()) obstacle = FindBreak(formula, figures, find);
  std::optional<Rational> value;
  if (!obstacle.has_value()) {
    std::vector<Rational> values;
    for (const Operand& operand : operands) values.push_back(ValueOf(operand));
    value = Calculate(formula, values, obstacle);
  }
  Computed computed = obstacle.has_value()
                          ? NotComputable(common::v1::FORMULA_EXPRESSION, operands, unit,
                                          obstacle->reason, obstacle->detail)
                          : ComputedAs(common::v1::FORMULA_EXPRESSION, operands, unit, decimals,
                                       *value, IntervalOf(formula, operands));
  computed.set_decimals(decimals);
  computed.set_expression(formula.text());
  return computed;
}

}  // namespace tertial::indicators
