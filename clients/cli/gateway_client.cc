#include "clients/cli/gateway_client.h"

#include "clients/cli/calls.h"
#include "common/ledger/read_point.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

constexpr int kAreasPerPage = 1000;

}  // namespace

GatewayClient::GatewayClient(const std::string& address) {
  stub_ = gateway::v1::GatewayService::NewStub(OpenChannel(address));
}

absl::StatusOr<gateway::v1::Report> GatewayClient::GetReport(
    const std::string& area, const std::string& period,
    const std::optional<absl::Time>& as_of) const {
  gateway::v1::GetAnnualReportRequest request;
  request.set_area(AreaName(area));
  request.set_period(period);
  if (as_of.has_value()) *request.mutable_as_of() = EncodeTimestamp(*as_of);
  TERTIAL_ASSIGN_OR_RETURN(
      const gateway::v1::GetAnnualReportResponse response,
      Call(*stub_, &gateway::v1::GatewayService::Stub::GetAnnualReport, request));
  gateway::v1::Report report;
  // The two are the same message on the wire.
  report.ParseFromString(response.report().SerializeAsString());
  if (request.has_as_of()) *report.mutable_as_of() = request.as_of();
  return report;
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
  for (const gateway::v1::ServiceStatus& service : services) {
    if (service.service() == "indicators") addresses.indicators = service.address();
    if (service.service() == "workforce") addresses.workforce = service.address();
    if (service.service() == "politics") addresses.politics = service.address();
    if (service.service() == "climate") addresses.climate = service.address();
  }
  return addresses;
}

}  // namespace tertial::cli
