// Formulas of derived indicators, read and checked. How they are evaluated: formula_evaluation.h.
//
//   formula   = product { ("+" | "-") product }
//   product   = factor { ("*" | "/") factor }
//   factor    = "-" factor | "(" formula ")" | number | reference
//   number    = an exact decimal without a sign, as Decimal::Parse reads it
//   reference = "[" indicator { "~" dimension "." member } [ "@" offset ] "]"
//   offset    = [ "-" ] "1" to "20"
//
// Blanks, tabs and line ends may stand between these, not within a number or a reference. The
// dimensions of a reference are sorted, each once, as in the id of an observation.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/types/rational.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Limits: what a person can still read, and what is evaluated at once for every cell of a table.
inline constexpr size_t kLongestFormula = 1000;  // Bytes.
inline constexpr int kDeepestNesting = 32;       // Parentheses and signs within each other.
inline constexpr size_t kMostReferences = 40;    // Different ones.
inline constexpr int kFarthestOffset = 20;       // Periods.

// A figure that a formula uses: of the area that the formula is evaluated for.
struct FormulaReference {
  // As it is written, brackets included. There is one way to write each reference.
  std::string text;
  // The id of the indicator, without "indicators/".
  std::string indicator;
  // What part of the area is meant; empty: the whole.
  google::protobuf::RepeatedPtrField<v1::Dimension> dimensions;
  // The period, counted from that which the formula is evaluated for; negative: before it.
  int offset = 0;
};

// One step of the evaluation: puts a number or a figure on a stack, or replaces the topmost one
// (kNegate) or two (the others; the right operand is the topmost) by a result.
struct FormulaStep {
  enum class Kind { kNumber, kReference, kNegate, kAdd, kSubtract, kMultiply, kDivide };
  Kind kind = Kind::kNumber;
  // Of kNumber.
  Rational number;
  // Of kReference: an index of Formula::references().
  size_t reference = 0;
  // Of kDivide: the divisor as it is written.
  std::string divisor;
};

// A formula that can be read. Immutable.
class Formula {
 public:
  // INVALID_ARGUMENT with a sentence that says where in the text what was found and what would be
  // right: ERROR_REASON_DIVISION_BY_ZERO where a divisor is a constant that equals zero, else
  // ERROR_REASON_INVALID_FORMULA. A formula without a reference is refused too. Whether the
  // indicators exist, and have the dimensions, is not looked at.
  static absl::StatusOr<Formula> Parse(absl::string_view text);

  // As it was given to Parse.
  const std::string& text() const { return text_; }
  // The figures it uses, each once, in the order in which they first occur. At least one.
  const std::vector<FormulaReference>& references() const { return references_; }
  // What to do, in this order. One number is left on the stack.
  const std::vector<FormulaStep>& steps() const { return steps_; }

 private:
  friend class FormulaParser;
  Formula() = default;

  std::string text_;
  std::vector<FormulaReference> references_;
  std::vector<FormulaStep> steps_;
};

// Looks for a way from the indicator `id`, whose formula is to be `formula`, back to itself or
// round in a circle, by the formulas of the indicators referred to. `formula_of` gives the formula
// of an indicator by its id, or nullptr where it has none; formulas that cannot be read are taken
// for none. Another period or part of the same indicator is the same indicator.
//
// The way as resource names, its first and last the same: {"indicators/a", "indicators/b",
// "indicators/a"}. Empty: there is none.
std::vector<std::string> FindCycle(
    absl::string_view id, const Formula& formula,
    absl::FunctionRef<const std::string*(const std::string& id)> formula_of);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_H_
