// The description of the HTTP face, made of the contracts and the table of routes.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_OPENAPI_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_OPENAPI_H_

#include <string>
#include <vector>

#include "services/gateway/http/routes.h"

namespace tertial::gateway {

inline constexpr char kOpenApiPath[] = "/openapi.json";

// An OpenAPI 3.0 document, with the comments of the contracts.
std::string OpenApiOf(const std::vector<Route>& routes);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_OPENAPI_H_
