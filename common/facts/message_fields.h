// Which fields of a message lead to messages of another type, wherever they stand below it.
#ifndef TERTIAL_COMMON_FACTS_MESSAGE_FIELDS_H_
#define TERTIAL_COMMON_FACTS_MESSAGE_FIELDS_H_

#include <vector>

#include "google/protobuf/descriptor.h"

namespace tertial {

// The fields of a message of `type` that are messages of type `target`, or hold some anywhere below
// them. Messages packed into a google.protobuf.Any are not looked into. Found once for each pair of
// types and thread; the reference stays good as long as the thread lives.
const std::vector<const google::protobuf::FieldDescriptor*>& FieldsLeadingTo(
    const google::protobuf::Descriptor& target, const google::protobuf::Descriptor& type);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_MESSAGE_FIELDS_H_
