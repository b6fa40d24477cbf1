// Reports of inventories and activity series, and what is odd in them, as plain functions.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_INVENTORY_HANDLERS_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_INVENTORY_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/climate/v1/inventory_reports.pb.h"

namespace tertial::climate {

// May be called from any thread. `ledger` and `areas` must outlive the object.
class InventoryHandlers {
 public:
  InventoryHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  absl::StatusOr<v1::GetInventoryReportResponse> GetInventoryReport(
      const CallContext& call, const v1::GetInventoryReportRequest& request) const;
  absl::StatusOr<v1::ListInventoryFindingsResponse> ListInventoryFindings(
      const CallContext& call, const v1::ListInventoryFindingsRequest& request) const;
  absl::StatusOr<v1::ListActivitySeriesResponse> ListActivitySeries(
      const CallContext& call, const v1::ListActivitySeriesRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_INVENTORY_HANDLERS_H_
