#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/facts/checks.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/formula.h"

namespace tertial::indicators {
namespace {

using Kind = FormulaStep::Kind;

constexpr int kMostDimensions = 5;

constexpr char kOperandExpected[] =
    "a number, an indicator in brackets, \"(\" or \"-\" would be right";

bool IsCode(absl::string_view text) {
  Violations violations;
  CheckCode("", std::string(text), Presence::kRequired, violations);
  return violations.empty();
}

}  // namespace

// Reads a formula by descending into its parts. What a function of the grammar gives is the value
// of the part where it is a constant.
class FormulaParser {
 public:
  explicit FormulaParser(absl::string_view text) : text_(text) {}

  absl::StatusOr<Formula> Parse();

 private:
  using Constant = std::optional<Rational>;

  absl::StatusOr<Constant> ParseSum(int depth);
  absl::StatusOr<Constant> ParseProduct(int depth);
  absl::StatusOr<Constant> ParseFactor(int depth);
  absl::StatusOr<Constant> ParseParentheses(int depth);
  absl::StatusOr<Constant> ParseNumber();
  absl::Status ParseReference();
  absl::StatusOr<FormulaReference> ReadReference(absl::string_view written) const;
  absl::Status ReadDimension(absl::string_view part, FormulaReference& reference) const;
  absl::Status ReadOffset(absl::string_view offset, FormulaReference& reference) const;

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
  void AddStep(Kind kind) { formula_.steps_.emplace_back().kind = kind; }

  // What is wrong at the byte `position`.
  static absl::Status Invalid(size_t position, absl::string_view what);
  // Something else stands at `next_` than what `expected` says.
  absl::Status Unexpected(absl::string_view expected) const;

  absl::string_view text_;
  size_t next_ = 0;
  Formula formula_;
};

absl::Status FormulaParser::Invalid(size_t position, absl::string_view what) {
  // All before an error is ASCII, so that bytes are characters.
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FORMULA,
                   absl::StrCat("At character ", position + 1, ": ", what, "."));
}

absl::Status FormulaParser::Unexpected(absl::string_view expected) const {
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

absl::StatusOr<Formula> FormulaParser::Parse() {
  if (text_.size() > kLongestFormula) {
    return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FORMULA,
                     absl::StrCat("It has ", text_.size(), " bytes; at most ", kLongestFormula,
                                  " are read. Define a part of it as an indicator of its own."));
  }
  TERTIAL_RETURN_IF_ERROR(ParseSum(0).status());
  if (Peek() != '\0' || next_ < text_.size()) {
    return Unexpected("\"+\", \"-\", \"*\", \"/\" or the end would be right");
  }
  if (formula_.references_.empty()) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FORMULA,
        "It names no indicator; write at least one, as in \"[population.total] / 2\".");
  }
  formula_.text_ = std::string(text_);
  return std::move(formula_);
}

absl::StatusOr<FormulaParser::Constant> FormulaParser::ParseSum(int depth) {
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

absl::StatusOr<FormulaParser::Constant> FormulaParser::ParseProduct(int depth) {
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
    if (divide) formula_.steps_.back().divisor = written;
    if (product.has_value() && right.has_value()) {
      product = divide ? *product / *right : *product * *right;
    } else {
      product.reset();
    }
  }
  return product;
}

absl::StatusOr<FormulaParser::Constant> FormulaParser::ParseFactor(int depth) {
  const char first = Peek();
  if (depth >= kDeepestNesting && (first == '-' || first == '(')) {
    return Invalid(next_, absl::StrCat("more than ", kDeepestNesting,
                                       " parentheses and signs stand within each other; define a "
                                       "part of the formula as an indicator of its own"));
  }
  if (first == '-') {
    ++next_;
    TERTIAL_ASSIGN_OR_RETURN(Constant value, ParseFactor(depth + 1));
    AddStep(Kind::kNegate);
    if (value.has_value()) value = -*value;
    return value;
  }
  if (first == '(') return ParseParentheses(depth + 1);
  if (first == '[') {
    TERTIAL_RETURN_IF_ERROR(ParseReference());
    return Constant();
  }
  if (absl::ascii_isdigit(static_cast<unsigned char>(first))) return ParseNumber();
  return Unexpected(kOperandExpected);
}

absl::StatusOr<FormulaParser::Constant> FormulaParser::ParseParentheses(int depth) {
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

absl::StatusOr<FormulaParser::Constant> FormulaParser::ParseNumber() {
  const size_t begin = next_;
  while (next_ < text_.size() && (absl::ascii_isalnum(static_cast<unsigned char>(text_[next_])) ||
                                  text_[next_] == '.' || text_[next_] == ',')) {
    ++next_;
  }
  const absl::StatusOr<Decimal> number = Decimal::Parse(text_.substr(begin, next_ - begin));
  if (!number.ok()) {
    absl::string_view why = number.status().message();
    return Invalid(begin, absl::StripSuffix(why, "."));
  }
  AddStep(Kind::kNumber);
  formula_.steps_.back().number = Rational(*number);
  return Constant(Rational(*number));
}

absl::Status FormulaParser::ParseReference() {
  const size_t end = text_.find(']', next_);
  if (end == absl::string_view::npos) {
    return Invalid(next_, "\"[\" has no \"]\"; write an indicator as [population.total]");
  }
  TERTIAL_ASSIGN_OR_RETURN(FormulaReference reference,
                           ReadReference(text_.substr(next_, end + 1 - next_)));
  std::vector<FormulaReference>& all = formula_.references_;
  const auto known = std::find_if(
      all.begin(), all.end(),
      [&reference](const FormulaReference& other) { return other.text == reference.text; });
  AddStep(Kind::kReference);
  formula_.steps_.back().reference = static_cast<size_t>(known - all.begin());
  if (known == all.end()) {
    if (all.size() == kMostReferences) {
      return Invalid(next_, absl::StrCat("more than ", kMostReferences,
                                         " different figures are used; define a part of the "
                                         "formula as an indicator of its own"));
    }
    all.push_back(std::move(reference));
  }
  next_ = end + 1;
  return absl::OkStatus();
}

absl::StatusOr<FormulaReference> FormulaParser::ReadReference(absl::string_view written) const {
  FormulaReference reference;
  reference.text = std::string(written);
  absl::string_view inner = written.substr(1, written.size() - 2);
  const size_t at = inner.find('@');
  const std::vector<absl::string_view> parts = absl::StrSplit(inner.substr(0, at), '~');
  if (!IsResourceId(parts[0])) {
    return Invalid(next_, absl::StrCat(Quoted(parts[0]), " in ", Quoted(written),
                                       " is no id of an indicator; write [population.total]"));
  }
  reference.indicator = std::string(parts[0]);
  if (parts.size() - 1 > kMostDimensions) {
    return Invalid(next_, absl::StrCat(Quoted(written), " has ", parts.size() - 1,
                                       " dimensions; at most ", kMostDimensions, " are right"));
  }
  for (size_t i = 1; i < parts.size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(ReadDimension(parts[i], reference));
  }
  if (at != absl::string_view::npos) {
    TERTIAL_RETURN_IF_ERROR(ReadOffset(inner.substr(at + 1), reference));
  }
  return reference;
}

absl::Status FormulaParser::ReadDimension(absl::string_view part,
                                          FormulaReference& reference) const {
  const size_t dot = part.find('.');
  if (dot == absl::string_view::npos || !IsCode(part.substr(0, dot)) ||
      !IsCode(part.substr(dot + 1))) {
    return Invalid(next_, absl::StrCat(Quoted(part), " in ", Quoted(reference.text),
                                       " is no dimension with its member; write ~sex.women"));
  }
  const std::string dimension(part.substr(0, dot));
  if (!reference.dimensions.empty()) {
    const std::string& before = reference.dimensions[reference.dimensions.size() - 1].dimension();
    if (dimension <= before) {
      return Invalid(next_, absl::StrCat("in ", Quoted(reference.text), " the dimension ",
                                         Quoted(dimension), " does not come after ", Quoted(before),
                                         "; write each once, sorted"));
    }
  }
  v1::Dimension& added = *reference.dimensions.Add();
  added.set_dimension(dimension);
  added.set_member(std::string(part.substr(dot + 1)));
  return absl::OkStatus();
}

absl::Status FormulaParser::ReadOffset(absl::string_view offset,
                                       FormulaReference& reference) const {
  const bool negative = !offset.empty() && offset[0] == '-';
  const absl::string_view digits = offset.substr(negative ? 1 : 0);
  int periods = 0;
  const bool written_well =
      !digits.empty() && digits.size() <= 2 && digits[0] != '0' &&
      std::all_of(digits.begin(), digits.end(),
                  [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }) &&
      absl::SimpleAtoi(digits, &periods);
  if (!written_well || periods > kFarthestOffset) {
    return Invalid(next_,
                   absl::StrCat(Quoted(offset), " in ", Quoted(reference.text),
                                " names no period; write @-1 for the period before, @1 for the one "
                                "after, up to ",
                                kFarthestOffset, ", and nothing for the period itself"));
  }
  reference.offset = negative ? -periods : periods;
  return absl::OkStatus();
}

absl::StatusOr<Formula> Formula::Parse(absl::string_view text) {
  return FormulaParser(text).Parse();
}

}  // namespace tertial::indicators
