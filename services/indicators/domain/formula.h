// Formulas of derived indicators, read and checked. How they are evaluated: formula_evaluation.h.
//
// The arithmetic is that of common/facts/expression.h, without functions; an operand is
//
//   reference = "[" indicator { "~" dimension "." member } [ "@" offset ] "]"
//   offset    = [ "-" ] "1" to "20"
//
// No blanks stand within a reference. Its dimensions are sorted, each once, as in the id of an
// observation.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/facts/expression.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Limits: what a person can still read, and what is evaluated at once for every cell of a table.
inline constexpr size_t kLongestFormula = 1000;  // Bytes.
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
  // What to do with them.
  const Expression& expression() const { return expression_; }

 private:
  Formula(absl::string_view text, std::vector<FormulaReference> references, Expression expression)
      : text_(text), references_(std::move(references)), expression_(std::move(expression)) {}

  std::string text_;
  std::vector<FormulaReference> references_;
  Expression expression_;
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
