// A request of HTTP on its way as a gRPC call.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_TRANSCODED_CALL_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_TRANSCODED_CALL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/http/http_server.h"
#include "common/rpc/peer.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/channel.h"
#include "services/gateway/http/request_message.h"

namespace tertial::gateway {

// What a call states beside its messages.
struct CallTerms {
  // Who sent the request.
  Peer peer = {};
  // Printable ASCII; empty: not stated.
  std::string caller = {};
  // The header of that name: a bearer token.
  std::string authorization = {};
  std::string request_id = {};
  // The headers of W3C Trace Context.
  std::string trace_parent = {};
  std::string trace_state = {};
  std::optional<absl::Time> deadline = {};
};

// Calls `method` over `channel`, which stays inside of the process, and answers `exchange` with
// what comes: the answer as JSON, of an export the file, of a server stream each message as a line.
// An error behind the first line is the last line, {"error": …}. `messages` are of the exchange's
// request; each is read when the one before it has gone out, and one that cannot be read ends the
// call with its error. No thread is held meanwhile; the call ends when the client is gone.
void StartTranscodedCall(std::shared_ptr<HttpExchange> exchange,
                         const std::shared_ptr<grpc::Channel>& channel,
                         const google::protobuf::MethodDescriptor& method, RequestMessages messages,
                         const CallTerms& terms);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_TRANSCODED_CALL_H_
