// The politics service: bodies, their meetings and activity, cases, plans and follow-ups.
#include "common/server/service_main.h"
#include "services/politics/handler/exempt_content_service.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_analysis_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"

int main(int argc, char** argv) {
  return tertial::ServiceMain(
      argc, argv,
      {.name = "politics",
       .purpose = "Serves political bodies, their meetings, cases, plans and follow-ups.",
       .default_port = 7403,
       .store_use = tertial::StoreUse::kAlways,
       .tables = tertial::politics::PoliticsTables(),
       .add_flags = nullptr,
       .contracts = {{"tertial.politics.v1.PoliticsService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::politics::CreatePoliticsService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.politics.v1.MeetingsService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::politics::CreateMeetingsService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.politics.v1.ExemptContentService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::politics::CreateExemptContentService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.politics.v1.PoliticsAnalysisService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::politics::CreatePoliticsAnalysisService(
                            environment.serving, environment.areas, *environment.ledger);
                      }}}});
}
