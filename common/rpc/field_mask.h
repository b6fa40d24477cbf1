// Update masks: which fields of a resource a request changes.
#ifndef TERTIAL_COMMON_RPC_FIELD_MASK_H_
#define TERTIAL_COMMON_RPC_FIELD_MASK_H_

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace tertial {

// Gives the fields of `resource` that `mask` names the values that they have in `changes`, a
// message of the same type; a field that is not set there is cleared. Paths are names of fields as
// the contract writes them, joined with "." where a field is inside another that is set once. An
// empty mask names the fields that are set in `changes`, "*" names all. The fields `name` and
// `etag` keep what they have: they are not changed by an update.
//
// Errors: INVALID_FIELD_MASK with every path that names `name`, `etag`, no field, or a part of
// something repeated, and with "*" beside others; then `resource` is as it was.
absl::Status ApplyFieldMask(const google::protobuf::FieldMask& mask,
                            const google::protobuf::Message& changes,
                            google::protobuf::Message& resource);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_FIELD_MASK_H_
