// The workforce service, with registers of persons.
#include <memory>
#include <string>

#include "services/workforce/handler/cubes_service.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/handler/registers_service.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_analysis_service.h"
#include "services/workforce/handler/workforce_service.h"
#include "services/workforce/store/person_keys.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/service_fuzz.h"

namespace tertial::fuzz {
namespace {

const workforce::PersonKeys& Keys() {
  static const workforce::PersonKeys& keys =
      *new workforce::PersonKeys(*workforce::PersonKeys::Parse("keys", std::string(64, '1')));
  return keys;
}

}  // namespace

const char* const kCorpus = "workforce_service";

FuzzedService TheFuzzedService() {
  return {.name = "workforce",
          .tables = workforce::WorkforceTables(),
          .contracts = {{"tertial.workforce.v1.WorkforceService",
                         [](const Surroundings& around) {
                           return workforce::CreateWorkforceService(around.serving, around.areas,
                                                                    around.ledger);
                         }},
                        {"tertial.workforce.v1.WorkforceAnalysisService",
                         [](const Surroundings& around) {
                           return workforce::CreateWorkforceAnalysisService(
                               around.serving, around.areas, around.ledger);
                         }},
                        {"tertial.workforce.v1.RegistersService",
                         [](const Surroundings& around) {
                           const auto figures = std::make_shared<workforce::RegisterFigures>();
                           around.kept.push_back(figures);
                           return workforce::CreateRegistersService(
                               around.serving, around.areas, around.ledger, &Keys(), *figures);
                         }},
                        {"tertial.workforce.v1.CubesService", [](const Surroundings& around) {
                           return workforce::CreateCubesService(around.serving, around.areas,
                                                                around.ledger);
                         }}}};
}

}  // namespace tertial::fuzz
