#include "services/gateway/http/request_message.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/gateway/http/field_values.h"
#include "services/gateway/http/json.h"

namespace tertial::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kWholeRequest[] = "*";

// Reads the body into the field of `message` that it is.
absl::Status ReadBody(const Route& route, absl::string_view body, Message& message) {
  const absl::string_view content = absl::StripAsciiWhitespace(body);
  if (content.empty()) return absl::OkStatus();
  if (route.body == kWholeRequest) return ParseJson(content, "", message);
  if (route.body.empty()) {
    return InvalidField("body", common::v1::ERROR_REASON_INVALID_JSON,
                        "This method takes no body; its fields are parameters.");
  }
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(route.body);
  return ParseJson(content, route.body, *message.GetReflection()->MutableMessage(&message, field));
}

// Whether the body holds the field.
bool InBody(const Route& route, absl::string_view path) {
  return route.body == kWholeRequest || path == route.body ||
         (!route.body.empty() && absl::StartsWith(path, absl::StrCat(route.body, ".")));
}

absl::Status ReadParameters(const Route& route, const HttpRequest& request, Message& message) {
  std::set<std::string> given;
  for (const auto& [name, value] : request.query) {
    if (name == kTimeoutParameter) continue;
    // What is not given leaves no trace, but must be there to be given.
    const std::unique_ptr<Message> unused = NewMessage(*message.GetDescriptor());
    TERTIAL_ASSIGN_OR_RETURN(const FieldPlace place,
                             FindField(value.empty() ? *unused : message, name, route.spread));
    if (value.empty()) continue;
    if (InBody(route, place.path)) {
      return InvalidField(name, common::v1::ERROR_REASON_UNKNOWN_FIELD,
                          "It is no parameter here; it stands in the body.");
    }
    if (!given.insert(place.path).second && !place.field->is_repeated()) {
      return InvalidField(name, common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                          "This parameter stands twice; state it once.");
    }
    TERTIAL_RETURN_IF_ERROR(SetField(place, name, value));
  }
  return absl::OkStatus();
}

// Sets what the path states. What the body states besides must be the same.
absl::Status ReadPath(const Route& route, const PathVariables& variables, Message& message) {
  for (const auto& [path, pattern] : route.fields) {
    TERTIAL_ASSIGN_OR_RETURN(const FieldPlace place, FindField(message, path, ""));
    const std::string value = Filled(pattern, variables);
    const std::string stated = StringIn(place);
    if (!stated.empty() && stated != value) {
      return InvalidField(path, common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                          absl::StrCat("It is ", Quoted(stated), " here and ", Quoted(value),
                                       " in the path; leave it out, or state the same."));
    }
    TERTIAL_RETURN_IF_ERROR(SetField(place, path, value));
  }
  if (route.member.empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const FieldPlace place, FindField(message, route.member, ""));
  const std::string stated = StringIn(place);
  absl::string_view id = stated;
  const std::string parent =
      absl::StrCat(Filled(absl::StripPrefix(route.path, "/v1/"), variables), "/");
  if (id.empty() || (absl::ConsumePrefix(&id, parent) && !absl::StrContains(id, '/'))) {
    return absl::OkStatus();
  }
  return InvalidField(route.member, common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                      absl::StrCat(Quoted(stated), " does not stand below ", Quoted(parent),
                                   ", which the path names."));
}

}  // namespace

absl::StatusOr<RequestMessages> RequestMessages::Of(const Route& route,
                                                    const PathVariables& variables,
                                                    const HttpRequest& request) {
  const google::protobuf::Descriptor& type = *route.method->input_type();
  std::unique_ptr<Message> message = NewMessage(type);
  if (route.method->client_streaming()) {
    TERTIAL_RETURN_IF_ERROR(ReadParameters(route, request, *message));
    return RequestMessages(type, request.body);
  }
  TERTIAL_RETURN_IF_ERROR(ReadBody(route, request.body, *message));
  TERTIAL_RETURN_IF_ERROR(ReadParameters(route, request, *message));
  TERTIAL_RETURN_IF_ERROR(ReadPath(route, variables, *message));
  return RequestMessages(std::move(message));
}

absl::StatusOr<std::unique_ptr<Message>> RequestMessages::Next() {
  while (!lines_.empty()) {
    ++read_;
    const absl::string_view rest = lines_;
    const size_t end = std::min(rest.find('\n'), rest.size());
    lines_ = rest.substr(std::min(end + 1, rest.size()));
    const absl::string_view line = absl::StripAsciiWhitespace(rest.substr(0, end));
    if (line.empty()) continue;
    std::unique_ptr<Message> message = NewMessage(*type_);
    TERTIAL_RETURN_IF_ERROR(ParseJson(line, absl::StrCat("line[", read_, "]"), *message));
    return message;
  }
  return std::exchange(only_, nullptr);
}

}  // namespace tertial::gateway
