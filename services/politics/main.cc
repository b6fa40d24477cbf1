// The politics service: bodies and their activity, cases, thematic plans and follow-ups.
#include "common/server/service_main.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"

int main(int argc, char** argv) {
  return tertial::ServiceMain(
      argc, argv,
      {.name = "politics",
       .purpose = "Serves political bodies, their activity, cases, plans and follow-ups.",
       .default_port = 7403,
       .has_store = true,
       .tables = tertial::politics::PoliticsTables(),
       .add_flags = nullptr,
       .contracts = {{"tertial.politics.v1.PoliticsService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::politics::CreatePoliticsService(
                            environment.serving, environment.areas, *environment.ledger);
                      }}}});
}
