#include "services/politics/domain/resource_rules.h"

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/partial_date.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {
namespace {

constexpr int kMostResponsible = 20;
constexpr int kMostHeadings = 100;
constexpr int kMostTreatments = 50;
constexpr size_t kLongestPrintedDate = 200;

void CheckUnitNames(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckEachOnce("responsible_units", plan.responsible_units(), kMostResponsible, violations);
  for (int i = 0; i < plan.responsible_units_size(); ++i) {
    CheckUnitName("", plan.responsible_units(i), Presence::kRequired,
                  violations.At("responsible_units", i));
  }
}

void CheckHeadings(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckAtMost("headings", plan.headings_size(), kMostHeadings, violations);
  std::set<int> seen;
  for (int i = 0; i < plan.headings_size(); ++i) {
    const Violations at = violations.At("headings", i);
    const v1::PlanHeading& heading = plan.headings(i);
    CheckRange("order", heading.order(), 1, kHighestOrder, at);
    if (!seen.insert(heading.order()).second) {
      at.Add("order", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat("Place ", heading.order(), " is taken twice; each place stands once."));
    }
    CheckTexts("titles", heading.titles(), Presence::kRequired, at);
    CheckProvenance("provenance", heading.provenance(), at);
  }
}

void CheckRevision(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckEnum("revision_state", plan.revision_state(), Presence::kOptional, violations);
  if (!plan.has_revision_term()) return;
  if (plan.revision_state() == v1::REVISION_STATE_UNSPECIFIED) {
    violations.Add("revision_term", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It is set where nothing is said of a revision; set revision_state too.");
  }
  const Violations at = violations.At("revision_term");
  const std::optional<PartialDate> from =
      CheckYear("from_year", plan.revision_term().from_year(), at);
  const std::optional<PartialDate> to = CheckYear("to_year", plan.revision_term().to_year(), at);
  if (!from.has_value() || !to.has_value() || *from <= *to) return;
  at.Add("to_year", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
         absl::StrCat("The last year ", to->Format(), " lies before the first, ", from->Format(),
                      "; exchange them."));
}

void CheckTreatment(const v1::FollowUpTreatment& treatment, const Violations& violations) {
  if (treatment.body().empty() && treatment.date().empty() && !treatment.has_case_number()) {
    violations.Add("", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; set the body, the date or the case number, or leave it out.");
  }
  CheckDate("date", treatment.date(), Presence::kOptional, violations);
  if (treatment.has_case_number()) {
    CheckCaseNumber("case_number", treatment.case_number(), violations);
  }
}

}  // namespace

void CheckCase(const v1::Case& political_case, const Violations& violations) {
  if (political_case.has_number()) {
    CheckCaseNumber("number", political_case.number(), violations);
  } else {
    violations.Add("number", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is not set; give the number of the case, as sequence 31 of year 2024.");
  }
  CheckDate("decision_date", political_case.decision_date(), Presence::kOptional, violations);
  CheckText("date_printed", political_case.date_printed(), Presence::kOptional, kLongestPrintedDate,
            violations);
  CheckTexts("titles", political_case.titles(), Presence::kRequired, violations);
  CheckTexts("decisions", political_case.decisions(), Presence::kOptional, violations);
  CheckProvenance("provenance", political_case.provenance(), violations);
}

void CheckThematicPlan(const v1::ThematicPlan& plan, const Violations& violations) {
  CheckTexts("titles", plan.titles(), Presence::kRequired, violations);
  CheckRange("order", plan.order(), 1, kHighestOrder, violations);
  CheckEachOnce("responsible_bodies", plan.responsible_bodies(), kMostResponsible, violations);
  CheckUnitNames(plan, violations);
  CheckDate("mandate_date", plan.mandate_date(), Presence::kOptional, violations);
  CheckDate("adoption_date", plan.adoption_date(), Presence::kOptional, violations);
  if (plan.has_adoption_case()) CheckCaseNumber("adoption_case", plan.adoption_case(), violations);
  if (plan.has_stated_focus_area_count()) {
    CheckRange("stated_focus_area_count", plan.stated_focus_area_count(), 0, kHighestOrder,
               violations);
  }
  if (plan.has_stated_strategy_count()) {
    CheckRange("stated_strategy_count", plan.stated_strategy_count(), 0, kHighestOrder, violations);
  }
  CheckHeadings(plan, violations);
  CheckRevision(plan, violations);
  CheckProvenance("provenance", plan.provenance(), violations);
}

void CheckResolutionFollowUp(const v1::ResolutionFollowUp& resolution,
                             const Violations& violations) {
  CheckTexts("titles", resolution.titles(), Presence::kRequired, violations);
  CheckRange("order", resolution.order(), 1, kHighestOrder, violations);
  CheckTexts("summaries", resolution.summaries(), Presence::kOptional, violations);
  CheckEnum("latest_event", resolution.latest_event(), Presence::kRequired, violations);
  CheckEnum("latest_event_source", resolution.latest_event_source(), Presence::kOptional,
            violations);
  CheckAtMost("treatments", resolution.treatments_size(), kMostTreatments, violations);
  for (int i = 0; i < resolution.treatments_size(); ++i) {
    CheckTreatment(resolution.treatments(i), violations.At("treatments", i));
  }
  CheckProvenance("provenance", resolution.provenance(), violations);
}

}  // namespace tertial::politics
