// The indicators service: definitions, frameworks, observations and targets.
#include "common/server/service_main.h"
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/frameworks_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"

int main(int argc, char** argv) {
  return tertial::ServiceMain(
      argc, argv,
      {.name = "indicators",
       .purpose = "Serves indicators, statistics and what was observed of them.",
       .default_port = 7401,
       .has_store = true,
       .tables = tertial::indicators::IndicatorsTables(),
       .add_flags = nullptr,
       .contracts = {{"tertial.indicators.v1.IndicatorsService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateIndicatorsService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.indicators.v1.FrameworksService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateFrameworksService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.indicators.v1.AnalysisService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::indicators::CreateAnalysisService(
                            environment.serving, environment.areas, *environment.ledger);
                      }}}});
}
