// Every method of MeetingsService, with the resource it is about.
#include "services/politics/handler/meetings_service.h"

#include "common/rpc/resource_service.h"
#include "services/politics/handler/follow_up_rules.h"
#include "services/politics/handler/meeting_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"

namespace tertial::politics {
namespace {

class MeetingsServiceAdapter final : public v1::MeetingsService::CallbackService, ResourceService {
 public:
  MeetingsServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::MeetingsService::service_full_name(), serving, areas, ledger) {}

  grpc::ServerUnaryReactor* GetTerm(grpc::CallbackServerContext* context,
                                    const v1::GetTermRequest* request,
                                    v1::GetTermResponse* response) override {
    return Get<TermTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListTerms(grpc::CallbackServerContext* context,
                                      const v1::ListTermsRequest* request,
                                      v1::ListTermsResponse* response) override {
    return List<TermTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetTerms(grpc::CallbackServerContext* context,
                                          const v1::BatchGetTermsRequest* request,
                                          v1::BatchGetTermsResponse* response) override {
    return BatchGet<TermTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateTerm(grpc::CallbackServerContext* context,
                                       const v1::CreateTermRequest* request,
                                       v1::CreateTermResponse* response) override {
    return Create<TermRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateTerm(grpc::CallbackServerContext* context,
                                       const v1::UpdateTermRequest* request,
                                       v1::UpdateTermResponse* response) override {
    return Update<TermRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteTerm(grpc::CallbackServerContext* context,
                                       const v1::DeleteTermRequest* request,
                                       v1::DeleteTermResponse* response) override {
    return Delete<TermRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetMeeting(grpc::CallbackServerContext* context,
                                       const v1::GetMeetingRequest* request,
                                       v1::GetMeetingResponse* response) override {
    return Get<MeetingTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListMeetings(grpc::CallbackServerContext* context,
                                         const v1::ListMeetingsRequest* request,
                                         v1::ListMeetingsResponse* response) override {
    return List<MeetingTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetMeetings(grpc::CallbackServerContext* context,
                                             const v1::BatchGetMeetingsRequest* request,
                                             v1::BatchGetMeetingsResponse* response) override {
    return BatchGet<MeetingTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateMeeting(grpc::CallbackServerContext* context,
                                          const v1::CreateMeetingRequest* request,
                                          v1::CreateMeetingResponse* response) override {
    return Create<MeetingRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateMeeting(grpc::CallbackServerContext* context,
                                          const v1::UpdateMeetingRequest* request,
                                          v1::UpdateMeetingResponse* response) override {
    return Update<MeetingRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteMeeting(grpc::CallbackServerContext* context,
                                          const v1::DeleteMeetingRequest* request,
                                          v1::DeleteMeetingResponse* response) override {
    return Delete<MeetingRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetAgendaItem(grpc::CallbackServerContext* context,
                                          const v1::GetAgendaItemRequest* request,
                                          v1::GetAgendaItemResponse* response) override {
    return Get<AgendaItemTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListAgendaItems(grpc::CallbackServerContext* context,
                                            const v1::ListAgendaItemsRequest* request,
                                            v1::ListAgendaItemsResponse* response) override {
    return List<AgendaItemTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetAgendaItems(
      grpc::CallbackServerContext* context, const v1::BatchGetAgendaItemsRequest* request,
      v1::BatchGetAgendaItemsResponse* response) override {
    return BatchGet<AgendaItemTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateAgendaItem(grpc::CallbackServerContext* context,
                                             const v1::CreateAgendaItemRequest* request,
                                             v1::CreateAgendaItemResponse* response) override {
    return Create<AgendaItemRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateAgendaItem(grpc::CallbackServerContext* context,
                                             const v1::UpdateAgendaItemRequest* request,
                                             v1::UpdateAgendaItemResponse* response) override {
    return Update<AgendaItemRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteAgendaItem(grpc::CallbackServerContext* context,
                                             const v1::DeleteAgendaItemRequest* request,
                                             v1::DeleteAgendaItemResponse* response) override {
    return Delete<AgendaItemRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetMatter(grpc::CallbackServerContext* context,
                                      const v1::GetMatterRequest* request,
                                      v1::GetMatterResponse* response) override {
    return Get<MatterTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListMatters(grpc::CallbackServerContext* context,
                                        const v1::ListMattersRequest* request,
                                        v1::ListMattersResponse* response) override {
    return List<MatterTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetMatters(grpc::CallbackServerContext* context,
                                            const v1::BatchGetMattersRequest* request,
                                            v1::BatchGetMattersResponse* response) override {
    return BatchGet<MatterTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateMatter(grpc::CallbackServerContext* context,
                                         const v1::CreateMatterRequest* request,
                                         v1::CreateMatterResponse* response) override {
    return Create<MatterRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateMatter(grpc::CallbackServerContext* context,
                                         const v1::UpdateMatterRequest* request,
                                         v1::UpdateMatterResponse* response) override {
    return Update<MatterRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteMatter(grpc::CallbackServerContext* context,
                                         const v1::DeleteMatterRequest* request,
                                         v1::DeleteMatterResponse* response) override {
    return Delete<MatterRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetFollowUpEvent(grpc::CallbackServerContext* context,
                                             const v1::GetFollowUpEventRequest* request,
                                             v1::GetFollowUpEventResponse* response) override {
    return Get<FollowUpEventTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListFollowUpEvents(grpc::CallbackServerContext* context,
                                               const v1::ListFollowUpEventsRequest* request,
                                               v1::ListFollowUpEventsResponse* response) override {
    return List<FollowUpEventTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetFollowUpEvents(
      grpc::CallbackServerContext* context, const v1::BatchGetFollowUpEventsRequest* request,
      v1::BatchGetFollowUpEventsResponse* response) override {
    return BatchGet<FollowUpEventTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateFollowUpEvent(
      grpc::CallbackServerContext* context, const v1::CreateFollowUpEventRequest* request,
      v1::CreateFollowUpEventResponse* response) override {
    return Create<FollowUpEventRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateFollowUpEvent(
      grpc::CallbackServerContext* context, const v1::UpdateFollowUpEventRequest* request,
      v1::UpdateFollowUpEventResponse* response) override {
    return Update<FollowUpEventRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteFollowUpEvent(
      grpc::CallbackServerContext* context, const v1::DeleteFollowUpEventRequest* request,
      v1::DeleteFollowUpEventResponse* response) override {
    return Delete<FollowUpEventRules>(context, request, response);
  }
};

}  // namespace

std::unique_ptr<grpc::Service> CreateMeetingsService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger) {
  return std::make_unique<MeetingsServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::politics
