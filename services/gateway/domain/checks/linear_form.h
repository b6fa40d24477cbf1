// Sums of figures, or one sum over another: what rules compute, and between what it lies.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_LINEAR_FORM_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_LINEAR_FORM_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/intervals.h"
#include "common/types/rational.h"
#include "services/gateway/domain/checks/checked_figure.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::gateway {

// factor * (t1 x1 + t2 x2 + …) / (b1 x1 + b2 x2 + …); without b, over 1.
class LinearForm {
 public:
  explicit LinearForm(const Rational& factor) : factor_(factor) {}

  // Adds a figure, or takes it away, above or below the line. One figure may stand in both.
  void AddToTop(const CheckedFigure& figure, int sign = 1) { SignsOf(figure).top += sign; }
  void AddToBottom(const CheckedFigure& figure, int sign = 1) { SignsOf(figure).bottom += sign; }

  // Each once, in the order in which they were added.
  absl::Span<const CheckedFigure> figures() const { return figures_; }

  // Nothing where it is divided by zero.
  std::optional<Rational> Result() const;
  // What it may be while each figure lies where `range` says. Nothing where nobody knows.
  std::optional<Range> Between(Range CheckedFigure::*range) const;

  // As a computed number, in `unit`, rounded to `decimals`. It must have a result.
  common::v1::Computed ComputedAs(common::v1::Formula formula, const std::string& unit,
                                  int decimals) const;

 private:
  struct Signs {
    int top = 0;
    int bottom = 0;
  };

  Signs& SignsOf(const CheckedFigure& figure);
  bool IsQuotient() const;
  std::optional<Rational> Evaluate(absl::Span<const Rational> values) const;
  std::optional<Range> Over(absl::Span<const Range> ranges) const;
  // The form as FORMULA_EXPRESSION has it.
  std::string Expression() const;

  Rational factor_;
  std::vector<CheckedFigure> figures_;
  std::vector<Signs> signs_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_LINEAR_FORM_H_
