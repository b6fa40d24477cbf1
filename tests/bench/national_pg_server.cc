// The indicators service on PgStore: the same handlers, rules and ledger, another store. See
// README.md.
#include <memory>
#include <string>
#include <utility>

#include "common/ledger/ledger.h"
#include "common/rpc/limits.h"
#include "common/server/service_main.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "tests/bench/pg_store.h"

namespace tertial::bench {
namespace {

int Main(int argc, char** argv) {
  // A read holds a connection, and so does a write.
  PgStoreOptions options{.snapshot_with_first_read = true, .warm_connections = kReadThreads + 1};
  std::unique_ptr<Ledger> ledger;
  return ServiceMain(
      argc, argv,
      {.name = "indicators-on-postgresql",
       .purpose = "Serves indicators, statistics and what was observed of them, from PostgreSQL.",
       .default_port = 0,
       .store_use = tertial::StoreUse::kNone,
       .tables = {},
       .add_flags =
           [&](CLI::App& app) {
             app.add_option("--postgres", options.conninfo,
                            "Where PostgreSQL is, as libpq reads it")
                 ->required();
           },
       .contracts = {
           {"tertial.indicators.v1.IndicatorsService",
            [&](const ServiceEnvironment& environment)
                -> absl::StatusOr<std::unique_ptr<grpc::Service>> {
              TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store, OpenPgStore(options));
              TERTIAL_ASSIGN_OR_RETURN(ledger,
                                       Ledger::Open(std::move(store), SystemClock(),
                                                    {.service_name = "indicators",
                                                     .tables = indicators::IndicatorsTables()}));
              return indicators::CreateIndicatorsService(environment.serving, environment.areas,
                                                         *ledger);
            }},
           {"tertial.indicators.v1.AnalysisService", [&](const ServiceEnvironment& environment) {
              return indicators::CreateAnalysisService(environment.serving, environment.areas,
                                                       *ledger);
            }}}});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
