// The indicators service: definitions, frameworks, observations and targets.
#include <memory>
#include <string>

#include "common/server/service_main.h"
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/frameworks_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/owners_service.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/owners/owner_contacts.h"
#include "services/indicators/owners/owners.h"

int main(int argc, char** argv) {
  tertial::indicators::OwnerAddresses owners;
  tertial::indicators::OwnerContacts contacts;
  const auto add_owner = [](CLI::App& app, const char* service, std::string& address) {
    app.add_option(std::string("--") + service, address,
                   std::string("Address of the ") + service +
                       " service, which owns some figures; empty: they are not followed");
  };
  return tertial::ServiceMain(
      argc, argv,
      {.name = "indicators",
       .purpose = "Serves indicators, statistics and what was observed of them.",
       .default_port = 7401,
       .store_use = tertial::StoreUse::kAlways,
       .tables = tertial::indicators::IndicatorsTables(),
       .add_flags =
           [&](CLI::App& app) {
             add_owner(app, "workforce", owners.workforce);
             add_owner(app, "politics", owners.politics);
             add_owner(app, "climate", owners.climate);
           },
       .contracts = {{"tertial.indicators.v1.IndicatorsService",
                      [&](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateIndicatorsService(
                            environment.serving, environment.areas, *environment.ledger, contacts);
                      }},
                     {"tertial.indicators.v1.FrameworksService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateFrameworksService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.indicators.v1.AnalysisService",
                      [&](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateAnalysisService(
                            environment.serving, environment.areas, *environment.ledger, contacts);
                      }},
                     {"tertial.indicators.v1.OwnersService",
                      [&](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateOwnersService(environment.serving,
                                                                        contacts);
                      }}},
       .begin_work =
           [&](const tertial::ServiceEnvironment& environment) {
             owners.credentials = environment.credentials;
             return std::make_shared<tertial::indicators::Owners>(owners, *environment.ledger,
                                                                  environment.areas, contacts);
           }});
}
