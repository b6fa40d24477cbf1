#include "services/indicators/domain/formula_evaluation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/expression.h"

namespace tertial::indicators {
namespace {

using common::v1::Computed;
using common::v1::Operand;

// The figure on the other side of a break from one before it in time; empty where there is none.
std::optional<Operand> FindBreak(const Formula& formula, const std::vector<Figure>& figures,
                                 absl::FunctionRef<Figure(const FormulaReference&)> find) {
  const std::vector<FormulaReference>& references = formula.references();
  std::map<std::string, std::pair<int, int>> spans;  // The first and last offset, by indicator.
  for (const FormulaReference& reference : references) {
    auto [span, added] =
        spans.emplace(reference.indicator, std::make_pair(reference.offset, reference.offset));
    span->second.first = std::min(span->second.first, reference.offset);
    span->second.second = std::max(span->second.second, reference.offset);
  }
  for (size_t i = 0; i < references.size(); ++i) {
    const FormulaReference& reference = references[i];
    const auto& [first, last] = spans[reference.indicator];
    if (first == last) continue;
    if (reference.offset > first && figures[i].is_break) return figures[i].operand;
    FormulaReference between = reference;
    for (between.offset = reference.offset + 1; between.offset < last; ++between.offset) {
      const Figure figure = find(between);
      if (figure.is_break) return figure.operand;
    }
  }
  return std::nullopt;
}

bool LacksAnOperand(const Computed& computed) {
  const common::v1::NotComputableReason reason = computed.not_computable().reason();
  return reason == common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION ||
         reason == common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND;
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
  Computed computed =
      ComputeExpression(formula.expression(), formula.text(), operands, unit, decimals);
  if (LacksAnOperand(computed)) return computed;
  const std::optional<Operand> broken = FindBreak(formula, figures, find);
  if (!broken.has_value()) return computed;
  computed =
      NotComputable(common::v1::FORMULA_EXPRESSION, operands, unit,
                    common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
                    absl::StrCat(broken->name(), " is not comparable with the periods before."));
  computed.set_decimals(decimals);
  computed.set_expression(formula.text());
  return computed;
}

}  // namespace tertial::indicators
