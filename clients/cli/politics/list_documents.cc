// Searches, follow-ups, findings.
#include <string>
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

std::string NumberOf(bool known, const v1::CaseNumber& number) {
  return known ? ShowCaseNumber(number) : "";
}

}  // namespace

void AddMoreFollow(absl::string_view next_page_token, int limit, Document& document) {
  if (next_page_token.empty()) return;
  document.AddParagraph(
      absl::StrCat("More follow; --limit tells how many to print, now ", limit, "."));
}

Document MakeSearchDocument(const SearchCommand& command, const v1::SearchTextsResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Found: ", absl::StrJoin(command.words, " ")));
  Table table{.columns = {{"what"},
                          {"id"},
                          {"case"},
                          {"body"},
                          {"date"},
                          {"title"},
                          ProseColumn("from the decision")},
              .rows = {}};
  for (const v1::SearchHit& hit : response.hits()) {
    table.rows.push_back({ShowEnum(v1::SearchKind_Name(hit.kind()), "SEARCH_KIND_"),
                          LastId(hit.name()), NumberOf(hit.has_number(), hit.number()),
                          LastId(hit.body()), hit.date(),
                          TextIn(command.options.language, hit.titles()),
                          TextIn(command.options.language, hit.excerpts())});
  }
  if (response.hits().empty()) document.AddParagraph("Nothing.");
  document.AddTable(WithoutEmptyColumns(table));
  AddMoreFollow(response.next_page_token(), command.limit, document);
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table SearchRows(const v1::SearchTextsResponse& response) {
  Table table{
      .columns = {{"kind"}, {"name"}, {"number"}, {"body"}, {"date"}, {"title"}, {"excerpt"}},
      .rows = {}};
  for (const v1::SearchHit& hit : response.hits()) {
    table.rows.push_back(
        {std::string(absl::StripPrefix(v1::SearchKind_Name(hit.kind()), "SEARCH_KIND_")),
         hit.name(), NumberOf(hit.has_number(), hit.number()), hit.body(), hit.date(),
         TextIn("nb", hit.titles()), TextIn("nb", hit.excerpts())});
  }
  return table;
}

Document MakeFollowUpsDocument(const FollowUpsCommand& command,
                               const v1::ListFollowUpsResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Follow-up", command.body.empty() ? "" : ", ",
                                      LastId(command.body), ", as of ", response.day()));
  if (response.follow_ups().empty()) document.AddParagraph("None.");
  document.AddTable(FollowUpTable(response.follow_ups(), {}, command.options.language));
  AddMoreFollow(response.next_page_token(), command.limit, document);
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table FollowUpRows(const v1::ListFollowUpsResponse& response) {
  Table table{.columns = {{"name"},
                          {"body"},
                          {"meeting_date"},
                          {"case_handler"},
                          {"case_number"},
                          {"case_title"},
                          {"title"},
                          {"decision"},
                          {"state"},
                          {"state_basis"},
                          {"certain"},
                          {"since"},
                          {"due_date"},
                          {"overdue"},
                          {"owner_unit"},
                          {"event"},
                          {"exempt"},
                          {"remarks"}},
              .rows = {}};
  for (const v1::ResolutionResult& result : response.follow_ups()) {
    table.rows.push_back(
        {result.resolution().name(), result.body(), result.meeting_date(), result.case_handler(),
         NumberOf(result.has_case_number(), result.case_number()),
         TextIn("nb", result.case_titles()), TextIn("nb", result.resolution().titles()),
         TextIn("nb", result.decisions()),
         std::string(absl::StripPrefix(v1::FollowUpState_Name(result.state()), "FOLLOW_UP_STATE_")),
         std::string(absl::StripPrefix(v1::FollowUpStateBasis_Name(result.state_basis()),
                                       "FOLLOW_UP_STATE_BASIS_")),
         result.certain() ? "true" : "false", result.since(), result.due_date(),
         result.overdue() ? "true" : "false", result.owner_unit(), result.event().name(),
         result.exemption().legal_basis(), TextIn("nb", result.remarks())});
  }
  return table;
}

Document MakeFindingsDocument(const NumberFindingsCommand& command,
                              const v1::ListNumberFindingsResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Odd case numbers: ", LastId(AreaName(command.area)),
                                      command.body.empty() ? "" : ", ", LastId(command.body),
                                      command.year == 0 ? "" : absl::StrCat(", ", command.year)));
  if (response.findings().empty()) document.AddParagraph("None.");
  document.AddTable(NumberFindingTable(response.findings(), {}));
  AddMoreFollow(response.next_page_token(), command.limit, document);
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table FindingRows(const v1::ListNumberFindingsResponse& response) {
  Table table{.columns = {{"kind"},
                          {"severity"},
                          {"body"},
                          {"year"},
                          {"first_sequence"},
                          {"last_sequence"},
                          {"cases"},
                          {"detail"}},
              .rows = {}};
  for (const v1::NumberFinding& finding : response.findings()) {
    table.rows.push_back(
        {std::string(
             absl::StripPrefix(v1::NumberFindingKind_Name(finding.kind()), "NUMBER_FINDING_KIND_")),
         std::string(absl::StripPrefix(common::v1::Severity_Name(finding.severity()), "SEVERITY_")),
         finding.body(), absl::StrCat(finding.year()), absl::StrCat(finding.first_sequence()),
         absl::StrCat(finding.last_sequence()), absl::StrJoin(finding.cases(), " "),
         finding.detail()});
  }
  return table;
}

}  // namespace tertial::cli
