#include "services/politics/handler/meeting_rules.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/calendar.h"
#include "services/politics/domain/body_rules.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/handler/reference_rules.h"

namespace tertial::politics {

absl::Status TermRules::CheckBeside(const RecordReader& reader, const v1::Term& term,
                                    const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<TermTable>().Parse(term.name()));
  return ScanResources<TermTable>(
      reader, {ids[0]}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Term& other) {
        if (other.name() == term.name() || !ShareADay(term, other)) return true;
        // The end of it that lies within the other.
        const bool begins_within = term.first_day() >= other.first_day();
        violations.Add(begins_within ? "first_day" : "last_day",
                       common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                       absl::StrCat(begins_within ? term.first_day() : term.last_day(), ": ",
                                    other.name(), " has days from ", other.first_day(), " to ",
                                    other.last_day(), "; two terms of an area share none."));
        return false;
      });
}

void MeetingRules::MakeCanonical(const AreaRegistry& areas, v1::Meeting& meeting) {
  MakeReferenceCanonical<MeetingTable>(areas, meeting.mutable_moved_to());
}

absl::Status MeetingRules::CheckReferences(const RecordReader& reader, const v1::Meeting& meeting,
                                           const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReference<BodyTable>(reader, "name", BodyOfMeeting(meeting.name()),
                                                    meeting.name(), violations)
                              .status());
  // Itself may not be recorded yet; the rules of its fields refuse it.
  if (meeting.moved_to() == meeting.name()) return absl::OkStatus();
  return CheckOptionalReference<MeetingTable>(reader, "moved_to", meeting.moved_to(),
                                              meeting.name(), violations)
      .status();
}

absl::Status MeetingRules::CheckBeside(const RecordReader& reader, const v1::Meeting& meeting,
                                       const Violations& violations) {
  const std::optional<absl::CivilDay> day = ParseCivilDay(meeting.date());
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Body> body,
                           FindResource<BodyTable>(reader, BodyOfMeeting(meeting.name())));
  if (day.has_value() && body.has_value()) CheckThereOn(*body, {*day, *day}, "date", violations);
  return absl::OkStatus();
}

void MeetingRules::ListReferences(const v1::Meeting& meeting, References& references) {
  references.Add<MeetingTable>(meeting.moved_to());
}

void AgendaItemRules::MakeCanonical(const AreaRegistry& areas, v1::AgendaItem& item) {
  MakeReferenceCanonical<CaseTable>(areas, item.mutable_political_case());
}

absl::Status AgendaItemRules::CheckReferences(const RecordReader& reader,
                                              const v1::AgendaItem& item,
                                              const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(
      CheckReference<MeetingTable>(reader, "name", MeetingOf(item), item.name(), violations)
          .status());
  return CheckOptionalReference<CaseTable>(reader, "political_case", item.political_case(),
                                           item.name(), violations)
      .status();
}

absl::Status AgendaItemRules::CheckBeside(const RecordReader& reader, const v1::AgendaItem& item,
                                          const Violations& violations) {
  if (item.political_case().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Case> political_case,
                           FindResource<CaseTable>(reader, item.political_case()));
  const std::string body = BodyOfMeeting(item.name());
  if (!political_case.has_value() || political_case->body() == body) return absl::OkStatus();
  const std::string of =
      political_case->body().empty() ? "a body that is not known" : political_case->body();
  violations.Add("political_case", common::v1::ERROR_REASON_CASE_OF_OTHER_BODY,
                 absl::StrCat(Quoted(item.political_case()), " stands in the series of ", of,
                              ", and the meeting is one of ", body,
                              "; name a case of that body, or correct the body of the case."));
  return absl::OkStatus();
}

void AgendaItemRules::ListReferences(const v1::AgendaItem& item, References& references) {
  references.Add<CaseTable>(item.political_case());
}

void MatterRules::MakeCanonical(const AreaRegistry& areas, v1::Matter& matter) {
  MakeReferenceCanonical<UnitName>(areas, matter.mutable_responsible_unit());
}

}  // namespace tertial::politics
