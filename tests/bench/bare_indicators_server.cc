// The indicators service without what stands before its handlers: a call is not authenticated,
// queued, authorised, counted or logged. Process, TLS, store and handlers are the same. See
// README.md.
#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/standard_methods.h"
#include "common/server/service_main.h"
#include "common/status/grpc_status.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"

namespace tertial::bench {
namespace {

namespace v1 = indicators::v1;
using indicators::ObservationTable;

class BareIndicators final : public v1::IndicatorsService::CallbackService {
 public:
  BareIndicators(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  grpc::ServerUnaryReactor* GetObservation(grpc::CallbackServerContext* context,
                                           const v1::GetObservationRequest* request,
                                           v1::GetObservationResponse* response) override {
    return Answer(
        context, response,
        AnswerGet<ObservationTable, v1::GetObservationResponse>(ledger_, areas_, *request));
  }
  grpc::ServerUnaryReactor* BatchGetObservations(
      grpc::CallbackServerContext* context, const v1::BatchGetObservationsRequest* request,
      v1::BatchGetObservationsResponse* response) override {
    return Answer(context, response,
                  AnswerBatchGet<ObservationTable, v1::BatchGetObservationsResponse>(
                      ledger_, areas_, *request));
  }

 private:
  template <typename Response>
  static grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, Response* response,
                                          absl::StatusOr<Response> answer) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const absl::Status status = answer.status();
    if (status.ok()) *response = *std::move(answer);
    reactor->Finish(ToGrpcStatus(status));
    return reactor;
  }

  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

int Main(int argc, char** argv) {
  // Under the service's name, since the store is the service's.
  return ServiceMain(
      argc, argv,
      {.name = "indicators",
       .purpose = "Answers reads of observations, with nothing before the handlers.",
       .default_port = 0,
       .store_use = StoreUse::kAlways,
       .tables = indicators::IndicatorsTables(),
       .contracts = {
           {v1::IndicatorsService::service_full_name(), [](const ServiceEnvironment& environment) {
              return std::make_unique<BareIndicators>(*environment.ledger, environment.areas);
            }}}});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
