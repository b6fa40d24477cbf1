// The rules of all resources of this service.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_RULES_H_

#include "common/ledger/table_catalog.h"
#include "services/climate/handler/conversion_rules.h"
#include "services/climate/handler/derived_rules.h"
#include "services/climate/handler/emission_rules.h"
#include "services/climate/handler/factor_rules.h"
#include "services/climate/handler/measure_rules.h"
#include "services/climate/handler/target_rules.h"

namespace tertial::climate {

// All tables of this service, each with its rules.
TableCatalog ClimateTables();

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_RULES_H_
