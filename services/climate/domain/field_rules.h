// What the rules of several resources of this service share.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_FIELD_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_FIELD_RULES_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/checks.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::climate {

// What a field says; nothing where it does not parse, which the rules of its form have told.
std::optional<Period> ParsePeriod(const std::string& text);
std::optional<Decimal> ParseDecimal(const std::string& text);

// Required: a period that is a year.
void CheckYear(absl::string_view field, const std::string& period, const Violations& violations);

// A code that may hold "." as well, as that of a standard or a version: at most `longest` bytes.
void CheckDottedCode(absl::string_view field, const std::string& code, Presence presence,
                     size_t longest, const Violations& violations);

// Provenance that must tell its source.
void CheckSourcedProvenance(absl::string_view field, const common::v1::Provenance& provenance,
                            const Violations& violations);

// That a list has no more than `most` elements (VALUE_OUT_OF_RANGE).
void CheckElements(absl::string_view field, int elements, int most, const Violations& violations);

// That the name ends in "/{collection}/{id}", as the fields have it.
void CheckLastId(const std::string& name, absl::string_view collection, absl::string_view id,
                 const Violations& violations);

// That the elements of a list each have a year as their period, in order of time
// (VALUE_OUT_OF_RANGE) and each once (DUPLICATE_ELEMENT).
template <typename Elements>
void CheckYearsInOrder(absl::string_view field, const Elements& elements,
                       const Violations& violations) {
  std::set<Period> seen;
  for (int i = 0; i < elements.size(); ++i) {
    const Violations at = violations.At(field, i);
    CheckYear("period", elements[i].period(), at);
    const std::optional<Period> period = ParsePeriod(elements[i].period());
    if (!period.has_value()) continue;
    const bool is_last = seen.empty() || *period > *seen.rbegin();
    if (!seen.insert(*period).second) {
      at.Add("period", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(elements[i].period()), " stands twice; a year stands once."));
    } else if (!is_last) {
      at.Add("period", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
             absl::StrCat(Quoted(elements[i].period()),
                          " comes after a later year; give the years in order of time."));
    }
  }
}

// The object of a figure and its titles.
template <typename Figure>
void CheckObject(const Figure& figure, const Violations& violations) {
  CheckCode("object", figure.object(), Presence::kOptional, violations);
  CheckTexts("object_titles", figure.object_titles(), Presence::kOptional, violations);
  if (!figure.object().empty() || figure.object_titles().empty()) return;
  violations.Add("object_titles", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 "It names an object, and none is meant; set object or leave it empty.");
}

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_FIELD_RULES_H_
