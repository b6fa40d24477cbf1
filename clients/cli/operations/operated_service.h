// A service as those who operate it see it.
#ifndef TERTIAL_CLIENTS_CLI_OPERATIONS_OPERATED_SERVICE_H_
#define TERTIAL_CLIENTS_CLI_OPERATIONS_OPERATED_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/calls.h"
#include "clients/cli/gateway_client.h"
#include "tertial/admin/v1/operations_service.grpc.pb.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"

namespace tertial::cli {

using OperationsStub = admin::v1::OperationsService::Stub;

// Where a service is: the gateway that is asked, or another by its name, as the gateway tells.
struct OperatedService {
  std::string name;
  std::unique_ptr<OperationsStub> stub;
};

// The service named, or all that the gateway tells; "editions" is the gateway that keeps editions,
// for one that does not. Errors: those of the gateway; NOT_FOUND: it tells of no such service.
absl::StatusOr<std::vector<OperatedService>> FindOperated(const GatewayClient& gateway,
                                                          const std::string& which);

// How a service is: what the gateway says of it, and what it says itself where it answers.
struct ObservedService {
  gateway::v1::ServiceStatus seen;
  absl::StatusOr<admin::v1::GetServiceStatusResponse> told;
};

// All that the gateway tells, itself first. Errors: those of the gateway, which is asked for the
// others.
absl::StatusOr<std::vector<ObservedService>> ObserveServices(const GatewayClient& gateway);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OPERATIONS_OPERATED_SERVICE_H_
