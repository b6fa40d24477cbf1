// What the measures of workforce figures are called, counted in and divided by.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_MEASURES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_MEASURES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// How a measure is written in figure ids: "sick-leave-rate". It must be one of this version.
std::string FormatMeasure(v1::Measure measure);

// The measure that FormatMeasure writes so; nothing for any other text.
std::optional<v1::Measure> ParseMeasure(absl::string_view text);

// What its values are counted in: "percent", "fte", "count", "weeks" or "million_nok". Empty for a
// number that is no measure.
absl::string_view UnitOf(v1::Measure measure);

// Whether its figures must say how the sick leave was certified; the others must not.
bool HasCertificationBasis(v1::Measure measure);

// Whether it may have figures of women and of men.
bool IsDividedBySex(v1::Measure measure);

// Whether it may have figures of levels of positions.
bool HasLevels(v1::Measure measure);

// Whether its percentages may lie above 100.
bool MayExceedHundred(v1::Measure measure);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_MEASURES_H_
