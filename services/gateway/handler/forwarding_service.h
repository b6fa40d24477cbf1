// A contract that another gateway serves: its calls are passed on to it.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_FORWARDING_SERVICE_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_FORWARDING_SERVICE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server_context.h"

namespace tertial::gateway {

// Names the caller of a call of `method`, "tertial.gateway.v1.EditionsService/GetEdition", or says
// why it has none: Serving::CallerOf.
using NameCaller = std::function<absl::StatusOr<std::string>(
    const std::string& method, const grpc::CallbackServerContext& context)>;

// Passes every call on to `address`, with its bytes, request id and deadline, and answers what that
// answers; without `credentials` in plain text. Its caller is named here by `name_caller`: the
// other gateway believes the name, since this one is an intermediary there, or looks at the token
// that goes along. It is admitted and logged there; no thread is held here. Empty `address`: every
// call is answered with EDITIONS_NOT_KEPT. The methods of `contract` must be unary or client
// streams.
std::unique_ptr<grpc::Service> CreateForwardingService(
    const google::protobuf::ServiceDescriptor& contract, const std::string& address,
    NameCaller name_caller, const std::shared_ptr<grpc::ChannelCredentials>& credentials = nullptr);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_FORWARDING_SERVICE_H_
