#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/facts/checks.h"
#include "common/facts/expression.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/formula.h"

namespace tertial::indicators {
namespace {

constexpr int kMostDimensions = 5;

constexpr ExpressionGrammar kGrammar = {
    .reason = common::v1::ERROR_REASON_INVALID_FORMULA,
    .longest = kLongestFormula,
    .expected = "a number, an indicator in brackets, \"(\" or \"-\"",
    .shorten = "define a part of the formula as an indicator of its own"};

bool IsCode(absl::string_view text) {
  Violations violations;
  CheckCode("", std::string(text), Presence::kRequired, violations);
  return violations.empty();
}

// Reads references, and keeps each once.
class ReferenceReader {
 public:
  absl::StatusOr<std::optional<WrittenOperand>> Read(absl::string_view rest, size_t position);

  std::vector<FormulaReference> TakeReferences() { return std::move(references_); }

 private:
  absl::StatusOr<FormulaReference> ReadReference(absl::string_view written) const;
  absl::Status ReadDimension(absl::string_view part, FormulaReference& reference) const;
  absl::Status ReadOffset(absl::string_view offset, FormulaReference& reference) const;

  absl::Status Invalid(absl::string_view what) const {
    return InvalidExpression(kGrammar.reason, position_, what);
  }

  // Where the reference that is read begins.
  size_t position_ = 0;
  std::vector<FormulaReference> references_;
};

absl::StatusOr<std::optional<WrittenOperand>> ReferenceReader::Read(absl::string_view rest,
                                                                    size_t position) {
  if (rest.empty() || rest[0] != '[') return std::nullopt;
  position_ = position;
  const size_t end = rest.find(']');
  if (end == absl::string_view::npos) {
    return Invalid("\"[\" has no \"]\"; write an indicator as [population.total]");
  }
  TERTIAL_ASSIGN_OR_RETURN(FormulaReference reference, ReadReference(rest.substr(0, end + 1)));
  const auto known = std::find_if(
      references_.begin(), references_.end(),
      [&reference](const FormulaReference& other) { return other.text == reference.text; });
  const WrittenOperand operand{.index = static_cast<size_t>(known - references_.begin()),
                               .bytes = end + 1};
  if (known == references_.end()) {
    if (references_.size() == kMostReferences) {
      return Invalid(absl::StrCat("more than ", kMostReferences, " different figures are used; ",
                                  kGrammar.shorten));
    }
    references_.push_back(std::move(reference));
  }
  return operand;
}

absl::StatusOr<FormulaReference> ReferenceReader::ReadReference(absl::string_view written) const {
  FormulaReference reference;
  reference.text = std::string(written);
  absl::string_view inner = written.substr(1, written.size() - 2);
  const size_t at = inner.find('@');
  const std::vector<absl::string_view> parts = absl::StrSplit(inner.substr(0, at), '~');
  if (!IsResourceId(parts[0])) {
    return Invalid(absl::StrCat(Quoted(parts[0]), " in ", Quoted(written),
                                " is no id of an indicator; write [population.total]"));
  }
  reference.indicator = std::string(parts[0]);
  if (parts.size() - 1 > kMostDimensions) {
    return Invalid(absl::StrCat(Quoted(written), " has ", parts.size() - 1, " dimensions; at most ",
                                kMostDimensions, " are right"));
  }
  for (size_t i = 1; i < parts.size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(ReadDimension(parts[i], reference));
  }
  if (at != absl::string_view::npos) {
    TERTIAL_RETURN_IF_ERROR(ReadOffset(inner.substr(at + 1), reference));
  }
  return reference;
}

absl::Status ReferenceReader::ReadDimension(absl::string_view part,
                                            FormulaReference& reference) const {
  const size_t dot = part.find('.');
  if (dot == absl::string_view::npos || !IsCode(part.substr(0, dot)) ||
      !IsCode(part.substr(dot + 1))) {
    return Invalid(absl::StrCat(Quoted(part), " in ", Quoted(reference.text),
                                " is no dimension with its member; write ~sex.women"));
  }
  const std::string dimension(part.substr(0, dot));
  if (!reference.dimensions.empty()) {
    const std::string& before = reference.dimensions[reference.dimensions.size() - 1].dimension();
    if (dimension <= before) {
      return Invalid(absl::StrCat("in ", Quoted(reference.text), " the dimension ",
                                  Quoted(dimension), " does not come after ", Quoted(before),
                                  "; write each once, sorted"));
    }
  }
  v1::Dimension& added = *reference.dimensions.Add();
  added.set_dimension(dimension);
  added.set_member(std::string(part.substr(dot + 1)));
  return absl::OkStatus();
}

absl::Status ReferenceReader::ReadOffset(absl::string_view offset,
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
    return Invalid(absl::StrCat(Quoted(offset), " in ", Quoted(reference.text),
                                " names no period; write @-1 for the period before, @1 for the one "
                                "after, up to ",
                                kFarthestOffset, ", and nothing for the period itself"));
  }
  reference.offset = negative ? -periods : periods;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Formula> Formula::Parse(absl::string_view text) {
  ReferenceReader reader;
  TERTIAL_ASSIGN_OR_RETURN(
      Expression expression,
      Expression::Parse(text, kGrammar, [&reader](absl::string_view rest, size_t position) {
        return reader.Read(rest, position);
      }));
  std::vector<FormulaReference> references = reader.TakeReferences();
  if (references.empty()) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FORMULA,
        "It names no indicator; write at least one, as in \"[population.total] / 2\".");
  }
  return Formula(text, std::move(references), std::move(expression));
}

}  // namespace tertial::indicators
