// The only file that sees the generated service: every method with the role it asks for.
#include "services/politics/handler/politics_service.h"

#include "absl/strings/str_cat.h"
#include "services/politics/handler/politics_handlers.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"

namespace tertial::politics {
namespace {

Method MethodOf(absl::string_view name, Role role) {
  return Method{.name = absl::StrCat(v1::PoliticsService::service_full_name(), "/", name),
                .role = role};
}

class PoliticsServiceAdapter final : public v1::PoliticsService::CallbackService {
 public:
  PoliticsServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : serving_(serving), handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetBody(grpc::CallbackServerContext* context,
                                    const v1::GetBodyRequest* request,
                                    v1::GetBodyResponse* response) override {
    return Read("GetBody", context, request, response, &PoliticsHandlers::GetBody);
  }
  grpc::ServerUnaryReactor* ListBodies(grpc::CallbackServerContext* context,
                                       const v1::ListBodiesRequest* request,
                                       v1::ListBodiesResponse* response) override {
    return Read("ListBodies", context, request, response, &PoliticsHandlers::ListBodies);
  }
  grpc::ServerUnaryReactor* BatchGetBodies(grpc::CallbackServerContext* context,
                                           const v1::BatchGetBodiesRequest* request,
                                           v1::BatchGetBodiesResponse* response) override {
    return Read("BatchGetBodies", context, request, response, &PoliticsHandlers::BatchGetBodies);
  }
  grpc::ServerUnaryReactor* GetBodyActivity(grpc::CallbackServerContext* context,
                                            const v1::GetBodyActivityRequest* request,
                                            v1::GetBodyActivityResponse* response) override {
    return Read("GetBodyActivity", context, request, response, &PoliticsHandlers::GetBodyActivity);
  }
  grpc::ServerUnaryReactor* ListBodyActivities(grpc::CallbackServerContext* context,
                                               const v1::ListBodyActivitiesRequest* request,
                                               v1::ListBodyActivitiesResponse* response) override {
    return Read("ListBodyActivities", context, request, response,
                &PoliticsHandlers::ListBodyActivities);
  }
  grpc::ServerUnaryReactor* BatchGetBodyActivities(
      grpc::CallbackServerContext* context, const v1::BatchGetBodyActivitiesRequest* request,
      v1::BatchGetBodyActivitiesResponse* response) override {
    return Read("BatchGetBodyActivities", context, request, response,
                &PoliticsHandlers::BatchGetBodyActivities);
  }
  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context,
                                    const v1::GetCaseRequest* request,
                                    v1::GetCaseResponse* response) override {
    return Read("GetCase", context, request, response, &PoliticsHandlers::GetCase);
  }
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* context,
                                      const v1::ListCasesRequest* request,
                                      v1::ListCasesResponse* response) override {
    return Read("ListCases", context, request, response, &PoliticsHandlers::ListCases);
  }
  grpc::ServerUnaryReactor* BatchGetCases(grpc::CallbackServerContext* context,
                                          const v1::BatchGetCasesRequest* request,
                                          v1::BatchGetCasesResponse* response) override {
    return Read("BatchGetCases", context, request, response, &PoliticsHandlers::BatchGetCases);
  }
  grpc::ServerUnaryReactor* GetThematicPlan(grpc::CallbackServerContext* context,
                                            const v1::GetThematicPlanRequest* request,
                                            v1::GetThematicPlanResponse* response) override {
    return Read("GetThematicPlan", context, request, response, &PoliticsHandlers::GetThematicPlan);
  }
  grpc::ServerUnaryReactor* ListThematicPlans(grpc::CallbackServerContext* context,
                                              const v1::ListThematicPlansRequest* request,
                                              v1::ListThematicPlansResponse* response) override {
    return Read("ListThematicPlans", context, request, response,
                &PoliticsHandlers::ListThematicPlans);
  }
  grpc::ServerUnaryReactor* BatchGetThematicPlans(
      grpc::CallbackServerContext* context, const v1::BatchGetThematicPlansRequest* request,
      v1::BatchGetThematicPlansResponse* response) override {
    return Read("BatchGetThematicPlans", context, request, response,
                &PoliticsHandlers::BatchGetThematicPlans);
  }
  grpc::ServerUnaryReactor* GetResolutionFollowUp(
      grpc::CallbackServerContext* context, const v1::GetResolutionFollowUpRequest* request,
      v1::GetResolutionFollowUpResponse* response) override {
    return Read("GetResolutionFollowUp", context, request, response,
                &PoliticsHandlers::GetResolutionFollowUp);
  }
  grpc::ServerUnaryReactor* ListResolutionFollowUps(
      grpc::CallbackServerContext* context, const v1::ListResolutionFollowUpsRequest* request,
      v1::ListResolutionFollowUpsResponse* response) override {
    return Read("ListResolutionFollowUps", context, request, response,
                &PoliticsHandlers::ListResolutionFollowUps);
  }
  grpc::ServerUnaryReactor* BatchGetResolutionFollowUps(
      grpc::CallbackServerContext* context, const v1::BatchGetResolutionFollowUpsRequest* request,
      v1::BatchGetResolutionFollowUpsResponse* response) override {
    return Read("BatchGetResolutionFollowUps", context, request, response,
                &PoliticsHandlers::BatchGetResolutionFollowUps);
  }
  grpc::ServerUnaryReactor* GetPoliticsSection(grpc::CallbackServerContext* context,
                                               const v1::GetPoliticsSectionRequest* request,
                                               v1::GetPoliticsSectionResponse* response) override {
    return Read("GetPoliticsSection", context, request, response,
                &PoliticsHandlers::GetPoliticsSection);
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
                                 absl::StatusOr<Response> (PoliticsHandlers::*handler)(
                                     const CallContext&, const Request&) const) {
    return serving_.Unary(MethodOf(name, common::internal::v1::ROLE_READER), context, request,
                          response, [this, handler](const CallContext& call, const Request& asked) {
                            return (handlers_.*handler)(call, asked);
                          });
  }

  Serving& serving_;
  PoliticsHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreatePoliticsService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger) {
  return std::make_unique<PoliticsServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::politics
