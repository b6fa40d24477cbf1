// A contract that another gateway serves: its calls are passed on to it.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_FORWARDING_SERVICE_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_FORWARDING_SERVICE_H_

#include <memory>
#include <string>

#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/security/credentials.h"

namespace tertial::gateway {

// Passes every call on to `address`, with its bytes, caller, request id and deadline, and answers
// what that answers; without `credentials` in plain text. It is authenticated, admitted and logged
// there; no thread is held here. Empty `address`: every call is answered with EDITIONS_NOT_KEPT.
// The methods of `contract` must be unary or client streams.
std::unique_ptr<grpc::Service> CreateForwardingService(
    const google::protobuf::ServiceDescriptor& contract, const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials = nullptr);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_FORWARDING_SERVICE_H_
