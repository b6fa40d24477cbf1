// Bodies and their activity, cases, thematic plans, and what became of additional resolutions.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/dataset_files.h"
#include "common/status/violations.h"

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

// What the statuses of the data are as events (DOMAIN: the example's words for them).
const std::vector<CodeWord>& EventKinds() {
  static const auto& words =
      *new std::vector<CodeWord>{{"answered", v1::FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING},
                                 {"continued", v1::FOLLOW_UP_EVENT_KIND_CONTINUED},
                                 {"closed", v1::FOLLOW_UP_EVENT_KIND_CLOSED},
                                 {"done", v1::FOLLOW_UP_EVENT_KIND_DONE},
                                 {"rejected", v1::FOLLOW_UP_EVENT_KIND_REJECTED}};
  return words;
}

const std::vector<CodeWord>& EventSources() {
  static const auto& words =
      *new std::vector<CodeWord>{{"printed", v1::FOLLOW_UP_EVENT_SOURCE_PRINTED},
                                 {"derived", v1::FOLLOW_UP_EVENT_SOURCE_DERIVED}};
  return words;
}

// "areas/{area}/{collection}/{id}", empty for an empty id.
std::string NameOf(const Dataset& dataset, absl::string_view collection, absl::string_view id) {
  return id.empty() ? "" : absl::StrCat("areas/", dataset.area, "/", collection, "/", id);
}

// "31/24"; the year of two digits is of this century.
void ReadCaseNumber(const RowFields& row, absl::string_view column, absl::string_view text,
                    v1::CaseNumber* number) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  int32_t sequence = 0;
  int32_t year = 0;
  if (parts.size() != 2 || parts[1].size() != 2 || !absl::SimpleAtoi(parts[0], &sequence) ||
      !absl::SimpleAtoi(parts[1], &year)) {
    row.AddProblem(column, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is no case number; write it as 31/24."));
    return;
  }
  number->set_sequence(sequence);
  number->set_year(2000 + year);
}

// "2024-06", or with the season where the text prints one that the date leaves out.
std::string DecisionDate(const RowFields& row) {
  const std::string& date = row.Text("date");
  if (row.Text("date_precision") != "year") return date;
  const std::string& printed = row.Text("date_printed");
  for (const auto& [norwegian, season] :
       std::initializer_list<std::pair<absl::string_view, absl::string_view>>{
           {"vinteren", "winter"},
           {"våren", "spring"},
           {"sommeren", "summer"},
           {"høsten", "autumn"}}) {
    if (absl::StartsWith(printed, absl::StrCat(norwegian, " ", date))) {
      return absl::StrCat(date, "-", season);
    }
  }
  return date;
}

void ReadBody(const RowFields& row, Dataset& dataset) {
  v1::Body& body = *dataset.politics.Add(row.origin()).mutable_body();
  body.set_name(NameOf(dataset, "bodies", row.Text("id")));
  row.AddText("name_nb", "nb", body.mutable_titles());
  row.AddText("name_en", "en", body.mutable_titles());
  body.set_kind(row.Code<v1::BodyKind>("type", BodyKinds()));
  if (const auto members = row.Integer("members"); members.has_value()) {
    body.set_members(*members);
  }
  body.set_order(row.RequiredInteger("order"));
  *body.mutable_provenance() = row.ReadProvenance();
  body.mutable_provenance()->set_qualifier(row.Text("members_source"));
}

void ReadActivity(const RowFields& row, Dataset& dataset) {
  v1::BodyActivity& activity = *dataset.politics.Add(row.origin()).mutable_body_activity();
  activity.set_name(absl::StrCat("areas/", dataset.area, "/bodies/", row.Text("body"),
                                 "/activities/", PeriodId(row.Text("year"))));
  activity.set_period(row.Text("year"));
  *activity.mutable_meetings() = row.ReadCell("meetings");
  *activity.mutable_cases() = row.ReadCell("cases");
  activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  *activity.mutable_provenance() = row.ReadProvenance();
}

void ReadCase(const RowFields& row, Dataset& dataset) {
  v1::Case& one = *dataset.politics.Add(row.origin()).mutable_political_case();
  one.set_name(NameOf(dataset, "cases", row.Text("id")));
  one.mutable_number()->set_sequence(row.RequiredInteger("sequence"));
  one.mutable_number()->set_year(row.RequiredInteger("case_year"));
  one.set_body(NameOf(dataset, "bodies", row.Text("body")));
  one.set_decision_date(DecisionDate(row));
  if (row.Text("date_printed") != "(not stated)") one.set_date_printed(row.Text("date_printed"));
  row.AddText("topic_nb", "nb", one.mutable_titles());
  row.AddText("title_en", "en", one.mutable_titles());
  row.AddText("decision_en", "en", one.mutable_decisions());
  *one.mutable_provenance() = row.ReadProvenance();
  one.mutable_provenance()->set_printed(row.Text("case_number"));
}

void ReadPlan(const RowFields& row, const std::vector<v1::PlanHeading>& headings,
              Dataset& dataset) {
  v1::ThematicPlan& plan = *dataset.politics.Add(row.origin()).mutable_thematic_plan();
  plan.set_name(NameOf(dataset, "plans", row.Text("id")));
  row.AddText("name_nb", "nb", plan.mutable_titles());
  row.AddText("name_en", "en", plan.mutable_titles());
  plan.set_order(row.RequiredInteger("order"));
  for (const std::string& body : row.List("responsible_committee")) {
    plan.add_responsible_bodies(NameOf(dataset, "bodies", body));
  }
  for (const std::string& unit : row.List("responsible_service_area")) {
    plan.add_responsible_units(NameOf(dataset, "units", unit));
  }
  plan.set_mandate_date(row.Text("mandate_date"));
  plan.set_adoption_date(row.Text("adoption_date"));
  plan.set_adopted_by(NameOf(dataset, "bodies", row.Text("adopted_by")));
  if (!row.Text("case_number").empty()) {
    ReadCaseNumber(row, "case_number", row.Text("case_number"), plan.mutable_adoption_case());
  }
  if (const auto count = row.Integer("focus_area_count"); count.has_value()) {
    plan.set_stated_focus_area_count(*count);
  }
  if (const auto count = row.Integer("strategy_count"); count.has_value()) {
    plan.set_stated_strategy_count(*count);
  }
  plan.mutable_headings()->Add(headings.begin(), headings.end());
  plan.set_revision_state(row.YesNo("revision_in_2024_2027") ? v1::REVISION_STATE_PLANNED
                                                             : v1::REVISION_STATE_NOT_PLANNED);
  plan.mutable_revision_term()->set_from_year("2024");
  plan.mutable_revision_term()->set_to_year("2027");
  *plan.mutable_provenance() = row.ReadProvenance();
}

// The plans with the headings they are reported under, which stand in a file of their own.
void ReadPlans(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  std::map<std::string, std::vector<v1::PlanHeading>> headings;
  std::vector<std::pair<std::string, Problem>> unknown;
  files.ForEachRow(
      "theme_plan_areas.csv", {"theme_plan", "order", "name_nb", "source_line", "page"},
      [&](const RowFields& row) {
        v1::PlanHeading& heading = headings[row.Text("theme_plan")].emplace_back();
        heading.set_order(row.RequiredInteger("order"));
        row.AddText("name_nb", "nb", heading.mutable_titles());
        *heading.mutable_provenance() = row.ReadProvenance();
        unknown.push_back({row.Text("theme_plan"),
                           {.origin = row.origin(),
                            .field = "theme_plan",
                            .reason = ReasonName(common::v1::ERROR_REASON_THEMATIC_PLAN_NOT_FOUND),
                            .sentence = absl::StrCat(Quoted(row.Text("theme_plan")),
                                                     " is no plan of theme_plans.csv.")}});
      });
  std::map<std::string, bool> known;
  files.ForEachRow("theme_plans.csv",
                   {"id", "name_nb", "name_en", "order", "responsible_committee",
                    "responsible_service_area", "mandate_date", "mandate_date_precision",
                    "adoption_date", "adopted_by", "case_number", "focus_area_count",
                    "strategy_count", "revision_in_2024_2027", "note", "source_lines", "pages"},
                   [&](const RowFields& row) {
                     ReadPlan(row, headings[row.Text("id")], dataset);
                     known[row.Text("id")] = true;
                   });
  for (auto& [plan, problem] : unknown) {
    if (known.count(plan) == 0) dataset.problems.push_back(std::move(problem));
  }
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
      treatment.set_body(NameOf(dataset, "bodies", bodies[std::min(i, bodies.size() - 1)]));
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
  followed.set_name(NameOf(dataset, "resolutions", row.Text("id")));
  row.AddText("title_nb", "nb", followed.mutable_titles());
  row.AddText("title_en", "en", followed.mutable_titles());
  followed.set_order(row.RequiredInteger("order"));
  row.AddText("summary_en", "en", followed.mutable_summaries());
  followed.set_latest_event(row.Code<v1::FollowUpEventKind>("status", EventKinds()));
  followed.set_latest_event_source(
      row.Code<v1::FollowUpEventSource>("status_source", EventSources(), true));
  AddTreatments(row, dataset, followed);
  *followed.mutable_provenance() = row.ReadProvenance();
  const int32_t last = row.RequiredInteger("line_to");
  for (int32_t line = row.RequiredInteger("line_from"); line <= last; ++line) {
    followed.mutable_provenance()->add_source_lines(line);
  }
}

}  // namespace

std::string BodyActivityOf(const RowFields& row) {
  return absl::StrCat("areas/", kAnyArea, "/bodies/", row.Text("key"), "/activities/", kAnyPeriod);
}

void ReadPoliticsFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  files.ForEachRow("political_bodies.csv",
                   {"id", "name_nb", "name_en", "type", "members", "members_source", "note",
                    "order", "source_line", "page"},
                   [&](const RowFields& row) { ReadBody(row, dataset); });
  files.ForEachRow("political_activity.csv",
                   {"body", "year", "meetings", "cases", "source_line", "page"},
                   [&](const RowFields& row) { ReadActivity(row, dataset); });
  files.ForEachRow("cases.csv",
                   {"id", "case_number", "sequence", "case_year", "body", "body_stated", "date",
                    "date_precision", "date_printed", "topic_nb", "title_en", "decision_en",
                    "source_lines", "pages", "note"},
                   [&](const RowFields& row) { ReadCase(row, dataset); });
  ReadPlans(files);
  files.ForEachRow("resolutions.csv",
                   {"id", "order", "title_nb", "title_en", "body", "date", "case_number", "status",
                    "status_source", "summary_en", "line_from", "line_to", "page"},
                   [&](const RowFields& row) { ReadResolution(row, dataset); });
}

}  // namespace tertial::cli
