// Fields of a message, found by name and set from text.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_FIELD_VALUES_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_FIELD_VALUES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tertial::gateway {

// A field and the message that it stands in, which outlives it.
struct FieldPlace {
  google::protobuf::Message* message;
  const google::protobuf::FieldDescriptor* field;
  // "query.focus_area", whatever it was asked for by.
  std::string path;
};

// The field `name` of `root`, "query.focus_area" or "query.focusArea"; where the message in the
// field `spread` has one of that name, that. Messages on the way are made.
// Errors: UNKNOWN_FIELD.
absl::StatusOr<FieldPlace> FindField(google::protobuf::Message& root, absl::string_view name,
                                     absl::string_view spread);

// Sets the field, or adds to it if it is repeated. Errors tell of the parameter `name`, as
// request_message.h says.
absl::Status SetField(const FieldPlace& place, absl::string_view name, const std::string& value);

// What a field of one string holds.
std::string StringIn(const FieldPlace& place);

// Whether protobuf's JSON of the message is a string: a timestamp, a duration, a field mask.
bool IsStringInJson(const google::protobuf::Descriptor& message);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_FIELD_VALUES_H_
