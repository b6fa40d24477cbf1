// Fields that only the service sets: a caller may leave them as they were read, or out.
#ifndef TERTIAL_COMMON_RPC_OUTPUT_ONLY_H_
#define TERTIAL_COMMON_RPC_OUTPUT_ONLY_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/violations.h"
#include "google/protobuf/message.h"

namespace tertial {

// `fields` are names of fields of the message.
bool HasAnyOf(const google::protobuf::Message& message, absl::Span<const absl::string_view> fields);
void ClearFields(absl::Span<const absl::string_view> fields, google::protobuf::Message& message);
// Gives `to` what `from`, a message of the same type, has in `fields`.
void CopyFields(absl::Span<const absl::string_view> fields, const google::protobuf::Message& from,
                google::protobuf::Message& to);

// Adds OUTPUT_ONLY_FIELD for each of `fields` that is set in `message` and is not the same in
// `present`, a message of the same type; nullptr: nothing is recorded yet.
void AddOutputOnly(const google::protobuf::Message& message,
                   const google::protobuf::Message* present,
                   absl::Span<const absl::string_view> fields, const Violations& violations);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_OUTPUT_ONLY_H_
