#include "services/gateway/clients/data_services.h"

#include <algorithm>
#include <cstddef>
#include <latch>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "services/gateway/domain/report_subject.h"

namespace tertial::gateway {
namespace {

const ReadMethod& MethodOf(v1::SectionKind section) {
  static const std::vector<ReadMethod>& methods = *new std::vector<ReadMethod>{
      {"tertial.indicators.v1.IndicatorsService", "GetIndicatorsSection"},
      {"tertial.indicators.v1.IndicatorsService", "GetStatisticsSection"},
      {"tertial.workforce.v1.WorkforceService", "GetWorkforceSection"},
      {"tertial.politics.v1.PoliticsService", "GetPoliticsSection"},
      {"tertial.climate.v1.ClimateService", "GetClimateSection"}};
  return methods[section - v1::SECTION_KIND_INDICATORS];
}

// One section on its way: the call's own context, and where its answer goes. Lives until the call
// has ended.
template <typename Request, typename Response>
struct Pull {
  Pull(const SectionQuery& query, absl::Time deadline, const CallTrail& trail,
       std::function<void(Section)> then)
      : asked{.area = "areas/" + query.area_id, .period = query.period}, done(std::move(then)) {
    request.set_area(asked.area);
    request.set_period(asked.period);
    if (query.as_of.point_case() != common::v1::AsOf::POINT_NOT_SET) {
      *request.mutable_as_of() = query.as_of;
    }
    context.set_deadline(absl::ToChronoTime(deadline));
    context.AddMetadata(kCallerMetadata, "gateway");
    CarryTrail(trail, context);
  }

  const AskedFor asked;
  grpc::ClientContext context;
  Request request;
  grpc::ByteBuffer answer;
  std::function<void(Section)> done;
};

template <typename Response>
Section ReadSection(const AskedFor& asked, const grpc::Status& status, grpc::ByteBuffer& answer) {
  absl::Status read = FromGrpcStatus(status);
  Response response;
  if (read.ok() && !grpc::SerializationTraits<Response>::Deserialize(&answer, &response).ok()) {
    read = AnswerNotUnderstood("it cannot be parsed");
  }
  return MakeSection(asked, read, std::move(response));
}

template <typename Request, typename Response, typename Stub>
void Start(Stub& stub, const SectionQuery& query, absl::Time deadline, const CallTrail& trail,
           std::function<void(Section)> done) {
  auto pull = std::make_shared<Pull<Request, Response>>(query, deadline, trail, std::move(done));
  const ReadMethod& read = MethodOf(query.section);
  stub.UnaryCall(&pull->context, absl::StrCat("/", read.service, "/", read.method),
                 grpc::StubOptions(), &pull->request, &pull->answer,
                 [pull](const grpc::Status& status) {
                   pull->done(ReadSection<Response>(pull->asked, status, pull->answer));
                 });
}

HealthTarget Open(const std::string& service, const std::string& address,
                  const Endpoints& endpoints) {
  return {.service = service,
          .address = address,
          .channel = OpenServiceChannel(address, MethodsReadAgain(), endpoints.credentials)};
}

std::vector<HealthTarget> OpenServices(const Endpoints& endpoints) {
  return {Open("indicators", endpoints.indicators, endpoints),
          Open("workforce", endpoints.workforce, endpoints),
          Open("politics", endpoints.politics, endpoints),
          Open("climate", endpoints.climate, endpoints)};
}

std::vector<HealthTarget> WithEditions(std::vector<HealthTarget> targets,
                                       const Endpoints& endpoints) {
  if (!endpoints.editions.empty()) {
    targets.push_back(Open("editions", endpoints.editions, endpoints));
  }
  return targets;
}

}  // namespace

const std::vector<ReadMethod>& MethodsReadAgain() {
  static const std::vector<ReadMethod>& methods = []() -> std::vector<ReadMethod>& {
    constexpr char kChanges[] = "tertial.changes.v1.ChangeService";
    auto* all = new std::vector<ReadMethod>{{kChanges, "BatchGetResources"},
                                            {kChanges, "ListChanges"},
                                            {kChanges, "ListRevisions"},
                                            {kChanges, "ExportResources"},
                                            {"tertial.indicators.v1.AnalysisService", "GetSeries"}};
    for (const v1::SectionKind section : SectionsOf(v1::REPORT_KIND_ANNUAL)) {
      all->push_back(MethodOf(section));
    }
    return *all;
  }();
  return methods;
}

absl::Time PullDeadline(const CallContext& call) {
  const absl::Time now = SystemClock().Now();
  const absl::Duration left = call.deadline - now;
  return std::min(call.deadline - std::min(left / 10, absl::Milliseconds(250)),
                  now + kLongestWaiting);
}

DataServices::DataServices(const Endpoints& endpoints)
    : services_(OpenServices(endpoints)), health_targets_(WithEditions(services_, endpoints)) {
  for (const HealthTarget& service : services_) {
    stubs_.push_back(std::make_unique<Stub>(service.channel));
  }
}

DataServices::Stub& DataServices::StubOf(v1::SectionKind section) const {
  size_t index = 0;
  while (services_[index].service != std::string(ServiceOf(section))) ++index;
  return *stubs_[index];
}

void DataServices::PullSection(const SectionQuery& query, absl::Time deadline,
                               const CallTrail& trail, std::function<void(Section)> done) const {
  switch (query.section) {
    case v1::SECTION_KIND_INDICATORS:
      return Start<indicators::v1::GetIndicatorsSectionRequest,
                   indicators::v1::GetIndicatorsSectionResponse>(StubOf(query.section), query,
                                                                 deadline, trail, std::move(done));
    case v1::SECTION_KIND_STATISTICS:
      return Start<indicators::v1::GetStatisticsSectionRequest,
                   indicators::v1::GetStatisticsSectionResponse>(StubOf(query.section), query,
                                                                 deadline, trail, std::move(done));
    case v1::SECTION_KIND_WORKFORCE:
      return Start<workforce::v1::GetWorkforceSectionRequest,
                   workforce::v1::GetWorkforceSectionResponse>(StubOf(query.section), query,
                                                               deadline, trail, std::move(done));
    case v1::SECTION_KIND_POLITICS:
      return Start<politics::v1::GetPoliticsSectionRequest,
                   politics::v1::GetPoliticsSectionResponse>(StubOf(query.section), query, deadline,
                                                             trail, std::move(done));
    case v1::SECTION_KIND_CLIMATE:
      return Start<climate::v1::GetClimateSectionRequest, climate::v1::GetClimateSectionResponse>(
          StubOf(query.section), query, deadline, trail, std::move(done));
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
    PullSection(queries[i], deadline, TrailOf(call), [&sections, &arrived, i](Section section) {
      sections[i] = std::move(section);
      arrived.count_down();
    });
  }
  arrived.wait();
  return sections;
}

std::vector<v1::ServiceStatus> DataServices::CheckHealth(const CallContext& call,
                                                         absl::Duration patience) const {
  return gateway::CheckHealth(call, health_targets_, patience);
}

std::map<std::string, std::shared_ptr<grpc::Channel>> DataServices::Channels() const {
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  for (const HealthTarget& service : services_) channels[service.service] = service.channel;
  return channels;
}

}  // namespace tertial::gateway
