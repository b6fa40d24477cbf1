// Between what a number lies, as its source or its method has it.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_UNCERTAINTY_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_UNCERTAINTY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "tertial/climate/v1/climate_details.pb.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// That both ends of `uncertainty` are decimals and the number `value` lies between them
// (INCONSISTENT_FIELDS). A value that does not parse is told elsewhere.
void CheckUncertainty(absl::string_view field, const v1::Uncertainty& uncertainty,
                      const std::string& value, const Violations& violations);

// The same of the value of a cell; INCONSISTENT_FIELDS without one, and beside Cell.rounded_to.
void CheckUncertaintyOfCell(absl::string_view field, const v1::Uncertainty& uncertainty,
                            const common::v1::Cell& cell, const Violations& violations);

// Makes the operand as uncertain as that.
void SetUncertainty(const v1::Uncertainty& uncertainty, common::v1::Operand& operand);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_UNCERTAINTY_H_
