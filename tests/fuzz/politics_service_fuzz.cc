// The politics service.
#include "services/politics/handler/exempt_content_service.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_analysis_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/service_fuzz.h"

namespace tertial::fuzz {

const char* const kCorpus = "politics_service";

FuzzedService TheFuzzedService() {
  return {
      .name = "politics",
      .tables = politics::PoliticsTables(),
      .contracts = {
          {"tertial.politics.v1.PoliticsService",
           [](const Surroundings& around) {
             return politics::CreatePoliticsService(around.serving, around.areas, around.ledger);
           }},
          {"tertial.politics.v1.MeetingsService",
           [](const Surroundings& around) {
             return politics::CreateMeetingsService(around.serving, around.areas, around.ledger);
           }},
          {"tertial.politics.v1.ExemptContentService",
           [](const Surroundings& around) {
             return politics::CreateExemptContentService(around.serving, around.areas,
                                                         around.ledger);
           }},
          {"tertial.politics.v1.PoliticsAnalysisService", [](const Surroundings& around) {
             return politics::CreatePoliticsAnalysisService(around.serving, around.areas,
                                                            around.ledger);
           }}}};
}

}  // namespace tertial::fuzz
