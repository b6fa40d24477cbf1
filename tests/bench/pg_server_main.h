// The process of a server that answers a contract from PostgreSQL, for benches to compare with.
#ifndef TERTIAL_TESTS_BENCH_PG_SERVER_MAIN_H_
#define TERTIAL_TESTS_BENCH_PG_SERVER_MAIN_H_

#include <functional>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "common/server/service_main.h"

namespace tertial::bench {

struct PgServerDefinition {
  std::string name;
  // One sentence for --help.
  std::string purpose;
  // The full name of the contract.
  std::string contract;
  // `conninfo` says where PostgreSQL is, as libpq reads it.
  std::function<absl::StatusOr<std::unique_ptr<grpc::Service>>(
      const ServiceEnvironment& environment, const std::string& conninfo)>
      create;
};

// ServiceMain of such a server, which is told --postgres.
inline int PgServerMain(int argc, char** argv, const PgServerDefinition& definition) {
  std::string conninfo;
  return ServiceMain(
      argc, argv,
      {.name = definition.name,
       .purpose = definition.purpose,
       .default_port = 0,
       .store_use = StoreUse::kNone,
       .tables = {},
       .add_flags =
           [&](CLI::App& app) {
             app.add_option("--postgres", conninfo, "Where PostgreSQL is, as libpq reads it")
                 ->required();
           },
       .contracts = {{definition.contract, [&](const ServiceEnvironment& environment) {
                        return definition.create(environment, conninfo);
                      }}}});
}

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_SERVER_MAIN_H_
