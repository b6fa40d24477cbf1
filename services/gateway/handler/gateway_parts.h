// What the services of a gateway share.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_PARTS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_PARTS_H_

#include "common/types/area_registry.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/clients/fact_reads.h"
#include "services/gateway/handler/report_handlers.h"

namespace tertial::gateway {

// Held by each service of the gateway, so that it lives as long as the last of them. `areas` must
// outlive it.
struct GatewayParts {
  GatewayParts(const AreaRegistry& area_registry, const Endpoints& endpoints)
      : areas(area_registry),
        data_services(endpoints),
        facts(data_services.Channels()),
        reports(data_services, facts, areas) {}

  const AreaRegistry& areas;
  const DataServices data_services;
  const FactReads facts;
  const ReportHandlers reports;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_PARTS_H_
