// All that is recorded by this service, with the rules of each kind.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_RULES_H_

#include "common/ledger/table_catalog.h"

namespace tertial::politics {

// All tables of this service, each with its rules.
TableCatalog PoliticsTables();

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_RULES_H_
