// The indicators service's UpdateObservation, answered from PostgreSQL: what the ledger is measured
// against. Everything around the store is that of the services. See README.md.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/server/service_main.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/bench/pg_observations.h"

namespace tertial::bench {
namespace {

using indicators::v1::IndicatorsService;
using indicators::v1::UpdateObservationRequest;
using indicators::v1::UpdateObservationResponse;

class PgService final : public IndicatorsService::CallbackService {
 public:
  PgService(Serving& serving, const AreaRegistry& areas, std::unique_ptr<PgPool> pool)
      : serving_(serving), pool_(std::move(pool)), observations_(*pool_, areas) {}

  grpc::ServerUnaryReactor* UpdateObservation(grpc::CallbackServerContext* context,
                                              const UpdateObservationRequest* request,
                                              UpdateObservationResponse* response) override {
    const Method method{absl::StrCat(IndicatorsService::service_full_name(), "/UpdateObservation"),
                        common::internal::v1::ROLE_RECORDER};
    return serving_.Write(method, context, request, response,
                          [this](const CallContext& call, const UpdateObservationRequest& asked) {
                            return observations_.Update(call, asked);
                          });
  }

 private:
  Serving& serving_;
  const std::unique_ptr<PgPool> pool_;
  PgObservations observations_;
};

int Main(int argc, char** argv) {
  std::string conninfo;
  int connections = 1;
  return ServiceMain(
      argc, argv,
      {.name = "indicators-on-postgresql",
       .purpose = "Serves UpdateObservation from PostgreSQL.",
       .default_port = 0,
       .has_store = false,
       .tables = {},
       .add_flags =
           [&](CLI::App& app) {
             app.add_option("--postgres", conninfo, "Where PostgreSQL is, as libpq reads it")
                 ->required();
             app.add_option("--connections", connections, "How many connections to keep")
                 ->check(CLI::Range(1, 90))
                 ->capture_default_str();
           },
       .contracts = {{IndicatorsService::service_full_name(),
                      [&](const ServiceEnvironment& environment)
                          -> absl::StatusOr<std::unique_ptr<grpc::Service>> {
                        TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgPool> pool,
                                                 PgPool::Open(conninfo, connections));
                        return std::make_unique<PgService>(environment.serving, environment.areas,
                                                           std::move(pool));
                      }}}});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
