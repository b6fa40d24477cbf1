// Reports of editions, read from the gateway that keeps them.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_EDITION_REPORTS_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_EDITION_REPORTS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "grpcpp/security/credentials.h"
#include "tertial/gateway/v1/editions_service.pb.h"

namespace tertial::gateway {

// Asks the gateway at `address`, as the caller of the call. Without `credentials` in plain text.
std::function<absl::StatusOr<v1::GetEditionReportResponse>(const CallContext& call,
                                                           const std::string& edition)>
EditionReportsFrom(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials = nullptr);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_EDITION_REPORTS_H_
