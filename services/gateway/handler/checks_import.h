// Imports of claims, check rules and accepted findings.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_CHECKS_IMPORT_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_CHECKS_IMPORT_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/gateway/v1/checks_service.pb.h"

namespace tertial::gateway {

// ChecksService.ImportRows.
std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> OpenChecksImport(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_CHECKS_IMPORT_H_
