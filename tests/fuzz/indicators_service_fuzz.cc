// The indicators service.
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/frameworks_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/owners_service.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/owners/owner_contacts.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/service_fuzz.h"

namespace tertial::fuzz {

const char* const kCorpus = "indicators_service";

FuzzedService TheFuzzedService() {
  return {.name = "indicators",
          .tables = indicators::IndicatorsTables(),
          .contracts = {{"tertial.indicators.v1.IndicatorsService",
                         [](const Surroundings& around) {
                           return indicators::CreateIndicatorsService(around.serving, around.areas,
                                                                      around.ledger);
                         }},
                        {"tertial.indicators.v1.FrameworksService",
                         [](const Surroundings& around) {
                           return indicators::CreateFrameworksService(around.serving, around.areas,
                                                                      around.ledger);
                         }},
                        {"tertial.indicators.v1.AnalysisService",
                         [](const Surroundings& around) {
                           return indicators::CreateAnalysisService(around.serving, around.areas,
                                                                    around.ledger);
                         }},
                        {"tertial.indicators.v1.OwnersService", [](const Surroundings& around) {
                           return indicators::CreateOwnersService(around.serving,
                                                                  indicators::NobodyFollowed());
                         }}}};
}

}  // namespace tertial::fuzz
