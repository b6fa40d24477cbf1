// Imports: the kinds of rows, in the order in which they are applied.
#include <memory>

#include "common/rpc/importing.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/handler/owned_comparisons.h"
#include "services/indicators/handler/rules.h"

namespace tertial::indicators {

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>>
IndicatorsHandlers::ImportRows(const CallContext& call) {
  return OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::IndicatorsRow,
                    IndicatorRules, FrameworkRules, FocusAreaRules, GoalRules,
                    FrameworkIndicatorRules, TargetRules, ObservationRules, PeerGroupRules>(
      ledger_, areas_, call, std::make_unique<OwnedComparisonReview>(ledger_, contacts_));
}

}  // namespace tertial::indicators
