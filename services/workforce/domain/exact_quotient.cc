#include "services/workforce/domain/exact_quotient.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/types/decimal.h"

namespace tertial::workforce {
namespace {

using Wide = unsigned __int128;

constexpr int kDigitsAtOnce = 18;
constexpr Wide kDigitsAtOncePower = 1'000'000'000'000'000'000;
// A remainder below this, times kDigitsAtOncePower, is still a Wide.
constexpr Wide kLargestDenominator = kDigitsAtOncePower * 100;

Wide PowerOfTen(int exponent) {
  Wide power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// `number` with zeros before it, so that it has kDigitsAtOnce digits.
void AppendPadded(uint64_t number, std::string& digits) {
  const absl::AlphaNum text(number);
  digits.append(static_cast<size_t>(kDigitsAtOnce) - text.size(), '0');
  digits.append(text.data(), text.size());
}

// Adds one to the last digit. True if it was carried out of the first, and all are zeros.
bool CarryInto(std::string& digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return false;
    }
    *digit = '0';
  }
  return true;
}

}  // namespace

std::optional<ExactQuotient> ExactQuotient::Make(int64_t numerator, int64_t denominator,
                                                 int exponent) {
  assert(-kLargestExponent <= exponent && exponent <= kLargestExponent);
  if (numerator < 0 || denominator <= 0) return std::nullopt;
  const Wide above = static_cast<Wide>(numerator) * PowerOfTen(exponent);
  const Wide below = static_cast<Wide>(denominator) * PowerOfTen(-exponent);
  // A whole part of 64 bits.
  if (below > kLargestDenominator || above / below > std::numeric_limits<int64_t>::max() / 1000) {
    return std::nullopt;
  }
  return ExactQuotient(above, below);
}

std::string ExactQuotient::FormatRounded(int decimals) const {
  const Wide scaled = numerator_ * PowerOfTen(decimals);
  return FormatScaled(static_cast<uint64_t>((2 * scaled + denominator_) / (2 * denominator_)),
                      decimals);
}

std::string ExactQuotient::FormatSignificant() const {
  auto whole = static_cast<uint64_t>(numerator_ / denominator_);
  Wide remainder = numerator_ % denominator_;
  // Digits after the point, up to one more than are told.
  std::string digits;
  size_t told = 0;
  if (whole > 0) told = static_cast<size_t>(Decimal::kMaxDigits) - absl::AlphaNum(whole).size();
  while (remainder != 0 && (told == 0 || digits.size() <= told)) {
    const Wide next = remainder * kDigitsAtOncePower;
    AppendPadded(static_cast<uint64_t>(next / denominator_), digits);
    remainder = next % denominator_;
    if (told > 0) continue;
    // Zeros before the first digit are not significant.
    const size_t first = digits.find_first_not_of('0');
    if (first != std::string::npos) told = first + static_cast<size_t>(Decimal::kMaxDigits);
  }
  if (told > 0 && digits.size() > told) {
    const bool up = digits[told] >= '5';
    digits.resize(told);
    if (up && CarryInto(digits)) ++whole;
  }
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits.empty() ? absl::StrCat(whole) : absl::StrCat(whole, ".", digits);
}

std::string FormatScaled(uint64_t unscaled, int decimals) {
  std::string text = absl::StrCat(unscaled);
  if (decimals == 0) return text;
  const auto after_point = static_cast<size_t>(decimals);
  if (text.size() <= after_point) text.insert(0, after_point + 1 - text.size(), '0');
  text.insert(text.size() - after_point, ".");
  return text;
}

}  // namespace tertial::workforce
