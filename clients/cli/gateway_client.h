// The CLI's side of the gateway.
#ifndef TERTIAL_CLIENTS_CLI_GATEWAY_CLIENT_H_
#define TERTIAL_CLIENTS_CLI_GATEWAY_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/import/upload.h"
#include "tertial/gateway/v1/gateway_service.grpc.pb.h"
#include "tertial/gateway/v1/report.pb.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"

namespace tertial::cli {

// Where the gateway is when nothing else is said.
inline constexpr char kDefaultGateway[] = "127.0.0.1:7400";

class GatewayClient {
 public:
  explicit GatewayClient(const std::string& address);

  const std::string& address() const { return address_; }
  // The report, at these states of the services or later ones.
  absl::StatusOr<gateway::v1::Report> GetReport(
      const gateway::v1::ReportQuery& query,
      const std::vector<gateway::v1::MinRevision>& min_revisions = {}) const;
  absl::StatusOr<gateway::v1::ExportReportResponse> ExportReport(
      const gateway::v1::ExportReportRequest& request) const;
  absl::StatusOr<gateway::v1::ExplainNumberResponse> ExplainNumber(
      const gateway::v1::ExplainNumberRequest& request) const;
  absl::StatusOr<std::vector<gateway::v1::ServiceStatus>> GetSystemStatus() const;
  // All areas of the registry.
  absl::StatusOr<std::vector<common::v1::Area>> ListAreas() const;
  // Where the gateway reaches the data services.
  absl::StatusOr<DataServiceAddresses> GetDataServiceAddresses() const;

 private:
  std::string address_;
  std::unique_ptr<gateway::v1::GatewayService::Stub> stub_;
  std::unique_ptr<gateway::v1::ReportService::Stub> reports_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_GATEWAY_CLIENT_H_
