// The climate service: inventory releases, emissions, activities, climate targets and measures.
#include "common/server/service_main.h"
#include "services/climate/handler/accounts_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"

int main(int argc, char** argv) {
  return tertial::ServiceMain(
      argc, argv,
      {.name = "climate",
       .purpose = "Serves climate accounts, and the targets and measures for the climate.",
       .default_port = 7404,
       .has_store = true,
       .tables = tertial::climate::ClimateTables(),
       .add_flags = nullptr,
       .contracts = {{"tertial.climate.v1.ClimateService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::climate::CreateClimateService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.climate.v1.AccountsService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::climate::CreateAccountsService(
                            environment.serving, environment.areas, *environment.ledger);
                      }}}});
}
