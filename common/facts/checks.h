// What must be true of the messages that every service shares: cells, texts, periods, provenance.
//
// Each function adds to `violations` whatever is wrong with `field` and returns nothing: a caller
// learns all of it at once. All are pure.
#ifndef TERTIAL_COMMON_FACTS_CHECKS_H_
#define TERTIAL_COMMON_FACTS_CHECKS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial {

// Longest texts, in bytes.
inline constexpr size_t kLongestText = 20'000;
inline constexpr size_t kLongestNote = 5'000;
inline constexpr size_t kLongestPhrase = 2'000;
inline constexpr size_t kLongestLabel = 500;

// The languages of reports, in the order in which a reader falls back to them.
inline constexpr std::array<absl::string_view, 4> kLanguages = {"nb", "nn", "en", "se"};

enum class Presence { kOptional, kRequired };

// A value or a reason, exactly one; no flag twice; `expected` only beside a reason, a day or a
// month; `rounded_to` only beside a value, and positive; `overdue` only where it can be so.
void CheckCell(absl::string_view field, const common::v1::Cell& cell, const Violations& violations);

// Each language known and at most once; no empty text.
void CheckTexts(absl::string_view field,
                const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts,
                Presence presence, const Violations& violations);

// At most `longest` bytes, and no NUL byte.
void CheckText(absl::string_view field, const std::string& text, Presence presence, size_t longest,
               const Violations& violations);

void CheckProvenance(absl::string_view field, const common::v1::Provenance& provenance,
                     const Violations& violations);

// Lower-case letters, digits and "_", beginning with a letter or a digit; at most 60.
void CheckUnit(absl::string_view field, const std::string& unit, Presence presence,
               const Violations& violations);

// Lower-case letters, digits and "-"; at most 100. For codes such as a sector or a dimension.
void CheckCode(absl::string_view field, const std::string& code, Presence presence,
               const Violations& violations);

// An exact decimal, as Decimal::Parse reads it.
void CheckDecimal(absl::string_view field, const std::string& value, Presence presence,
                  const Violations& violations);

// The name of an area, "areas/{area}".
void CheckAreaName(absl::string_view field, const std::string& name, Presence presence,
                   const Violations& violations);

// Two ends, where both are decimals: INCONSISTENT_FIELDS when `lower` is above `upper`.
void CheckBand(absl::string_view field, const std::string& lower, const std::string& upper,
               const Violations& violations);

// A period, as Period::Parse reads it.
void CheckPeriod(absl::string_view field, const std::string& period, Presence presence,
                 const Violations& violations);

// A date that may be known to the year, season or month only, as PartialDate::Parse reads it.
void CheckPartialDate(absl::string_view field, const std::string& date, Presence presence,
                      const Violations& violations);

// A number between `least` and `most`, both included.
void CheckRange(absl::string_view field, int64_t value, int64_t least, int64_t most,
                const Violations& violations);

// A number of a generated enum. 0 stands for "not set".
void CheckEnumNumber(absl::string_view field, int number,
                     const google::protobuf::EnumDescriptor& descriptor, Presence presence,
                     const Violations& violations);

template <typename Enum>
void CheckEnum(absl::string_view field, Enum value, Presence presence,
               const Violations& violations) {
  CheckEnumNumber(field, value, *google::protobuf::GetEnumDescriptor<Enum>(), presence, violations);
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_CHECKS_H_
