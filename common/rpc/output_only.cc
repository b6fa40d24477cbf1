#include "common/rpc/output_only.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"

namespace tertial {
namespace {

const google::protobuf::FieldDescriptor& FieldOf(const google::protobuf::Message& message,
                                                 absl::string_view name) {
  return *message.GetDescriptor()->FindFieldByName(std::string(name));
}

bool IsSet(const google::protobuf::Message& message,
           const google::protobuf::FieldDescriptor& field) {
  return field.is_repeated() ? message.GetReflection()->FieldSize(message, &field) > 0
                             : message.GetReflection()->HasField(message, &field);
}

bool AreSame(const google::protobuf::Message& a, const google::protobuf::Message& b,
             const google::protobuf::FieldDescriptor& field) {
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {&field}, {&field});
}

}  // namespace

bool HasAnyOf(const google::protobuf::Message& message,
              absl::Span<const absl::string_view> fields) {
  return std::any_of(fields.begin(), fields.end(), [&](absl::string_view name) {
    return IsSet(message, FieldOf(message, name));
  });
}

void ClearFields(absl::Span<const absl::string_view> fields, google::protobuf::Message& message) {
  for (const absl::string_view name : fields) {
    message.GetReflection()->ClearField(&message, &FieldOf(message, name));
  }
}

void CopyFields(absl::Span<const absl::string_view> fields, const google::protobuf::Message& from,
                google::protobuf::Message& to) {
  const std::unique_ptr<google::protobuf::Message> rest(to.New());
  rest->CopyFrom(from);
  std::vector<const google::protobuf::FieldDescriptor*> swapped;
  for (const absl::string_view name : fields) swapped.push_back(&FieldOf(to, name));
  to.GetReflection()->SwapFields(&to, rest.get(), swapped);
}

void AddOutputOnly(const google::protobuf::Message& message,
                   const google::protobuf::Message* present,
                   absl::Span<const absl::string_view> fields, const Violations& violations) {
  for (const absl::string_view name : fields) {
    const google::protobuf::FieldDescriptor& field = FieldOf(message, name);
    if (!IsSet(message, field)) continue;
    if (present != nullptr && AreSame(message, *present, field)) continue;
    violations.Add(name, common::v1::ERROR_REASON_OUTPUT_ONLY_FIELD,
                   "Only the service sets it; leave it as it was read, or out.");
  }
}

}  // namespace tertial
