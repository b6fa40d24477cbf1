// The gateway: reports, put together from the data services; and, in the role `editions`, the
// editions of them.
#include <memory>
#include <string>

#include "common/server/service_main.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/gateway/handler/gateway_service.h"
#include "services/gateway/handler/report_service.h"
#include "services/gateway/http/http_face.h"

namespace {

using tertial::gateway::Endpoints;
using tertial::gateway::GatewayParts;

// What the contracts share: made for the first of them, and gone with the last.
class SharedParts {
 public:
  explicit SharedParts(const Endpoints& endpoints) : endpoints_(endpoints) {}

  std::shared_ptr<const GatewayParts> Of(const tertial::ServiceEnvironment& environment) {
    std::shared_ptr<const GatewayParts> parts = parts_.lock();
    if (parts == nullptr) {
      parts = std::make_shared<const GatewayParts>(environment.areas, endpoints_);
      parts_ = parts;
    }
    return parts;
  }

 private:
  const Endpoints& endpoints_;
  std::weak_ptr<const GatewayParts> parts_;
};

void AddFlags(CLI::App& app, Endpoints& endpoints) {
  app.add_option("--indicators", endpoints.indicators, "Address of the indicators service")
      ->capture_default_str();
  app.add_option("--workforce", endpoints.workforce, "Address of the workforce service")
      ->capture_default_str();
  app.add_option("--politics", endpoints.politics, "Address of the politics service")
      ->capture_default_str();
  app.add_option("--climate", endpoints.climate, "Address of the climate service")
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  Endpoints endpoints;
  SharedParts parts(endpoints);
  return tertial::ServiceMain(
      argc, argv,
      {.name = "gateway",
       .purpose = "Serves reports, put together from the four data services.",
       .default_port = 7400,
       .store_use = tertial::StoreUse::kOptional,
       .tables = {},
       .add_flags = [&](CLI::App& app) { AddFlags(app, endpoints); },
       .contracts = {{"tertial.gateway.v1.ReportService",
                      [&](const tertial::ServiceEnvironment& environment) {
                        return tertial::gateway::CreateReportService(environment.serving,
                                                                     parts.Of(environment));
                      }},
                     {"tertial.gateway.v1.GatewayService",
                      [&](const tertial::ServiceEnvironment& environment) {
                        return tertial::gateway::CreateGatewayService(environment.serving,
                                                                      parts.Of(environment));
                      }}},
       .http = tertial::HttpFaceDefinition{.default_port = 7480,
                                           .create = tertial::gateway::CreateHttpFace}});
}
