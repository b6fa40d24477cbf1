// What goes to a client of HTTP of what a method answers.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_ANSWERS_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_ANSWERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/http/http_messages.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/support/byte_buffer.h"

namespace tertial::gateway {

inline constexpr char kJsonType[] = "application/json";
inline constexpr char kLinesType[] = "application/x-ndjson";

// `bytes` is the serialized answer of `method`: as JSON; of an export the file itself. Reads get an
// etag, are compressed, and are 304 where the client has them.
HttpAnswer AnswerOf(const HttpRequest& request, const google::protobuf::MethodDescriptor& method,
                    const grpc::ByteBuffer& bytes);

// One message of a stream, with the end of its line. Errors: ANSWER_NOT_UNDERSTOOD.
absl::StatusOr<std::string> LineOf(const google::protobuf::MethodDescriptor& method,
                                   const grpc::ByteBuffer& bytes);

// How an answer of lines begins.
HttpAnswer StreamHead(std::string first_line);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_ANSWERS_H_
