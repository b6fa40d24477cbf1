// The workforce service: units of the organisation, the figures of its workforce, what is computed
// from them, registers of persons, and what is published of those.
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/server/service_main.h"
#include "services/workforce/handler/cubes_service.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/handler/registers_service.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_analysis_service.h"
#include "services/workforce/handler/workforce_service.h"
#include "services/workforce/store/person_keys.h"

namespace {

using tertial::workforce::PersonKeys;

// The keys of the file, if one is named; they live as long as the process.
absl::StatusOr<const PersonKeys*> LoadKeys(const std::string& file) {
  if (file.empty()) return nullptr;
  absl::StatusOr<PersonKeys> keys = PersonKeys::Load(file);
  if (!keys.ok()) return keys.status();
  static const PersonKeys& loaded = *new PersonKeys(*std::move(keys));
  return &loaded;
}

}  // namespace

int main(int argc, char** argv) {
  std::string key_file;
  tertial::workforce::RegisterFigures figures;
  return tertial::ServiceMain(
      argc, argv,
      {.name = "workforce",
       .purpose = "Serves units of the organisation and the figures of their workforce.",
       .default_port = 7402,
       .store_use = tertial::StoreUse::kAlways,
       .tables = tertial::workforce::WorkforceTables(),
       .add_flags =
           [&](CLI::App& app) {
             app.add_option("--person-keys", key_file,
                            "File of the keys that persons are hashed with, one in a line, oldest "
                            "first; without it there are no registers");
           },
       .contracts = {{"tertial.workforce.v1.WorkforceService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::workforce::CreateWorkforceService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.workforce.v1.WorkforceAnalysisService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::workforce::CreateWorkforceAnalysisService(
                            environment.serving, environment.areas, *environment.ledger);
                      }},
                     {"tertial.workforce.v1.RegistersService",
                      [&](const tertial::ServiceEnvironment& environment)
                          -> absl::StatusOr<std::unique_ptr<grpc::Service>> {
                        const absl::StatusOr<const PersonKeys*> keys = LoadKeys(key_file);
                        if (!keys.ok()) return keys.status();
                        return tertial::workforce::CreateRegistersService(
                            environment.serving, environment.areas, *environment.ledger, *keys,
                            figures);
                      }},
                     {"tertial.workforce.v1.CubesService",
                      [](const tertial::ServiceEnvironment& environment) {
                        return tertial::workforce::CreateCubesService(
                            environment.serving, environment.areas, *environment.ledger);
                      }}}});
}
