#include "clients/cli/gateway_client.h"

#include <utility>

#include "clients/cli/calls.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

constexpr int kAreasPerPage = 1000;

}  // namespace

GatewayClient::GatewayClient(const std::string& address) : address_(address) {
  const std::shared_ptr<grpc::Channel> channel = OpenChannel(address);
  stub_ = gateway::v1::GatewayService::NewStub(channel);
  reports_ = gateway::v1::ReportService::NewStub(channel);
}

absl::StatusOr<gateway::v1::Report> GatewayClient::GetReport(
    const gateway::v1::ReportQuery& query,
    const std::vector<gateway::v1::MinRevision>& min_revisions) const {
  gateway::v1::GetReportRequest request;
  *request.mutable_query() = query;
  request.mutable_min_revisions()->Add(min_revisions.begin(), min_revisions.end());
  TERTIAL_ASSIGN_OR_RETURN(gateway::v1::GetReportResponse response,
                           Call(*reports_, &gateway::v1::ReportService::Stub::GetReport, request));
  return std::move(*response.mutable_report());
}

absl::StatusOr<gateway::v1::ExportReportResponse> GatewayClient::ExportReport(
    const gateway::v1::ExportReportRequest& request) const {
  return Call(*reports_, &gateway::v1::ReportService::Stub::ExportReport, request);
}

absl::StatusOr<gateway::v1::ExplainNumberResponse> GatewayClient::ExplainNumber(
    const gateway::v1::ExplainNumberRequest& request) const {
  return Call(*reports_, &gateway::v1::ReportService::Stub::ExplainNumber, request);
}

absl::StatusOr<std::vector<gateway::v1::ServiceStatus>> GatewayClient::GetSystemStatus() const {
  TERTIAL_ASSIGN_OR_RETURN(const gateway::v1::GetSystemStatusResponse response,
                           Call(*stub_, &gateway::v1::GatewayService::Stub::GetSystemStatus,
                                gateway::v1::GetSystemStatusRequest()));
  return std::vector<gateway::v1::ServiceStatus>(response.services().begin(),
                                                 response.services().end());
}

absl::StatusOr<std::vector<common::v1::Area>> GatewayClient::ListAreas() const {
  std::vector<common::v1::Area> areas;
  gateway::v1::ListAreasRequest request;
  request.set_page_size(kAreasPerPage);
  do {
    TERTIAL_ASSIGN_OR_RETURN(const gateway::v1::ListAreasResponse page,
                             Call(*stub_, &gateway::v1::GatewayService::Stub::ListAreas, request));
    areas.insert(areas.end(), page.areas().begin(), page.areas().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return areas;
}

absl::StatusOr<DataServiceAddresses> GatewayClient::GetDataServiceAddresses() const {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<gateway::v1::ServiceStatus> services,
                           GetSystemStatus());
  DataServiceAddresses addresses;
  addresses.gateway = address_;
  for (const gateway::v1::ServiceStatus& service : services) {
    if (service.service() == "indicators") addresses.indicators = service.address();
    if (service.service() == "workforce") addresses.workforce = service.address();
    if (service.service() == "politics") addresses.politics = service.address();
    if (service.service() == "climate") addresses.climate = service.address();
  }
  return addresses;
}

}  // namespace tertial::cli
