// What must be true of an emission figure, and the unit that it is kept in.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_EMISSION_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_EMISSION_RULES_H_

#include "common/status/violations.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// Converts the figure exactly into the unit that it is kept in, where its unit converts: the value,
// what it was rounded to and between what it lies, by moving the point, so that "65200" of
// "kg_co2e" is "65.200". `reported` keeps what was handed in, unless it is set. A figure in a unit
// that does not convert, or of which a number is no decimal or would have too many digits, is left
// as it is.
void ConvertToKeptUnit(v1::EmissionFigure& figure);

// Adds what is wrong to `violations`, of the figure on its own. The name has been made canonical
// before, and the unit converted.
void CheckEmissionFigure(const v1::EmissionFigure& figure, const Violations& violations);

// That a notation key has an explanation, and that of IE the figure is named that holds the
// emissions. Figures that were recorded before this was asked for need not have them.
void CheckNotationKey(const v1::EmissionFigure& figure, const Violations& violations);

// Whether the figure holds a notation key without an explanation.
bool IsUnexplained(const v1::EmissionFigure& figure);

// Whether the reference of IE leads to a figure of the same release and period, as far as its name
// tells.
bool IsIncludedInSameAccount(const v1::EmissionFigure& figure);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_EMISSION_RULES_H_
