// COUNT_AND_LIST.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/computed.h"
#include "common/types/partial_date.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::gateway {
namespace {

namespace politics_v1 = politics::v1;

// A number that a resource states, and the things that it is the number of.
struct StatedCount {
  std::string name;
  std::string field;
  int stated = 0;
  int counted = 0;
  // The list, where it is a field of the resource; of other resources their names.
  std::string list;
  std::vector<std::string> resources;
  // "indicators", as they are stated and as they are counted.
  std::string things;
  std::string counted_things;
  common::v1::Severity severity = common::v1::SEVERITY_ERROR;
};

void Hold(const CheckContext& context, const StatedCount& count, FindingList& findings) {
  findings.Asked(RuleOf(v1::RULE_KIND_COUNT_AND_LIST));
  if (count.stated == count.counted) return;
  v1::Finding finding = MakeFinding(v1::RULE_KIND_COUNT_AND_LIST);
  finding.set_severity(count.severity);
  *finding.add_places() = PlaceOf(context.facts, count.name, count.field);
  if (!count.list.empty()) {
    *finding.add_places() = PlaceOf(context.facts, count.name, count.list);
  }
  for (const std::string& resource : count.resources) {
    *finding.add_places() = PlaceOf(context.facts, resource);
  }
  common::v1::Operand operand = MakeConstant(count.name, absl::StrCat(count.counted));
  operand.set_field(count.list.empty() ? count.counted_things : count.list);
  SetNumbers(Compute(common::v1::FORMULA_VALUE, {operand}, "count", 0), absl::StrCat(count.stated),
             finding);
  finding.set_detail(absl::StrCat(Called(finding.places(0)), " states ", count.stated, " ",
                                  count.things, ", and there are ", count.counted, " ",
                                  count.counted_things, "."));
  findings.Add(std::move(finding));
}

void AskGoals(const CheckContext& context, FindingList& findings) {
  std::map<std::string, std::vector<std::string>> chosen;
  VisitOfArea<indicators::v1::FrameworkIndicator>(
      context, [&](const Fact& fact, const indicators::v1::FrameworkIndicator& one) {
        chosen[one.goal()].push_back(fact.name);
      });
  VisitOfArea<indicators::v1::Goal>(context,
                                    [&](const Fact& fact, const indicators::v1::Goal& goal) {
                                      if (!goal.has_stated_indicator_count()) return;
                                      const std::vector<std::string>& of_goal = chosen[fact.name];
                                      Hold(context,
                                           {.name = fact.name,
                                            .field = "stated_indicator_count",
                                            .stated = goal.stated_indicator_count(),
                                            .counted = static_cast<int>(of_goal.size()),
                                            .list = "",
                                            .resources = of_goal,
                                            .things = "indicators",
                                            .counted_things = "indicators"},
                                           findings);
                                    });
}

int StrategiesOf(const politics_v1::ThematicPlan& plan) {
  int strategies = 0;
  for (const auto& area : plan.focus_areas()) strategies += area.strategies_size();
  return strategies;
}

void AskPlan(const CheckContext& context, const Fact& fact, const politics_v1::ThematicPlan& plan,
             FindingList& findings) {
  const auto hold = [&](const std::string& field, int stated, const std::string& list, int counted,
                        const std::string& things, const std::string& counted_things,
                        common::v1::Severity severity = common::v1::SEVERITY_ERROR) {
    Hold(context,
         {.name = fact.name,
          .field = field,
          .stated = stated,
          .counted = counted,
          .list = list,
          .resources = {},
          .things = things,
          .counted_things = counted_things,
          .severity = severity},
         findings);
  };
  if (plan.has_stated_focus_area_count()) {
    if (!plan.focus_areas().empty()) {
      hold("stated_focus_area_count", plan.stated_focus_area_count(), "focus_areas",
           plan.focus_areas_size(), "focus areas", "focus areas");
    }
    if (!plan.headings().empty()) {
      hold("stated_focus_area_count", plan.stated_focus_area_count(), "headings",
           plan.headings_size(), "focus areas", "headings", common::v1::SEVERITY_INFO);
    }
  }
  if (!plan.has_stated_strategy_count()) return;
  // A source counts those above all focus areas, or does not.
  const int below = StrategiesOf(plan);
  const int all = below + plan.overall_strategies_size();
  if (all > 0) {
    hold("stated_strategy_count", plan.stated_strategy_count(), "focus_areas",
         plan.stated_strategy_count() == below ? below : all, "strategies", "strategies");
  }
  if (plan.has_tally()) {
    hold("stated_strategy_count", plan.stated_strategy_count(), "tally",
         plan.tally().done() + plan.tally().in_progress() + plan.tally().not_started(),
         "strategies", "strategies in its tally");
  }
}

// Whether the member is one on the day, as far as is known, with a seat of its own.
bool HasSeat(const politics_v1::BodyMember& member, absl::CivilDay day) {
  if (member.role() == politics_v1::MEMBER_ROLE_SUBSTITUTE ||
      member.role() == politics_v1::MEMBER_ROLE_OBSERVER) {
    return false;
  }
  const absl::StatusOr<PartialDate> from = PartialDate::Parse(member.from());
  const absl::StatusOr<PartialDate> to = PartialDate::Parse(member.to());
  return !(from.ok() && from->earliest() > day) && !(to.ok() && to->latest() < day);
}

void AskBody(const CheckContext& context, const Fact& fact, const politics_v1::Body& body,
             FindingList& findings) {
  // The number is that of now, or of when the body last was there; so are the members that stay.
  if (!body.has_members() || body.member_list().empty()) return;
  const absl::StatusOr<PartialDate> end = PartialDate::Parse(body.valid_to());
  const absl::CivilDay day = end.ok() ? std::min(end->latest(), context.today()) : context.today();
  const auto seats = std::count_if(body.member_list().begin(), body.member_list().end(),
                                   [&](const auto& member) { return HasSeat(member, day); });
  Hold(context,
       {.name = fact.name,
        .field = "members",
        .stated = body.members(),
        .counted = static_cast<int>(seats),
        .list = "member_list",
        .resources = {},
        .things = "members",
        .counted_things = "members with a seat"},
       findings);
}

}  // namespace

void AskStatedCounts(const CheckContext& context, FindingList& findings) {
  findings.Mention(RuleOf(v1::RULE_KIND_COUNT_AND_LIST));
  AskGoals(context, findings);
  VisitOfArea<politics_v1::ThematicPlan>(
      context, [&](const Fact& fact, const politics_v1::ThematicPlan& plan) {
        AskPlan(context, fact, plan, findings);
      });
  VisitOfArea<politics_v1::Body>(context, [&](const Fact& fact, const politics_v1::Body& body) {
    AskBody(context, fact, body, findings);
  });
}

}  // namespace tertial::gateway
