// How the services are.
#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/types/clock.h"
#include "services/gateway/handler/gateway_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::GetSystemStatusResponse> GatewayHandlers::GetSystemStatus(
    const CallContext& call, const v1::GetSystemStatusRequest& /*request*/) const {
  constexpr absl::Duration kPatience = absl::Seconds(1);
  v1::GetSystemStatusResponse response;
  v1::ServiceStatus& own = *response.add_services();
  own.set_service("gateway");
  // Whoever reads this has reached it.
  own.set_state(v1::SERVING_STATE_SERVING);
  const absl::Duration left = (call.deadline - SystemClock().Now()) * 0.9;
  for (v1::ServiceStatus& status :
       parts_.data_services.CheckHealth(call, std::min(kPatience, left))) {
    *response.add_services() = std::move(status);
  }
  return response;
}

}  // namespace tertial::gateway
