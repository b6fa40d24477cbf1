#include "services/politics/domain/field_rules.h"

#include <set>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/types/resource_name.h"

namespace tertial::politics {
namespace {

constexpr int kHighestSequence = 99'999;

}  // namespace

std::optional<PartialDate> CheckDate(absl::string_view field, const std::string& date,
                                     Presence presence, const Violations& violations) {
  CheckPartialDate(field, date, presence, violations);
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  if (!parsed.ok()) return std::nullopt;
  const auto year = parsed->earliest().year();
  if (year < kEarliestYear || year > kLatestYear) {
    violations.Add(field, common::v1::ERROR_REASON_INVALID_DATE,
                   absl::StrCat(Quoted(date), " lies outside the years ", kEarliestYear, " to ",
                                kLatestYear, "; correct the year."));
    return std::nullopt;
  }
  return *parsed;
}

std::optional<absl::CivilDay> CheckDay(absl::string_view field, const std::string& day,
                                       Presence presence, const Violations& violations) {
  const std::optional<PartialDate> date = CheckDate(field, day, presence, violations);
  if (!date.has_value()) return std::nullopt;
  if (date->precision() != DatePrecision::kDay) {
    violations.Add(field, common::v1::ERROR_REASON_INVALID_DATE,
                   absl::StrCat(Quoted(day), " is no day; write one with year, month and day, as ",
                                absl::FormatCivilTime(date->earliest()), "."));
    return std::nullopt;
  }
  return date->earliest();
}

std::optional<PartialDate> CheckYear(absl::string_view field, const std::string& year,
                                     const Violations& violations) {
  const std::optional<PartialDate> date = CheckDate(field, year, Presence::kRequired, violations);
  if (date.has_value() && date->precision() != DatePrecision::kYear) {
    violations.Add(
        field, common::v1::ERROR_REASON_INVALID_DATE,
        absl::StrCat(Quoted(year), " is no year; write it as ", date->earliest().year(), "."));
    return std::nullopt;
  }
  return date;
}

void CheckNotBefore(absl::string_view field, std::optional<absl::CivilDay> last,
                    std::optional<absl::CivilDay> first, const Violations& violations) {
  if (!last.has_value() || !first.has_value() || *first <= *last) return;
  violations.Add(
      field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat("The last day ", absl::FormatCivilTime(*last), " lies before the first, ",
                   absl::FormatCivilTime(*first), "; exchange them, or correct one."));
}

bool IsCertainlyBefore(const PartialDate& date, const PartialDate& other) {
  return date.latest() < other.earliest();
}

void CheckCaseNumber(absl::string_view field, const v1::CaseNumber& number,
                     const Violations& violations) {
  const Violations at = violations.At(field);
  CheckRange("sequence", number.sequence(), 1, kHighestSequence, at);
  CheckRange("year", number.year(), kEarliestYear, kLatestYear, at);
}

void CheckAtMost(absl::string_view field, int size, int most, const Violations& violations) {
  if (size <= most) return;
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(size, " are given; at most ", most, " may be."));
}

void CheckEachOnce(absl::string_view field,
                   const google::protobuf::RepeatedPtrField<std::string>& names, int most,
                   const Violations& violations) {
  CheckAtMost(field, names.size(), most, violations);
  std::set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (seen.insert(names[i]).second) continue;
    violations.At(field, i).Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                                absl::StrCat(Quoted(names[i]), " stands twice; each stands once."));
  }
}

void CheckUnitName(absl::string_view field, const std::string& name, Presence presence,
                   const Violations& violations) {
  static const ResourceNamePattern& pattern = *new ResourceNamePattern(kUnitPattern);
  if (name.empty() && presence == Presence::kOptional) return;
  const absl::Status parsed = pattern.Parse(name).status();
  violations.AddStatus(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, parsed);
}

void CheckFocusAreaName(absl::string_view field, const std::string& name,
                        const Violations& violations) {
  static const ResourceNamePattern& pattern = *new ResourceNamePattern(kFocusAreaPattern);
  const absl::Status parsed = pattern.Parse(name).status();
  violations.AddStatus(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, parsed);
}

void CheckExemption(absl::string_view field, const v1::Exemption& exemption,
                    const Violations& violations) {
  const Violations at = violations.At(field);
  CheckText("legal_basis", exemption.legal_basis(), Presence::kRequired, kLongestName, at);
  CheckDay("review_date", exemption.review_date(), Presence::kOptional, at);
}

}  // namespace tertial::politics
