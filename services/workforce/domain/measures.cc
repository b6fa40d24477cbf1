#include "services/workforce/domain/measures.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tertial::workforce {
namespace {

constexpr absl::string_view kPrefix = "MEASURE_";

}  // namespace

std::string FormatMeasure(v1::Measure measure) {
  const std::string name = v1::Measure_Name(measure);
  return absl::AsciiStrToLower(
      absl::StrReplaceAll(absl::string_view(name).substr(kPrefix.size()), {{"_", "-"}}));
}

std::optional<v1::Measure> ParseMeasure(absl::string_view text) {
  const std::string name =
      absl::StrCat(kPrefix, absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})));
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  if (!v1::Measure_Parse(name, &measure) || measure == v1::MEASURE_UNSPECIFIED) return std::nullopt;
  // "FTE" and "head_count" have come this far too.
  if (FormatMeasure(measure) != text) return std::nullopt;
  return measure;
}

absl::string_view UnitOf(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_FTE:
    case v1::MEASURE_FTE_EXCL_LONG_ABSENCE:
      return "fte";
    case v1::MEASURE_SICK_LEAVE_RATE:
    case v1::MEASURE_FULL_TIME_SHARE:
    case v1::MEASURE_PART_TIME_SHARE:
    case v1::MEASURE_AVERAGE_POSITION_SIZE:
    case v1::MEASURE_WOMEN_SHARE:
    case v1::MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
    case v1::MEASURE_POSITION_80_SHARE:
    case v1::MEASURE_TEMPORARY_SHARE:
    case v1::MEASURE_TURNOVER:
    case v1::MEASURE_INVOLUNTARY_PART_TIME_SHARE:
    case v1::MEASURE_PAY_GAP:
      return "percent";
    case v1::MEASURE_HEAD_COUNT:
    case v1::MEASURE_APPRENTICES:
    case v1::MEASURE_LEADERS_IN_DEVELOPMENT_PROGRAMME:
    case v1::MEASURE_SAFETY_REPRESENTATIVES:
      return "count";
    case v1::MEASURE_PARENTAL_LEAVE_WEEKS:
      return "weeks";
    case v1::MEASURE_FULL_TIME_PROJECT_GRANT:
      return "million_nok";
    default:
      return "";
  }
}

bool HasCertificationBasis(v1::Measure measure) { return measure == v1::MEASURE_SICK_LEAVE_RATE; }

bool IsDividedBySex(v1::Measure measure) { return !HasLevels(measure); }

bool HasLevels(v1::Measure measure) {
  // Both compare women with men.
  return measure == v1::MEASURE_WOMEN_SHARE || measure == v1::MEASURE_PAY_GAP;
}

bool MayExceedHundred(v1::Measure measure) {
  return measure == v1::MEASURE_PAY_GAP || measure == v1::MEASURE_TURNOVER;
}

}  // namespace tertial::workforce
