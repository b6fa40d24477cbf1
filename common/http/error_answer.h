// Errors over HTTP: the google.rpc.Status of a call in protobuf's JSON mapping.
#ifndef TERTIAL_COMMON_HTTP_ERROR_ANSWER_H_
#define TERTIAL_COMMON_HTTP_ERROR_ANSWER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/http/http_messages.h"
#include "grpcpp/support/status.h"

namespace tertial {

// The status, with its details, as one line of JSON. It must not be OK.
std::string ErrorJson(const grpc::Status& status);

// The same with the code of HTTP that google.rpc.Code names for it, or that its reason has
// (BODY_TOO_LARGE 413, METHOD_NOT_ALLOWED 405, CONTENT_TYPE_NOT_READ 415), and with Retry-After
// where the status tells when to try again.
HttpAnswer ErrorAnswer(const grpc::Status& status);
HttpAnswer ErrorAnswer(const absl::Status& status);

// Nothing is served at `path`. `instead` ends the sentence on what is: "/openapi.json tells what
// is".
HttpAnswer PathNotFound(absl::string_view path, absl::string_view instead);

// What is served at the path is so with other methods: `allowed`, "GET, HEAD".
HttpAnswer MethodNotAllowed(absl::string_view method, const std::string& allowed);

}  // namespace tertial

#endif  // TERTIAL_COMMON_HTTP_ERROR_ANSWER_H_
