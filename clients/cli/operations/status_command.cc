#include "clients/cli/operations/status_command.h"

#include <algorithm>
#include <iostream>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "clients/cli/operations/operated_service.h"
#include "clients/cli/operations/status_document.h"
#include "common/server/options.h"

namespace tertial::cli {

int RunStatus(const GatewayClient& gateway, StatusFormat format) {
  const absl::StatusOr<std::vector<ObservedService>> services = ObserveServices(gateway);
  if (!services.ok()) {
    return ComplainOfCall(absl::StrCat("asking the gateway at ", gateway.address()),
                          services.status());
  }
  std::cout << (format == StatusFormat::kJson ? StatusJson(*services)
                                              : RenderText(MakeStatusDocument(*services)))
            << std::flush;
  const bool all_serve =
      std::all_of(services->begin(), services->end(), [](const ObservedService& service) {
        return service.seen.state() == gateway::v1::SERVING_STATE_SERVING;
      });
  return all_serve ? kExitOk : kExitService;
}

}  // namespace tertial::cli
