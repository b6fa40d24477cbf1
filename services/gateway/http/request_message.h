// The messages of a method's request, put together from a request of HTTP.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_REQUEST_MESSAGE_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_REQUEST_MESSAGE_H_

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/http/http_messages.h"
#include "google/protobuf/message.h"
#include "services/gateway/http/routes.h"

namespace tertial::gateway {

// A parameter that is of no request: how long the caller waits, "2.5s".
inline constexpr char kTimeoutParameter[] = "timeout";

// The messages that a request sends: of a client stream one for each line of the body that is not
// empty, else one. Lines are read one at a time: as messages they take many times what they take as
// text.
class RequestMessages {
 public:
  // Of a client stream, `request` must outlive what is returned.
  //
  // Parameters are named as fields are, in either spelling, with dots into messages:
  // "as_of.revision", "asOf.revision". A repeated field is a parameter that is repeated; a message
  // is given as JSON; an enum by its name, with or without its type's ("HTML"); an empty parameter
  // is not given.
  // Errors: INVALID_JSON, UNKNOWN_FIELD (of a parameter), VALUE_OUT_OF_RANGE, INVALID_ENUM,
  // INVALID_TEXT, DUPLICATE_ELEMENT (what stands once is given twice), INCONSISTENT_FIELDS (two of
  // which one is taken), NAME_FIELD_MISMATCH (the body names another resource than the path).
  static absl::StatusOr<RequestMessages> Of(const Route& route, const PathVariables& variables,
                                            const HttpRequest& request);

  // The next message; nullptr after the last. Errors: INVALID_JSON, with the number of the line.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Next();

 private:
  explicit RequestMessages(std::unique_ptr<google::protobuf::Message> only)
      : only_(std::move(only)) {}
  RequestMessages(const google::protobuf::Descriptor& type, absl::string_view lines)
      : type_(&type), lines_(lines) {}

  // Of a call that sends one message: that, until it has been given.
  std::unique_ptr<google::protobuf::Message> only_;
  // Of a client stream: the type of its messages, the lines that are left, and how many were read.
  const google::protobuf::Descriptor* type_ = nullptr;
  absl::string_view lines_;
  size_t read_ = 0;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_REQUEST_MESSAGE_H_
