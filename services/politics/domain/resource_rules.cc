#include "services/politics/domain/resource_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/politics/domain/activity_name.h"

namespace tertial::politics {
namespace {

constexpr int kEarliestYear = 1900;
constexpr int kLatestYear = 2100;
constexpr int kHighestOrder = 100'000;
constexpr int kHighestSequence = 99'999;
constexpr int kMostMembers = 10'000;
constexpr int kMostResponsible = 20;
constexpr int kMostHeadings = 100;
constexpr int kMostTreatments = 50;
constexpr size_t kLongestPrintedDate = 200;

// A date of this service. Returns it where it is one.
std::optional<PartialDate> CheckDate(absl::string_view field, const std::string& date,
                                     Presence presence, const Violations& violations) {
  CheckPartialDate(field, date, presence, violations);
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  if (!parsed.ok()) return std::nullopt;
  const auto year = parsed->earliest().year();
  if (year < kEarliestYear || year > kLatestYear) {
    violations.Add(field, common::v1::ERROR_REASON_INVALID_DATE,
                   absl::StrCat(Quoted(date), " lies outside the years ", kEarliestYear, " to ",
                                kLatestYear, "; correct the year."));
    return std::nullopt;
  }
  return *parsed;
}

std::optional<PartialDate> CheckYear(absl::string_view field, const std::string& year,
                                     const Violations& violations) {
  const std::optional<PartialDate> date = CheckDate(field, year, Presence::kRequired, violations);
  if (date.has_value() && date->precision() != DatePrecision::kYear) {
    violations.Add(
        field, common::v1::ERROR_REASON_INVALID_DATE,
        absl::StrCat(Quoted(year), " is no year; write it as ", date->earliest().year(), "."));
    return std::nullopt;
  }
  return date;
}

void CheckCaseNumber(absl::string_view field, const v1::CaseNumber& number,
                     const Violations& violations) {
  const Violations at = violations.At(field);
  CheckRange("sequence", number.sequence(), 1, kHighestSequence, at);
  CheckRange("year", number.year(), kEarliestYear, kLatestYear, at);
}

void CheckAtMost(absl::string_view field, int size, int most, const Violations& violations) {
  if (size <= most) return;
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(size, " are given; at most ", most, " may be."));
}

// A cell that counts something.
void CheckCount(absl::string_view field, const common::v1::Cell& cell,
                const Violations& violations) {
  CheckCell(field, cell, violations);
  const absl::StatusOr<Decimal> count = Decimal::Parse(cell.value());
  if (!count.ok() || (count->scale() == 0 && !count->IsNegative())) return;
  violations.At(field).Add(
      "value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
      absl::StrCat(Quoted(cell.value()), " counts nothing; give a whole number from 0, as 9."));
}

// References to who is responsible: few, and each once.
void CheckResponsible(absl::string_view field,
                      const google::protobuf::RepeatedPtrField<std::string>& names,
                      const Violations& violations) {
  CheckAtMost(field, names.size(), kMostResponsible, violations);
  std::set<std::string> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (seen.insert(names[i]).second) continue;
    violations.At(field, i).Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                                absl::StrCat(Quoted(names[i]), " stands twice; each stands once."));
  }
}

void CheckUnitNames(const v1::ThematicPlan& plan, const Violations& violations) {
  static const ResourceNamePattern& pattern = *new ResourceNamePattern(kUnitPattern);
  CheckResponsible("responsible_units", plan.responsible_units(), violations);
  for (int i = 0; i < plan.responsible_units_size(); ++i) {
    const absl::Status parsed = pattern.Parse(plan.responsible_units(i)).status();
    violations.At("responsible_units", i)
        .AddStatus("", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, parsed);
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

void CheckBody(const v1::Body& body, const Violations& violations) {
  CheckTexts("titles", body.titles(), Presence::kRequired, violations);
  CheckEnum("kind", body.kind(), Presence::kRequired, violations);
  if (body.has_members()) CheckRange("members", body.members(), 1, kMostMembers, violations);
  CheckRange("order", body.order(), 1, kHighestOrder, violations);
  CheckProvenance("provenance", body.provenance(), violations);
}

void CheckBodyActivity(const v1::BodyActivity& activity, const Violations& violations) {
  CheckPeriod("period", activity.period(), Presence::kRequired, violations);
  CheckCount("meetings", activity.meetings(), violations);
  CheckCount("cases", activity.cases(), violations);
  CheckEnum("counting_rule", activity.counting_rule(), Presence::kRequired, violations);
  CheckProvenance("provenance", activity.provenance(), violations);
  const absl::StatusOr<Period> period = Period::Parse(activity.period());
  if (!period.ok()) return;
  const std::string name = ActivityName(BodyOf(activity), *period);
  if (activity.name() != name) {
    violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                   absl::StrCat(Quoted(activity.name()),
                                " does not agree with the period; its last id must be ",
                                Quoted(period->FormatId()), "."));
  }
}

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
  CheckResponsible("responsible_bodies", plan.responsible_bodies(), violations);
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
