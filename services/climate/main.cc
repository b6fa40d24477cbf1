// The climate service: inventory releases, emissions, activities, climate targets and measures.
#include <memory>

#include "common/server/service_main.h"
#include "services/climate/derived/derived_progress.h"
#include "services/climate/derived/follower.h"
#include "services/climate/handler/accounts_service.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/derived_figures_service.h"
#include "services/climate/handler/rules.h"

int main(int argc, char** argv) {
  tertial::climate::DerivedProgress derived;
  return tertial::ServiceMain(
      argc, argv,
      {.name = "climate",
       .purpose = "Serves climate accounts, and the targets and measures for the climate.",
       .default_port = 7404,
       .store_use = tertial::StoreUse::kAlways,
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
                      }},
                     {"tertial.climate.v1.ClimateAnalysisService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::climate::CreateClimateAnalysisService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.climate.v1.DerivedFiguresService",
                      [&](const tertial::ServiceEnvironment& environment) {
                        return tertial::climate::CreateDerivedFiguresService(
                            environment.serving, environment.areas, *environment.ledger, derived);
                      }}},
       .begin_work = [&](const tertial::ServiceEnvironment& environment) {
         return std::make_shared<tertial::climate::DerivedFollower>(*environment.ledger, derived);
       }});
}
