#include "services/gateway/http/schemas.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/gateway/http/contract.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;

Json Reference(const std::string& name) {
  return {{"$ref", absl::StrCat("#/components/schemas/", name)}};
}

Json OfType(const char* type, const char* format = "") {
  Json schema = {{"type", type}};
  if (*format != '\0') schema["format"] = format;
  return schema;
}

// The messages that protobuf's JSON writes otherwise than as their fields. null: none of them.
Json OfWellKnown(const std::string& name) {
  if (name == "google.protobuf.Timestamp") return OfType("string", "date-time");
  if (name == "google.protobuf.Duration") {
    Json schema = OfType("string");
    schema["pattern"] = "^-?[0-9]+(\\.[0-9]+)?s$";
    schema["example"] = "2.5s";
    return schema;
  }
  if (name == "google.protobuf.FieldMask") {
    Json schema = OfType("string");
    schema["example"] = "titles,query";
    return schema;
  }
  if (name == "google.protobuf.Any") {
    return {{"type", "object"},
            {"properties", {{"@type", OfType("string")}}},
            {"required", {"@type"}},
            {"additionalProperties", true}};
  }
  return nullptr;
}

// Beside a reference nothing may stand.
Json WithDescription(Json schema, const std::string& description) {
  if (description.empty()) return schema;
  if (schema.contains("$ref")) schema = {{"allOf", Json::array({std::move(schema)})}};
  schema["description"] = description;
  return schema;
}

}  // namespace

std::string Description(const std::string& comment) {
  std::vector<std::string> lines = absl::StrSplit(comment, '\n');
  for (std::string& line : lines) {
    line = std::string(absl::StripTrailingAsciiWhitespace(absl::StripPrefix(line, " ")));
  }
  return std::string(absl::StripAsciiWhitespace(absl::StrJoin(lines, "\n")));
}

Json Schemas::OfMessage(const Descriptor& message) {
  const std::string& name = message.full_name();
  if (Json well_known = OfWellKnown(name); !well_known.is_null()) return well_known;
  if (made_.contains(name)) return Reference(name);
  made_[name] = nullptr;  // a message may hold itself
  Json schema = OfType("object");
  if (std::string text = Description(CommentOf(message)); !text.empty()) {
    schema["description"] = std::move(text);
  }
  Json properties = Json::object();
  for (int i = 0; i < message.field_count(); ++i) {
    properties[message.field(i)->json_name()] = OfField(*message.field(i));
  }
  schema["properties"] = std::move(properties);
  schema["additionalProperties"] = false;
  Json cases = Json::array();
  for (int i = 0; i < message.real_oneof_decl_count(); ++i) {
    cases.push_back(OfOneof(*message.oneof_decl(i)));
  }
  if (!cases.empty()) schema["allOf"] = std::move(cases);
  made_[name] = std::move(schema);
  return Reference(name);
}

// One of the fields is there, or none.
Json Schemas::OfOneof(const OneofDescriptor& oneof) {
  Json cases = Json::array();
  Json any = Json::array();
  for (int i = 0; i < oneof.field_count(); ++i) {
    const std::string& name = oneof.field(i)->json_name();
    cases.push_back({{"title", name}, {"required", {name}}});
    any.push_back({{"required", {name}}});
  }
  cases.push_back({{"title", "none"}, {"not", {{"anyOf", std::move(any)}}}});
  return WithDescription({{"oneOf", std::move(cases)}},
                         absl::StrCat(oneof.name(), ": ", Description(CommentOf(oneof))));
}

Json Schemas::OfField(const FieldDescriptor& field) {
  const std::string description = Description(CommentOf(field));
  if (field.is_map()) {
    Json schema = OfType("object");
    schema["additionalProperties"] = OfValue(*field.message_type()->map_value());
    return WithDescription(std::move(schema), description);
  }
  Json schema = OfValue(field);
  if (field.is_repeated()) schema = {{"type", "array"}, {"items", std::move(schema)}};
  return WithDescription(std::move(schema), description);
}

Json Schemas::OfValue(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? OfType("string", "byte")
                                                         : OfType("string");
    case FieldDescriptor::CPPTYPE_BOOL:
      return OfType("boolean");
    case FieldDescriptor::CPPTYPE_INT32:
      return OfType("integer", "int32");
    case FieldDescriptor::CPPTYPE_UINT32: {
      Json schema = OfType("integer", "int64");
      schema["minimum"] = 0;
      return schema;
    }
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      // A number of JSON is read as a double by many.
      return OfType("string", "int64");
    case FieldDescriptor::CPPTYPE_FLOAT:
      return OfType("number", "float");
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return OfType("number", "double");
    case FieldDescriptor::CPPTYPE_ENUM:
      return OfEnum(*field.enum_type());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return OfMessage(*field.message_type());
  }
  return Json::object();
}

Json Schemas::OfEnum(const EnumDescriptor& type) {
  if (!made_.contains(type.full_name())) {
    Json schema = OfType("string");
    Json names = Json::array();
    std::string description = Description(CommentOf(type));
    for (int i = 0; i < type.value_count(); ++i) {
      names.push_back(type.value(i)->name());
      absl::StrAppend(&description, "\n- `", type.value(i)->name(),
                      "`: ", Description(CommentOf(*type.value(i))));
    }
    schema["description"] = std::move(description);
    schema["enum"] = std::move(names);
    made_[type.full_name()] = std::move(schema);
  }
  return Reference(type.full_name());
}

}  // namespace tertial::gateway
