// The only file that sees the generated service: every method with the role it asks for.
#include "services/indicators/handler/indicators_service.h"

#include "absl/strings/str_cat.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"

namespace tertial::indicators {
namespace {

Method MethodOf(absl::string_view name, Role role) {
  return Method{.name = absl::StrCat(v1::IndicatorsService::service_full_name(), "/", name),
                .role = role};
}

class IndicatorsServiceAdapter final : public v1::IndicatorsService::CallbackService {
 public:
  IndicatorsServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : serving_(serving), handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetIndicator(grpc::CallbackServerContext* context,
                                         const v1::GetIndicatorRequest* request,
                                         v1::GetIndicatorResponse* response) override {
    return Read("GetIndicator", context, request, response, &IndicatorsHandlers::GetIndicator);
  }
  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context,
                                           const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsResponse* response) override {
    return Read("ListIndicators", context, request, response, &IndicatorsHandlers::ListIndicators);
  }
  grpc::ServerUnaryReactor* BatchGetIndicators(grpc::CallbackServerContext* context,
                                               const v1::BatchGetIndicatorsRequest* request,
                                               v1::BatchGetIndicatorsResponse* response) override {
    return Read("BatchGetIndicators", context, request, response,
                &IndicatorsHandlers::BatchGetIndicators);
  }
  grpc::ServerUnaryReactor* GetFocusArea(grpc::CallbackServerContext* context,
                                         const v1::GetFocusAreaRequest* request,
                                         v1::GetFocusAreaResponse* response) override {
    return Read("GetFocusArea", context, request, response, &IndicatorsHandlers::GetFocusArea);
  }
  grpc::ServerUnaryReactor* ListFocusAreas(grpc::CallbackServerContext* context,
                                           const v1::ListFocusAreasRequest* request,
                                           v1::ListFocusAreasResponse* response) override {
    return Read("ListFocusAreas", context, request, response, &IndicatorsHandlers::ListFocusAreas);
  }
  grpc::ServerUnaryReactor* BatchGetFocusAreas(grpc::CallbackServerContext* context,
                                               const v1::BatchGetFocusAreasRequest* request,
                                               v1::BatchGetFocusAreasResponse* response) override {
    return Read("BatchGetFocusAreas", context, request, response,
                &IndicatorsHandlers::BatchGetFocusAreas);
  }
  grpc::ServerUnaryReactor* GetGoal(grpc::CallbackServerContext* context,
                                    const v1::GetGoalRequest* request,
                                    v1::GetGoalResponse* response) override {
    return Read("GetGoal", context, request, response, &IndicatorsHandlers::GetGoal);
  }
  grpc::ServerUnaryReactor* ListGoals(grpc::CallbackServerContext* context,
                                      const v1::ListGoalsRequest* request,
                                      v1::ListGoalsResponse* response) override {
    return Read("ListGoals", context, request, response, &IndicatorsHandlers::ListGoals);
  }
  grpc::ServerUnaryReactor* BatchGetGoals(grpc::CallbackServerContext* context,
                                          const v1::BatchGetGoalsRequest* request,
                                          v1::BatchGetGoalsResponse* response) override {
    return Read("BatchGetGoals", context, request, response, &IndicatorsHandlers::BatchGetGoals);
  }
  grpc::ServerUnaryReactor* GetFrameworkIndicator(
      grpc::CallbackServerContext* context, const v1::GetFrameworkIndicatorRequest* request,
      v1::GetFrameworkIndicatorResponse* response) override {
    return Read("GetFrameworkIndicator", context, request, response,
                &IndicatorsHandlers::GetFrameworkIndicator);
  }
  grpc::ServerUnaryReactor* ListFrameworkIndicators(
      grpc::CallbackServerContext* context, const v1::ListFrameworkIndicatorsRequest* request,
      v1::ListFrameworkIndicatorsResponse* response) override {
    return Read("ListFrameworkIndicators", context, request, response,
                &IndicatorsHandlers::ListFrameworkIndicators);
  }
  grpc::ServerUnaryReactor* BatchGetFrameworkIndicators(
      grpc::CallbackServerContext* context, const v1::BatchGetFrameworkIndicatorsRequest* request,
      v1::BatchGetFrameworkIndicatorsResponse* response) override {
    return Read("BatchGetFrameworkIndicators", context, request, response,
                &IndicatorsHandlers::BatchGetFrameworkIndicators);
  }
  grpc::ServerUnaryReactor* GetObservation(grpc::CallbackServerContext* context,
                                           const v1::GetObservationRequest* request,
                                           v1::GetObservationResponse* response) override {
    return Read("GetObservation", context, request, response, &IndicatorsHandlers::GetObservation);
  }
  grpc::ServerUnaryReactor* ListObservations(grpc::CallbackServerContext* context,
                                             const v1::ListObservationsRequest* request,
                                             v1::ListObservationsResponse* response) override {
    return Read("ListObservations", context, request, response,
                &IndicatorsHandlers::ListObservations);
  }
  grpc::ServerUnaryReactor* BatchGetObservations(
      grpc::CallbackServerContext* context, const v1::BatchGetObservationsRequest* request,
      v1::BatchGetObservationsResponse* response) override {
    return Read("BatchGetObservations", context, request, response,
                &IndicatorsHandlers::BatchGetObservations);
  }
  grpc::ServerUnaryReactor* GetTarget(grpc::CallbackServerContext* context,
                                      const v1::GetTargetRequest* request,
                                      v1::GetTargetResponse* response) override {
    return Read("GetTarget", context, request, response, &IndicatorsHandlers::GetTarget);
  }
  grpc::ServerUnaryReactor* ListTargets(grpc::CallbackServerContext* context,
                                        const v1::ListTargetsRequest* request,
                                        v1::ListTargetsResponse* response) override {
    return Read("ListTargets", context, request, response, &IndicatorsHandlers::ListTargets);
  }
  grpc::ServerUnaryReactor* BatchGetTargets(grpc::CallbackServerContext* context,
                                            const v1::BatchGetTargetsRequest* request,
                                            v1::BatchGetTargetsResponse* response) override {
    return Read("BatchGetTargets", context, request, response,
                &IndicatorsHandlers::BatchGetTargets);
  }
  grpc::ServerUnaryReactor* GetIndicatorsSection(
      grpc::CallbackServerContext* context, const v1::GetIndicatorsSectionRequest* request,
      v1::GetIndicatorsSectionResponse* response) override {
    return Read("GetIndicatorsSection", context, request, response,
                &IndicatorsHandlers::GetIndicatorsSection);
  }
  grpc::ServerUnaryReactor* GetStatisticsSection(
      grpc::CallbackServerContext* context, const v1::GetStatisticsSectionRequest* request,
      v1::GetStatisticsSectionResponse* response) override {
    return Read("GetStatisticsSection", context, request, response,
                &IndicatorsHandlers::GetStatisticsSection);
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return serving_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(
        MethodOf("ImportRows", common::internal::v1::ROLE_RECORDER), context, response,
        [this](const CallContext& call) { return handlers_.ImportRows(call); });
  }

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Read(absl::string_view name, grpc::CallbackServerContext* context,
                                 const Request* request, Response* response,
                                 absl::StatusOr<Response> (IndicatorsHandlers::*handler)(
                                     const CallContext&, const Request&) const) {
    return serving_.Unary(MethodOf(name, common::internal::v1::ROLE_READER), context, request,
                          response, [this, handler](const CallContext& call, const Request& asked) {
                            return (handlers_.*handler)(call, asked);
                          });
  }

  Serving& serving_;
  IndicatorsHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateIndicatorsService(Serving& serving, const AreaRegistry& areas,
                                                       Ledger& ledger) {
  return std::make_unique<IndicatorsServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::indicators
