// Cases and matters.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/politics/politics_documents.h"
#include "common/render/figures.h"
#include "common/render/politics_words.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

std::string ShowKind(v1::TreatmentKind kind) {
  return kind == v1::TREATMENT_KIND_UNSPECIFIED
             ? ""
             : ShowEnum(v1::TreatmentKind_Name(kind), "TREATMENT_KIND_");
}

// "12 for, 1 against"; "unanimous" where only that is known.
std::string ShowVote(const v1::Vote& vote) {
  std::vector<std::string> parts;
  const auto add = [&](bool known, int count, const char* word) {
    if (known) parts.push_back(absl::StrCat(count, " ", word));
  };
  add(vote.has_votes_for(), vote.votes_for(), "for");
  add(vote.has_votes_against(), vote.votes_against(), "against");
  add(vote.has_blank(), vote.blank(), "blank");
  add(vote.has_absent(), vote.absent(), "absent");
  if (vote.stated_unanimous()) parts.emplace_back("unanimous");
  if (vote.outcome() == v1::VOTE_OUTCOME_REJECTED) parts.emplace_back("rejected");
  if (vote.corrects() != 0) {
    parts.push_back(absl::StrCat("corrects vote ", vote.corrects()));
  }
  return absl::StrJoin(parts, ", ");
}

std::string ShowVotes(const v1::Case& political_case) {
  std::vector<std::string> shown;
  for (const v1::Vote& vote : political_case.votes()) {
    const std::string one = ShowVote(vote);
    if (one.empty()) continue;
    shown.push_back(political_case.votes_size() == 1 ? one : absl::StrCat(vote.order(), ": ", one));
  }
  return absl::StrJoin(shown, "; ");
}

Table CaseTable() {
  return {.columns = {{"case"},
                      {"day"},
                      {"body"},
                      {"what it did"},
                      {"title"},
                      {"votes"},
                      ProseColumn("decision")},
          .rows = {}};
}

std::vector<std::string> CaseTexts(const v1::Case& one, absl::string_view language) {
  return {ShowCaseNumber(one.number()),
          DayOfCase(one),
          one.body().empty() ? "not known" : LastId(one.body()),
          ShowKind(one.kind()),
          ShowCaseTitle(one, language),
          ShowVotes(one),
          TextIn(language, one.decisions())};
}

std::vector<Column> CaseColumns() {
  return {{"name"},    {"number"}, {"year"},   {"sequence"}, {"body"},  {"day"},
          {"meeting"}, {"kind"},   {"matter"}, {"exempt"},   {"title"}, {"decision"}};
}

// Titles and decisions in Norwegian, which sources have; else as there are.
std::vector<std::string> CaseFields(const v1::Case& one) {
  return {one.name(),
          ShowCaseNumber(one.number()),
          absl::StrCat(one.number().year()),
          absl::StrCat(one.number().sequence()),
          one.body(),
          DayOfCase(one),
          one.meeting(),
          std::string(absl::StripPrefix(v1::TreatmentKind_Name(one.kind()), "TREATMENT_KIND_")),
          one.matter(),
          one.exemption().legal_basis(),
          TextIn("nb", one.titles()),
          TextIn("nb", one.decisions())};
}

std::string ShowTiming(v1::CaseTiming timing) {
  switch (timing) {
    case v1::CASE_TIMING_POSSIBLE:
      return "perhaps";
    case v1::CASE_TIMING_NOT_TREATED:
      return "no: not treated";
    default:
      return "yes";
  }
}

}  // namespace

Document MakeBodyCasesDocument(const BodyCasesCommand& command,
                               const v1::ListBodyCasesResponse& response) {
  Document document;
  document.AddHeading(
      1, absl::StrCat("Cases of ", command.body.empty() ? "no known body" : LastId(command.body),
                      ", ", ShowSpan(command.span)));
  Table table = CaseTable();
  table.columns.insert(table.columns.begin() + 2, {"counted"});
  for (const v1::DatedCase& dated : response.cases()) {
    std::vector<std::string> texts = CaseTexts(dated.political_case(), command.options.language);
    texts.insert(texts.begin() + 2, ShowTiming(dated.timing()));
    table.rows.push_back(std::move(texts));
  }
  if (response.cases().empty()) document.AddParagraph("None.");
  document.AddTable(WithoutEmptyColumns(table));
  AddMoreFollow(response.next_page_token(), command.limit, document);
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table BodyCasesRows(const v1::ListBodyCasesResponse& response) {
  Table table{.columns = CaseColumns(), .rows = {}};
  table.columns.push_back({"timing"});
  for (const v1::DatedCase& dated : response.cases()) {
    std::vector<std::string>& row = table.rows.emplace_back(CaseFields(dated.political_case()));
    row.emplace_back(absl::StripPrefix(v1::CaseTiming_Name(dated.timing()), "CASE_TIMING_"));
  }
  return table;
}

Document MakeFoundCasesDocument(const FindCaseCommand& command,
                                const v1::FindCasesResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Cases of number ", command.number));
  Table table = CaseTable();
  for (const v1::Case& one : response.cases()) {
    table.rows.push_back(CaseTexts(one, command.options.language));
  }
  if (response.cases().empty()) document.AddParagraph("No case bears it.");
  document.AddTable(WithoutEmptyColumns(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table FoundCasesRows(const v1::FindCasesResponse& response) {
  Table table{.columns = CaseColumns(), .rows = {}};
  for (const v1::Case& one : response.cases()) table.rows.push_back(CaseFields(one));
  return table;
}

Document MakeMatterDocument(const MatterCommand& command,
                            const v1::GetMatterHistoryResponse& response) {
  const std::string& language = command.options.language;
  Document document;
  document.AddHeading(1, TextIn(language, response.matter().titles()));
  std::vector<std::string> facts;
  if (!response.matter().archive_number().empty()) {
    facts.push_back(absl::StrCat("archive number ", response.matter().archive_number()));
  }
  if (!response.matter().opened().empty()) {
    facts.push_back(absl::StrCat("opened ", response.matter().opened()));
  }
  if (response.has_days()) {
    facts.push_back(absl::StrCat(response.days(), " days from the first treatment to the last"));
  }
  if (!facts.empty()) {
    document.AddParagraph(absl::StrCat("Matter ", LastId(response.matter().name()), ": ",
                                       absl::StrJoin(facts, ", "), "."));
  }
  Table table = CaseTable();
  table.columns.insert(table.columns.begin() + 2, {"meeting"});
  for (const v1::MatterTreatment& treatment : response.treatments()) {
    std::vector<std::string> texts = CaseTexts(treatment.political_case(), language);
    texts.insert(
        texts.begin() + 2,
        treatment.has_meeting()
            ? ShowEnum(v1::MeetingState_Name(treatment.meeting().state()), "MEETING_STATE_")
            : "");
    table.rows.push_back(std::move(texts));
  }
  if (response.treatments().empty()) document.AddParagraph("No body has treated it.");
  document.AddTable(WithoutEmptyColumns(table));
  const auto add_names = [&](const char* what, const auto& names) {
    if (names.empty()) return;
    document.AddParagraph(absl::StrCat(what,
                                       absl::StrJoin(names, ", ",
                                                     [](std::string* out, const std::string& name) {
                                                       absl::StrAppend(out, LastId(name));
                                                     }),
                                       "."));
  };
  add_names("Followed up: ", response.resolutions());
  add_names("Plans: ", response.plans());
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table MatterRows(const v1::GetMatterHistoryResponse& response) {
  Table table{.columns = CaseColumns(), .rows = {}};
  table.columns.insert(table.columns.end(), {{"meeting_state"}, {"votes"}});
  for (const v1::MatterTreatment& treatment : response.treatments()) {
    std::vector<std::string>& row = table.rows.emplace_back(CaseFields(treatment.political_case()));
    row.emplace_back(treatment.has_meeting()
                         ? absl::StripPrefix(v1::MeetingState_Name(treatment.meeting().state()),
                                             "MEETING_STATE_")
                         : "");
    row.push_back(ShowVotes(treatment.political_case()));
  }
  return table;
}

}  // namespace tertial::cli
