#include "common/facts/message_fields.h"

#include <set>
#include <utility>

#include "absl/container/node_hash_map.h"

namespace tertial {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Whether a `target` can stand anywhere in a message of `type`.
bool CanHold(const Descriptor& target, const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (&type == &target) return true;
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* const below = type.field(i)->message_type();
    if (below != nullptr && CanHold(target, *below, seen)) return true;
  }
  return false;
}

}  // namespace

const std::vector<const FieldDescriptor*>& FieldsLeadingTo(const Descriptor& target,
                                                           const Descriptor& type) {
  // Of each thread, so that reads do not wait for each other. A node keeps its place when others
  // are added.
  thread_local absl::node_hash_map<std::pair<const Descriptor*, const Descriptor*>,
                                   std::vector<const FieldDescriptor*>>
      known;
  const auto [entry, is_new] = known.try_emplace(std::pair(&target, &type));
  std::vector<const FieldDescriptor*>& fields = entry->second;
  for (int i = 0; is_new && i < type.field_count(); ++i) {
    std::set<const Descriptor*> seen;
    const Descriptor* const below = type.field(i)->message_type();
    if (below != nullptr && CanHold(target, *below, seen)) fields.push_back(type.field(i));
  }
  return fields;
}

}  // namespace tertial
