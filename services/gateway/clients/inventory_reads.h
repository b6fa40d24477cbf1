// What the climate service finds in the accounts of an area.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_INVENTORY_READS_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_INVENTORY_READS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "grpcpp/channel.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::gateway {

// Safe for use by several threads.
class InventoryReads {
 public:
  explicit InventoryReads(const std::shared_ptr<grpc::Channel>& climate);

  // All findings in a state of the service.
  absl::StatusOr<std::vector<climate::v1::InventoryFinding>> ReadFindings(
      const CallContext& call, const std::string& area_id, const common::v1::AsOf& as_of) const;

 private:
  const std::unique_ptr<climate::v1::ClimateAnalysisService::Stub> climate_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_INVENTORY_READS_H_
