#include "clients/cli/gateway_client.h"

#include <grpcpp/grpcpp.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"

namespace tertial::cli {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(15);

template <typename Request, typename Response>
absl::StatusOr<Response> Call(gateway::v1::GatewayService::Stub& stub,
                              grpc::Status (gateway::v1::GatewayService::Stub::*method)(
                                  grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + kPatience));
  context.AddMetadata(kCallerMetadata, kCliCaller);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

}  // namespace

GatewayClient::GatewayClient(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  stub_ = gateway::v1::GatewayService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

absl::StatusOr<gateway::v1::AnnualReport> GatewayClient::GetAnnualReport(
    const std::string& area, const std::string& period) const {
  gateway::v1::GetAnnualReportRequest request;
  request.set_area(absl::StartsWith(area, "areas/") ? area : absl::StrCat("areas/", area));
  request.set_period(period);
  TERTIAL_ASSIGN_OR_RETURN(
      gateway::v1::GetAnnualReportResponse response,
      Call(*stub_, &gateway::v1::GatewayService::Stub::GetAnnualReport, request));
  return std::move(*response.mutable_report());
}

absl::StatusOr<std::vector<gateway::v1::ServiceStatus>> GatewayClient::GetSystemStatus() const {
  TERTIAL_ASSIGN_OR_RETURN(const gateway::v1::GetSystemStatusResponse response,
                           Call(*stub_, &gateway::v1::GatewayService::Stub::GetSystemStatus,
                                gateway::v1::GetSystemStatusRequest()));
  return std::vector<gateway::v1::ServiceStatus>(response.services().begin(),
                                                 response.services().end());
}

absl::StatusOr<DataServiceAddresses> GatewayClient::GetDataServiceAddresses() const {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<gateway::v1::ServiceStatus> services,
                           GetSystemStatus());
  DataServiceAddresses addresses;
  for (const gateway::v1::ServiceStatus& service : services) {
    if (service.service() == "indicators") addresses.indicators = service.address();
    if (service.service() == "workforce") addresses.workforce = service.address();
    if (service.service() == "politics") addresses.politics = service.address();
    if (service.service() == "climate") addresses.climate = service.address();
  }
  return addresses;
}

}  // namespace tertial::cli
