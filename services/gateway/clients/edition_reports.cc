#include "services/gateway/clients/edition_reports.h"

#include <memory>

#include "common/rpc/authenticator.h"
#include "common/rpc/call_trail.h"
#include "common/rpc/channel.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "grpcpp/client_context.h"
#include "services/gateway/clients/data_services.h"
#include "tertial/gateway/v1/editions_service.grpc.pb.h"

namespace tertial::gateway {

std::function<absl::StatusOr<v1::GetEditionReportResponse>(const CallContext& call,
                                                           const std::string& edition)>
EditionReportsFrom(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  const std::shared_ptr<v1::EditionsService::Stub> stub =
      v1::EditionsService::NewStub(OpenServiceChannel(address, {}, credentials));
  return [stub](const CallContext& call,
                const std::string& edition) -> absl::StatusOr<v1::GetEditionReportResponse> {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(PullDeadline(call)));
    context.AddMetadata(kCallerMetadata, call.caller.name);
    CarryTrail(TrailOf(call), context);
    v1::GetEditionReportRequest request;
    request.set_name(edition);
    v1::GetEditionReportResponse response;
    const absl::Status status =
        FromGrpcStatus(stub->GetEditionReport(&context, request, &response));
    if (status.ok()) return response;
    const bool unanswered = ReasonOf(status) == common::v1::ERROR_REASON_UNSPECIFIED;
    return unanswered ? ServiceUnavailable("The gateway that keeps editions does not answer.")
                      : status;
  };
}

}  // namespace tertial::gateway
