#include "common/facts/personal_data.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/types/calendar.h"
#include "common/types/resource_name.h"

namespace tertial {
namespace {

constexpr size_t kIdDigits = 11;
constexpr size_t kDateDigits = 6;
constexpr int kModulus = 11;

// The weights of the digits before each control digit, and of that digit itself.
constexpr std::array<int, 10> kFirstWeights = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
constexpr std::array<int, 11> kSecondWeights = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
// The largest remainder of the first sum, by the wider rule.
constexpr int kLargestFirstRemainder = 3;

// In a D-number the day, and in the other kinds the month, is greater by one of these.
constexpr std::array<int, 2> kDayOffsets = {0, 40};
constexpr std::array<int, 4> kMonthOffsets = {0, 40, 65, 80};

// Headings of columns, and words in them, without "-".
constexpr absl::string_view kPersonalColumns[] = {
    "navn",          "name",        "fornavn",       "etternavn",    "mellomnavn", "fulltnavn",
    "ansattnavn",    "fullname",    "firstname",     "lastname",     "middlename", "surname",
    "fodselsnummer", "fodselsnr",   "fnr",           "personnummer", "personnr",   "pnr",
    "dnummer",       "dnr",         "ssn",           "nin",          "nationalid", "fodselsdato",
    "birthdate",     "dateofbirth", "adresse",       "address",      "epost",      "email",
    "mail",          "telefon",     "telefonnummer", "tlf",          "mobil",      "mobilnummer",
    "phone"};

template <size_t n>
int WeightedRemainder(absl::string_view digits, const std::array<int, n>& weights) {
  int sum = 0;
  for (size_t i = 0; i < n; ++i) sum += (digits[i] - '0') * weights[i];
  return sum % kModulus;
}

bool IsDayOfBirth(int day, int month) {
  // The century is not told by two digits, so the 29 February is taken for one of any year.
  return month >= 1 && month <= 12 && day >= 1 && absl::CivilDay(2000, month, day).month() == month;
}

bool HasBirthDate(absl::string_view digits) {
  const int day = DigitsToInt(digits.substr(0, 2));
  const int month = DigitsToInt(digits.substr(2, 2));
  return std::any_of(kDayOffsets.begin(), kDayOffsets.end(), [&](int more_days) {
    return std::any_of(kMonthOffsets.begin(), kMonthOffsets.end(), [&](int more_months) {
      return IsDayOfBirth(day - more_days, month - more_months);
    });
  });
}

// Of eleven digits.
bool HasControlDigits(absl::string_view digits) {
  return HasBirthDate(digits) &&
         WeightedRemainder(digits, kFirstWeights) <= kLargestFirstRemainder &&
         WeightedRemainder(digits, kSecondWeights) == 0;
}

bool IsPersonalWord(absl::string_view word) {
  return std::find(std::begin(kPersonalColumns), std::end(kPersonalColumns), word) !=
         std::end(kPersonalColumns);
}

bool IsLetter(char c) {
  // Bytes above 127 are of letters outside ASCII; other signs there are few in names and headings.
  return absl::ascii_isalpha(c) || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool IsNationalId(absl::string_view text) {
  std::string digits;
  bool has_hyphen = false;
  for (const char c : text) {
    if (absl::ascii_isspace(c)) continue;
    if (c == '-' && digits.size() == kDateDigits && !has_hyphen) {
      has_hyphen = true;
    } else if (absl::ascii_isdigit(c) && digits.size() < kIdDigits) {
      digits.push_back(c);
    } else {
      return false;
    }
  }
  return digits.size() == kIdDigits && HasControlDigits(digits);
}

bool HoldsNationalId(absl::string_view text) {
  const auto is_digit = [&](size_t i) { return i < text.size() && absl::ascii_isdigit(text[i]); };
  for (size_t begin = 0; begin < text.size(); ++begin) {
    if (!is_digit(begin) || (begin > 0 && is_digit(begin - 1))) continue;
    std::string digits;
    size_t at = begin;
    for (; is_digit(at); ++at) digits.push_back(text[at]);
    if (digits.size() == kDateDigits && at < text.size() && (text[at] == ' ' || text[at] == '-')) {
      for (++at; is_digit(at); ++at) digits.push_back(text[at]);
    }
    if (digits.size() == kIdDigits && HasControlDigits(digits)) return true;
  }
  return false;
}

bool NamesPersonalColumn(absl::string_view heading) {
  const std::string slug = Slug(heading);
  if (IsPersonalWord(absl::StrReplaceAll(slug, {{"-", ""}}))) return true;
  const std::vector<absl::string_view> words = absl::StrSplit(slug, '-');
  return std::any_of(words.begin(), words.end(), IsPersonalWord);
}

bool LooksLikeName(absl::string_view text) {
  int words = 0;
  bool in_word = false;
  for (const char c : text) {
    if (IsLetter(c)) {
      if (!in_word) ++words;
      in_word = true;
    } else if (absl::ascii_isspace(c) || c == ',') {
      // "Nordmann, Kari" is one too.
      in_word = false;
    } else if (c != '-' && c != '\'' && c != '.') {
      return false;
    }
  }
  return words >= 2;
}

}  // namespace tertial
