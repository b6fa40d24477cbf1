// The request of a method, put together from a request of HTTP.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_REQUEST_MESSAGE_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_REQUEST_MESSAGE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "common/http/http_messages.h"
#include "google/protobuf/message.h"
#include "services/gateway/http/routes.h"

namespace tertial::gateway {

// A parameter that is of no request: how long the caller waits, "2.5s".
inline constexpr char kTimeoutParameter[] = "timeout";

// The messages that the request sends: of a client stream one for each line of the body, else one.
// Parameters are named as fields are, in either spelling, with dots into messages:
// "as_of.revision", "asOf.revision". A repeated field is a parameter that is repeated; a message is
// given as JSON; an enum by its name, with or without its type's ("HTML"); an empty parameter is
// not given.
// Errors: INVALID_JSON, UNKNOWN_FIELD (of a parameter), VALUE_OUT_OF_RANGE, INVALID_ENUM,
// INVALID_TEXT, DUPLICATE_ELEMENT (what stands once is given twice), INCONSISTENT_FIELDS (two of
// which one is taken), NAME_FIELD_MISMATCH (the body names another resource than the path).
absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> RequestMessages(
    const Route& route, const PathVariables& variables, const HttpRequest& request);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_REQUEST_MESSAGE_H_
