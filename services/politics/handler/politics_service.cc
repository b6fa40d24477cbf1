// The only file that sees the generated service: every method, with the resource it is about.
#include "services/politics/handler/politics_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/politics/handler/body_rules.h"
#include "services/politics/handler/case_rules.h"
#include "services/politics/handler/follow_up_rules.h"
#include "services/politics/handler/plan_rules.h"
#include "services/politics/handler/politics_handlers.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"

namespace tertial::politics {
namespace {

class PoliticsServiceAdapter final : public v1::PoliticsService::CallbackService, ResourceService {
 public:
  PoliticsServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::PoliticsService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetBody(grpc::CallbackServerContext* context,
                                    const v1::GetBodyRequest* request,
                                    v1::GetBodyResponse* response) override {
    return Get<BodyTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListBodies(grpc::CallbackServerContext* context,
                                       const v1::ListBodiesRequest* request,
                                       v1::ListBodiesResponse* response) override {
    return List<BodyTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetBodies(grpc::CallbackServerContext* context,
                                           const v1::BatchGetBodiesRequest* request,
                                           v1::BatchGetBodiesResponse* response) override {
    return BatchGet<BodyTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateBody(grpc::CallbackServerContext* context,
                                       const v1::CreateBodyRequest* request,
                                       v1::CreateBodyResponse* response) override {
    return Create<BodyRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateBody(grpc::CallbackServerContext* context,
                                       const v1::UpdateBodyRequest* request,
                                       v1::UpdateBodyResponse* response) override {
    return Update<BodyRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteBody(grpc::CallbackServerContext* context,
                                       const v1::DeleteBodyRequest* request,
                                       v1::DeleteBodyResponse* response) override {
    return Delete<BodyRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetBodyActivity(grpc::CallbackServerContext* context,
                                            const v1::GetBodyActivityRequest* request,
                                            v1::GetBodyActivityResponse* response) override {
    return Get<BodyActivityTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListBodyActivities(grpc::CallbackServerContext* context,
                                               const v1::ListBodyActivitiesRequest* request,
                                               v1::ListBodyActivitiesResponse* response) override {
    return List<BodyActivityTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetBodyActivities(
      grpc::CallbackServerContext* context, const v1::BatchGetBodyActivitiesRequest* request,
      v1::BatchGetBodyActivitiesResponse* response) override {
    return BatchGet<BodyActivityTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateBodyActivity(grpc::CallbackServerContext* context,
                                               const v1::CreateBodyActivityRequest* request,
                                               v1::CreateBodyActivityResponse* response) override {
    return Create<BodyActivityRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateBodyActivity(grpc::CallbackServerContext* context,
                                               const v1::UpdateBodyActivityRequest* request,
                                               v1::UpdateBodyActivityResponse* response) override {
    return Update<BodyActivityRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteBodyActivity(grpc::CallbackServerContext* context,
                                               const v1::DeleteBodyActivityRequest* request,
                                               v1::DeleteBodyActivityResponse* response) override {
    return Delete<BodyActivityRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context,
                                    const v1::GetCaseRequest* request,
                                    v1::GetCaseResponse* response) override {
    return Get<CaseTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* context,
                                      const v1::ListCasesRequest* request,
                                      v1::ListCasesResponse* response) override {
    return List<CaseTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetCases(grpc::CallbackServerContext* context,
                                          const v1::BatchGetCasesRequest* request,
                                          v1::BatchGetCasesResponse* response) override {
    return BatchGet<CaseTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateCase(grpc::CallbackServerContext* context,
                                       const v1::CreateCaseRequest* request,
                                       v1::CreateCaseResponse* response) override {
    return Create<CaseRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateCase(grpc::CallbackServerContext* context,
                                       const v1::UpdateCaseRequest* request,
                                       v1::UpdateCaseResponse* response) override {
    return Update<CaseRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteCase(grpc::CallbackServerContext* context,
                                       const v1::DeleteCaseRequest* request,
                                       v1::DeleteCaseResponse* response) override {
    return Delete<CaseRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetThematicPlan(grpc::CallbackServerContext* context,
                                            const v1::GetThematicPlanRequest* request,
                                            v1::GetThematicPlanResponse* response) override {
    return Get<ThematicPlanTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListThematicPlans(grpc::CallbackServerContext* context,
                                              const v1::ListThematicPlansRequest* request,
                                              v1::ListThematicPlansResponse* response) override {
    return List<ThematicPlanTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetThematicPlans(
      grpc::CallbackServerContext* context, const v1::BatchGetThematicPlansRequest* request,
      v1::BatchGetThematicPlansResponse* response) override {
    return BatchGet<ThematicPlanTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateThematicPlan(grpc::CallbackServerContext* context,
                                               const v1::CreateThematicPlanRequest* request,
                                               v1::CreateThematicPlanResponse* response) override {
    return Create<ThematicPlanRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateThematicPlan(grpc::CallbackServerContext* context,
                                               const v1::UpdateThematicPlanRequest* request,
                                               v1::UpdateThematicPlanResponse* response) override {
    return Update<ThematicPlanRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteThematicPlan(grpc::CallbackServerContext* context,
                                               const v1::DeleteThematicPlanRequest* request,
                                               v1::DeleteThematicPlanResponse* response) override {
    return Delete<ThematicPlanRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetResolutionFollowUp(
      grpc::CallbackServerContext* context, const v1::GetResolutionFollowUpRequest* request,
      v1::GetResolutionFollowUpResponse* response) override {
    return Get<ResolutionFollowUpTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListResolutionFollowUps(
      grpc::CallbackServerContext* context, const v1::ListResolutionFollowUpsRequest* request,
      v1::ListResolutionFollowUpsResponse* response) override {
    return List<ResolutionFollowUpTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetResolutionFollowUps(
      grpc::CallbackServerContext* context, const v1::BatchGetResolutionFollowUpsRequest* request,
      v1::BatchGetResolutionFollowUpsResponse* response) override {
    return BatchGet<ResolutionFollowUpTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateResolutionFollowUp(
      grpc::CallbackServerContext* context, const v1::CreateResolutionFollowUpRequest* request,
      v1::CreateResolutionFollowUpResponse* response) override {
    return Create<ResolutionFollowUpRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateResolutionFollowUp(
      grpc::CallbackServerContext* context, const v1::UpdateResolutionFollowUpRequest* request,
      v1::UpdateResolutionFollowUpResponse* response) override {
    return Update<ResolutionFollowUpRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteResolutionFollowUp(
      grpc::CallbackServerContext* context, const v1::DeleteResolutionFollowUpRequest* request,
      v1::DeleteResolutionFollowUpResponse* response) override {
    return Delete<ResolutionFollowUpRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetPoliticsSection(grpc::CallbackServerContext* context,
                                               const v1::GetPoliticsSectionRequest* request,
                                               v1::GetPoliticsSectionResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&PoliticsHandlers::GetPoliticsSection, &handlers_));
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return Import<v1::ImportRowsRequest>(
        context, response, std::bind_front(&PoliticsHandlers::ImportRows, &handlers_));
  }

 private:
  PoliticsHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreatePoliticsService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger) {
  return std::make_unique<PoliticsServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::politics
