// The HTTP face of the gateway: every method as HTTP/JSON, by the table in routes.h, with
// /openapi.json, which describes it.
//
// A request becomes a call on the gateway's own gRPC server, so it passes the same steps as one
// that comes over gRPC; it is one of whoever sent the request, by the certificate that was shown to
// the HTTP server (common/rpc/peer.h), or by the header Authorization. The name that a client
// states in plain text, and its id, are the headers tertial-caller and tertial-request-id; how long
// the client waits is the parameter or the header (tertial-) timeout, "2.5s". Errors are a
// google.rpc.Status in JSON.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_HTTP_FACE_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_HTTP_FACE_H_

#include <memory>

#include "common/http/http_server.h"
#include "grpcpp/channel.h"

namespace tertial::gateway {

// `own` is a channel to the gateway's own server (Server::OwnChannel).
std::unique_ptr<HttpHandler> CreateHttpFace(std::shared_ptr<grpc::Channel> own);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_HTTP_FACE_H_
