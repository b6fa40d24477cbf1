#include "common/render/politics_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/render/figures.h"

namespace tertial {
namespace {

namespace v1 = politics::v1;

// "2024-06-11" of the name of a meeting, whose last id may go on with "-2".
constexpr size_t kDayLength = 10;

std::string ShowExemption(const v1::Exemption& exemption, const std::string& title) {
  return absl::StrCat(title, title.empty() ? "" : " ", "(exempt: ", exemption.legal_basis(), ")");
}

}  // namespace

std::string ShowCaseNumber(const v1::CaseNumber& number) {
  return absl::StrFormat("%d/%02d", number.sequence(), number.year() % 100);
}

std::string DayOfCase(const v1::Case& political_case) {
  const std::string& meeting = political_case.meeting();
  return meeting.empty() ? political_case.decision_date()
                         : meeting.substr(meeting.rfind('/') + 1, kDayLength);
}

std::string ShowCaseTitle(const v1::Case& political_case, absl::string_view language) {
  const std::string title = TextIn(language, political_case.titles());
  return political_case.has_exemption() ? ShowExemption(political_case.exemption(), title) : title;
}

std::string TitleOf(const TitlesByName& titles, const std::string& name) {
  if (name.empty()) return "not known";
  const auto found = titles.find(name);
  return found != titles.end() ? found->second : name.substr(name.rfind('/') + 1);
}

TitlesByName BodyTitles(const google::protobuf::RepeatedPtrField<v1::BodyActivitySeries>& bodies,
                        absl::string_view language) {
  TitlesByName titles;
  for (const v1::BodyActivitySeries& series : bodies) {
    titles.emplace(series.body().name(), TextIn(language, series.body().titles()));
  }
  return titles;
}

std::string ShowFollowUpState(const v1::ResolutionResult& result) {
  std::string shown = ShowEnum(v1::FollowUpState_Name(result.state()), "FOLLOW_UP_STATE_");
  if (result.state_basis() == v1::FOLLOW_UP_STATE_BASIS_REPORTED) shown += " (as reported)";
  if (!result.since().empty()) absl::StrAppend(&shown, " since ", result.since());
  if (result.state_basis() == v1::FOLLOW_UP_STATE_BASIS_EVENTS && !result.certain()) {
    shown += " (not certain)";
  }
  const bool goes_on = result.state() == v1::FOLLOW_UP_STATE_OPEN ||
                       result.state() == v1::FOLLOW_UP_STATE_IN_PROGRESS;
  if (!result.due_date().empty() && (goes_on || result.overdue())) {
    absl::StrAppend(&shown, result.overdue() ? "; overdue, due " : "; due ", result.due_date());
  }
  return shown;
}

Table FollowUpTable(const google::protobuf::RepeatedPtrField<v1::ResolutionResult>& results,
                    const TitlesByName& bodies, absl::string_view language) {
  Table table{.columns = {{"body"},
                          {"meeting"},
                          {"case handler"},
                          {"case"},
                          {"title"},
                          {"decision"},
                          {"status"},
                          ProseColumn("remarks")},
              .rows = {}};
  for (const v1::ResolutionResult& result : results) {
    const std::string followed = TextIn(language, result.resolution().titles());
    std::string title = TextIn(language, result.case_titles());
    // Where the case has no title to show, the line stands under that of the follow-up.
    const bool has_case_title = !title.empty();
    if (!has_case_title) title = followed;
    if (result.has_exemption()) title = ShowExemption(result.exemption(), title);
    std::string decision = TextIn(language, result.decisions());
    if (decision.empty() && has_case_title) decision = followed;
    table.rows.push_back(
        {TitleOf(bodies, result.body()), result.meeting_date(), result.case_handler(),
         result.has_case_number() ? ShowCaseNumber(result.case_number()) : "", title, decision,
         ShowFollowUpState(result), TextIn(language, result.remarks())});
  }
  return table;
}

std::string ShowNumbers(const v1::NumberFinding& finding) {
  const auto show = [&](int sequence) {
    return absl::StrFormat("%d/%02d", sequence, finding.year() % 100);
  };
  return finding.first_sequence() == finding.last_sequence()
             ? show(finding.first_sequence())
             : absl::StrCat(show(finding.first_sequence()), " to ", show(finding.last_sequence()));
}

Table NumberFindingTable(const google::protobuf::RepeatedPtrField<v1::NumberFinding>& findings,
                         const TitlesByName& bodies) {
  Table table{
      .columns =
          {{"severity"}, {"what"}, {"body"}, {"year"}, {"numbers"}, ProseColumn("to be known")},
      .rows = {}};
  for (const v1::NumberFinding& finding : findings) {
    table.rows.push_back(
        {ShowEnum(common::v1::Severity_Name(finding.severity()), "SEVERITY_"),
         ShowEnum(v1::NumberFindingKind_Name(finding.kind()), "NUMBER_FINDING_KIND_"),
         TitleOf(bodies, finding.body()), absl::StrCat(finding.year()), ShowNumbers(finding),
         finding.detail()});
  }
  return table;
}

}  // namespace tertial
