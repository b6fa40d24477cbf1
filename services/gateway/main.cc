// The gateway: reports, put together from the data services.
#include "common/server/service_main.h"
#include "services/gateway/handler/gateway_service.h"

int main(int argc, char** argv) {
  tertial::gateway::Endpoints endpoints;
  return tertial::ServiceMain(
      argc, argv,
      {.name = "gateway",
       .purpose = "Serves reports, put together from the four data services.",
       .default_port = 7400,
       .has_store = false,
       .tables = {},
       .add_flags =
           [&endpoints](CLI::App& app) {
             app.add_option("--indicators", endpoints.indicators,
                            "Address of the indicators service")
                 ->capture_default_str();
             app.add_option("--workforce", endpoints.workforce, "Address of the workforce service")
                 ->capture_default_str();
             app.add_option("--politics", endpoints.politics, "Address of the politics service")
                 ->capture_default_str();
             app.add_option("--climate", endpoints.climate, "Address of the climate service")
                 ->capture_default_str();
           },
       .contracts = {{"tertial.gateway.v1.GatewayService",
                      [&endpoints](const tertial::ServiceEnvironment& environment) {
                        return tertial::gateway::CreateGatewayService(environment.serving,
                                                                      environment.areas, endpoints);
                      }}}});
}
