#include "services/politics/domain/follow_up_rules.h"

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/checks.h"
#include "common/types/partial_date.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/domain/follow_up_state.h"

namespace tertial::politics {
namespace {

constexpr int kMostTreatments = 50;

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

// A date on which something is to be done that was decided on one of `decision`.
void CheckDue(const std::string& due_date, const std::optional<DayRange>& decision,
              const Violations& violations) {
  const absl::StatusOr<PartialDate> due = PartialDate::Parse(due_date);
  if (!due.ok() || !decision.has_value() || due->latest() >= decision->first) return;
  violations.Add("due_date", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(due_date), " lies before the decision of ",
                              absl::FormatCivilTime(decision->first),
                              "; give that day or a later one, or correct the decision."));
}

}  // namespace

void CheckResolutionFollowUp(const v1::ResolutionFollowUp& resolution,
                             const Violations& violations) {
  CheckTexts("titles", resolution.titles(), Presence::kRequired, violations);
  CheckRange("order", resolution.order(), 1, kHighestOrder, violations);
  CheckTexts("summaries", resolution.summaries(), Presence::kOptional, violations);
  const bool was_decided = !resolution.decided_in().empty() || !resolution.adopted().empty();
  CheckEnum("latest_event", resolution.latest_event(),
            was_decided ? Presence::kOptional : Presence::kRequired, violations);
  CheckEnum("latest_event_source", resolution.latest_event_source(), Presence::kOptional,
            violations);
  CheckAtMost("treatments", resolution.treatments_size(), kMostTreatments, violations);
  for (int i = 0; i < resolution.treatments_size(); ++i) {
    CheckTreatment(resolution.treatments(i), violations.At("treatments", i));
  }
  CheckEnum("kind", resolution.kind(), Presence::kOptional, violations);
  CheckDate("adopted", resolution.adopted(), Presence::kOptional, violations);
  CheckTexts("wordings", resolution.wordings(), Presence::kOptional, violations);
  CheckUnitName("owner_unit", resolution.owner_unit(), Presence::kOptional, violations);
  CheckText("case_handler", resolution.case_handler(), Presence::kOptional, kLongestName,
            violations);
  CheckDate("due_date", resolution.due_date(), Presence::kOptional, violations);
  CheckDue(resolution.due_date(), DecisionDays(resolution, /*decided_in=*/nullptr), violations);
  CheckProvenance("provenance", resolution.provenance(), violations);
}

void CheckFollowUpEvent(const v1::FollowUpEvent& event, const Violations& violations) {
  CheckEnum("kind", event.kind(), Presence::kRequired, violations);
  CheckDate("date", event.date(), Presence::kRequired, violations);
  CheckUnitName("owner_unit", event.owner_unit(), Presence::kOptional, violations);
  CheckText("case_handler", event.case_handler(), Presence::kOptional, kLongestName, violations);
  CheckDate("due_date", event.due_date(), Presence::kOptional, violations);
  CheckTexts("remarks", event.remarks(), Presence::kOptional, violations);
  CheckEnum("source", event.source(), Presence::kOptional, violations);
  CheckProvenance("provenance", event.provenance(), violations);
}

std::string ResolutionOf(const v1::FollowUpEvent& event) {
  // areas/{area}/resolutions/{resolution}/events/{event}
  return event.name().substr(0, event.name().rfind("/events/"));
}

void CheckDecidedIn(const v1::ResolutionFollowUp& resolution, const v1::Case& decided_in,
                    const Violations& violations) {
  if (resolution.body().empty() && !decided_in.body().empty()) {
    violations.Add(
        "body", common::v1::ERROR_REASON_FIELD_REQUIRED,
        absl::StrCat("It is empty, and ", Quoted(decided_in.name()),
                     " is a case of a known body; set it to ", Quoted(decided_in.body()), "."));
  } else if (!decided_in.body().empty() && resolution.body() != decided_in.body()) {
    violations.Add("body", common::v1::ERROR_REASON_CASE_OF_OTHER_BODY,
                   absl::StrCat(Quoted(resolution.body()), " is not the body of ",
                                Quoted(decided_in.name()), ", in which it was decided; set it to ",
                                Quoted(decided_in.body()), ", or name another case."));
  }
  const std::optional<DayRange> treated = DaysOf(decided_in);
  const absl::StatusOr<PartialDate> adopted = PartialDate::Parse(resolution.adopted());
  if (treated.has_value() && adopted.ok() &&
      (adopted->latest() < treated->first || adopted->earliest() > treated->last)) {
    violations.Add("adopted", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(resolution.adopted()), " is another day than that of ",
                                Quoted(decided_in.name()),
                                ", in which it was decided; leave it "
                                "out, or correct one of them."));
  }
  // What `adopted` says was compared before.
  if (adopted.ok()) return;
  CheckDue(resolution.due_date(), treated, violations);
}

void CheckBesideDecision(const v1::FollowUpEvent& event, const v1::ResolutionFollowUp& resolution,
                         const v1::Case* decided_in, const Violations& violations) {
  CheckDue(event.due_date(), DecisionDays(resolution, decided_in), violations);
}

}  // namespace tertial::politics
