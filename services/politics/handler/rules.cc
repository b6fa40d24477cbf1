#include "services/politics/handler/rules.h"

#include "common/rpc/standard_writes.h"
#include "services/politics/handler/body_rules.h"
#include "services/politics/handler/case_rules.h"
#include "services/politics/handler/follow_up_rules.h"
#include "services/politics/handler/meeting_rules.h"
#include "services/politics/handler/plan_rules.h"

namespace tertial::politics {

TableCatalog PoliticsTables() {
  return TableCatalog({DefineResource<BodyRules>(), DefineResource<BodyActivityRules>(),
                       DefineResource<CaseRules>(), DefineResource<ThematicPlanRules>(),
                       DefineResource<ResolutionFollowUpRules>(), DefineResource<TermRules>(),
                       DefineResource<MeetingRules>(), DefineResource<AgendaItemRules>(),
                       DefineResource<MatterRules>(), DefineResource<FollowUpEventRules>(),
                       DefineResource<ExemptContentRules>()});
}

}  // namespace tertial::politics
