#include "services/gateway/http/field_values.h"

#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "nlohmann/json.hpp"
#include "services/gateway/http/json.h"
#include "utf8.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const FieldDescriptor* FieldNamed(const Descriptor& message, absl::string_view name) {
  const std::string text(name);
  const FieldDescriptor* field = message.FindFieldByName(text);
  return field != nullptr ? field : message.FindFieldByCamelcaseName(text);
}

absl::Status NotA(absl::string_view what, absl::string_view name, const std::string& value) {
  return InvalidField(name, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                      absl::StrCat(Quoted(value), " is not ", what, "."));
}

// The value of an enum by its name, "REPORT_FORMAT_HTML", or without what all have in common.
const EnumValueDescriptor* EnumValueNamed(const EnumDescriptor& type, const std::string& value) {
  const std::string name = absl::AsciiStrToUpper(value);
  const EnumValueDescriptor* found = type.FindValueByName(name);
  if (found != nullptr) return found;
  // The first value of each is …_UNSPECIFIED.
  const std::string& first = type.value(0)->name();
  return type.FindValueByName(first.substr(0, first.rfind("UNSPECIFIED")) + name);
}

absl::Status SetEnum(const FieldPlace& place, absl::string_view name, const std::string& value) {
  const EnumValueDescriptor* found = EnumValueNamed(*place.field->enum_type(), value);
  if (found == nullptr) {
    std::vector<std::string> known;
    for (int i = 1; i < place.field->enum_type()->value_count(); ++i) {
      known.push_back(place.field->enum_type()->value(i)->name());
    }
    return InvalidField(
        name, common::v1::ERROR_REASON_INVALID_ENUM,
        absl::StrCat(Quoted(value), " is none of ", absl::StrJoin(known, ", "), "."));
  }
  const Reflection& reflection = *place.message->GetReflection();
  if (place.field->is_repeated()) {
    reflection.AddEnum(place.message, place.field, found);
  } else {
    reflection.SetEnum(place.message, place.field, found);
  }
  return absl::OkStatus();
}

absl::Status SetMessage(const FieldPlace& place, absl::string_view name, const std::string& value) {
  const Reflection& reflection = *place.message->GetReflection();
  Message* message = place.field->is_repeated()
                         ? reflection.AddMessage(place.message, place.field)
                         : reflection.MutableMessage(place.message, place.field);
  const std::string json =
      IsStringInJson(*message->GetDescriptor()) ? nlohmann::json(value).dump() : value;
  return ParseJson(json, name, *message);
}

}  // namespace

bool IsStringInJson(const Descriptor& message) {
  return message.full_name() == "google.protobuf.Timestamp" ||
         message.full_name() == "google.protobuf.Duration" ||
         message.full_name() == "google.protobuf.FieldMask";
}

absl::StatusOr<FieldPlace> FindField(Message& root, absl::string_view name,
                                     absl::string_view spread) {
  std::vector<absl::string_view> steps = absl::StrSplit(name, '.');
  if (!spread.empty()) {
    const FieldDescriptor* inner = FieldNamed(*root.GetDescriptor(), spread);
    if (FieldNamed(*inner->message_type(), steps[0]) != nullptr)
      steps.insert(steps.begin(), spread);
  }
  FieldPlace place{.message = &root, .field = nullptr, .path = ""};
  for (absl::string_view step : steps) {
    const bool may_go_on =
        place.field == nullptr || (!place.field->is_repeated() &&
                                   place.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                                   !IsStringInJson(*place.field->message_type()));
    if (may_go_on && place.field != nullptr) {
      place.message = place.message->GetReflection()->MutableMessage(place.message, place.field);
    }
    place.field = may_go_on ? FieldNamed(*place.message->GetDescriptor(), step) : nullptr;
    if (place.field == nullptr) {
      return InvalidField(Quoted(name), common::v1::ERROR_REASON_UNKNOWN_FIELD,
                          absl::StrCat(root.GetDescriptor()->full_name(), " has no field ",
                                       Quoted(name), "; leave it out."));
    }
    absl::StrAppend(&place.path, place.path.empty() ? "" : ".", place.field->name());
  }
  return place;
}

absl::Status SetField(const FieldPlace& place, absl::string_view name, const std::string& value) {
  Message* message = place.message;
  const FieldDescriptor* field = place.field;
  const Reflection& reflection = *message->GetReflection();
  if (!utf8::is_valid(value)) {
    return InvalidField(name, common::v1::ERROR_REASON_INVALID_TEXT, "It is not UTF-8.");
  }
  const auto* oneof = field->real_containing_oneof();
  if (oneof != nullptr && reflection.HasOneof(*message, oneof) &&
      reflection.GetOneofFieldDescriptor(*message, oneof) != field) {
    return InvalidField(name, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat("Another case of ", oneof->name(), " is set as well."));
  }
  const bool adds = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      adds ? reflection.AddString(message, field, value)
           : reflection.SetString(message, field, value);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t number = 0;
      if (!absl::SimpleAtoi(value, &number)) return NotA("a whole number", name, value);
      adds ? reflection.AddInt32(message, field, number)
           : reflection.SetInt32(message, field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      int64_t number = 0;
      if (!absl::SimpleAtoi(value, &number)) return NotA("a whole number", name, value);
      adds ? reflection.AddInt64(message, field, number)
           : reflection.SetInt64(message, field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      if (value != "true" && value != "false") return NotA("true or false", name, value);
      adds ? reflection.AddBool(message, field, value == "true")
           : reflection.SetBool(message, field, value == "true");
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(place, name, value);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(place, name, value);
    default:
      // No request of the contracts has one.
      return InvalidField(name, common::v1::ERROR_REASON_UNKNOWN_FIELD,
                          "It cannot be given as a parameter.");
  }
}

std::string StringIn(const FieldPlace& place) {
  return place.message->GetReflection()->GetString(*place.message, place.field);
}

}  // namespace tertial::gateway
