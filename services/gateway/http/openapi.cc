#include "services/gateway/http/openapi.h"

#include <cstdlib>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"
#include "common/types/build_version.h"
#include "services/gateway/http/answers.h"
#include "services/gateway/http/contract.h"
#include "services/gateway/http/field_values.h"
#include "services/gateway/http/schemas.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

constexpr char kAbout[] =
    "The methods of the gateway as HTTP/JSON. A request is a call of the method that its operation "
    "names, and messages are in protobuf's JSON mapping: names in lowerCamelCase, 64-bit numbers "
    "as "
    "strings, and what has its default left out. Parameters are named as fields of the contract; "
    "lowerCamelCase is read as well.\n\nErrors are a google.rpc.Status with details: ErrorInfo "
    "holds the reason, one of tertial.common.v1.ErrorReason without its prefix, BadRequest every "
    "bad field. What is read has an ETag, and is 304 for an If-None-Match that names it.";

// The parameters that every operation has, by their names in components.
Json CommonParameters() {
  const Json text = {{"type", "string"}};
  return {{"Caller",
           {{"name", "tertial-caller"},
            {"in", "header"},
            {"description", "Who calls. Without it the caller is \"anonymous\"."},
            {"schema", text}}},
          {"RequestId",
           {{"name", "tertial-request-id"},
            {"in", "header"},
            {"description", "An id for the log, up to 64 printable characters."},
            {"schema", text}}},
          {"Timeout",
           {{"name", "timeout"},
            {"in", "query"},
            {"description",
             absl::StrCat("How long the client waits, \"2.5s\"; not given: ",
                          absl::FormatDuration(kDefaultDeadline), ", of a stream for ever.")},
            {"schema", text}}}};
}

Json Content(const char* type, Json schema) { return {{type, {{"schema", std::move(schema)}}}}; }

// The operation of one route.
class Operation {
 public:
  Operation(const Route& route, const MethodDescriptor& method, Schemas& schemas)
      : route_(route), method_(method), schemas_(schemas) {}

  Json Describe(const std::string& id) {
    Json operation = {{"operationId", id},
                      {"tags", {method_.service()->name()}},
                      {"description", Description(CommentOf(method_))}};
    operation["parameters"] = Parameters();
    if (!route_.body.empty()) operation["requestBody"] = RequestBody();
    Json responses = {{"200", Answer()}};
    if (route_.verb == "GET" && !method_.server_streaming()) {
      responses["304"] = {{"description", "It is what If-None-Match names."}};
    }
    responses["default"] = {{"$ref", "#/components/responses/Error"}};
    operation["responses"] = std::move(responses);
    return operation;
  }

 private:
  Json Parameters() {
    Json parameters = Json::array();
    for (const std::string& variable : VariablesOf(route_.path)) {
      parameters.push_back({{"name", variable},
                            {"in", "path"},
                            {"required", true},
                            {"schema", {{"type", "string"}}}});
    }
    if (route_.body != "*") AddQuery(*method_.input_type(), "", parameters);
    for (const char* common : {"Caller", "RequestId", "Timeout"}) {
      parameters.push_back({{"$ref", absl::StrCat("#/components/parameters/", common)}});
    }
    return parameters;
  }

  // The parameters of the fields of `message`, which stands at `path`.
  void AddQuery(const Descriptor& message, const std::string& path, Json& parameters) {
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const std::string place = path.empty() ? field.name() : absl::StrCat(path, ".", field.name());
      if (place == route_.body || IsOfPath(place) || IsShadowed(place)) continue;
      // A case that another parameter of the path has taken.
      const auto* oneof = field.real_containing_oneof();
      if (oneof != nullptr && !IsSetByPath(place) && IsTaken(*oneof, path)) continue;
      const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                              !IsStringInJson(*field.message_type());
      if (is_message && !field.is_repeated()) {
        AddQuery(*field.message_type(), place, parameters);
        continue;
      }
      Json schema = schemas_.OfValue(field);
      Json parameter = {{"name", ParameterName(place)},
                        {"in", "query"},
                        {"description", Description(CommentOf(field))}};
      if (is_message) {
        parameter["content"] = Content(kJsonType, std::move(schema));
      } else if (field.is_repeated()) {
        parameter["schema"] = {{"type", "array"}, {"items", std::move(schema)}};
      } else {
        parameter["schema"] = std::move(schema);
      }
      parameters.push_back(std::move(parameter));
    }
  }

  // Whether the path gives the field.
  bool IsOfPath(absl::string_view place) const {
    for (const auto& [field, pattern] : route_.fields) {
      if (field == place) return true;
    }
    return false;
  }

  // Whether the path gives the field, or one in it.
  bool IsSetByPath(absl::string_view place) const {
    for (const auto& [field, pattern] : route_.fields) {
      if (field == place || absl::StartsWith(field, absl::StrCat(place, "."))) return true;
    }
    return false;
  }

  // Whether the path gives a case of the oneof.
  bool IsTaken(const google::protobuf::OneofDescriptor& oneof, const std::string& path) const {
    for (int i = 0; i < oneof.field_count(); ++i) {
      const absl::string_view dot = path.empty() ? "" : ".";
      if (IsSetByPath(absl::StrCat(path, dot, oneof.field(i)->name()))) return true;
    }
    return false;
  }

  // Whether the parameter of this name is the field of the message that is spread.
  bool IsShadowed(const std::string& place) const {
    const FieldDescriptor* spread = method_.input_type()->FindFieldByName(route_.spread);
    return spread != nullptr && spread->message_type()->FindFieldByName(place) != nullptr;
  }

  std::string ParameterName(const std::string& place) const {
    const std::string prefix = absl::StrCat(route_.spread, ".");
    return !route_.spread.empty() && absl::StartsWith(place, prefix) ? place.substr(prefix.size())
                                                                     : place;
  }

  Json RequestBody() {
    const Descriptor* message = method_.input_type();
    if (route_.body != "*") message = message->FindFieldByName(route_.body)->message_type();
    Json body = {{"content", Content(method_.client_streaming() ? kLinesType : kJsonType,
                                     schemas_.OfMessage(*message))}};
    if (method_.client_streaming()) body["description"] = "A message in each line.";
    body["required"] = route_.body != "*";
    return body;
  }

  Json Answer() {
    const Descriptor& message = *method_.output_type();
    Json answer = {{"description", Description(CommentOf(message))}};
    if (message.full_name() == "tertial.gateway.v1.ExportReportResponse") {
      answer["description"] = "The file.";
      for (const char* type : {"text/html", "text/markdown", "text/csv", kJsonType}) {
        answer["content"][type] = {
            {"schema", type == kJsonType ? Json{{"type", "object"}} : Json{{"type", "string"}}}};
      }
    } else {
      answer["content"] =
          Content(method_.server_streaming() ? kLinesType : kJsonType, schemas_.OfMessage(message));
    }
    if (method_.server_streaming()) {
      answer["description"] = absl::StrCat(
          answer["description"].get<std::string>(),
          " One in each line; an error behind the first line is the last, {\"error\": …}.");
    } else if (route_.verb == "GET") {
      answer["headers"]["ETag"] = {{"schema", {{"type", "string"}}}};
    }
    return answer;
  }

  const Route& route_;
  const MethodDescriptor& method_;
  Schemas& schemas_;
};

// Paths that the process answers beside the routes (common/server/operations_face.h).
Json Health(const char* id, const char* description, const Json& responses) {
  return {{"get", {{"operationId", id}, {"description", description}, {"responses", responses}}}};
}

Json State(const char* description) {
  const Json schema = {{"type", "object"},
                       {"properties", {{"status", {{"type", "string"}}}}},
                       {"required", {"status"}}};
  return {{"description", description}, {"content", Content(kJsonType, schema)}};
}

}  // namespace

std::string OpenApiOf(const std::vector<Route>& routes) {
  Schemas schemas;
  Json paths = Json::object();
  Json tags = Json::array();
  std::set<std::string> services;
  std::set<std::string> ids;
  for (const Route& route : routes) {
    const MethodDescriptor* method = ContractPool().FindMethodByName(route.method->full_name());
    if (method == nullptr) std::abort();
    if (services.insert(method->service()->name()).second) {
      tags.push_back({{"name", method->service()->name()},
                      {"description", Description(CommentOf(*method->service()))}});
    }
    // A method with several routes has an operation for each.
    std::string id = absl::StrCat(method->service()->name(), "_", method->name());
    while (!ids.insert(id).second) id += "_";
    paths[route.path][absl::AsciiStrToLower(route.verb)] =
        Operation(route, *method, schemas).Describe(id);
  }
  paths["/healthz"] =
      Health("Health_Alive", "Whether the gateway answers at all.", {{"200", State("ALIVE")}});
  paths["/readyz"] = Health("Health_Check", "Whether the gateway serves.",
                            {{"200", State("SERVING")}, {"503", State("NOT_SERVING: it stops.")}});
  const Descriptor* status = ContractPool().FindMessageTypeByName("google.rpc.Status");
  if (status == nullptr) std::abort();
  const Json error = {{"description", "A google.rpc.Status: its code, a sentence, and details."},
                      {"content", Content(kJsonType, schemas.OfMessage(*status))}};
  const Json document = {
      {"openapi", "3.0.3"},
      {"info", {{"title", "Tertial"}, {"version", BuildVersion()}, {"description", kAbout}}},
      {"tags", std::move(tags)},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", schemas.made()},
        {"parameters", CommonParameters()},
        {"responses", {{"Error", error}}}}}};
  return document.dump();
}

}  // namespace tertial::gateway
