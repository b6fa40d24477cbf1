// The gateway's side of the four data services.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/rpc/call_context.h"
#include "services/gateway/clients/health.h"
#include "services/gateway/domain/annual_report.h"
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

// What sections to ask for.
struct SectionQuery {
  std::string area_id;
  std::string period;
  // The state to read. Revisions of several services are not comparable, so it is an instant, or
  // the newest.
  common::v1::AsOf as_of;
};

// Safe for use by several threads. Needs no service to be there: a call to one that is not fails.
class DataServices {
 public:
  explicit DataServices(const Endpoints& endpoints);

  // Asks all services for their sections at once, as the caller "gateway". Returns when the last
  // has answered or failed, a little before the deadline of `call` at the latest.
  PulledSections PullSections(const CallContext& call, const SectionQuery& query) const;

  // Asks each service for its health at once; see CheckHealth.
  std::vector<v1::ServiceStatus> CheckHealth(absl::Duration patience) const;

 private:
  const std::vector<HealthTarget> health_targets_;
  const std::unique_ptr<indicators::v1::IndicatorsService::Stub> indicators_;
  const std::unique_ptr<workforce::v1::WorkforceService::Stub> workforce_;
  const std::unique_ptr<politics::v1::PoliticsService::Stub> politics_;
  const std::unique_ptr<climate::v1::ClimateService::Stub> climate_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_
