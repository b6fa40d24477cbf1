// Formulas of derived indicators and expressions of claims: the first line is read as both; each
// further one is a number, of an operand.
//
// A formula that is refused is refused at a place in its text. One that is read is computed from
// whatever numbers: exactly, or not at all where a divisor is zero; and the range of its value
// holds it.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/facts/expression.h"
#include "common/facts/intervals.h"
#include "common/status/errors.h"
#include "common/types/rational.h"
#include "services/gateway/domain/claims/term_formulas.h"
#include "services/indicators/domain/formula.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/input.h"

namespace tertial::fuzz {
namespace {

constexpr size_t kTermOperands = 4;

void RequireRefusal(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kInvalidArgument, "a formula is refused as one",
          status.ToString());
  Require(ReasonOf(status) != common::v1::ERROR_REASON_UNSPECIFIED && IsUtf8(status.message()),
          "a refusal has a reason and a sentence", status.message());
}

std::vector<Rational> NumbersOf(const std::vector<absl::string_view>& lines, size_t count) {
  std::vector<Rational> numbers;
  for (size_t i = 0; i < count; ++i) {
    // The lines again and again, from the second on.
    const absl::string_view line = lines.size() < 2 ? "" : lines[1 + i % (lines.size() - 1)];
    const std::optional<Rational> number = line.size() < 40 ? Rational::Parse(line) : std::nullopt;
    numbers.push_back(number.value_or(Rational::FromInt(static_cast<int64_t>(i) - 1)));
  }
  return numbers;
}

void CheckExpression(const Expression& expression, const std::vector<Rational>& numbers) {
  const FormulaResult result = Evaluate(expression, numbers);
  std::vector<Range> ranges;
  for (const Rational& number : numbers) {
    ranges.push_back({number - Rational::FromInt(1), number + Rational::FromInt(1)});
  }
  const std::optional<Range> range = RangeOf(expression, ranges);
  const auto* const value = std::get_if<Evaluation>(&result);
  Require(value != nullptr || !range.has_value(), "what has a range for all numbers has a value");
  if (value == nullptr || !range.has_value()) return;
  Require(range->low <= value->result && value->result <= range->high, "a range holds the value");
}

}  // namespace

const char* const kCorpus = "formulas";

void RunInput(absl::string_view input) {
  const std::string content = AsUtf8(std::string(input));
  const std::vector<absl::string_view> lines = absl::StrSplit(content, '\n');
  const auto formula = indicators::Formula::Parse(lines[0]);
  if (formula.ok()) {
    Require(!formula->references().empty() &&
                formula->references().size() <= indicators::kMostReferences,
            "a formula names figures", lines[0]);
    for (const indicators::FormulaReference& reference : formula->references()) {
      Require(absl::StrContains(lines[0], reference.text), "a reference stands in its formula",
              reference.text);
    }
    CheckExpression(formula->expression(), NumbersOf(lines, formula->references().size()));
    (void)indicators::FindCycle("a", *formula, [](const std::string& /*id*/) { return nullptr; });
  } else {
    RequireRefusal(formula.status());
  }
  const auto term = gateway::ParseTermExpression(lines[0], kTermOperands);
  if (term.ok()) {
    CheckExpression(*term, NumbersOf(lines, kTermOperands));
  } else {
    RequireRefusal(term.status());
  }
}

}  // namespace tertial::fuzz
