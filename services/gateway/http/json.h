// Messages in protobuf's JSON mapping, as `tertial --format json` prints them.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_JSON_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_JSON_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tertial::gateway {

// An empty message of a type of the contracts.
std::unique_ptr<google::protobuf::Message> NewMessage(
    const google::protobuf::Descriptor& descriptor);

// One line. Errors: ANSWER_NOT_UNDERSTOOD for what has no JSON, such as an Any of a type that this
// program does not know.
absl::StatusOr<std::string> JsonOf(const google::protobuf::Message& message);

// Reads `json`, which is what stands in `field` of the request (empty: the request itself).
// Errors: INVALID_JSON with the field at fault, also where there is no such field.
absl::Status ParseJson(absl::string_view json, absl::string_view field,
                       google::protobuf::Message& message);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_JSON_H_
