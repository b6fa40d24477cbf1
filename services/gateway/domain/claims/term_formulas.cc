#include "services/gateway/domain/claims/term_formulas.h"

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/facts/formula_operands.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"

namespace tertial::gateway {
namespace {

constexpr ExpressionGrammar kGrammar = {
    .reason = common::v1::ERROR_REASON_INVALID_CLAIM,
    .longest = kLongestExpression,
    .expected = "a number, an operand such as x1, \"min(\", \"max(\", \"(\" or \"-\"",
    .shorten = "make two assertions of it",
    .has_functions = true};

// "x1" to "x{operands}".
absl::StatusOr<std::optional<WrittenOperand>> ReadOperand(absl::string_view rest, size_t position,
                                                          size_t operands) {
  if (rest.empty() || rest[0] != 'x') return std::nullopt;
  size_t end = 1;
  while (end < rest.size() && absl::ascii_isalnum(static_cast<unsigned char>(rest[end]))) ++end;
  size_t number = 0;
  const absl::string_view digits = rest.substr(1, end - 1);
  const bool is_number = !digits.empty() && digits[0] != '0' && absl::SimpleAtoi(digits, &number);
  if (!is_number || number > operands) {
    return InvalidExpression(
        kGrammar.reason, position,
        absl::StrCat(Quoted(rest.substr(0, end)),
                     " is no operand; those that are given are x1 to x", operands));
  }
  return WrittenOperand{.index = number - 1, .bytes = end};
}

}  // namespace

bool IsTermFormula(common::v1::Formula formula) {
  using enum common::v1::Formula;
  switch (formula) {
    case FORMULA_CAGR_RATIO:
    case FORMULA_RATE_NEEDED:
    case FORMULA_COMPOUND_MILESTONE:
    case FORMULA_YEARLY_CHANGE:
    case FORMULA_PROJECTION:
      return false;
    default:
      return formula != FORMULA_UNSPECIFIED && common::v1::Formula_IsValid(formula);
  }
}

bool FitsOperands(common::v1::Formula formula, size_t count) {
  if (count == 0) return false;
  if (formula == common::v1::FORMULA_COUNT || formula == common::v1::FORMULA_EXPRESSION) {
    return true;
  }
  return TakesOperands(formula, count);
}

absl::StatusOr<Expression> ParseTermExpression(absl::string_view text, size_t operands) {
  std::vector<bool> used(operands, false);
  TERTIAL_ASSIGN_OR_RETURN(
      Expression expression,
      Expression::Parse(text, kGrammar,
                        [&](absl::string_view rest,
                            size_t position) -> absl::StatusOr<std::optional<WrittenOperand>> {
                          auto operand = ReadOperand(rest, position, operands);
                          if (operand.ok() && operand->has_value()) {
                            used[(*operand)->index] = true;
                          }
                          return operand;
                        }));
  for (size_t i = 0; i < operands; ++i) {
    if (used[i]) continue;
    return MakeError(absl::StatusCode::kInvalidArgument, kGrammar.reason,
                     absl::StrCat("x", i + 1,
                                  " does not stand in it; use every operand, or leave "
                                  "out those that are not."));
  }
  return expression;
}

}  // namespace tertial::gateway
