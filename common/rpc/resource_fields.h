// Where the messages of standard methods hold their resource: the one field of its type. So a
// method is told by the resource alone, whatever the field is called.
#ifndef TERTIAL_COMMON_RPC_RESOURCE_FIELDS_H_
#define TERTIAL_COMMON_RPC_RESOURCE_FIELDS_H_

#include "google/protobuf/message.h"

namespace tertial {

// The one field of `holder`, single or repeated, whose type is `resource`. Aborts if there is none
// or are several: that is a defect of the contract.
const google::protobuf::FieldDescriptor* FindFieldOfType(
    const google::protobuf::Descriptor& holder, const google::protobuf::Descriptor& resource);

// The same for generated messages, looked for once.
template <typename Holder, typename Resource>
const google::protobuf::FieldDescriptor* FieldOfType() {
  static const google::protobuf::FieldDescriptor* const field =
      FindFieldOfType(*Holder::descriptor(), *Resource::descriptor());
  return field;
}

// The resource in `holder`; the default one if it is not set.
template <typename Resource, typename Holder>
const Resource& ResourceIn(const Holder& holder) {
  return static_cast<const Resource&>(
      holder.GetReflection()->GetMessage(holder, FieldOfType<Holder, Resource>()));
}

template <typename Resource, typename Holder>
Resource& MutableResourceIn(Holder& holder) {
  return static_cast<Resource&>(
      *holder.GetReflection()->MutableMessage(&holder, FieldOfType<Holder, Resource>()));
}

// Adds one to the resources in the repeated field of `holder`.
template <typename Resource, typename Holder>
Resource& AddResourceTo(Holder& holder) {
  return static_cast<Resource&>(
      *holder.GetReflection()->AddMessage(&holder, FieldOfType<Holder, Resource>()));
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_RESOURCE_FIELDS_H_
