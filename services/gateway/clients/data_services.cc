#include "services/gateway/clients/data_services.h"

#include <algorithm>
#include <latch>
#include <utility>

#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"
#include "grpcpp/client_context.h"

namespace tertial::gateway {
namespace {

// One section on its way: the call's own context, and where its answer goes. Lives until the call
// has ended.
template <typename Request, typename Response>
struct Pull {
  Pull(const SectionQuery& query, absl::Time deadline, const std::string& request_id,
       std::function<void(Section)> then)
      : done(std::move(then)) {
    request.set_area("areas/" + query.area_id);
    request.set_period(query.period);
    if (query.as_of.point_case() != common::v1::AsOf::POINT_NOT_SET) {
      *request.mutable_as_of() = query.as_of;
    }
    context.set_deadline(absl::ToChronoTime(deadline));
    context.AddMetadata(kCallerMetadata, "gateway");
    context.AddMetadata(kRequestIdMetadata, request_id);
  }

  grpc::ClientContext context;
  Request request;
  Response response;
  std::function<void(Section)> done;
};

template <typename Request, typename Response, typename Stub>
void Start(Stub* stub,
           void (Stub::*method)(grpc::ClientContext*, const Request*, Response*,
                                std::function<void(grpc::Status)>),
           const SectionQuery& query, absl::Time deadline, const std::string& request_id,
           std::function<void(Section)> done) {
  auto pull =
      std::make_shared<Pull<Request, Response>>(query, deadline, request_id, std::move(done));
  (stub->*method)(&pull->context, &pull->request, &pull->response, [pull](grpc::Status status) {
    pull->done(MakeSection(FromGrpcStatus(status), std::move(pull->response)));
  });
}

}  // namespace

absl::Time PullDeadline(const CallContext& call) {
  const absl::Duration left = call.deadline - SystemClock().Now();
  return call.deadline - std::min(left / 10, absl::Milliseconds(250));
}

DataServices::DataServices(const Endpoints& endpoints)
    : health_targets_({OpenHealthTarget("indicators", endpoints.indicators),
                       OpenHealthTarget("workforce", endpoints.workforce),
                       OpenHealthTarget("politics", endpoints.politics),
                       OpenHealthTarget("climate", endpoints.climate)}),
      indicators_(indicators::v1::IndicatorsService::NewStub(health_targets_[0].channel)),
      workforce_(workforce::v1::WorkforceService::NewStub(health_targets_[1].channel)),
      politics_(politics::v1::PoliticsService::NewStub(health_targets_[2].channel)),
      climate_(climate::v1::ClimateService::NewStub(health_targets_[3].channel)) {}

void DataServices::PullSection(const SectionQuery& query, absl::Time deadline,
                               const std::string& request_id,
                               std::function<void(Section)> done) const {
  using Indicators = indicators::v1::IndicatorsService::StubInterface::async_interface;
  using Workforce = workforce::v1::WorkforceService::StubInterface::async_interface;
  using Politics = politics::v1::PoliticsService::StubInterface::async_interface;
  using Climate = climate::v1::ClimateService::StubInterface::async_interface;
  switch (query.section) {
    case v1::SECTION_KIND_INDICATORS:
      return Start<indicators::v1::GetIndicatorsSectionRequest,
                   indicators::v1::GetIndicatorsSectionResponse, Indicators>(
          indicators_->async(), &Indicators::GetIndicatorsSection, query, deadline, request_id,
          std::move(done));
    case v1::SECTION_KIND_STATISTICS:
      return Start<indicators::v1::GetStatisticsSectionRequest,
                   indicators::v1::GetStatisticsSectionResponse, Indicators>(
          indicators_->async(), &Indicators::GetStatisticsSection, query, deadline, request_id,
          std::move(done));
    case v1::SECTION_KIND_WORKFORCE:
      return Start<workforce::v1::GetWorkforceSectionRequest,
                   workforce::v1::GetWorkforceSectionResponse, Workforce>(
          workforce_->async(), &Workforce::GetWorkforceSection, query, deadline, request_id,
          std::move(done));
    case v1::SECTION_KIND_POLITICS:
      return Start<politics::v1::GetPoliticsSectionRequest,
                   politics::v1::GetPoliticsSectionResponse, Politics>(
          politics_->async(), &Politics::GetPoliticsSection, query, deadline, request_id,
          std::move(done));
    case v1::SECTION_KIND_CLIMATE:
      return Start<climate::v1::GetClimateSectionRequest, climate::v1::GetClimateSectionResponse,
                   Climate>(climate_->async(), &Climate::GetClimateSection, query, deadline,
                            request_id, std::move(done));
    default:
      done(MissingSection(query.section, absl::UnimplementedError("no such section")));
  }
}

std::vector<Section> DataServices::PullSections(const CallContext& call,
                                                absl::Span<const SectionQuery> queries) const {
  std::vector<Section> sections(queries.size());
  std::latch arrived(static_cast<std::ptrdiff_t>(queries.size()));
  const absl::Time deadline = PullDeadline(call);
  for (size_t i = 0; i < queries.size(); ++i) {
    PullSection(queries[i], deadline, call.request_id, [&sections, &arrived, i](Section section) {
      sections[i] = std::move(section);
      arrived.count_down();
    });
  }
  arrived.wait();
  return sections;
}

std::vector<v1::ServiceStatus> DataServices::CheckHealth(absl::Duration patience) const {
  return gateway::CheckHealth(health_targets_, patience);
}

std::map<std::string, std::shared_ptr<grpc::Channel>> DataServices::Channels() const {
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  for (const HealthTarget& target : health_targets_) channels[target.service] = target.channel;
  return channels;
}

}  // namespace tertial::gateway
