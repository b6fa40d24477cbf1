// Requests with fields that this version does not know are refused: a caller that sets one expects
// it to have an effect.
#ifndef TERTIAL_COMMON_RPC_UNKNOWN_FIELDS_H_
#define TERTIAL_COMMON_RPC_UNKNOWN_FIELDS_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace tertial {

// OK, or UNKNOWN_FIELD naming the message and the number of the first unknown field in `request` or
// any message in it.
absl::Status RefuseUnknownFields(const google::protobuf::Message& request);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_UNKNOWN_FIELDS_H_
