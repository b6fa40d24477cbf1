#include "services/politics/domain/plan_rules.h"

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/partial_date.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/politics/domain/field_rules.h"
#include "tertial/politics/v1/plan_strategies.pb.h"

namespace tertial::politics {
namespace {

constexpr int kMostResponsible = 20;
constexpr int kMostHeadings = 100;
constexpr int kMostFocusAreas = 100;
constexpr int kMostStrategiesInOnePlace = 200;
constexpr int kMostStrategies = 1'000;
constexpr int kMostMatters = 1'000;

using Strategies = google::protobuf::RepeatedPtrField<v1::PlanStrategy>;

// The place of an element under the plan or a focus area; `seen` are those before it.
void CheckPlace(int order, std::set<int>& seen, const Violations& violations) {
  CheckRange("order", order, 1, kHighestOrder, violations);
  if (seen.insert(order).second) return;
  violations.Add("order", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                 absl::StrCat("Place ", order, " is taken twice; each place stands once."));
}

void CheckHeadings(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckAtMost("headings", plan.headings_size(), kMostHeadings, violations);
  std::set<int> seen;
  for (int i = 0; i < plan.headings_size(); ++i) {
    const Violations at = violations.At("headings", i);
    const v1::PlanHeading& heading = plan.headings(i);
    CheckPlace(heading.order(), seen, at);
    CheckTexts("titles", heading.titles(), Presence::kRequired, at);
    CheckProvenance("provenance", heading.provenance(), at);
  }
}

void CheckStrategies(absl::string_view field, const Strategies& strategies,
                     const Violations& violations) {
  CheckAtMost(field, strategies.size(), kMostStrategiesInOnePlace, violations);
  std::set<int> seen;
  for (int i = 0; i < strategies.size(); ++i) {
    const Violations at = violations.At(field, i);
    CheckPlace(strategies[i].order(), seen, at);
    CheckTexts("titles", strategies[i].titles(), Presence::kRequired, at);
    CheckEnum("status", strategies[i].status(), Presence::kOptional, at);
    CheckProvenance("provenance", strategies[i].provenance(), at);
  }
}

void CheckFocusAreas(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckAtMost("focus_areas", plan.focus_areas_size(), kMostFocusAreas, violations);
  int strategies = plan.overall_strategies_size();
  std::set<int> seen;
  for (int i = 0; i < plan.focus_areas_size(); ++i) {
    const Violations at = violations.At("focus_areas", i);
    const v1::PlanFocusArea& focus_area = plan.focus_areas(i);
    CheckPlace(focus_area.order(), seen, at);
    CheckTexts("titles", focus_area.titles(), Presence::kRequired, at);
    CheckStrategies("strategies", focus_area.strategies(), at);
    CheckProvenance("provenance", focus_area.provenance(), at);
    strategies += focus_area.strategies_size();
  }
  CheckStrategies("overall_strategies", plan.overall_strategies(), violations);
  if (strategies <= kMostStrategies) return;
  violations.Add("focus_areas", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat("The plan has ", strategies, " strategies; at most ", kMostStrategies,
                              " may be."));
}

// How many strategies the plan lists, per status.
std::map<v1::StrategyStatus, int> CountByStatus(const v1::ThematicPlan& plan) {
  std::map<v1::StrategyStatus, int> counts;
  for (const v1::PlanFocusArea& focus_area : plan.focus_areas()) {
    for (const v1::PlanStrategy& strategy : focus_area.strategies()) ++counts[strategy.status()];
  }
  for (const v1::PlanStrategy& strategy : plan.overall_strategies()) ++counts[strategy.status()];
  return counts;
}

void CheckTally(const v1::ThematicPlan& plan, const Violations& violations) {
  if (!plan.has_tally()) return;
  const Violations at = violations.At("tally");
  std::map<v1::StrategyStatus, int> counts = CountByStatus(plan);
  // Without a list there is nothing to compare with: the tally is a claim.
  const bool has_list = !counts.empty();
  const auto check = [&](absl::string_view field, int stated, v1::StrategyStatus status) {
    CheckRange(field, stated, 0, kMostStrategies, at);
    const int listed = counts[status];
    if (!has_list || stated == listed) return;
    at.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
           absl::StrCat("The tally states ", stated, " strategies with ",
                        v1::StrategyStatus_Name(status), ", and the plan lists ", listed,
                        "; correct one of them, or leave the tally out."));
  };
  check("done", plan.tally().done(), v1::STRATEGY_STATUS_DONE);
  check("in_progress", plan.tally().in_progress(), v1::STRATEGY_STATUS_IN_PROGRESS);
  check("not_started", plan.tally().not_started(), v1::STRATEGY_STATUS_NOT_STARTED);
}

void CheckTerm(absl::string_view field, const v1::RevisionTerm& term,
               const Violations& violations) {
  const Violations at = violations.At(field);
  const std::optional<PartialDate> from = CheckYear("from_year", term.from_year(), at);
  const std::optional<PartialDate> to = CheckYear("to_year", term.to_year(), at);
  if (!from.has_value() || !to.has_value() || *from <= *to) return;
  at.Add("to_year", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
         absl::StrCat("The last year ", to->Format(), " lies before the first, ", from->Format(),
                      "; exchange them."));
}

void CheckRevision(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckEnum("revision_state", plan.revision_state(), Presence::kOptional, violations);
  if (!plan.has_revision_term()) return;
  if (plan.revision_state() == v1::REVISION_STATE_UNSPECIFIED) {
    violations.Add("revision_term", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It is set where nothing is said of a revision; set revision_state too.");
  }
  CheckTerm("revision_term", plan.revision_term(), violations);
}

void CheckDates(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckDate("mandate_date", plan.mandate_date(), Presence::kOptional, violations);
  const std::optional<PartialDate> adoption =
      CheckDate("adoption_date", plan.adoption_date(), Presence::kOptional, violations);
  const std::optional<PartialDate> next =
      CheckDate("next_revision", plan.next_revision(), Presence::kOptional, violations);
  if (!adoption.has_value() || !next.has_value() || !IsCertainlyBefore(*next, *adoption)) return;
  violations.Add("next_revision", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat("The next revision, ", next->Format(), ", lies before the adoption, ",
                              adoption->Format(), "; correct one of them."));
}

void CheckStatedCounts(const v1::ThematicPlan& plan, const Violations& violations) {
  if (plan.has_stated_focus_area_count()) {
    CheckRange("stated_focus_area_count", plan.stated_focus_area_count(), 0, kHighestOrder,
               violations);
  }
  if (plan.has_stated_strategy_count()) {
    CheckRange("stated_strategy_count", plan.stated_strategy_count(), 0, kHighestOrder, violations);
  }
}

// As it is printed.
std::string Printed(const v1::CaseNumber& number) {
  return absl::StrCat(number.sequence(), "/", number.year());
}

}  // namespace

void CheckThematicPlan(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckTexts("titles", plan.titles(), Presence::kRequired, violations);
  CheckRange("order", plan.order(), 1, kHighestOrder, violations);
  CheckEachOnce("responsible_bodies", plan.responsible_bodies(), kMostResponsible, violations);
  CheckEachOnce("responsible_units", plan.responsible_units(), kMostResponsible, violations);
  for (int i = 0; i < plan.responsible_units_size(); ++i) {
    CheckUnitName("", plan.responsible_units(i), Presence::kRequired,
                  violations.At("responsible_units", i));
  }
  CheckEachOnce("framework_focus_areas", plan.framework_focus_areas(), kMostResponsible,
                violations);
  for (int i = 0; i < plan.framework_focus_areas_size(); ++i) {
    CheckFocusAreaName("", plan.framework_focus_areas(i),
                       violations.At("framework_focus_areas", i));
  }
  CheckDates(plan, violations);
  if (plan.has_adoption_case()) CheckCaseNumber("adoption_case", plan.adoption_case(), violations);
  CheckStatedCounts(plan, violations);
  CheckHeadings(plan, violations);
  CheckRevision(plan, violations);
  CheckFocusAreas(plan, violations);
  CheckTally(plan, violations);
  if (plan.has_horizon()) CheckTerm("horizon", plan.horizon(), violations);
  CheckEachOnce("carried_out_by", plan.carried_out_by(), kMostMatters, violations);
  CheckProvenance("provenance", plan.provenance(), violations);
}

void CheckAdoptedIn(const v1::ThematicPlan& plan, const v1::Case& adopted_in,
                    const Violations& violations) {
  if (!plan.adopted_by().empty() && !adopted_in.body().empty() &&
      plan.adopted_by() != adopted_in.body()) {
    violations.Add(
        "adopted_in", common::v1::ERROR_REASON_CASE_OF_OTHER_BODY,
        absl::StrCat(Quoted(adopted_in.name()), " stands in the series of ",
                     Quoted(adopted_in.body()), ", and the plan was adopted by ",
                     Quoted(plan.adopted_by()), "; name a case of that body, or correct it."));
  }
  if (!plan.has_adoption_case() || !adopted_in.has_number()) return;
  const v1::CaseNumber& stated = plan.adoption_case();
  const v1::CaseNumber& recorded = adopted_in.number();
  if (stated.sequence() == recorded.sequence() && stated.year() == recorded.year()) return;
  violations.Add(
      "adopted_in", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(adopted_in.name()), " bears the number ", Printed(recorded),
                   ", and adoption_case is ", Printed(stated), "; correct one of them."));
}

}  // namespace tertial::politics
