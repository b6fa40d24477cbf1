// The gateway's side of the four data services.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/rpc/call_context.h"
#include "grpcpp/channel.h"
#include "services/gateway/clients/health.h"
#include "services/gateway/domain/report_sections.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tertial/common/v1/read.pb.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"

namespace tertial::gateway {

// Where the data services are, as gRPC targets: "127.0.0.1:7401", "dns:///indicators:7401".
struct Endpoints {
  std::string indicators = "127.0.0.1:7401";
  std::string workforce = "127.0.0.1:7402";
  std::string politics = "127.0.0.1:7403";
  std::string climate = "127.0.0.1:7404";
};

// Which section to ask for.
struct SectionQuery {
  v1::SectionKind section = v1::SECTION_KIND_UNSPECIFIED;
  std::string area_id;
  std::string period;
  // The state to read; not set: the newest.
  common::v1::AsOf as_of;
};

// Safe for use by several threads. Needs no service to be there: a call to one that is not fails.
class DataServices {
 public:
  explicit DataServices(const Endpoints& endpoints);

  // Asks for one section, as the caller "gateway", and calls `done` once, on a thread of gRPC that
  // must not be held up, when it has arrived or failed; after `deadline` at the latest.
  // `request_id` goes on to the service.
  void PullSection(const SectionQuery& query, absl::Time deadline, const std::string& request_id,
                   std::function<void(Section)> done) const;

  // Asks for several at once. Returns them in the order of `queries` when the last has arrived or
  // failed, a little before the deadline of `call` at the latest.
  std::vector<Section> PullSections(const CallContext& call,
                                    absl::Span<const SectionQuery> queries) const;

  // Asks each service for its health at once; see CheckHealth.
  std::vector<v1::ServiceStatus> CheckHealth(absl::Duration patience) const;

  // The channels to the services, by name.
  std::map<std::string, std::shared_ptr<grpc::Channel>> Channels() const;

 private:
  const std::vector<HealthTarget> health_targets_;
  const std::unique_ptr<indicators::v1::IndicatorsService::Stub> indicators_;
  const std::unique_ptr<workforce::v1::WorkforceService::Stub> workforce_;
  const std::unique_ptr<politics::v1::PoliticsService::Stub> politics_;
  const std::unique_ptr<climate::v1::ClimateService::Stub> climate_;
};

// When what is pulled for a call must be there, so that the answer still reaches its caller in
// time.
absl::Time PullDeadline(const CallContext& call);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_
