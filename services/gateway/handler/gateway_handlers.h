// What the gateway does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_HANDLERS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/gateway/handler/gateway_parts.h"
#include "tertial/gateway/v1/gateway_service.pb.h"

namespace tertial::gateway {

// All functions may be called from any thread. Everything passed in must outlive the object.
class GatewayHandlers {
 public:
  explicit GatewayHandlers(const GatewayParts& parts) : parts_(parts) {}

  // area_handlers.cc
  absl::StatusOr<v1::GetAreaResponse> GetArea(const CallContext& call,
                                              const v1::GetAreaRequest& request) const;
  absl::StatusOr<v1::ListAreasResponse> ListAreas(const CallContext& call,
                                                  const v1::ListAreasRequest& request) const;

  // status_handlers.cc
  absl::StatusOr<v1::GetSystemStatusResponse> GetSystemStatus(
      const CallContext& call, const v1::GetSystemStatusRequest& request) const;

 private:
  const GatewayParts& parts_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_HANDLERS_H_
