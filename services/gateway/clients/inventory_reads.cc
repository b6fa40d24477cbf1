#include "services/gateway/clients/inventory_reads.h"

#include <utility>

#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/call_trail.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "grpcpp/client_context.h"
#include "services/gateway/clients/data_services.h"

namespace tertial::gateway {
namespace {

constexpr int kPageSize = 1000;

}  // namespace

InventoryReads::InventoryReads(const std::shared_ptr<grpc::Channel>& climate)
    : climate_(climate::v1::ClimateAnalysisService::NewStub(climate)) {}

absl::StatusOr<std::vector<climate::v1::InventoryFinding>> InventoryReads::ReadFindings(
    const CallContext& call, const std::string& area_id, const common::v1::AsOf& as_of) const {
  climate::v1::ListInventoryFindingsRequest request;
  request.set_area("areas/" + area_id);
  request.set_page_size(kPageSize);
  *request.mutable_as_of() = as_of;
  std::vector<climate::v1::InventoryFinding> findings;
  do {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(PullDeadline(call)));
    context.AddMetadata(kCallerMetadata, "gateway");
    CarryTrail(TrailOf(call), context);
    climate::v1::ListInventoryFindingsResponse response;
    TERTIAL_RETURN_IF_ERROR(
        FromGrpcStatus(climate_->ListInventoryFindings(&context, request, &response)));
    for (climate::v1::InventoryFinding& finding : *response.mutable_findings()) {
      findings.push_back(std::move(finding));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return findings;
}

}  // namespace tertial::gateway
