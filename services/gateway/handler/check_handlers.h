// The check of a report, as a plain function: parse, read, check, answer.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_CHECK_HANDLERS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_CHECK_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "services/gateway/clients/fact_reads.h"
#include "services/gateway/clients/inventory_reads.h"
#include "services/gateway/handler/gateway_parts.h"
#include "tertial/gateway/v1/checks_service.pb.h"

namespace tertial::gateway {

// May be called from any thread. Everything passed in must outlive the object. Claims, rules and
// accepted findings are those of `ledger`.
class CheckHandlers {
 public:
  CheckHandlers(const Ledger& ledger, const GatewayParts& parts)
      : ledger_(ledger),
        areas_(parts.areas),
        facts_(parts.facts),
        inventories_(parts.data_services.Channels().at("climate")) {}

  absl::StatusOr<v1::CheckReportResponse> CheckReport(const CallContext& call,
                                                      const v1::CheckReportRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
  const FactReads& facts_;
  const InventoryReads inventories_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_CHECK_HANDLERS_H_
