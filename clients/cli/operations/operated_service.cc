#include "clients/cli/operations/operated_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/data_service.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

// A service that serves tells it in milliseconds.
constexpr absl::Duration kStatusPatience = absl::Seconds(2);

OperatedService At(const std::string& name, const std::string& address) {
  return {.name = name, .stub = admin::v1::OperationsService::NewStub(OpenChannel(address))};
}

}  // namespace

absl::StatusOr<std::vector<OperatedService>> FindOperated(const GatewayClient& gateway,
                                                          const std::string& which) {
  std::vector<OperatedService> services;
  if (which == kGatewayService || which == kAllServices) {
    services.push_back(At(kGatewayService, gateway.address()));
  }
  if (which == kGatewayService) return services;
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<gateway::v1::ServiceStatus> seen,
                           gateway.GetSystemStatus());
  for (const gateway::v1::ServiceStatus& service : seen) {
    if (service.service() == kGatewayService) continue;
    if (which == kAllServices || which == service.service()) {
      services.push_back(At(service.service(), service.address()));
    }
  }
  if (services.empty()) {
    return absl::NotFoundError(absl::StrCat("The gateway at ", gateway.address(), " tells of no ",
                                            which, ": it keeps editions itself, or nobody does."));
  }
  return services;
}

absl::StatusOr<std::vector<ObservedService>> ObserveServices(const GatewayClient& gateway) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<gateway::v1::ServiceStatus> seen, gateway.GetSystemStatus());
  std::vector<ObservedService> services;
  for (gateway::v1::ServiceStatus& service : seen) {
    // The gateway does not know by which of its addresses it was reached; its caller does.
    if (service.address().empty()) service.set_address(gateway.address());
    ObservedService& observed = services.emplace_back();
    observed.told = absl::UnavailableError("It does not answer.");
    if (service.state() == gateway::v1::SERVING_STATE_SERVING) {
      observed.told =
          Call(*At(service.service(), service.address()).stub, &OperationsStub::GetServiceStatus,
               admin::v1::GetServiceStatusRequest(), kStatusPatience);
    }
    observed.seen = std::move(service);
  }
  return services;
}

}  // namespace tertial::cli
