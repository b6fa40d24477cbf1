#include "common/rpc/resource_fields.h"

#include <cstdlib>

namespace tertial {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* FindFieldOfType(const Descriptor& holder, const Descriptor& resource) {
  const FieldDescriptor* found = nullptr;
  for (int i = 0; i < holder.field_count(); ++i) {
    if (holder.field(i)->message_type() != &resource) continue;
    if (found != nullptr) std::abort();
    found = holder.field(i);
  }
  if (found == nullptr) std::abort();
  return found;
}

}  // namespace tertial
