// What the services of a gateway share.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_PARTS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_PARTS_H_

#include <memory>
#include <utility>
#include <vector>

#include "common/types/area_registry.h"
#include "common/types/build_version.h"
#include "services/gateway/cache/feed_follower.h"
#include "services/gateway/cache/report_keeper.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/clients/fact_reads.h"
#include "services/gateway/handler/report_handlers.h"

namespace tertial::gateway {

// Held by each service of the gateway, so that it lives as long as the last of them. `areas` must
// outlive it.
struct GatewayParts {
  // `report_memory` is what kept reports may take, in bytes. `editions`: empty where there are
  // none.
  GatewayParts(const AreaRegistry& area_registry, const Endpoints& endpoints,
               size_t report_memory = kReportMemoryBytes, EditionReports editions = nullptr)
      : areas(area_registry),
        data_services(endpoints),
        facts(data_services.Channels()),
        keeper([this](const auto&... pull) { data_services.PullSection(pull...); }, areas,
               BuildVersion(), report_memory),
        reports(keeper, data_services, facts, areas, std::move(editions)) {
    for (const auto& [service, channel] : data_services.Channels()) {
      followers.push_back(std::make_unique<FeedFollower>(service, channel, keeper));
    }
  }

  const AreaRegistry& areas;
  const DataServices data_services;
  const FactReads facts;
  ReportKeeper keeper;
  const ReportHandlers reports;
  std::vector<std::unique_ptr<FeedFollower>> followers;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_PARTS_H_
