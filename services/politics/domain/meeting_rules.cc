#include "services/politics/domain/meeting_rules.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/types/calendar.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/domain/meeting_id.h"

namespace tertial::politics {
namespace {

constexpr absl::string_view kMeetings = "/meetings/";
constexpr absl::string_view kItems = "/items/";
constexpr int kMostDays = 7;
constexpr size_t kItemIdLength = 3;

std::string Before(absl::string_view name, absl::string_view collection) {
  const size_t at = name.rfind(collection);
  return at == absl::string_view::npos ? "" : std::string(name.substr(0, at));
}

// The last id, beside the day on which it begins if that is one. A name that is no meeting's is
// refused elsewhere.
void CheckMeetingId(const v1::Meeting& meeting, std::optional<absl::CivilDay> date,
                    const Violations& violations) {
  if (BodyOfMeeting(meeting.name()).empty()) return;
  const absl::string_view id = LastIdOf(meeting.name());
  if (!IsMeetingId(id)) {
    violations.Add("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat("Its last id ", Quoted(id),
                                " names no day; write the day of the meeting, as 2024-06-11, and "
                                "for further ones of that day 2024-06-11-2 to 2024-06-11-9."));
    return;
  }
  if (!date.has_value() || DayOfMeetingId(id) == meeting.date()) return;
  violations.Add(
      "name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
      absl::StrCat(Quoted(meeting.name()), " does not agree with the date; its last id must be ",
                   Quoted(meeting.date()), ", or that and -2 to -9."));
}

// A time of day, "18:00". Whether it is one.
bool CheckTime(absl::string_view field, const std::string& time, const Violations& violations) {
  if (time.empty()) return false;
  const bool shaped = time.size() == 5 && time[2] == ':' && IsDigits(time.substr(0, 2), 2) &&
                      IsDigits(time.substr(3), 2);
  if (shaped && DigitsToInt(time.substr(0, 2)) < 24 && DigitsToInt(time.substr(3)) < 60) {
    return true;
  }
  violations.Add(field, common::v1::ERROR_REASON_INVALID_TIME_OF_DAY,
                 absl::StrCat(Quoted(time),
                              " is no time of day; write it as 18:00, from 00:00 to "
                              "23:59."));
  return false;
}

void CheckEndDate(const v1::Meeting& meeting, std::optional<absl::CivilDay> date,
                  const Violations& violations) {
  const std::optional<absl::CivilDay> end =
      CheckDay("end_date", meeting.end_date(), Presence::kOptional, violations);
  if (!end.has_value() || !date.has_value()) return;
  if (*end == *date) {
    violations.Add("end_date", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(meeting.end_date(),
                                " is the day on which it begins; leave it out, or give a later "
                                "one."));
  } else if (*end < *date || *end > *date + kMostDays) {
    violations.Add("end_date", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(meeting.end_date(), " is not within ", kMostDays, " days after ",
                                meeting.date(), ", on which it begins; give one from ",
                                absl::FormatCivilTime(*date + 1), " to ",
                                absl::FormatCivilTime(*date + kMostDays), "."));
  }
}

void CheckTimes(const v1::Meeting& meeting, const Violations& violations) {
  const bool starts = CheckTime("start_time", meeting.start_time(), violations);
  const bool ends = CheckTime("end_time", meeting.end_time(), violations);
  if (!meeting.end_time().empty() && meeting.start_time().empty()) {
    violations.Add("end_time", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(meeting.end_time()),
                                " is set where it is not said when the meeting begins; set "
                                "start_time too."));
  }
  if (!starts || !ends || !meeting.end_date().empty()) return;
  if (meeting.end_time() >= meeting.start_time()) return;
  violations.Add("end_time", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat("It ends at ", meeting.end_time(), ", before it begins at ",
                              meeting.start_time(),
                              "; exchange them, or set end_date to the later day on which it "
                              "ends."));
}

void CheckMovedTo(const v1::Meeting& meeting, const Violations& violations) {
  const std::string& other = meeting.moved_to();
  if (other.empty()) return;
  if (meeting.state() != v1::MEETING_STATE_CANCELLED) {
    violations.Add("moved_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(other),
                                " is set for a meeting that is not cancelled; leave it out, or set "
                                "state to MEETING_STATE_CANCELLED."));
  }
  if (other == meeting.name()) {
    violations.Add(
        "moved_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(Quoted(other), " is this meeting; name the one that took its place."));
    return;
  }
  const std::string body = BodyOfMeeting(other);
  if (body.empty() || body == BodyOfMeeting(meeting.name())) return;
  violations.Add("moved_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(other), " is a meeting of another body; name one of ",
                              BodyOfMeeting(meeting.name()), "."));
}

}  // namespace

void CheckMeeting(const v1::Meeting& meeting, const Violations& violations) {
  const std::optional<absl::CivilDay> date =
      CheckDay("date", meeting.date(), Presence::kRequired, violations);
  CheckMeetingId(meeting, date, violations);
  CheckEnum("state", meeting.state(), Presence::kRequired, violations);
  CheckTimes(meeting, violations);
  CheckEndDate(meeting, date, violations);
  CheckText("place", meeting.place(), Presence::kOptional, kLongestName, violations);
  CheckMovedTo(meeting, violations);
  CheckProvenance("provenance", meeting.provenance(), violations);
}

void CheckAgendaItem(const v1::AgendaItem& item, const Violations& violations) {
  const absl::string_view id = LastIdOf(item.name());
  if (!MeetingOf(item).empty() && (!IsDigits(id, kItemIdLength) || id == "000")) {
    violations.Add("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat("Its last id ", Quoted(id),
                                " is no place on an agenda; write it in three digits, 001 to "
                                "999."));
  }
  const bool of_case = !item.political_case().empty();
  CheckTexts("titles", item.titles(), Presence::kOptional, violations);
  if (!of_case && item.titles().empty()) {
    violations.Add("titles", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It has no title and names no case; set titles, or political_case.");
  }
  if (of_case && !item.titles().empty()) {
    violations.Add("titles", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("They are set beside the case ", Quoted(item.political_case()),
                                ", whose titles are the item's; leave them out."));
  }
  if (item.has_exemption()) {
    CheckExemption("exemption", item.exemption(), violations);
    if (of_case) {
      violations.Add("exemption", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     absl::StrCat("It is set beside the case ", Quoted(item.political_case()),
                                  ", whose exemption is the item's; leave it out."));
    }
  }
  CheckText("closed_doors_basis", item.closed_doors_basis(), Presence::kOptional, kLongestName,
            violations);
  CheckProvenance("provenance", item.provenance(), violations);
}

std::string BodyOfMeeting(absl::string_view name) { return Before(name, kMeetings); }

std::string MeetingOf(const v1::AgendaItem& item) { return Before(item.name(), kItems); }

}  // namespace tertial::politics
