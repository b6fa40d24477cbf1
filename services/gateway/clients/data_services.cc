#include "services/gateway/clients/data_services.h"

#include <latch>
#include <utility>

#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"
#include "grpcpp/client_context.h"

namespace tertial::gateway {
namespace {

// One section on its way: the call's own context, and where its answer goes.
template <typename Request, typename Response>
class Pull {
 public:
  Pull(const CallContext& call, absl::Time deadline, const SectionQuery& query,
       Pulled<Response>& pulled)
      : pulled_(pulled) {
    request_.set_area("areas/" + query.area_id);
    request_.set_period(query.period);
    if (query.as_of.point_case() != common::v1::AsOf::POINT_NOT_SET) {
      *request_.mutable_as_of() = query.as_of;
    }
    context_.set_deadline(absl::ToChronoTime(deadline));
    context_.AddMetadata(kCallerMetadata, "gateway");
    context_.AddMetadata(kRequestIdMetadata, call.request_id);
  }

  // Begins the call; counts `done` down when it has ended.
  template <typename AsyncStub>
  void Start(AsyncStub* stub,
             void (AsyncStub::*method)(grpc::ClientContext*, const Request*, Response*,
                                       std::function<void(grpc::Status)>),
             std::latch& done) {
    (stub->*method)(&context_, &request_, &pulled_.response, [this, &done](grpc::Status status) {
      pulled_.status = FromGrpcStatus(status);
      done.count_down();
    });
  }

 private:
  grpc::ClientContext context_;
  Request request_;
  Pulled<Response>& pulled_;
};

// When the sections must be there, so that the report still reaches its caller in time.
absl::Time SectionDeadline(const CallContext& call) {
  const absl::Duration left = call.deadline - SystemClock().Now();
  return call.deadline - std::min(left / 10, absl::Milliseconds(250));
}

}  // namespace

DataServices::DataServices(const Endpoints& endpoints)
    : health_targets_({OpenHealthTarget("indicators", endpoints.indicators),
                       OpenHealthTarget("workforce", endpoints.workforce),
                       OpenHealthTarget("politics", endpoints.politics),
                       OpenHealthTarget("climate", endpoints.climate)}),
      indicators_(indicators::v1::IndicatorsService::NewStub(health_targets_[0].channel)),
      workforce_(workforce::v1::WorkforceService::NewStub(health_targets_[1].channel)),
      politics_(politics::v1::PoliticsService::NewStub(health_targets_[2].channel)),
      climate_(climate::v1::ClimateService::NewStub(health_targets_[3].channel)) {}

PulledSections DataServices::PullSections(const CallContext& call,
                                          const SectionQuery& query) const {
  PulledSections pulled;
  const absl::Time deadline = SectionDeadline(call);
  Pull<indicators::v1::GetIndicatorsSectionRequest, indicators::v1::GetIndicatorsSectionResponse>
      indicators(call, deadline, query, pulled.indicators);
  Pull<indicators::v1::GetStatisticsSectionRequest, indicators::v1::GetStatisticsSectionResponse>
      statistics(call, deadline, query, pulled.statistics);
  Pull<workforce::v1::GetWorkforceSectionRequest, workforce::v1::GetWorkforceSectionResponse>
      workforce(call, deadline, query, pulled.workforce);
  Pull<politics::v1::GetPoliticsSectionRequest, politics::v1::GetPoliticsSectionResponse> politics(
      call, deadline, query, pulled.politics);
  Pull<climate::v1::GetClimateSectionRequest, climate::v1::GetClimateSectionResponse> climate(
      call, deadline, query, pulled.climate);

  using IndicatorsStub = indicators::v1::IndicatorsService::StubInterface::async_interface;
  using WorkforceStub = workforce::v1::WorkforceService::StubInterface::async_interface;
  using PoliticsStub = politics::v1::PoliticsService::StubInterface::async_interface;
  using ClimateStub = climate::v1::ClimateService::StubInterface::async_interface;
  std::latch done(5);
  indicators.Start<IndicatorsStub>(indicators_->async(), &IndicatorsStub::GetIndicatorsSection,
                                   done);
  statistics.Start<IndicatorsStub>(indicators_->async(), &IndicatorsStub::GetStatisticsSection,
                                   done);
  workforce.Start<WorkforceStub>(workforce_->async(), &WorkforceStub::GetWorkforceSection, done);
  politics.Start<PoliticsStub>(politics_->async(), &PoliticsStub::GetPoliticsSection, done);
  climate.Start<ClimateStub>(climate_->async(), &ClimateStub::GetClimateSection, done);
  done.wait();
  return pulled;
}

std::vector<v1::ServiceStatus> DataServices::CheckHealth(absl::Duration patience) const {
  return gateway::CheckHealth(health_targets_, patience);
}

}  // namespace tertial::gateway
