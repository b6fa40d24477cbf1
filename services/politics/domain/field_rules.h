// What must be true of the fields that several resources of this service share.
//
// Each function adds to `violations` whatever is wrong with `field`. All are pure.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_FIELD_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_FIELD_RULES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/status/violations.h"
#include "common/types/partial_date.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/treatments.pb.h"

namespace tertial::politics {

// The names of units, which the workforce service keeps.
inline constexpr absl::string_view kUnitPattern = "areas/{area}/units/{unit}";
inline constexpr absl::string_view kFocusAreaPattern = "areas/{area}/focusAreas/{focus_area}";

// Years of dates and numbers.
inline constexpr int kEarliestYear = 1900;
inline constexpr int kLatestYear = 2100;
// Places in a list.
inline constexpr int kHighestOrder = 100'000;
// Members of a body, and votes.
inline constexpr int kMostMembers = 10'000;
// Longest names of persons and places, and names of laws beside them, in bytes.
inline constexpr size_t kLongestName = 200;
inline constexpr size_t kLongestParty = 100;

// A date as it is known, as Case.decision_date tells. Returns it where it is one.
std::optional<PartialDate> CheckDate(absl::string_view field, const std::string& date,
                                     Presence presence, const Violations& violations);
// A date that is known to the day: INVALID_DATE for another. Returns it where it is one.
std::optional<absl::CivilDay> CheckDay(absl::string_view field, const std::string& day,
                                       Presence presence, const Violations& violations);
// A year, required. Returns it where it is one.
std::optional<PartialDate> CheckYear(absl::string_view field, const std::string& year,
                                     const Violations& violations);

// Two days where both are set: INCONSISTENT_FIELDS for `field`, that of `last`, if it lies before
// `first`.
void CheckNotBefore(absl::string_view field, std::optional<absl::CivilDay> last,
                    std::optional<absl::CivilDay> first, const Violations& violations);

// Whether no day that `date` may mean is, or comes after, one that `other` may mean.
bool IsCertainlyBefore(const PartialDate& date, const PartialDate& other);

// Sequence and year within their limits.
void CheckCaseNumber(absl::string_view field, const v1::CaseNumber& number,
                     const Violations& violations);

// How many elements there are.
void CheckAtMost(absl::string_view field, int size, int most, const Violations& violations);

// Names of which there are at most `most`: DUPLICATE_ELEMENT for one that stands twice.
void CheckEachOnce(absl::string_view field,
                   const google::protobuf::RepeatedPtrField<std::string>& names, int most,
                   const Violations& violations);

// The form of a unit's name; whether it is recorded is the workforce service's to say.
void CheckUnitName(absl::string_view field, const std::string& name, Presence presence,
                   const Violations& violations);

// A resource name of a focus area of the indicators service, of which only the form is checked.
void CheckFocusAreaName(absl::string_view field, const std::string& name,
                        const Violations& violations);

// An exemption that is set.
void CheckExemption(absl::string_view field, const v1::Exemption& exemption,
                    const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_FIELD_RULES_H_
