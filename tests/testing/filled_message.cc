#include "tests/testing/filled_message.h"

#include <cstdint>
#include <string>

#include "google/protobuf/any.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace tertial::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kNoDouble = 9007199254740993;

// Sets a message that JSON writes otherwise than by its fields. False: it is none.
bool FillWellKnown(Message& message) {
  if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message)) {
    time->set_seconds(1709210096);
    time->set_nanos(120000000);
  } else if (auto* duration = dynamic_cast<google::protobuf::Duration*>(&message)) {
    duration->set_seconds(2);
    duration->set_nanos(500000000);
  } else if (auto* any = dynamic_cast<google::protobuf::Any*>(&message)) {
    any->PackFrom(google::protobuf::Timestamp());
  } else if (auto* mask = dynamic_cast<google::protobuf::FieldMask*>(&message)) {
    mask->add_paths("display_names");
    mask->add_paths("query.focus_area");
  } else {
    return false;
  }
  return true;
}

void Fill(Message& message, int depth, int turn);

void FillField(Message& message, const FieldDescriptor* field, int depth, int turn) {
  const Reflection& reflection = *message.GetReflection();
  const bool adds = field->is_repeated();
  const std::string text = field->name() + " \"æ\" &a=b+c%2F/;#\n";
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      adds ? reflection.AddString(&message, field, text)
           : reflection.SetString(&message, field, text);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      adds ? reflection.AddInt32(&message, field, -7) : reflection.SetInt32(&message, field, -7);
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      adds ? reflection.AddUInt32(&message, field, 7) : reflection.SetUInt32(&message, field, 7);
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      adds ? reflection.AddInt64(&message, field, kNoDouble)
           : reflection.SetInt64(&message, field, kNoDouble);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      adds ? reflection.AddBool(&message, field, true) : reflection.SetBool(&message, field, true);
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      adds ? reflection.AddDouble(&message, field, 0.1)
           : reflection.SetDouble(&message, field, 0.1);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = field->enum_type()->value(field->enum_type()->value_count() - 1);
      adds ? reflection.AddEnum(&message, field, value)
           : reflection.SetEnum(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Fill(adds ? *reflection.AddMessage(&message, field)
                : *reflection.MutableMessage(&message, field),
           depth - 1, turn);
      break;
    default:
      break;
  }
}

void Fill(Message& message, int depth, int turn) {
  if (FillWellKnown(message) || depth < 0) return;
  const google::protobuf::Descriptor& descriptor = *message.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const auto* oneof = field->real_containing_oneof();
    if (oneof != nullptr && field->index_in_oneof() != turn % oneof->field_count()) continue;
    for (int copy = 0; copy < (field->is_repeated() && !field->is_map() ? 2 : 1); ++copy) {
      FillField(message, field, depth, turn);
    }
  }
}

}  // namespace

std::unique_ptr<Message> FilledMessage(const google::protobuf::Descriptor& descriptor, int depth,
                                       int turn) {
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
  Fill(*message, depth, turn);
  return message;
}

}  // namespace tertial::testing
