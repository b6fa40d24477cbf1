// The climate service. What follows from the seeds is recorded once; nothing follows what inputs
// change.
#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/climate/derived/derived_progress.h"
#include "services/climate/derived/follower.h"
#include "services/climate/handler/accounts_service.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/derived_figures_service.h"
#include "services/climate/handler/rules.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/service_fuzz.h"

namespace tertial::fuzz {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

void RecordDerived(Ledger& ledger) {
  climate::DerivedProgress progress;
  const climate::DerivedFollower follower(ledger, progress);
  const absl::Time end = absl::Now() + kPatience;
  while (progress.state().followed != ledger.Read()->at().revision) {
    Require(absl::Now() < end, "what follows from the seeds is recorded");
    absl::SleepFor(absl::Milliseconds(1));
  }
}

}  // namespace

const char* const kCorpus = "climate_service";

FuzzedService TheFuzzedService() {
  return {.name = "climate",
          .tables = climate::ClimateTables(),
          .contracts = {{"tertial.climate.v1.ClimateService",
                         [](const Surroundings& around) {
                           return climate::CreateClimateService(around.serving, around.areas,
                                                                around.ledger);
                         }},
                        {"tertial.climate.v1.AccountsService",
                         [](const Surroundings& around) {
                           return climate::CreateAccountsService(around.serving, around.areas,
                                                                 around.ledger);
                         }},
                        {"tertial.climate.v1.ClimateAnalysisService",
                         [](const Surroundings& around) {
                           return climate::CreateClimateAnalysisService(
                               around.serving, around.areas, around.ledger);
                         }},
                        {"tertial.climate.v1.DerivedFiguresService",
                         [](const Surroundings& around) {
                           const auto progress = std::make_shared<climate::DerivedProgress>();
                           around.kept.push_back(progress);
                           return climate::CreateDerivedFiguresService(around.serving, around.areas,
                                                                       around.ledger, *progress);
                         }}},
          .after_seeds = RecordDerived};
}

}  // namespace tertial::fuzz
