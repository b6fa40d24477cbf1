// Terms, bodies, their activity, their meetings.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/politics_files.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

const std::vector<CodeWord>& BodyKinds() {
  static const auto& words = *new std::vector<CodeWord>{
      {"council", v1::BODY_KIND_COUNCIL},
      {"executive_committee", v1::BODY_KIND_EXECUTIVE_COMMITTEE},
      {"main_committee", v1::BODY_KIND_MAIN_COMMITTEE},
      // The advisory councils of the data are those that the law requires.
      {"advisory_council", v1::BODY_KIND_STATUTORY_COUNCIL},
      {"control_committee", v1::BODY_KIND_CONTROL_COMMITTEE},
      {"working_committee", v1::BODY_KIND_WORKING_COMMITTEE},
      {"joint_committee", v1::BODY_KIND_JOINT_COMMITTEE},
      {"appeals_committee", v1::BODY_KIND_APPEALS_COMMITTEE},
      {"negotiation_committee", v1::BODY_KIND_NEGOTIATION_COMMITTEE},
      {"election_board", v1::BODY_KIND_ELECTION_BOARD},
      {"administrative", v1::BODY_KIND_ADMINISTRATIVE},
      {"inter_municipal_council", v1::BODY_KIND_INTERMUNICIPAL}};
  return words;
}

const std::vector<CodeWord>& CountingRules() {
  static const auto& words =
      *new std::vector<CodeWord>{{"unknown", v1::COUNTING_RULE_UNKNOWN},
                                 {"matters", v1::COUNTING_RULE_MATTERS},
                                 {"treatments", v1::COUNTING_RULE_TREATMENTS}};
  return words;
}

const std::vector<CodeWord>& RecordingScopes() {
  static const auto& words = *new std::vector<CodeWord>{{"complete", v1::RECORDING_SCOPE_COMPLETE},
                                                        {"selected", v1::RECORDING_SCOPE_SELECTED}};
  return words;
}

const std::vector<CodeWord>& MeetingStates() {
  static const auto& words = *new std::vector<CodeWord>{{"planned", v1::MEETING_STATE_PLANNED},
                                                        {"held", v1::MEETING_STATE_HELD},
                                                        {"cancelled", v1::MEETING_STATE_CANCELLED}};
  return words;
}

void ReadTerm(const RowFields& row, Dataset& dataset) {
  v1::Term& term = *dataset.politics.Add(row.origin()).mutable_term();
  term.set_name(AreaResource(dataset, "terms", row.Text("id")));
  term.set_first_day(row.Text("first_day"));
  term.set_last_day(row.Text("last_day"));
  *term.mutable_provenance() = row.ReadProvenance();
}

void ReadBody(const RowFields& row, Dataset& dataset) {
  v1::Body& body = *dataset.politics.Add(row.origin()).mutable_body();
  body.set_name(AreaResource(dataset, "bodies", row.Text("id")));
  row.AddText("name_nb", "nb", body.mutable_titles());
  row.AddText("name_en", "en", body.mutable_titles());
  body.set_kind(row.Code<v1::BodyKind>("type", BodyKinds()));
  if (const auto members = row.Integer("members"); members.has_value()) {
    body.set_members(*members);
  }
  body.set_order(row.RequiredInteger("order"));
  body.set_valid_from(row.Text("valid_from"));
  body.set_valid_to(row.Text("valid_to"));
  for (const std::string& predecessor : row.List("predecessors")) {
    body.add_predecessors(AreaResource(dataset, "bodies", predecessor));
  }
  *body.mutable_provenance() = row.ReadProvenance();
  body.mutable_provenance()->set_qualifier(row.Text("members_source"));
}

// Where the files do not say it, the rule of the counts is not known, and the cases that they name
// are some of those counted.
void ReadActivity(const RowFields& row, Dataset& dataset) {
  v1::BodyActivity& activity = *dataset.politics.Add(row.origin()).mutable_body_activity();
  activity.set_name(absl::StrCat(AreaResource(dataset, "bodies", row.Text("body")), "/activities/",
                                 PeriodId(row.Text("year"))));
  activity.set_period(row.Text("year"));
  *activity.mutable_meetings() = row.ReadCell("meetings");
  *activity.mutable_cases() = row.ReadCell("cases");
  activity.set_counting_rule(row.Code<v1::CountingRule>("counting_rule", CountingRules(), true));
  if (row.Text("counting_rule").empty()) activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  activity.set_recording(row.Code<v1::RecordingScope>("recording", RecordingScopes(), true));
  if (row.Text("recording").empty()) activity.set_recording(v1::RECORDING_SCOPE_SELECTED);
  *activity.mutable_provenance() = row.ReadProvenance();
}

// "2024-06-11", or "2024-06-11-2" for the second of a day.
std::string MeetingId(const RowFields& row) {
  const std::string& number = row.Text("number");
  return absl::StrCat(row.Text("date"), number.empty() ? "" : "-", number);
}

void ReadMeeting(const RowFields& row, Dataset& dataset) {
  v1::Meeting& meeting = *dataset.politics.Add(row.origin()).mutable_meeting();
  meeting.set_name(MeetingName(dataset, row.Text("body"), MeetingId(row)));
  meeting.set_date(row.Text("date"));
  meeting.set_state(row.Code<v1::MeetingState>("state", MeetingStates()));
  meeting.set_extraordinary(!row.Text("extraordinary").empty() && row.YesNo("extraordinary"));
  meeting.set_start_time(row.Text("start_time"));
  meeting.set_end_time(row.Text("end_time"));
  meeting.set_end_date(row.Text("end_date"));
  meeting.set_place(row.Text("place"));
  meeting.set_moved_to(MeetingName(dataset, row.Text("body"), row.Text("moved_to")));
  *meeting.mutable_provenance() = row.ReadProvenance();
}

}  // namespace

std::string BodyActivityOf(const RowFields& row) {
  return absl::StrCat("areas/", kAnyArea, "/bodies/", row.Text("key"), "/activities/", kAnyPeriod);
}

void ReadBodyFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  files.ForEachRow("terms.csv", {"id", "first_day", "last_day"},
                   [&](const RowFields& row) { ReadTerm(row, dataset); },
                   {"note", "source_line", "page"});
  files.ForEachRow("political_bodies.csv",
                   {"id", "name_nb", "name_en", "type", "members", "members_source", "note",
                    "order", "source_line", "page"},
                   [&](const RowFields& row) { ReadBody(row, dataset); },
                   {"valid_from", "valid_to", "predecessors"});
  files.ForEachRow(
      "political_activity.csv", {"body", "year", "meetings", "cases", "source_line", "page"},
      [&](const RowFields& row) { ReadActivity(row, dataset); }, {"counting_rule", "recording"});
  files.ForEachRow("meetings.csv", {"body", "date", "state"},
                   [&](const RowFields& row) { ReadMeeting(row, dataset); },
                   {"number", "extraordinary", "start_time", "end_time", "end_date", "place",
                    "moved_to", "note", "source_line", "page"});
}

}  // namespace tertial::cli
