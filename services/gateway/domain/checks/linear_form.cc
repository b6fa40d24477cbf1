#include "services/gateway/domain/checks/linear_form.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"

namespace tertial::gateway {
namespace {

// "x1 + x2 - x3" of those with a sign.
template <typename SignOf>
std::string SumText(size_t count, const SignOf& sign_of) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    const int sign = sign_of(i);
    if (sign == 0) continue;
    absl::StrAppend(&text, text.empty() ? (sign < 0 ? "0 - " : "") : (sign < 0 ? " - " : " + "),
                    "x", i + 1);
  }
  return text;
}

}  // namespace

LinearForm::Signs& LinearForm::SignsOf(const CheckedFigure& figure) {
  for (size_t i = 0; i < figures_.size(); ++i) {
    if (figures_[i].name() == figure.name() &&
        figures_[i].operand.field() == figure.operand.field()) {
      return signs_[i];
    }
  }
  figures_.push_back(figure);
  return signs_.emplace_back();
}

bool LinearForm::IsQuotient() const {
  return std::any_of(signs_.begin(), signs_.end(),
                     [](const Signs& signs) { return signs.bottom != 0; });
}

std::optional<Rational> LinearForm::Evaluate(absl::Span<const Rational> values) const {
  Rational top;
  Rational bottom;
  for (size_t i = 0; i < values.size(); ++i) {
    top += Rational::FromInt(signs_[i].top) * values[i];
    bottom += Rational::FromInt(signs_[i].bottom) * values[i];
  }
  if (!IsQuotient()) return factor_ * top;
  if (bottom.IsZero()) return std::nullopt;
  return factor_ * top / bottom;
}

std::optional<Rational> LinearForm::Result() const {
  std::vector<Rational> values;
  for (const CheckedFigure& figure : figures_) values.push_back(figure.value);
  return Evaluate(values);
}

std::optional<Range> LinearForm::Over(absl::Span<const Range> ranges) const {
  if (!IsQuotient()) {
    Range sum;
    for (size_t i = 0; i < ranges.size(); ++i) {
      const Rational weight = factor_ * Rational::FromInt(signs_[i].top);
      const Rational one = weight * ranges[i].low;
      const Rational other = weight * ranges[i].high;
      sum.low += std::min(one, other);
      sum.high += std::max(one, other);
    }
    return sum;
  }
  return OverCorners(ranges, [&](absl::Span<const Rational> values) -> std::optional<Evaluation> {
    const std::optional<Rational> result = Evaluate(values);
    if (!result.has_value()) return std::nullopt;
    Rational bottom;
    for (size_t i = 0; i < values.size(); ++i) {
      bottom += Rational::FromInt(signs_[i].bottom) * values[i];
    }
    return Evaluation{.result = *result, .divisor_sign = bottom.sign()};
  });
}

std::optional<Range> LinearForm::Between(Range CheckedFigure::*range) const {
  std::vector<Range> ranges;
  for (const CheckedFigure& figure : figures_) ranges.push_back(figure.*range);
  return Over(ranges);
}

std::string LinearForm::Expression() const {
  const std::string top = SumText(signs_.size(), [&](size_t i) { return signs_[i].top; });
  if (!IsQuotient()) return top;
  const std::string bottom = SumText(signs_.size(), [&](size_t i) { return signs_[i].bottom; });
  return absl::StrCat("(", top, ") / (", bottom, ") * ", factor_.FormatSignificant());
}

common::v1::Computed LinearForm::ComputedAs(common::v1::Formula formula, const std::string& unit,
                                            int decimals) const {
  std::vector<common::v1::Operand> operands;
  std::vector<Range> ranges;
  bool is_uncertain = false;
  for (const CheckedFigure& figure : figures_) {
    operands.push_back(figure.operand);
    is_uncertain |= IsUncertain(figure.operand);
    ranges.push_back(RangeOf(figure.operand).value_or(Range{figure.value, figure.value}));
  }
  if (formula != common::v1::FORMULA_EXPRESSION) {
    return Compute(formula, std::move(operands), unit, decimals);
  }
  common::v1::Computed computed =
      tertial::ComputedAs(formula, std::move(operands), unit, decimals, *Result(),
                          is_uncertain ? Over(ranges) : std::nullopt);
  computed.set_expression(Expression());
  return computed;
}

}  // namespace tertial::gateway
