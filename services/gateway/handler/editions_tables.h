// The rules of all resources that the editions role keeps.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_EDITIONS_TABLES_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_EDITIONS_TABLES_H_

#include "common/ledger/table_catalog.h"
#include "common/rpc/admin_handlers.h"

namespace tertial::gateway {

// All tables of the editions role, each with its rules.
TableCatalog EditionsTables();

// Editions and what they were frozen with go only with a fact that is redacted.
NotRedacted EditionsNotRedacted();

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_EDITIONS_TABLES_H_
