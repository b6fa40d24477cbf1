#include "clients/cli/import/json_stat_period.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

constexpr size_t kYearDigits = 4;

// The letter that Period has for the letter of a table; 0 if there is none.
char PeriodLetter(char letter) {
  switch (letter) {
    case 'K':
    case 'Q':
      return 'Q';
    case 'H':
      return 'S';
    case 'M':
    case 'T':
      return letter;
    default:
      return 0;
  }
}

}  // namespace

absl::StatusOr<Period> ParseTablePeriod(absl::string_view code) {
  std::string text(code);
  if (code.size() > kYearDigits && PeriodLetter(code[kYearDigits]) != 0) {
    text =
        absl::StrCat(code.substr(0, kYearDigits), "-",
                     std::string(1, PeriodLetter(code[kYearDigits])), code.substr(kYearDigits + 1));
  }
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (period.ok()) return period;
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_PERIOD,
                   absl::StrCat(Quoted(code),
                                " names no period for certain; say under \"period\" of the map "
                                "which one it is, or skip it."));
}

}  // namespace tertial::cli
