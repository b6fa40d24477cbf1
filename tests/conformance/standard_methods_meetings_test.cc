// Terms, meetings, agenda items and matters, for the conformance suite of the standard methods.
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tests/conformance/standard_methods_meetings.h"

namespace tertial::conformance {
namespace {

namespace v1 = politics::v1;
using enum common::v1::ErrorReason;

constexpr absl::CivilDay kFirstDay(1900, 1, 1);

// The first day of term `n`, with a day after it that is free: two terms of an area share no day,
// and places share areas. Only one test of a store makes more than twenty.
absl::CivilDay FirstDayOfTerm(const Place& place, int n) {
  constexpr int kPlacesBeside = 8;
  int number = 0;
  // The id of a place is "t17".
  (void)absl::SimpleAtoi(place.id.substr(1), &number);
  const int slot = n < 20 ? number / kPlacesBeside * 20 + n : 10'000 + n;
  return kFirstDay + 2 * slot;
}

Resource TermOf(const Place& place, int n) {
  v1::Term term;
  term.set_name(absl::StrCat(place.In("terms"), "/", place.Id(n)));
  term.set_first_day(absl::FormatCivilTime(FirstDayOfTerm(place, n)));
  term.set_last_day(term.first_day());
  return Resource(term);
}

// In the order of their days.
Resource MeetingOf(const Place& place, int n) {
  v1::Meeting meeting;
  const std::string day = absl::FormatCivilTime(absl::CivilDay(2024, 1, 1) + n);
  meeting.set_name(absl::StrCat(OneBody(place), "/meetings/", day));
  meeting.set_date(day);
  meeting.set_state(v1::MEETING_STATE_PLANNED);
  return Resource(meeting);
}

Resource OneCase(const Place& place) {
  v1::Case political_case;
  political_case.set_name(absl::StrCat(place.In("cases"), "/", place.id));
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  political_case.set_body(OneBody(place));
  AddText("Handlingsprogram", political_case.mutable_titles());
  return Resource(political_case);
}

// An agenda has 999 places, so every fifth hundred is on that of another meeting.
int MeetingOfItem(int n) { return n / 500; }

Resource AgendaItemOf(const Place& place, int n) {
  v1::AgendaItem item;
  item.set_name(absl::StrCat(MeetingOf(place, MeetingOfItem(n)).name(), "/items/",
                             absl::StrFormat("%03d", n % 500 + 1)));
  item.set_political_case(OneCase(place).name());
  return Resource(item);
}

ResourceKind Terms() {
  return {
      .contract = kMeetingsService,
      .message = "Term",
      .plural = "Terms",
      .not_found = ERROR_REASON_TERM_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = TermOf,
      .change =
          [](Resource& resource, int to) {
            As<v1::Term>(resource).mutable_provenance()->set_source(absl::StrCat("møtebok ", to));
          },
      .changed = "provenance",
      .change_other =
          [](Resource& resource) {
            v1::Term& term = As<v1::Term>(resource);
            absl::CivilDay first;
            (void)absl::ParseCivilTime(term.first_day(), &first);
            term.set_last_day(absl::FormatCivilTime(first + 1));
          },
      .other = "last_day",
      .spoil =
          [](Resource& resource) {
            As<v1::Term>(resource).set_first_day("2023-02-30");
            As<v1::Term>(resource).clear_last_day();
          },
      .spoiled = {{"first_day", ERROR_REASON_INVALID_DATE},
                  {"last_day", ERROR_REASON_FIELD_REQUIRED}}};
}

ResourceKind Meetings() {
  return {.contract = kMeetingsService,
          .message = "Meeting",
          .plural = "Meetings",
          .not_found = ERROR_REASON_MEETING_NOT_FOUND,
          .parent = OneBody,
          .parent_of_all = "areas/-/bodies/-",
          .make = MeetingOf,
          .needs = NeedsOneBody,
          .needed = ERROR_REASON_BODY_NOT_FOUND,
          .change = [](Resource& resource,
                       int to) { As<v1::Meeting>(resource).set_place(absl::StrCat("Sal ", to)); },
          .changed = "place",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::Meeting>(resource).clear_state();
                As<v1::Meeting>(resource).set_start_time("24:00");
              },
          .spoiled = {{"state", ERROR_REASON_INVALID_ENUM},
                      {"start_time", ERROR_REASON_INVALID_TIME_OF_DAY}},
          .make_below =
              [](const Place& place) {
                v1::AgendaItem item;
                item.set_name(absl::StrCat(MeetingOf(place, 0).name(), "/items/001"));
                AddText("Spørretime", item.mutable_titles());
                return Resource(item);
              }};
}

ResourceKind AgendaItems() {
  return {.contract = kMeetingsService,
          .message = "AgendaItem",
          .plural = "AgendaItems",
          .not_found = ERROR_REASON_AGENDA_ITEM_NOT_FOUND,
          .parent = [](const Place& place) { return MeetingOf(place, 0).name(); },
          .parent_of_all = "areas/-/bodies/-/meetings/-",
          .make = AgendaItemOf,
          .needs =
              [](const Place& place, int n) {
                return std::vector<Resource>{BodyWithId(place, place.id),
                                             MeetingOf(place, MeetingOfItem(n)), OneCase(place)};
              },
          .needed = ERROR_REASON_MEETING_NOT_FOUND,
          .change =
              [](Resource& resource, int to) {
                As<v1::AgendaItem>(resource).set_closed_doors_basis(
                    absl::StrCat("kommuneloven § 11-5 nr. ", to));
              },
          .changed = "closed_doors_basis",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                AddText("Spørretime", As<v1::AgendaItem>(resource).mutable_titles());
                As<v1::AgendaItem>(resource).set_closed_doors_basis(std::string(201, 'x'));
              },
          .spoiled = {{"titles", ERROR_REASON_INCONSISTENT_FIELDS},
                      {"closed_doors_basis", ERROR_REASON_INVALID_TEXT}}};
}

ResourceKind Matters() {
  return {
      .contract = kMeetingsService,
      .message = "Matter",
      .plural = "Matters",
      .not_found = ERROR_REASON_MATTER_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make =
          [](const Place& place, int n) {
            v1::Matter matter;
            matter.set_name(absl::StrCat(place.In("matters"), "/", place.Id(n)));
            AddText("Ny skole", matter.mutable_titles());
            matter.set_responsible_unit(absl::StrCat(place.In("units"), "/welfare"));
            return Resource(matter);
          },
      .change =
          [](Resource& resource, int to) {
            As<v1::Matter>(resource).set_archive_number(absl::StrCat("24/", to));
          },
      .changed = "archive_number",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::Matter>(resource).clear_titles();
            As<v1::Matter>(resource).set_opened("last spring");
          },
      .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED}, {"opened", ERROR_REASON_INVALID_DATE}}};
}

}  // namespace

std::vector<ResourceKind> KindsOfMeetings() {
  return {Terms(), Meetings(), AgendaItems(), Matters()};
}

}  // namespace tertial::conformance
