// What became of additional resolutions and other decisions.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/politics_files.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

// What the statuses of resolutions.csv are as events (DOMAIN: the example's words for them).
const std::vector<CodeWord>& Statuses() {
  static const auto& words =
      *new std::vector<CodeWord>{{"answered", v1::FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING},
                                 {"continued", v1::FOLLOW_UP_EVENT_KIND_CONTINUED},
                                 {"closed", v1::FOLLOW_UP_EVENT_KIND_CLOSED},
                                 {"done", v1::FOLLOW_UP_EVENT_KIND_DONE},
                                 {"rejected", v1::FOLLOW_UP_EVENT_KIND_REJECTED}};
  return words;
}

const std::vector<CodeWord>& EventKinds() {
  static const auto& words = *new std::vector<CodeWord>{
      {"adopted", v1::FOLLOW_UP_EVENT_KIND_ADOPTED},
      {"assigned", v1::FOLLOW_UP_EVENT_KIND_ASSIGNED},
      {"case_presented", v1::FOLLOW_UP_EVENT_KIND_CASE_PRESENTED},
      {"answered_in_writing", v1::FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING},
      {"answered_orally", v1::FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY},
      {"continued", v1::FOLLOW_UP_EVENT_KIND_CONTINUED},
      {"noted", v1::FOLLOW_UP_EVENT_KIND_NOTED},
      {"partly_done", v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE},
      {"done", v1::FOLLOW_UP_EVENT_KIND_DONE},
      {"rejected", v1::FOLLOW_UP_EVENT_KIND_REJECTED},
      {"superseded", v1::FOLLOW_UP_EVENT_KIND_SUPERSEDED},
      {"closed", v1::FOLLOW_UP_EVENT_KIND_CLOSED}};
  return words;
}

const std::vector<CodeWord>& EventSources() {
  static const auto& words =
      *new std::vector<CodeWord>{{"printed", v1::FOLLOW_UP_EVENT_SOURCE_PRINTED},
                                 {"derived", v1::FOLLOW_UP_EVENT_SOURCE_DERIVED}};
  return words;
}

const std::vector<CodeWord>& ResolutionKinds() {
  static const auto& words = *new std::vector<CodeWord>{
      {"additional_resolution", v1::RESOLUTION_KIND_ADDITIONAL_RESOLUTION},
      {"decision", v1::RESOLUTION_KIND_DECISION},
      {"referred_proposal", v1::RESOLUTION_KIND_REFERRED_PROPOSAL}};
  return words;
}

// The columns body, date and case_number list the treatments side by side; one body may stand for
// several dates.
void AddTreatments(const RowFields& row, const Dataset& dataset, v1::ResolutionFollowUp& followed) {
  const std::vector<std::string> bodies = row.List("body");
  const std::vector<std::string> dates = row.List("date");
  const std::vector<std::string> numbers = row.List("case_number");
  const size_t count = std::max({bodies.size(), dates.size(), numbers.size()});
  for (size_t i = 0; i < count; ++i) {
    v1::FollowUpTreatment& treatment = *followed.add_treatments();
    if (!bodies.empty()) {
      treatment.set_body(AreaResource(dataset, "bodies", bodies[std::min(i, bodies.size() - 1)]));
    }
    if (i < dates.size()) treatment.set_date(dates[i]);
    if (i < numbers.size()) {
      ReadCaseNumber(row, "case_number", numbers[i], treatment.mutable_case_number());
    }
  }
}

void ReadResolution(const RowFields& row, Dataset& dataset) {
  v1::ResolutionFollowUp& followed =
      *dataset.politics.Add(row.origin()).mutable_resolution_follow_up();
  followed.set_name(AreaResource(dataset, "resolutions", row.Text("id")));
  row.AddText("title_nb", "nb", followed.mutable_titles());
  row.AddText("title_en", "en", followed.mutable_titles());
  followed.set_order(row.RequiredInteger("order"));
  row.AddText("summary_en", "en", followed.mutable_summaries());
  // A decision that is known has a beginning; without one something must have been reported.
  const bool decided = !row.Text("decided_in").empty() || !row.Text("adopted").empty();
  followed.set_latest_event(row.Code<v1::FollowUpEventKind>("status", Statuses(), decided));
  followed.set_latest_event_source(
      row.Code<v1::FollowUpEventSource>("status_source", EventSources(), true));
  AddTreatments(row, dataset, followed);
  followed.set_kind(row.Code<v1::ResolutionKind>("kind", ResolutionKinds(), true));
  followed.set_decided_in(AreaResource(dataset, "cases", row.Text("decided_in")));
  followed.set_body(AreaResource(dataset, "bodies", row.Text("decided_by")));
  followed.set_adopted(row.Text("adopted"));
  row.AddText("wording_nb", "nb", followed.mutable_wordings());
  row.AddText("wording_en", "en", followed.mutable_wordings());
  followed.set_owner_unit(AreaResource(dataset, "units", row.Text("owner_service_area")));
  followed.set_case_handler(row.Text("case_handler"));
  followed.set_due_date(row.Text("due_date"));
  *followed.mutable_provenance() = row.ReadProvenance();
  const int32_t last = row.RequiredInteger("line_to");
  for (int32_t line = row.RequiredInteger("line_from"); line <= last; ++line) {
    followed.mutable_provenance()->add_source_lines(line);
  }
}

void ReadEvent(const RowFields& row, Dataset& dataset) {
  v1::FollowUpEvent& event = *dataset.politics.Add(row.origin()).mutable_follow_up_event();
  event.set_name(absl::StrCat(AreaResource(dataset, "resolutions", row.Text("resolution")),
                              "/events/", row.Text("id")));
  event.set_kind(row.Code<v1::FollowUpEventKind>("kind", EventKinds()));
  event.set_date(row.Text("date"));
  event.set_owner_unit(AreaResource(dataset, "units", row.Text("owner_service_area")));
  event.set_case_handler(row.Text("case_handler"));
  event.set_due_date(row.Text("due_date"));
  event.set_evidence_case(AreaResource(dataset, "cases", row.Text("evidence_case")));
  row.AddText("remarks_nb", "nb", event.mutable_remarks());
  row.AddText("remarks_en", "en", event.mutable_remarks());
  event.set_source(row.Code<v1::FollowUpEventSource>("event_source", EventSources(), true));
  *event.mutable_provenance() = row.ReadProvenance();
}

}  // namespace

void ReadFollowUpFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  files.ForEachRow("resolutions.csv",
                   {"id", "order", "title_nb", "title_en", "body", "date", "case_number", "status",
                    "status_source", "summary_en", "line_from", "line_to", "page"},
                   [&](const RowFields& row) { ReadResolution(row, dataset); },
                   {"kind", "decided_in", "decided_by", "adopted", "wording_nb", "wording_en",
                    "owner_service_area", "case_handler", "due_date"});
  files.ForEachRow("follow_up_events.csv", {"resolution", "id", "kind", "date"},
                   [&](const RowFields& row) { ReadEvent(row, dataset); },
                   {"owner_service_area", "case_handler", "due_date", "evidence_case", "remarks_nb",
                    "remarks_en", "event_source", "note", "source_line", "page"});
}

}  // namespace tertial::cli
