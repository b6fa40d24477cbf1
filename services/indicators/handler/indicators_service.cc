// The only file that sees the generated service: every method, with the resource it is about.
#include "services/indicators/handler/indicators_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"

namespace tertial::indicators {
namespace {

class IndicatorsServiceAdapter final : public v1::IndicatorsService::CallbackService,
                                       ResourceService {
 public:
  IndicatorsServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger,
                           const OwnerContacts& contacts)
      : ResourceService(v1::IndicatorsService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas, contacts) {}

  grpc::ServerUnaryReactor* GetIndicator(grpc::CallbackServerContext* context,
                                         const v1::GetIndicatorRequest* request,
                                         v1::GetIndicatorResponse* response) override {
    return Get<IndicatorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context,
                                           const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsResponse* response) override {
    return List<IndicatorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetIndicators(grpc::CallbackServerContext* context,
                                               const v1::BatchGetIndicatorsRequest* request,
                                               v1::BatchGetIndicatorsResponse* response) override {
    return BatchGet<IndicatorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateIndicator(grpc::CallbackServerContext* context,
                                            const v1::CreateIndicatorRequest* request,
                                            v1::CreateIndicatorResponse* response) override {
    return Create<IndicatorRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateIndicator(grpc::CallbackServerContext* context,
                                            const v1::UpdateIndicatorRequest* request,
                                            v1::UpdateIndicatorResponse* response) override {
    return Update<IndicatorRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteIndicator(grpc::CallbackServerContext* context,
                                            const v1::DeleteIndicatorRequest* request,
                                            v1::DeleteIndicatorResponse* response) override {
    return Delete<IndicatorRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetFocusArea(grpc::CallbackServerContext* context,
                                         const v1::GetFocusAreaRequest* request,
                                         v1::GetFocusAreaResponse* response) override {
    return Get<FocusAreaTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListFocusAreas(grpc::CallbackServerContext* context,
                                           const v1::ListFocusAreasRequest* request,
                                           v1::ListFocusAreasResponse* response) override {
    return List<FocusAreaTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetFocusAreas(grpc::CallbackServerContext* context,
                                               const v1::BatchGetFocusAreasRequest* request,
                                               v1::BatchGetFocusAreasResponse* response) override {
    return BatchGet<FocusAreaTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateFocusArea(grpc::CallbackServerContext* context,
                                            const v1::CreateFocusAreaRequest* request,
                                            v1::CreateFocusAreaResponse* response) override {
    return Create<FocusAreaRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateFocusArea(grpc::CallbackServerContext* context,
                                            const v1::UpdateFocusAreaRequest* request,
                                            v1::UpdateFocusAreaResponse* response) override {
    return Update<FocusAreaRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteFocusArea(grpc::CallbackServerContext* context,
                                            const v1::DeleteFocusAreaRequest* request,
                                            v1::DeleteFocusAreaResponse* response) override {
    return Delete<FocusAreaRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetGoal(grpc::CallbackServerContext* context,
                                    const v1::GetGoalRequest* request,
                                    v1::GetGoalResponse* response) override {
    return Get<GoalTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListGoals(grpc::CallbackServerContext* context,
                                      const v1::ListGoalsRequest* request,
                                      v1::ListGoalsResponse* response) override {
    return List<GoalTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetGoals(grpc::CallbackServerContext* context,
                                          const v1::BatchGetGoalsRequest* request,
                                          v1::BatchGetGoalsResponse* response) override {
    return BatchGet<GoalTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateGoal(grpc::CallbackServerContext* context,
                                       const v1::CreateGoalRequest* request,
                                       v1::CreateGoalResponse* response) override {
    return Create<GoalRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateGoal(grpc::CallbackServerContext* context,
                                       const v1::UpdateGoalRequest* request,
                                       v1::UpdateGoalResponse* response) override {
    return Update<GoalRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteGoal(grpc::CallbackServerContext* context,
                                       const v1::DeleteGoalRequest* request,
                                       v1::DeleteGoalResponse* response) override {
    return Delete<GoalRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetFrameworkIndicator(
      grpc::CallbackServerContext* context, const v1::GetFrameworkIndicatorRequest* request,
      v1::GetFrameworkIndicatorResponse* response) override {
    return Get<FrameworkIndicatorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListFrameworkIndicators(
      grpc::CallbackServerContext* context, const v1::ListFrameworkIndicatorsRequest* request,
      v1::ListFrameworkIndicatorsResponse* response) override {
    return List<FrameworkIndicatorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetFrameworkIndicators(
      grpc::CallbackServerContext* context, const v1::BatchGetFrameworkIndicatorsRequest* request,
      v1::BatchGetFrameworkIndicatorsResponse* response) override {
    return BatchGet<FrameworkIndicatorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateFrameworkIndicator(
      grpc::CallbackServerContext* context, const v1::CreateFrameworkIndicatorRequest* request,
      v1::CreateFrameworkIndicatorResponse* response) override {
    return Create<FrameworkIndicatorRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateFrameworkIndicator(
      grpc::CallbackServerContext* context, const v1::UpdateFrameworkIndicatorRequest* request,
      v1::UpdateFrameworkIndicatorResponse* response) override {
    return Update<FrameworkIndicatorRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteFrameworkIndicator(
      grpc::CallbackServerContext* context, const v1::DeleteFrameworkIndicatorRequest* request,
      v1::DeleteFrameworkIndicatorResponse* response) override {
    return Delete<FrameworkIndicatorRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetObservation(grpc::CallbackServerContext* context,
                                           const v1::GetObservationRequest* request,
                                           v1::GetObservationResponse* response) override {
    return Get<ObservationTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListObservations(grpc::CallbackServerContext* context,
                                             const v1::ListObservationsRequest* request,
                                             v1::ListObservationsResponse* response) override {
    return List<ObservationTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetObservations(
      grpc::CallbackServerContext* context, const v1::BatchGetObservationsRequest* request,
      v1::BatchGetObservationsResponse* response) override {
    return BatchGet<ObservationTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateObservation(grpc::CallbackServerContext* context,
                                              const v1::CreateObservationRequest* request,
                                              v1::CreateObservationResponse* response) override {
    return Create<ObservationRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateObservation(grpc::CallbackServerContext* context,
                                              const v1::UpdateObservationRequest* request,
                                              v1::UpdateObservationResponse* response) override {
    return Update<ObservationRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteObservation(grpc::CallbackServerContext* context,
                                              const v1::DeleteObservationRequest* request,
                                              v1::DeleteObservationResponse* response) override {
    return Delete<ObservationRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetTarget(grpc::CallbackServerContext* context,
                                      const v1::GetTargetRequest* request,
                                      v1::GetTargetResponse* response) override {
    return Get<TargetTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListTargets(grpc::CallbackServerContext* context,
                                        const v1::ListTargetsRequest* request,
                                        v1::ListTargetsResponse* response) override {
    return List<TargetTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetTargets(grpc::CallbackServerContext* context,
                                            const v1::BatchGetTargetsRequest* request,
                                            v1::BatchGetTargetsResponse* response) override {
    return BatchGet<TargetTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateTarget(grpc::CallbackServerContext* context,
                                         const v1::CreateTargetRequest* request,
                                         v1::CreateTargetResponse* response) override {
    return Create<TargetRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateTarget(grpc::CallbackServerContext* context,
                                         const v1::UpdateTargetRequest* request,
                                         v1::UpdateTargetResponse* response) override {
    return Update<TargetRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteTarget(grpc::CallbackServerContext* context,
                                         const v1::DeleteTargetRequest* request,
                                         v1::DeleteTargetResponse* response) override {
    return Delete<TargetRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetIndicatorsSection(
      grpc::CallbackServerContext* context, const v1::GetIndicatorsSectionRequest* request,
      v1::GetIndicatorsSectionResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&IndicatorsHandlers::GetIndicatorsSection, &handlers_));
  }
  grpc::ServerUnaryReactor* GetStatisticsSection(
      grpc::CallbackServerContext* context, const v1::GetStatisticsSectionRequest* request,
      v1::GetStatisticsSectionResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&IndicatorsHandlers::GetStatisticsSection, &handlers_));
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return Import<v1::ImportRowsRequest>(
        context, response, std::bind_front(&IndicatorsHandlers::ImportRows, &handlers_));
  }

 private:
  IndicatorsHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateIndicatorsService(Serving& serving, const AreaRegistry& areas,
                                                       Ledger& ledger,
                                                       const OwnerContacts& contacts) {
  return std::make_unique<IndicatorsServiceAdapter>(serving, areas, ledger, contacts);
}

std::unique_ptr<grpc::Service> CreateIndicatorsService(Serving& serving, const AreaRegistry& areas,
                                                       Ledger& ledger) {
  return CreateIndicatorsService(serving, areas, ledger, NobodyFollowed());
}

}  // namespace tertial::indicators
