// Matters, cases, agendas.
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/import/politics_files.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

const std::vector<CodeWord>& TreatmentKinds() {
  static const auto& words =
      *new std::vector<CodeWord>{{"recommendation", v1::TREATMENT_KIND_RECOMMENDATION},
                                 {"decision", v1::TREATMENT_KIND_DECISION},
                                 {"noted", v1::TREATMENT_KIND_NOTED},
                                 {"postponed", v1::TREATMENT_KIND_POSTPONED},
                                 {"sent_back", v1::TREATMENT_KIND_SENT_BACK},
                                 {"withdrawn", v1::TREATMENT_KIND_WITHDRAWN}};
  return words;
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

// The one vote that a row has columns for: what was decided in the end.
void ReadVote(const RowFields& row, v1::Case& one) {
  const auto votes_for = row.Integer("votes_for");
  const auto votes_against = row.Integer("votes_against");
  const auto blank = row.Integer("votes_blank");
  const auto absent = row.Integer("votes_absent");
  const bool unanimous = !row.Text("unanimous").empty() && row.YesNo("unanimous");
  if (!votes_for && !votes_against && !blank && !absent && !unanimous) return;
  v1::Vote& vote = *one.add_votes();
  vote.set_order(1);
  vote.set_kind(v1::VOTE_KIND_DECIDING);
  vote.set_outcome(v1::VOTE_OUTCOME_CARRIED);
  if (votes_for) vote.set_votes_for(*votes_for);
  if (votes_against) vote.set_votes_against(*votes_against);
  if (blank) vote.set_blank(*blank);
  if (absent) vote.set_absent(*absent);
  vote.set_stated_unanimous(unanimous);
}

void ReadMatter(const RowFields& row, Dataset& dataset) {
  v1::Matter& matter = *dataset.politics.Add(row.origin()).mutable_matter();
  matter.set_name(AreaResource(dataset, "matters", row.Text("id")));
  row.AddText("title_nb", "nb", matter.mutable_titles());
  row.AddText("title_en", "en", matter.mutable_titles());
  matter.set_archive_number(row.Text("archive_number"));
  matter.set_opened(row.Text("opened"));
  matter.set_responsible_unit(AreaResource(dataset, "units", row.Text("responsible_service_area")));
  *matter.mutable_provenance() = row.ReadProvenance();
}

void ReadCase(const RowFields& row, Dataset& dataset) {
  v1::Case& one = *dataset.politics.Add(row.origin()).mutable_political_case();
  one.set_name(AreaResource(dataset, "cases", row.Text("id")));
  one.mutable_number()->set_sequence(row.RequiredInteger("sequence"));
  one.mutable_number()->set_year(row.RequiredInteger("case_year"));
  one.set_body(AreaResource(dataset, "bodies", row.Text("body")));
  one.set_decision_date(DecisionDate(row));
  row.AddText("topic_nb", "nb", one.mutable_titles());
  row.AddText("title_en", "en", one.mutable_titles());
  row.AddText("decision_en", "en", one.mutable_decisions());
  row.AddText("decision_nb", "nb", one.mutable_decisions());
  one.set_matter(AreaResource(dataset, "matters", row.Text("matter")));
  one.set_meeting(MeetingName(dataset, row.Text("body"), row.Text("meeting")));
  one.set_kind(row.Code<v1::TreatmentKind>("kind", TreatmentKinds(), true));
  one.set_legal_basis(row.Text("legal_basis"));
  one.set_case_handler(row.Text("case_handler"));
  ReadVote(row, one);
  *one.mutable_provenance() = row.ReadProvenance();
  v1::Exemption exemption;
  if (ReadExemption(row, &exemption)) {
    *one.mutable_exemption() = std::move(exemption);
    return;
  }
  if (row.Text("date_printed") != "(not stated)") one.set_date_printed(row.Text("date_printed"));
  one.mutable_provenance()->set_printed(row.Text("case_number"));
}

void ReadAgendaItem(const RowFields& row, Dataset& dataset) {
  v1::AgendaItem& item = *dataset.politics.Add(row.origin()).mutable_agenda_item();
  item.set_name(absl::StrCat(MeetingName(dataset, row.Text("body"), row.Text("meeting")), "/items/",
                             absl::StrFormat("%03d", row.RequiredInteger("order"))));
  item.set_political_case(AreaResource(dataset, "cases", row.Text("case")));
  row.AddText("title_nb", "nb", item.mutable_titles());
  row.AddText("title_en", "en", item.mutable_titles());
  v1::Exemption exemption;
  if (ReadExemption(row, &exemption)) *item.mutable_exemption() = std::move(exemption);
  item.set_closed_doors_basis(row.Text("closed_doors_basis"));
  *item.mutable_provenance() = row.ReadProvenance();
}

}  // namespace

void ReadCaseFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  files.ForEachRow("matters.csv", {"id", "title_nb"},
                   [&](const RowFields& row) { ReadMatter(row, dataset); },
                   {"title_en", "archive_number", "opened", "responsible_service_area", "note",
                    "source_line", "page"});
  files.ForEachRow(
      "cases.csv",
      {"id", "case_number", "sequence", "case_year", "body", "body_stated", "date",
       "date_precision", "date_printed", "topic_nb", "title_en", "decision_en", "source_lines",
       "pages", "note"},
      [&](const RowFields& row) { ReadCase(row, dataset); },
      {"decision_nb", "matter", "meeting", "kind", "legal_basis", "case_handler", "votes_for",
       "votes_against", "votes_blank", "votes_absent", "unanimous", kExemptBasis, kExemptReview});
  files.ForEachRow("agenda_items.csv", {"body", "meeting", "order"},
                   [&](const RowFields& row) { ReadAgendaItem(row, dataset); },
                   {"case", "title_nb", "title_en", kExemptBasis, kExemptReview,
                    "closed_doors_basis", "note", "source_line", "page"});
}

}  // namespace tertial::cli
