// What the indicators service does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_INDICATORS_HANDLERS_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_INDICATORS_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "services/indicators/owners/owner_contacts.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"
#include "tertial/indicators/v1/indicators_service.pb.h"

namespace tertial::indicators {

// All functions may be called from any thread. Everything passed in must outlive the object.
class IndicatorsHandlers {
 public:
  IndicatorsHandlers(Ledger& ledger, const AreaRegistry& areas,
                     const OwnerContacts& contacts = NobodyFollowed())
      : ledger_(ledger), areas_(areas), contacts_(contacts) {}

  // import_handler.cc
  std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ImportRows(
      const CallContext& call);

  // section_handlers.cc
  absl::StatusOr<v1::GetIndicatorsSectionResponse> GetIndicatorsSection(
      const CallContext& call, const v1::GetIndicatorsSectionRequest& request) const;
  absl::StatusOr<v1::GetStatisticsSectionResponse> GetStatisticsSection(
      const CallContext& call, const v1::GetStatisticsSectionRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
  const OwnerContacts& contacts_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_INDICATORS_HANDLERS_H_
