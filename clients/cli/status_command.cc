#include "clients/cli/status_command.h"

#include <iostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "clients/cli/console.h"
#include "common/render/answer.h"
#include "common/server/options.h"

namespace tertial::cli {

int RunStatus(const GatewayClient& gateway, const std::string& address, StatusFormat format) {
  absl::StatusOr<std::vector<gateway::v1::ServiceStatus>> services = gateway.GetSystemStatus();
  if (!services.ok()) {
    return ComplainOfCall(absl::StrCat("asking the gateway at ", address), services.status());
  }
  bool all_serve = true;
  gateway::v1::GetSystemStatusResponse shown;
  for (gateway::v1::ServiceStatus& service : *services) {
    // The gateway does not know by which of its addresses it was reached; its caller does.
    if (service.address().empty()) service.set_address(address);
    all_serve = all_serve && service.state() == gateway::v1::SERVING_STATE_SERVING;
    *shown.add_services() = service;
  }
  if (format == StatusFormat::kJson) {
    std::cout << JsonOf(shown);
  } else {
    for (const gateway::v1::ServiceStatus& service : shown.services()) {
      const std::string state = gateway::v1::ServingState_Name(service.state());
      std::cout << absl::StripTrailingAsciiWhitespace(absl::StrFormat(
                       "%-11s %-22s %-12s %s", service.service(), service.address(),
                       absl::StripPrefix(state, "SERVING_STATE_"), service.reason()))
                << "\n";
    }
  }
  std::cout << std::flush;
  return all_serve ? kExitOk : kExitService;
}

}  // namespace tertial::cli
