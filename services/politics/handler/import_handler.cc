// Imports: the kinds of rows, in the order in which they are applied.
#include <memory>

#include "common/rpc/importing.h"
#include "services/politics/handler/body_rules.h"
#include "services/politics/handler/case_rules.h"
#include "services/politics/handler/follow_up_rules.h"
#include "services/politics/handler/meeting_rules.h"
#include "services/politics/handler/plan_rules.h"
#include "services/politics/handler/politics_handlers.h"

namespace tertial::politics {

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>>
PoliticsHandlers::ImportRows(const CallContext& call) {
  return OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::PoliticsRow, BodyRules,
                    BodyActivityRules, CaseRules, ThematicPlanRules, ResolutionFollowUpRules,
                    TermRules, MeetingRules, AgendaItemRules, MatterRules, FollowUpEventRules>(
      ledger_, areas_, call);
}

}  // namespace tertial::politics
