// Imports: the kinds of rows, in the order in which they are applied.
#include <memory>

#include "common/rpc/importing.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_handlers.h"

namespace tertial::workforce {

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>>
WorkforceHandlers::ImportRows(const CallContext& call) {
  return OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::WorkforceRow, UnitRules,
                    WorkforceFigureRules>(ledger_, areas_, call);
}

}  // namespace tertial::workforce
