#include "clients/cli/import/json_stat_cell.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"

namespace tertial::cli {
namespace {

namespace v1 = common::v1;

// More than any decimal could need, and few enough that zeros can be written out.
constexpr int kHighestExponent = 100;

StatusMeaning Missing(v1::MissingReason reason) {
  return {.kind = StatusMeaning::Kind::kMissing, .missing = reason};
}

StatusMeaning Flagged(v1::Flag flag) { return {.kind = StatusMeaning::Kind::kFlag, .flag = flag}; }

absl::Status TooManyDigits(absl::string_view number) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_DECIMAL,
                   absl::StrCat(Quoted(number), " has more than ", Decimal::kMaxDigits,
                                " digits when it is written out; no figure needs that many."));
}

absl::StatusOr<std::string> NilValue(const JsonStatCell& cell, std::optional<int> decimals) {
  if (cell.value.has_value() && !IsZero(*cell.value)) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(Quoted(*cell.value), " stands beside the status ", Quoted(cell.status),
                     ", which stands for zero; say what it means in the map."));
  }
  return ExactDecimal(cell.value.value_or("0"), decimals);
}

}  // namespace

const StatusMeanings& UsualStatusMeanings() {
  static const auto& meanings =
      *new StatusMeanings{{".", Missing(v1::MISSING_REASON_CANNOT_EXIST)},
                          {"..", Missing(v1::MISSING_REASON_DATA_LACKING)},
                          {":", Missing(v1::MISSING_REASON_SUPPRESSED)},
                          {"...", Missing(v1::MISSING_REASON_PENDING)},
                          {"*", Flagged(v1::FLAG_PROVISIONAL)}};
  return meanings;
}

std::optional<StatusMeaning> ParseStatusMeaning(absl::string_view word) {
  if (word == "NIL") return StatusMeaning{.kind = StatusMeaning::Kind::kNil};
  if (word == "REMARK") return StatusMeaning{.kind = StatusMeaning::Kind::kRemark};
  v1::MissingReason reason = v1::MISSING_REASON_UNSPECIFIED;
  if (v1::MissingReason_Parse(absl::StrCat("MISSING_REASON_", word), &reason) &&
      reason != v1::MISSING_REASON_UNSPECIFIED) {
    return Missing(reason);
  }
  v1::Flag flag = v1::FLAG_UNSPECIFIED;
  if (v1::Flag_Parse(absl::StrCat("FLAG_", word), &flag) && flag != v1::FLAG_UNSPECIFIED) {
    return Flagged(flag);
  }
  return std::nullopt;
}

absl::StatusOr<std::string> ExactDecimal(absl::string_view number, std::optional<int> decimals) {
  absl::string_view mantissa = number;
  const bool is_negative = absl::ConsumePrefix(&mantissa, "-");
  int exponent = 0;
  if (const size_t e = mantissa.find_first_of("eE"); e != absl::string_view::npos) {
    if (!absl::SimpleAtoi(mantissa.substr(e + 1), &exponent) || exponent > kHighestExponent ||
        exponent < -kHighestExponent) {
      return TooManyDigits(number);
    }
    mantissa = mantissa.substr(0, e);
  }
  const size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::string digits(mantissa.substr(0, point));
  int scale = -exponent;
  if (point < mantissa.size()) {
    absl::StrAppend(&digits, mantissa.substr(point + 1));
    scale += static_cast<int>(mantissa.size() - point - 1);
  }
  const int wanted = std::max(decimals.value_or(0), std::max(scale, 0));
  digits.append(static_cast<size_t>(wanted - scale), '0');
  if (digits.size() <= static_cast<size_t>(wanted)) {
    digits.insert(0, static_cast<size_t>(wanted) + 1 - digits.size(), '0');
  }
  const size_t whole = digits.size() - static_cast<size_t>(wanted);
  const size_t first = std::min(digits.find_first_not_of('0'), whole - 1);
  std::string text = is_negative && !IsZero(number) ? "-" : "";
  absl::StrAppend(&text, digits.substr(first, whole - first));
  if (wanted > 0) absl::StrAppend(&text, ".", digits.substr(whole));
  if (!Decimal::Parse(text).ok()) return TooManyDigits(number);
  return text;
}

bool IsZero(absl::string_view number) {
  const absl::string_view mantissa = number.substr(0, number.find_first_of("eE"));
  return mantissa.find_first_of("123456789") == absl::string_view::npos;
}

absl::StatusOr<CellContent> ReadJsonStatCell(const JsonStatCell& cell, std::optional<int> decimals,
                                             const StatusMeanings& meanings,
                                             std::optional<v1::MissingReason> when_null) {
  CellContent content;
  StatusMeaning meaning;
  if (!cell.status.empty()) {
    const auto found = meanings.find(cell.status);
    if (found == meanings.end()) {
      return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ENUM,
                       absl::StrCat("The status ", Quoted(cell.status),
                                    " is not known; say under \"statuses\" of the map what it "
                                    "means."));
    }
    meaning = found->second;
  }
  if (meaning.kind == StatusMeaning::Kind::kMissing) {
    content.cell.set_missing(meaning.missing);
    content.printed = cell.status;
    return content;
  }
  if (meaning.kind == StatusMeaning::Kind::kNil) {
    TERTIAL_ASSIGN_OR_RETURN(std::string zero, NilValue(cell, decimals));
    content.cell.set_value(std::move(zero));
    content.printed = cell.status;
    return content;
  }
  if (meaning.kind == StatusMeaning::Kind::kFlag) content.cell.add_flags(meaning.flag);
  content.qualifier = cell.status;
  if (cell.value.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(std::string value, ExactDecimal(*cell.value, decimals));
    if (value != *cell.value) content.printed = *cell.value;
    content.cell.set_value(std::move(value));
    return content;
  }
  if (!when_null.has_value()) {
    return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CELL_EMPTY,
                     "It is null, and no status says why; a gap needs a reason. Say under "
                     "\"null\" of the map which reason all such cells have.");
  }
  content.cell.set_missing(*when_null);
  return content;
}

}  // namespace tertial::cli
