#include "common/types/decimal.h"

#include <algorithm>
#include <cassert>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

constexpr char kNoBreakSpace[] = "\u00A0";
constexpr char kNarrowNoBreakSpace[] = "\u202F";
constexpr char kThinSpace[] = "\u2009";
constexpr char kMinusSign[] = "\u2212";

absl::Status Invalid(absl::string_view value, absl::string_view rest) {
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_DECIMAL,
                   absl::StrCat(Quoted(value), " ", rest));
}

int CountDigits(absl::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); }));
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && CountDigits(text) == static_cast<int>(text.size());
}

// Whether `text` is of the grammar, apart from the number of digits and "-0".
bool HasShape(absl::string_view text) {
  if (absl::StartsWith(text, "-")) text.remove_prefix(1);
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  if (!AllDigits(whole) || (whole.size() > 1 && whole[0] == '0')) return false;
  return point == absl::string_view::npos || AllDigits(text.substr(point + 1));
}

bool IsNegativeZero(absl::string_view text) {
  return absl::StartsWith(text, "-") && text.find_first_not_of("0.", 1) == absl::string_view::npos;
}

bool HasBlank(absl::string_view text) {
  return text.find_first_of(" \t\r\n") != absl::string_view::npos ||
         absl::StrContains(text, kNoBreakSpace) || absl::StrContains(text, kNarrowNoBreakSpace) ||
         absl::StrContains(text, kThinSpace);
}

// What the writer of `text` may have meant, in the right form; empty if that is not plain.
std::string Meant(absl::string_view text) {
  std::string meant = absl::StrReplaceAll(text, {{" ", ""},
                                                 {"\t", ""},
                                                 {"\r", ""},
                                                 {"\n", ""},
                                                 {kNoBreakSpace, ""},
                                                 {kNarrowNoBreakSpace, ""},
                                                 {kThinSpace, ""},
                                                 {kMinusSign, "-"},
                                                 {",", "."}});
  if (absl::StartsWith(meant, "+")) meant.erase(0, 1);
  const size_t digits = absl::StartsWith(meant, "-") ? 1 : 0;
  while (meant.size() > digits + 1 && meant[digits] == '0' &&
         absl::ascii_isdigit(meant[digits + 1])) {
    meant.erase(digits, 1);
  }
  if (meant.size() > digits && meant[digits] == '.') meant.insert(digits, "0");
  if (absl::EndsWith(meant, ".")) meant.pop_back();
  if (!HasShape(meant) || CountDigits(meant) > Decimal::kMaxDigits) return "";
  if (IsNegativeZero(meant)) meant.erase(0, 1);
  return meant;
}

// What is wrong with `text`, which is not of the grammar.
absl::string_view FaultOf(absl::string_view text) {
  const size_t first = text.find_first_not_of("+-");
  if (CountDigits(text) == 0 || first == absl::string_view::npos) return "is not a decimal";
  if (HasBlank(text)) return "has a blank in it";
  if (absl::StrContains(text, kMinusSign))
    return "has the minus sign U+2212 where a hyphen should stand";
  if (absl::StartsWith(text, "+")) return "has a plus sign";
  if (absl::StrContains(text, ',')) return "has a decimal comma";
  if (text.find_first_not_of("0123456789.-") != absl::string_view::npos) {
    const absl::string_view rest = absl::StripPrefix(text, "-");
    const size_t mark = rest.find_first_of("eE");
    const bool exponent = mark != absl::string_view::npos && mark > 0 &&
                          rest.find_first_not_of("0123456789.eE+-") == absl::string_view::npos;
    return exponent ? "has an exponent" : "is not a decimal";
  }
  if (text[first] == '.') return "has no digit before the point";
  if (absl::EndsWith(text, ".")) return "has no digit after the point";
  if (!Meant(text).empty()) return "has leading zeros";
  return "is not a decimal";
}

constexpr __int128 PowerOfTen(int exponent) {
  __int128 power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::string DigitsOf(unsigned __int128 value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Parse(absl::string_view text) {
  if (text.empty()) return Invalid(text, "is empty; write a decimal such as 12.5.");
  if (!HasShape(text)) {
    const std::string meant = Meant(text);
    return Invalid(text,
                   absl::StrCat(FaultOf(text), "; write ",
                                meant.empty() ? "digits and one point, such as 12.5" : meant, "."));
  }
  if (const int digits = CountDigits(text); digits > kMaxDigits) {
    return Invalid(
        text, absl::StrCat("has ", digits, " digits; a decimal has at most ", kMaxDigits, "."));
  }
  if (IsNegativeZero(text)) {
    return Invalid(text, absl::StrCat("is a negative zero; write ", text.substr(1), "."));
  }
  __int128 unscaled = 0;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) unscaled = unscaled * 10 + (c - '0');
  }
  const size_t point = text.find('.');
  const int scale =
      point == absl::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1);
  return Decimal(text[0] == '-' ? -unscaled : unscaled, scale);
}

absl::StatusOr<Decimal> Decimal::FromUnscaled(__int128 unscaled, int scale) {
  assert(scale >= 0);
  const __int128 limit = PowerOfTen(kMaxDigits);
  if (scale >= kMaxDigits || unscaled <= -limit || unscaled >= limit) {
    return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_DECIMAL,
                     absl::StrCat("A number with ", scale, " decimals needs more digits than the ",
                                  kMaxDigits, " a decimal has at most."));
  }
  return Decimal(unscaled, scale);
}

std::string Decimal::Format() const {
  const bool negative = unscaled_ < 0;
  std::string digits = DigitsOf(negative ? -static_cast<unsigned __int128>(unscaled_)
                                         : static_cast<unsigned __int128>(unscaled_));
  const auto scale = static_cast<size_t>(scale_);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return negative ? absl::StrCat("-", digits) : digits;
}

std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) {
  // Brought to one scale, two decimals may need 67 digits: whole and fraction are compared apart.
  const __int128 unit_a = PowerOfTen(a.scale_);
  const __int128 unit_b = PowerOfTen(b.scale_);
  if (const auto whole = a.unscaled_ / unit_a <=> b.unscaled_ / unit_b; whole != 0) return whole;
  const int scale = std::max(a.scale_, b.scale_);
  return a.unscaled_ % unit_a * PowerOfTen(scale - a.scale_) <=>
         b.unscaled_ % unit_b * PowerOfTen(scale - b.scale_);
}

}  // namespace tertial
