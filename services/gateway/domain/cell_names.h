// The facts that cells of a report are shown of.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CELL_NAMES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CELL_NAMES_H_

#include <optional>
#include <string>

#include "services/gateway/domain/number_place.h"

namespace tertial::gateway {

// A fact, and the field of it that holds the number where it has several.
struct FactName {
  std::string name;
  std::string field;
};

// What a PeriodCell or Cell of a report is shown of, by where it stands and by the grammar of names
// that the contracts of the resources tell: of a series the resource of the period, also where
// nothing is recorded; of a cell in a resource that resource. Nothing where it is of none.
std::optional<FactName> FactOfCell(const NumberPlace& place);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CELL_NAMES_H_
