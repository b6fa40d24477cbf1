#include "services/politics/domain/case_number.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {
namespace {

constexpr int kHighestSequence = 99'999;
// What DigitsToInt reads.
constexpr size_t kMostDigits = 9;
constexpr int kCentury = 100;

absl::Status Invalid(absl::string_view text, absl::string_view rest) {
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_CASE_NUMBER,
                   absl::StrCat(Quoted(text), " ", rest));
}

// The years that the digits may mean: none where they are neither two nor four, or lie outside.
std::vector<int32_t> YearsOf(absl::string_view digits) {
  std::vector<int32_t> years;
  if (!IsDigits(digits, 2) && !IsDigits(digits, 4)) return years;
  const int value = DigitsToInt(digits);
  for (int year = kEarliestYear; year <= kLatestYear; ++year) {
    if (digits.size() == 2 ? year % kCentury == value : year == value) years.push_back(year);
  }
  return years;
}

}  // namespace

absl::StatusOr<CaseNumberQuery> ParseCaseNumber(absl::string_view text) {
  constexpr absl::string_view kRight = "is no case number; write it as 31/24 or 31/2024.";
  const size_t slash = text.find('/');
  if (slash == absl::string_view::npos) return Invalid(text, kRight);
  const absl::string_view sequence = text.substr(0, slash);
  const absl::string_view year = text.substr(slash + 1);
  if (sequence.empty() || sequence.size() > kMostDigits || !IsDigits(sequence, sequence.size()) ||
      (!IsDigits(year, 2) && !IsDigits(year, 4))) {
    return Invalid(text, kRight);
  }
  CaseNumberQuery query{.sequence = DigitsToInt(sequence), .years = YearsOf(year)};
  if (query.sequence < 1 || query.sequence > kHighestSequence) {
    return Invalid(text, absl::StrCat("has a number outside of 1 to ", kHighestSequence, "."));
  }
  if (query.years.empty()) {
    return Invalid(text, absl::StrCat("lies outside the years ", kEarliestYear, " to ", kLatestYear,
                                      "; correct the year."));
  }
  return query;
}

std::string FormatCaseNumber(const v1::CaseNumber& number) {
  return absl::StrFormat("%d/%02d", number.sequence(), number.year() % kCentury);
}

}  // namespace tertial::politics
