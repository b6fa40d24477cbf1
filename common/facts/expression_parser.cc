#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/facts/expression.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"

namespace tertial {

using Kind = ExpressionStep::Kind;

// Reads an expression by descending into its parts. What a function of the grammar gives is the
// value of the part where it is a constant.
class ExpressionParser {
 public:
  ExpressionParser(absl::string_view text, const ExpressionGrammar& grammar,
                   Expression::OperandReader read_operand)
      : text_(text), grammar_(grammar), read_operand_(read_operand) {}

  absl::StatusOr<Expression> Parse();

 private:
  using Constant = std::optional<Rational>;

  absl::StatusOr<Constant> ParseSum(int depth);
  absl::StatusOr<Constant> ParseProduct(int depth);
  absl::StatusOr<Constant> ParseFactor(int depth);
  absl::StatusOr<Constant> ParseParentheses(int depth);
  absl::StatusOr<Constant> ParseFunction(Kind kind, int depth);
  absl::StatusOr<Constant> ParseNumber();

  void SkipBlanks() {
    while (next_ < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[next_]))) {
      ++next_;
    }
  }
  // The next byte, after blanks; 0 at the end.
  char Peek() {
    SkipBlanks();
    return next_ < text_.size() ? text_[next_] : '\0';
  }
  void AddStep(Kind kind) { expression_.steps_.emplace_back().kind = kind; }

  absl::Status Invalid(size_t position, absl::string_view what) const {
    return InvalidExpression(grammar_.reason, position, what);
  }
  // Something else stands at `next_` than what `expected` says.
  absl::Status Unexpected(absl::string_view expected) const;

  absl::string_view text_;
  const ExpressionGrammar& grammar_;
  Expression::OperandReader read_operand_;
  size_t next_ = 0;
  Expression expression_;
};

absl::Status InvalidExpression(ErrorReason reason, size_t position, absl::string_view what) {
  // All before an error is ASCII, so that bytes are characters.
  return MakeError(absl::StatusCode::kInvalidArgument, reason,
                   absl::StrCat("At character ", position + 1, ": ", what, "."));
}

absl::Status ExpressionParser::Unexpected(absl::string_view expected) const {
  if (next_ >= text_.size()) {
    return Invalid(next_, absl::StrCat("the formula ends where ", expected));
  }
  size_t size = 1;
  while (next_ + size < text_.size() &&
         (static_cast<unsigned char>(text_[next_ + size]) & 0xC0) == 0x80) {
    ++size;
  }
  return Invalid(next_,
                 absl::StrCat(Quoted(text_.substr(next_, size)), " stands where ", expected));
}

absl::StatusOr<Expression> ExpressionParser::Parse() {
  if (text_.size() > grammar_.longest) {
    return MakeError(absl::StatusCode::kInvalidArgument, grammar_.reason,
                     absl::StrCat("It has ", text_.size(), " bytes, and at most ", grammar_.longest,
                                  " are read; ", grammar_.shorten, "."));
  }
  TERTIAL_RETURN_IF_ERROR(ParseSum(0).status());
  if (Peek() != '\0' || next_ < text_.size()) {
    return Unexpected("\"+\", \"-\", \"*\", \"/\" or the end would be right");
  }
  return std::move(expression_);
}

absl::StatusOr<ExpressionParser::Constant> ExpressionParser::ParseSum(int depth) {
  TERTIAL_ASSIGN_OR_RETURN(Constant sum, ParseProduct(depth));
  while (Peek() == '+' || Peek() == '-') {
    const bool add = text_[next_++] == '+';
    TERTIAL_ASSIGN_OR_RETURN(const Constant right, ParseProduct(depth));
    AddStep(add ? Kind::kAdd : Kind::kSubtract);
    if (sum.has_value() && right.has_value()) {
      sum = add ? *sum + *right : *sum - *right;
    } else {
      sum.reset();
    }
  }
  return sum;
}

absl::StatusOr<ExpressionParser::Constant> ExpressionParser::ParseProduct(int depth) {
  TERTIAL_ASSIGN_OR_RETURN(Constant product, ParseFactor(depth));
  while (Peek() == '*' || Peek() == '/') {
    const bool divide = text_[next_++] == '/';
    SkipBlanks();
    const size_t begin = next_;
    TERTIAL_ASSIGN_OR_RETURN(const Constant right, ParseFactor(depth));
    const std::string written(text_.substr(begin, next_ - begin));
    if (divide && right.has_value() && right->IsZero()) {
      return MakeError(absl::StatusCode::kInvalidArgument,
                       common::v1::ERROR_REASON_DIVISION_BY_ZERO,
                       absl::StrCat("At character ", begin + 1, ": ", Quoted(written),
                                    " is zero, and nothing can be divided by it; divide by "
                                    "another number."));
    }
    AddStep(divide ? Kind::kDivide : Kind::kMultiply);
    if (divide) expression_.steps_.back().divisor = written;
    if (product.has_value() && right.has_value()) {
      product = divide ? *product / *right : *product * *right;
    } else {
      product.reset();
    }
  }
  return product;
}

absl::StatusOr<ExpressionParser::Constant> ExpressionParser::ParseFactor(int depth) {
  const char first = Peek();
  const absl::string_view rest = text_.substr(next_);
  const bool is_minimum = grammar_.has_functions && absl::StartsWith(rest, "min");
  const bool is_maximum = grammar_.has_functions && absl::StartsWith(rest, "max");
  const bool nests = first == '-' || first == '(' || is_minimum || is_maximum;
  if (depth >= kDeepestNesting && nests) {
    return Invalid(
        next_, absl::StrCat("more than ", kDeepestNesting,
                            " parentheses and signs stand within each other; ", grammar_.shorten));
  }
  if (first == '-') {
    ++next_;
    TERTIAL_ASSIGN_OR_RETURN(Constant value, ParseFactor(depth + 1));
    AddStep(Kind::kNegate);
    if (value.has_value()) value = -*value;
    return value;
  }
  if (first == '(') return ParseParentheses(depth + 1);
  if (is_minimum) return ParseFunction(Kind::kMinimum, depth + 1);
  if (is_maximum) return ParseFunction(Kind::kMaximum, depth + 1);
  if (absl::ascii_isdigit(static_cast<unsigned char>(first))) return ParseNumber();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<WrittenOperand> operand, read_operand_(rest, next_));
  if (!operand.has_value()) {
    return Unexpected(absl::StrCat(grammar_.expected, " would be right"));
  }
  AddStep(Kind::kOperand);
  expression_.steps_.back().operand = operand->index;
  next_ += operand->bytes;
  return Constant();
}

absl::StatusOr<ExpressionParser::Constant> ExpressionParser::ParseParentheses(int depth) {
  const size_t open = next_++;
  TERTIAL_ASSIGN_OR_RETURN(const Constant value, ParseSum(depth));
  if (Peek() != ')') {
    return Unexpected(
        absl::StrCat("an operator or the \")\" that belongs to the \"(\" at character ", open + 1,
                     " would be right"));
  }
  ++next_;
  return value;
}

absl::StatusOr<ExpressionParser::Constant> ExpressionParser::ParseFunction(Kind kind, int depth) {
  const size_t begin = next_;
  next_ += 3;
  if (Peek() != '(') return Unexpected("\"(\" would be right");
  ++next_;
  TERTIAL_ASSIGN_OR_RETURN(Constant value, ParseSum(depth));
  while (Peek() == ',') {
    ++next_;
    TERTIAL_ASSIGN_OR_RETURN(const Constant other, ParseSum(depth));
    AddStep(kind);
    if (!value.has_value() || !other.has_value()) {
      value.reset();
    } else if (kind == Kind::kMinimum ? *other < *value : *other > *value) {
      value = other;
    }
  }
  if (Peek() != ')') {
    return Unexpected(absl::StrCat("an operator, \",\" or the \")\" of ",
                                   Quoted(text_.substr(begin, 3)), " at character ", begin + 1,
                                   " would be right"));
  }
  ++next_;
  return value;
}

absl::StatusOr<ExpressionParser::Constant> ExpressionParser::ParseNumber() {
  const size_t begin = next_;
  // Where arguments are parted by commas, one ends a number.
  const auto is_part = [this](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
           (c == ',' && !grammar_.has_functions);
  };
  while (next_ < text_.size() && is_part(text_[next_])) ++next_;
  const absl::StatusOr<Decimal> number = Decimal::Parse(text_.substr(begin, next_ - begin));
  if (!number.ok()) {
    absl::string_view why = number.status().message();
    return Invalid(begin, absl::StripSuffix(why, "."));
  }
  AddStep(Kind::kNumber);
  expression_.steps_.back().number = Rational(*number);
  return Constant(Rational(*number));
}

absl::StatusOr<Expression> Expression::Parse(absl::string_view text,
                                             const ExpressionGrammar& grammar,
                                             OperandReader read_operand) {
  return ExpressionParser(text, grammar, read_operand).Parse();
}

}  // namespace tertial
