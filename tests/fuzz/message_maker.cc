#include "tests/fuzz/message_maker.h"

#include <array>
#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace tertial::fuzz {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMostChanges = 8;
constexpr int kDeepest = 8;
constexpr int kLongestList = 30;
// One more than a batch may have.
constexpr int kTooMany = 1001;

// What is often taken for something else.
constexpr std::array<absl::string_view, 40> kOddTexts = {
    "",
    "-",
    "*",
    ".",
    "/",
    "a",
    "æøå",
    "\xC2\x85",
    "\xE2\x80\xA8",
    "\xF0\x9F\x8C\x8D",
    "areas/-",
    "areas/asker",
    "areas/3203",
    "areas/0301",
    "areas/nowhere",
    "areas/asker/",
    "areas//goals/x",
    "areas/asker/goals/-",
    "areas/-/indicators/-",
    "2024",
    "2024-T1",
    "2024-12",
    "2024-02-29",
    "2023-02-29",
    "0001",
    "9999-12-31",
    "2024-2027",
    "0",
    "-1",
    "1e400",
    "0.1",
    "-0",
    "1,5",
    "99999999999999999999999999999999999999.99",
    "0.00000000000000000000000000000000000000001",
    "nb",
    "x-klingon",
    "<script>",
    "%s%n",
    "../../etc",
};

constexpr std::array<int64_t, 14> kOddNumbers = {0,
                                                 1,
                                                 -1,
                                                 2,
                                                 10,
                                                 100,
                                                 1000,
                                                 1001,
                                                 2024,
                                                 std::numeric_limits<int32_t>::max(),
                                                 std::numeric_limits<int32_t>::min(),
                                                 std::numeric_limits<int64_t>::max(),
                                                 std::numeric_limits<int64_t>::min(),
                                                 int64_t{1} << 53};

template <typename Values>
auto OneOf(const Values& values, Input& input) {
  return values[input.Below(values.size())];
}

// The paths that a mask beside the message may name.
std::vector<std::string> PathsOf(const Descriptor& type) {
  std::vector<std::string> paths = {"*", "name", "etag", "no_field"};
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    paths.push_back(field.name());
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int j = 0; j < field.message_type()->field_count(); ++j) {
      paths.push_back(absl::StrCat(field.name(), ".", field.message_type()->field(j)->name()));
    }
  }
  return paths;
}

// What is updated by the request that holds the field.
const Descriptor* ResourceBeside(const FieldDescriptor& field) {
  const Descriptor& request = *field.containing_type();
  for (int i = 0; i < request.field_count(); ++i) {
    const Descriptor* type = request.field(i)->message_type();
    if (type != nullptr && type->FindFieldByName("name") != nullptr) return type;
  }
  return nullptr;
}

}  // namespace

std::unique_ptr<Message> MessageMaker::MakeRequest(const Descriptor& type, Input& input) const {
  std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  const auto& right = known_.MessagesOf(type);
  if (!right.empty()) {
    request->CopyFrom(*OneOf(right, input));
  } else {
    FillKnown(*request, input);
  }
  for (size_t changes = input.Below(kMostChanges); changes > 0; --changes) {
    Change(*request, 0, input);
  }
  return request;
}

void MessageMaker::FillKnown(Message& message, Input& input) const {
  const Descriptor& type = *message.GetDescriptor();
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.real_containing_oneof() != nullptr) continue;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const auto& texts = known_.values().TextsOf(known_.KindOf(field));
      if (texts.empty()) continue;
      const std::string& text = OneOf(texts, input);
      field.is_repeated() ? reflection.AddString(&message, &field, text)
                          : reflection.SetString(&message, &field, text);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated()) {
      const auto& right = known_.MessagesOf(*field.message_type());
      const bool is_resource = field.message_type()->FindFieldByName("name") != nullptr;
      if (right.empty() || !is_resource) continue;
      reflection.MutableMessage(&message, &field)->CopyFrom(*OneOf(right, input));
    }
  }
}

void MessageMaker::Change(Message& message, int depth, Input& input) const {
  const Descriptor& type = *message.GetDescriptor();
  const size_t chosen = input.Below(static_cast<size_t>(type.field_count()) + 1);
  if (chosen == static_cast<size_t>(type.field_count())) {
    // Seldom: all else is refused then.
    if (input.Next() > 240) {
      message.GetReflection()->MutableUnknownFields(&message)->AddVarint(9999, 1);
    }
    return;
  }
  const FieldDescriptor& field = *type.field(static_cast<int>(chosen));
  field.is_repeated() ? ChangeList(message, field, depth, input)
                      : ChangeField(message, field, depth, input);
}

void MessageMaker::ChangeField(Message& message, const FieldDescriptor& field, int depth,
                               Input& input) const {
  const Reflection& reflection = *message.GetReflection();
  const size_t what = input.Below(8);
  if (what == 7) return reflection.ClearField(&message, &field);
  const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (is_message && what < 5 && depth < kDeepest && reflection.HasField(message, &field)) {
    Message& inner = *reflection.MutableMessage(&message, &field);
    if (auto* mask = dynamic_cast<google::protobuf::FieldMask*>(&inner)) {
      const Descriptor* beside = ResourceBeside(field);
      mask->add_paths(beside == nullptr ? input.Text() : OneOf(PathsOf(*beside), input));
    } else if (!ChangeWellKnown(inner, input)) {
      Change(inner, depth + 1, input);
    }
    return;
  }
  SetField(message, field, depth, input);
}

void MessageMaker::ChangeList(Message& message, const FieldDescriptor& field, int depth,
                              Input& input) const {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  const uint8_t what = input.Next();
  if (what == 255 && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    for (int i = size; i < kTooMany; ++i) reflection.AddString(&message, &field, "x");
  } else if (size == 0 || (what % 4 == 0 && size < kLongestList)) {
    SetField(message, field, depth, input);
  } else if (what % 4 == 1) {
    reflection.RemoveLast(&message, &field);
  } else if (what % 4 == 2 && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    if (depth >= kDeepest) return;
    const int at = static_cast<int>(input.Below(static_cast<size_t>(size)));
    Change(*reflection.MutableRepeatedMessage(&message, &field, at), depth + 1, input);
  } else {
    reflection.SwapElements(&message, &field,
                            static_cast<int>(input.Below(static_cast<size_t>(size))), size - 1);
  }
}

void MessageMaker::SetField(Message& message, const FieldDescriptor& field, int depth,
                            Input& input) const {
  const Reflection& reflection = *message.GetReflection();
  const bool adds = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          TextFor(field, adds ? "" : reflection.GetString(message, &field), input);
      adds ? reflection.AddString(&message, &field, text)
           : reflection.SetString(&message, &field, text);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto number = static_cast<int32_t>(NumberFor(field, input));
      adds ? reflection.AddInt32(&message, &field, number)
           : reflection.SetInt32(&message, &field, number);
      break;
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      const auto number = static_cast<uint32_t>(NumberFor(field, input));
      adds ? reflection.AddUInt32(&message, &field, number)
           : reflection.SetUInt32(&message, &field, number);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const int64_t number = NumberFor(field, input);
      adds ? reflection.AddInt64(&message, &field, number)
           : reflection.SetInt64(&message, &field, number);
      break;
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      const auto number = static_cast<uint64_t>(NumberFor(field, input));
      adds ? reflection.AddUInt64(&message, &field, number)
           : reflection.SetUInt64(&message, &field, number);
      break;
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool value = (input.Next() & 1) == 0;
      adds ? reflection.AddBool(&message, &field, value)
           : reflection.SetBool(&message, &field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      // The number behind the last is none.
      const int value =
          static_cast<int>(input.Below(static_cast<size_t>(field.enum_type()->value_count()) + 1));
      const bool is_known = value < field.enum_type()->value_count();
      const int number = is_known ? field.enum_type()->value(value)->number() : 9999;
      adds ? reflection.AddEnumValue(&message, &field, number)
           : reflection.SetEnumValue(&message, &field, number);
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      FillMessage(adds ? *reflection.AddMessage(&message, &field)
                       : *reflection.MutableMessage(&message, &field),
                  depth + 1, input);
      break;
    default:
      break;  // no contract has a number with a point
  }
}

void MessageMaker::FillMessage(Message& message, int depth, Input& input) const {
  if (ChangeWellKnown(message, input)) return;
  const auto& right = known_.MessagesOf(*message.GetDescriptor());
  if (!right.empty()) {
    message.CopyFrom(*OneOf(right, input));
  } else if (depth < kDeepest) {
    for (size_t fields = input.Below(4); fields > 0; --fields) Change(message, depth, input);
  }
}

bool MessageMaker::ChangeWellKnown(Message& message, Input& input) const {
  if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message)) {
    const int64_t now = absl::ToUnixSeconds(now_);
    const size_t what = input.Below(8);
    time->set_seconds(
        what == 7 ? input.Number()
                  : now + input.Choice<int64_t>({-1, 0, 1, 60, 3600, 86400, -3600, -86400,
                                                 -int64_t{86400} * 365, int64_t{86400} * 365}));
    time->set_nanos(what == 6 ? static_cast<int32_t>(input.Number()) : 0);
    return true;
  }
  return dynamic_cast<google::protobuf::FieldMask*>(&message) != nullptr;
}

std::string MessageMaker::TextFor(const FieldDescriptor& field, const std::string& present,
                                  Input& input) const {
  const std::string kind = known_.KindOf(field);
  const auto& answered = answered_.TextsOf(kind);
  const auto& known = known_.values().TextsOf(kind);
  const uint8_t what = input.Next();
  if (what < 72 && !answered.empty()) return OneOf(answered, input);
  if (what < 144 && !known.empty()) return OneOf(known, input);
  if (what < 168 && !known_.texts().empty()) return OneOf(known_.texts(), input);
  if (what < 200) return std::string(OneOf(kOddTexts, input));
  if (what < 208) return std::string(input.Below(2000), 'x');
  if (what < 232 && !present.empty()) {
    const size_t at = input.Below(present.size());
    const size_t taken = input.Below(4);
    return AsUtf8(absl::StrCat(present.substr(0, at), std::string(input.Take(input.Below(4))),
                               present.substr(std::min(present.size(), at + taken))));
  }
  return input.Text();
}

int64_t MessageMaker::NumberFor(const FieldDescriptor& field, Input& input) const {
  const std::string kind = known_.KindOf(field);
  const auto& answered = answered_.NumbersOf(kind);
  const auto& known = known_.values().NumbersOf(kind);
  const uint8_t what = input.Next();
  if (what < 64 && !answered.empty()) return OneOf(answered, input);
  if (what < 128 && !known.empty()) return OneOf(known, input);
  if (what < 192) return OneOf(kOddNumbers, input);
  return input.Number();
}

}  // namespace tertial::fuzz
