// The contracts of the gateway with their comments, which the generated code does not hold.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_CONTRACT_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_CONTRACT_H_

#include <string>

#include "google/protobuf/descriptor.h"

namespace tertial::gateway {

// Descriptors of all messages and services of the gateway and of what they refer to, as they were
// compiled. They are found by the names that the generated ones have.
const google::protobuf::DescriptorPool& ContractPool();

// What stands before a declaration as its comment, without the marks of one; its lines are those of
// the file. Empty: there is none. `declared` is a descriptor of ContractPool().
template <typename Descriptor>
std::string CommentOf(const Descriptor& declared) {
  google::protobuf::SourceLocation location;
  return declared.GetSourceLocation(&location) ? location.leading_comments : "";
}

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_CONTRACT_H_
