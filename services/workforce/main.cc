// The workforce service: units of the organisation, the figures of its workforce, and what is
// computed from them.
#include "common/server/service_main.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_analysis_service.h"
#include "services/workforce/handler/workforce_service.h"

int main(int argc, char** argv) {
  return tertial::ServiceMain(
      argc, argv,
      {.name = "workforce",
       .purpose = "Serves units of the organisation and the figures of their workforce.",
       .default_port = 7402,
       .has_store = true,
       .tables = tertial::workforce::WorkforceTables(),
       .add_flags = nullptr,
       .contracts = {{"tertial.workforce.v1.WorkforceService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::workforce::CreateWorkforceService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.workforce.v1.WorkforceAnalysisService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::workforce::CreateWorkforceAnalysisService(
                            environment.serving, environment.areas, *environment.ledger);
                      }}}});
}
