// The routes of the HTTP face: one table. What a request of HTTP asks of which method.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_ROUTES_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_ROUTES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace tertial::gateway {

struct Route {
  // "GET". What is served for GET is served for HEAD.
  std::string verb;
  // "/v1/areas/{area}/editions/{edition}:freeze". A variable is one segment; of the last segment
  // what stands behind a colon is a verb of its own.
  std::string path;
  const google::protobuf::MethodDescriptor* method;
  // Fields of the request that the path gives, and what it gives them: {"query.period",
  // "{period}"}, {"name", "areas/{area}/editions/{edition}"}.
  std::vector<std::pair<std::string, std::string>> fields;
  // The field that the body is; "*": the request; empty: there is no body.
  std::string body;
  // The field with the name of what is made, which stands directly below the path. Empty: none.
  std::string member;
  // A message of the request whose fields are parameters without its name before them. May be
  // empty.
  std::string spread;
};

// The variables of a path, by their names.
using PathVariables = std::map<std::string, std::string>;

// What a request asks for.
struct Matched {
  // nullptr: nothing is served there, or not with this verb.
  const Route* route = nullptr;
  PathVariables variables;
  // The verbs that something is served with at this path: "GET, HEAD, POST". Empty: none.
  std::string allowed;
};

// All routes. Every method of the contracts of the gateway has one or more.
const std::vector<Route>& Routes();

// `path` is as it was sent, escaped.
Matched Match(const std::vector<Route>& routes, absl::string_view verb, absl::string_view path);

// `pattern` with the variables in it: "areas/{area}" is "areas/asker".
std::string Filled(absl::string_view pattern, const PathVariables& variables);

// The names of the variables in a pattern, in their order.
std::vector<std::string> VariablesOf(absl::string_view pattern);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_ROUTES_H_
