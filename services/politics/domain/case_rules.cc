#include "services/politics/domain/case_rules.h"

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/types/partial_date.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/body_rules.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/domain/vote_rules.h"

namespace tertial::politics {
namespace {

constexpr size_t kLongestPrintedDate = 200;
constexpr size_t kLongestLegalBasis = 500;

// That the meeting is one of the case's body, and on a day that the decision date may mean.
void CheckMeetingOfCase(const v1::Case& political_case, const Violations& violations) {
  if (political_case.meeting().empty()) return;
  if (political_case.body().empty()) {
    violations.Add("body", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty, and a meeting is set; name the body that met.");
  } else if (!absl::StartsWith(political_case.meeting(),
                               absl::StrCat(political_case.body(), "/meetings/"))) {
    violations.Add("meeting", common::v1::ERROR_REASON_CASE_OF_OTHER_BODY,
                   absl::StrCat(Quoted(political_case.meeting()), " is no meeting of ",
                                Quoted(political_case.body()),
                                ", in whose series the case stands; correct one of them."));
  }
  const std::optional<DayRange> met = DaysOf(political_case);
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(political_case.decision_date());
  if (!met.has_value() || !date.ok()) return;
  if (date->earliest() <= met->first && met->first <= date->latest()) return;
  violations.Add(
      "decision_date", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(political_case.decision_date()),
                   " does not mean the day of the meeting, ", absl::FormatCivilTime(met->first),
                   "; correct one, or leave it out."));
}

// What a case that is public says.
void CheckPublicFields(const v1::Case& political_case, const Violations& violations) {
  CheckText("date_printed", political_case.date_printed(), Presence::kOptional, kLongestPrintedDate,
            violations);
  CheckTexts("titles", political_case.titles(), Presence::kRequired, violations);
  CheckTexts("decisions", political_case.decisions(), Presence::kOptional, violations);
  CheckText("legal_basis", political_case.legal_basis(), Presence::kOptional, kLongestLegalBasis,
            violations);
  CheckVotes(political_case.votes(), violations);
  CheckText("case_handler", political_case.case_handler(), Presence::kOptional, kLongestName,
            violations);
  CheckProvenance("provenance", political_case.provenance(), violations);
}

void RefuseExempt(absl::string_view field, bool is_set, const Violations& violations) {
  if (!is_set) return;
  violations.Add(field, common::v1::ERROR_REASON_EXEMPT_FIELD_SET,
                 "The case is exempt from public access, and this field is public; leave it empty, "
                 "and record what it said as exempt content.");
}

// That a case that is exempt says no more than that it is there. Nothing that it says is quoted.
void CheckExemptFields(const v1::Case& political_case, const Violations& violations) {
  CheckExemption("exemption", political_case.exemption(), violations);
  CheckTexts("titles", political_case.titles(), Presence::kOptional, violations);
  RefuseExempt("date_printed", !political_case.date_printed().empty(), violations);
  RefuseExempt("decisions", political_case.decisions_size() > 0, violations);
  RefuseExempt("legal_basis", !political_case.legal_basis().empty(), violations);
  RefuseExempt("votes", political_case.votes_size() > 0, violations);
  RefuseExempt("case_handler", !political_case.case_handler().empty(), violations);
  const common::v1::Provenance& provenance = political_case.provenance();
  const Violations at = violations.At("provenance");
  RefuseExempt("printed", !provenance.printed().empty(), at);
  RefuseExempt("qualifier", !provenance.qualifier().empty(), at);
  RefuseExempt("note", !provenance.note().empty(), at);
  common::v1::Provenance open = provenance;
  open.clear_printed();
  open.clear_qualifier();
  open.clear_note();
  CheckProvenance("provenance", open, violations);
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
  CheckEnum("kind", political_case.kind(), Presence::kOptional, violations);
  CheckMeetingOfCase(political_case, violations);
  if (political_case.has_exemption()) {
    CheckExemptFields(political_case, violations);
  } else {
    CheckPublicFields(political_case, violations);
  }
}

void CheckExemptContent(const v1::ExemptContent& content, const Violations& violations) {
  if (content.titles().empty() && content.decisions().empty() && content.legal_basis().empty() &&
      content.votes().empty() && content.case_handler().empty() && content.remarks().empty()) {
    violations.Add("", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It says nothing; set titles, decisions, legal_basis, votes, case_handler or "
                   "remarks.");
  }
  CheckTexts("titles", content.titles(), Presence::kOptional, violations);
  CheckTexts("decisions", content.decisions(), Presence::kOptional, violations);
  CheckText("legal_basis", content.legal_basis(), Presence::kOptional, kLongestLegalBasis,
            violations);
  CheckVotes(content.votes(), violations);
  CheckText("case_handler", content.case_handler(), Presence::kOptional, kLongestName, violations);
  CheckTexts("remarks", content.remarks(), Presence::kOptional, violations);
  CheckProvenance("provenance", content.provenance(), violations);
}

std::string CaseOf(const v1::ExemptContent& content) {
  return content.name().substr(0, content.name().rfind("/exemptContents/"));
}

void CheckBodyOfCase(const v1::Case& political_case, const v1::Body& body,
                     const Violations& violations) {
  const std::optional<DayRange> days = DaysOf(political_case);
  if (days.has_value()) CheckThereOn(body, *days, "body", violations);
}

void CheckVotesInBody(const google::protobuf::RepeatedPtrField<v1::Vote>& votes,
                      const v1::Case& political_case, const v1::Body& body,
                      const Violations& violations) {
  const std::optional<DayRange> days = DaysOf(political_case);
  if (!days.has_value() || days->first != days->last) return;
  const std::optional<int32_t> members = MembersOn(body, days->first);
  if (members.has_value()) CheckVotesWithin(votes, *members, violations);
}

}  // namespace tertial::politics
