#include "services/gateway/formats/sdmx_codes.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "common/types/period.h"

namespace tertial::gateway {
namespace {

// The codes of CL_OBS_STATUS 2.2 in their order of precedence.
constexpr absl::string_view kPrecedence = "BOMLHQJSDKWIFEPNUVGA";

struct ReasonCode {
  common::v1::MissingReason reason;
  char code;
};
constexpr ReasonCode kReasonCodes[] = {
    {common::v1::MISSING_REASON_NOT_MEASURED, 'L'},
    {common::v1::MISSING_REASON_PENDING, 'O'},
    {common::v1::MISSING_REASON_NOT_YET_DEFINED, 'M'},
    {common::v1::MISSING_REASON_CANNOT_EXIST, 'M'},
    {common::v1::MISSING_REASON_DATA_LACKING, 'O'},
    {common::v1::MISSING_REASON_SUPPRESSED, 'Q'},
    {common::v1::MISSING_REASON_INCLUDED_ELSEWHERE, 'K'},
};

struct FlagCode {
  common::v1::Flag flag;
  char code;
};
constexpr FlagCode kFlagCodes[] = {
    {common::v1::FLAG_BREAK_IN_SERIES, 'B'}, {common::v1::FLAG_DEROGATION, 'J'},
    {common::v1::FLAG_SPECIAL_EVENT, 'S'},   {common::v1::FLAG_DEFINITION_DIFFERS, 'D'},
    {common::v1::FLAG_INCLUDES_OTHER, 'W'},  {common::v1::FLAG_IMPUTED, 'I'},
    {common::v1::FLAG_FORECAST, 'F'},        {common::v1::FLAG_ESTIMATED, 'E'},
    {common::v1::FLAG_PROVISIONAL, 'P'},     {common::v1::FLAG_NOT_SIGNIFICANT, 'N'},
    {common::v1::FLAG_LOW_RELIABILITY, 'U'}, {common::v1::FLAG_UNVALIDATED, 'V'},
    {common::v1::FLAG_EXPERIMENTAL, 'G'},
};

}  // namespace

std::string ObsStatus(const ReportCell& cell) {
  std::string codes;
  if (cell.cell.content_case() == common::v1::Cell::kValue) codes += 'A';
  // What cannot be computed should be there and is not.
  if (cell.formula != common::v1::FORMULA_UNSPECIFIED && !cell.missing.empty()) codes += 'O';
  for (const ReasonCode& one : kReasonCodes) {
    if (cell.cell.content_case() == common::v1::Cell::kMissing &&
        cell.cell.missing() == one.reason) {
      codes += one.code;
    }
  }
  for (const FlagCode& one : kFlagCodes) {
    const auto& flags = cell.cell.flags();
    if (std::find(flags.begin(), flags.end(), one.flag) != flags.end()) codes += one.code;
  }
  if (codes.empty()) return "";
  return {*std::min_element(codes.begin(), codes.end(), [](char a, char b) {
    return kPrecedence.find(a) < kPrecedence.find(b);
  })};
}

std::string ConfStatus(const ReportCell& cell) {
  if (cell.missing == "SUPPRESSED") return "C";
  if (cell.missing == "EMBARGOED") return "N";
  return "F";
}

std::string Frequency(absl::string_view period) {
  const absl::StatusOr<Period> parsed = Period::Parse(period);
  if (!parsed.ok()) return "";
  switch (parsed->kind()) {
    case PeriodKind::kYear:
    case PeriodKind::kSchoolYear:
      return "A";
    case PeriodKind::kHalfYear:
      return "S";
    case PeriodKind::kTertial:
      return "T";
    case PeriodKind::kQuarter:
      return "Q";
    case PeriodKind::kMonth:
      return "M";
    case PeriodKind::kDay:
      return "D";
  }
  return "";
}

}  // namespace tertial::gateway
