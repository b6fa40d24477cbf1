// What must be true of when a unit is there, where it is placed, and what it came from.
//
// Each function adds to `violations` whatever is wrong.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_UNIT_RULES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_UNIT_RULES_H_

#include "absl/types/span.h"
#include "common/status/violations.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// Of the fields alone.
void CheckValidity(const v1::Unit& unit, const Violations& violations);
void CheckPlacements(const v1::Unit& unit, const Violations& violations);
void CheckOrigins(const v1::Unit& unit, const Violations& violations);

// Whether CheckUnitAmong has anything to look at: the unit is bounded in time, or placed.
bool DependsOnOtherUnits(const v1::Unit& unit);

// Of the unit among `units`, all of the area; one of its own name among them is what it is now, and
// is not looked at. UNIT_CYCLE where it stands above itself on some day; VALUE_OUT_OF_RANGE where
// more than kDeepestUnit units stand one above the other; INCONSISTENT_FIELDS where the unit that
// it is placed below is not there as long as it is, or a unit below it is there when it is not.
// Units named in placements and not among `units` are passed over. All fields have been checked.
void CheckUnitAmong(const v1::Unit& unit, absl::Span<const v1::Unit> units,
                    const Violations& violations);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_UNIT_RULES_H_
