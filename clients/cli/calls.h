// How this command calls a service.
#ifndef TERTIAL_CLIENTS_CLI_CALLS_H_
#define TERTIAL_CLIENTS_CLI_CALLS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/import/upload.h"

namespace tertial::cli {

// How long a call may take that is answered from what is at hand; and one that goes through a
// whole store.
inline constexpr absl::Duration kPatience = absl::Seconds(15);
inline constexpr absl::Duration kLongPatience = absl::Hours(2);

// A channel that takes messages as large as the services send them.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

// Says who calls, and gives the call `patience`.
void PrepareContext(grpc::ClientContext& context, absl::Duration patience,
                    const std::string& caller = kCliCaller);

// What a service answered, with its details (common/status/errors.h).
absl::Status StatusOf(const grpc::Status& status);

// One unary call with a context that was prepared.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CallWith(grpc::ClientContext& context, Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  const Request& request) {
  Response response;
  if (const grpc::Status status = (stub.*method)(&context, request, &response); !status.ok()) {
    return StatusOf(status);
  }
  return response;
}

// One unary call.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, absl::Duration patience = kPatience) {
  grpc::ClientContext context;
  PrepareContext(context, patience);
  return CallWith(context, stub, method, request);
}

// "areas/3203" of "3203"; a name, and nothing, stay as they are.
std::string AreaName(const std::string& area);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CALLS_H_
