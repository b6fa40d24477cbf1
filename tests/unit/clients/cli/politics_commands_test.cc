// The commands about politics: what they ask for, and answers as people read them and as rows.
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/cli/politics/politics_commands.h"
#include "clients/cli/politics/politics_documents.h"
#include "common/render/answer.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

// With one blank where several stand.
std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char c : text) {
    if (c != ' ' || squeezed.empty() || squeezed.back() != ' ') squeezed += c;
  }
  return squeezed;
}

std::vector<std::string> CsvLines(const Table& table) {
  for (const auto& row : table.rows) EXPECT_THAT(row, SizeIs(table.columns.size()));
  return absl::StrSplit(CsvOf(table), '\n', absl::SkipEmpty());
}

constexpr char kCase[] = R"({"name": "areas/asker/cases/ks-31-2024",
    "number": {"sequence": 31, "year": 2024}, "body": "areas/asker/bodies/council",
    "meeting": "areas/asker/bodies/council/meetings/2024-06-11", "kind": "TREATMENT_KIND_DECISION",
    "matter": "areas/asker/matters/m", "titles": [{"language": "nb", "text": "Ny skole"}],
    "decisions": [{"language": "nb", "text": "Skolen bygges."}],
    "votes": [{"order": 1, "votesFor": 54, "votesAgainst": 1}]})";

TEST(PoliticsRequests, NamesBelowTheAreaAreMade) {
  ActivityCommand activity;
  activity.area = "3203";
  activity.span.term = "2023-2027";
  EXPECT_EQ(MakeActivityRequest(activity).term(), "areas/3203/terms/2023-2027");
  activity.span = {.period = "", .term = "", .from = "2024-01-01", .to = "2024-06-30"};
  EXPECT_EQ(MakeActivityRequest(activity).days().last_day(), "2024-06-30");
  activity.span = {.period = "2024-T1", .term = "", .from = "", .to = ""};
  EXPECT_EQ(MakeActivityRequest(activity).period(), "2024-T1");

  BodyCasesCommand cases;
  cases.area = "asker";
  cases.body = "council";
  EXPECT_EQ(MakeBodyCasesRequest(cases).body(), "areas/asker/bodies/council");
  cases.body = "";
  EXPECT_EQ(MakeBodyCasesRequest(cases).body(), "");

  FollowUpsCommand follow_ups;
  follow_ups.area = "areas/asker";
  follow_ups.body = "council";
  follow_ups.day = "2024-12-31";
  follow_ups.overdue = true;
  follow_ups.owner_unit = "welfare";
  follow_ups.states = {v1::FOLLOW_UP_STATE_OPEN};
  const v1::ListFollowUpsRequest request = MakeFollowUpsRequest(follow_ups);
  EXPECT_EQ(request.body(), "areas/asker/bodies/council");
  EXPECT_EQ(request.owner_unit(), "areas/asker/units/welfare");
  EXPECT_EQ(request.day(), "2024-12-31");
  EXPECT_TRUE(request.overdue());
  EXPECT_THAT(request.states(), ElementsAre(v1::FOLLOW_UP_STATE_OPEN));

  MatterCommand matter;
  matter.area = "asker";
  matter.matter = "m";
  EXPECT_EQ(MakeMatterRequest(matter).name(), "areas/asker/matters/m");
}

TEST(PoliticsRequests, WordsOfASearchStandTogether) {
  SearchCommand search;
  search.area = "asker";
  search.words = {"ny", "skole"};
  search.kinds = {v1::SEARCH_KIND_CASE};
  const v1::SearchTextsRequest request = MakeSearchRequest(search);
  EXPECT_EQ(request.text(), "ny skole");
  EXPECT_THAT(request.kinds(), ElementsAre(v1::SEARCH_KIND_CASE));
  FindCaseCommand found;
  found.area = "asker";
  found.number = "31/24";
  EXPECT_EQ(MakeFindCasesRequest(found).number(), "31/24");
  NumberFindingsCommand findings;
  findings.area = "asker";
  findings.year = 2022;
  EXPECT_EQ(MakeFindingsRequest(findings).year(), 2022);
}

v1::GetActivityResponse Activity() {
  return FromJson<v1::GetActivityResponse>(R"({"area": "areas/asker",
    "bodies": [{"outcome": "OUTCOME_FOUND",
      "body": {"name": "areas/asker/bodies/council", "titles": [{"language": "nb", "text": "Kommunestyret"}]},
      "activity": {"meetings": {"value": "9"}, "cases": {"missing": "MISSING_REASON_DATA_LACKING"},
                   "countingRule": "COUNTING_RULE_TREATMENTS",
                   "recording": "RECORDING_SCOPE_COMPLETE"},
      "counted": {"meetingsOutcome": "OUTCOME_FOUND", "meetings": 8, "cancelledMeetings": 1},
      "meetingsDifference": {"value": "-1", "unit": "count", "formula": "FORMULA_DISTANCE"},
      "meetingsShare": {"value": "100.0", "unit": "percent", "formula": "FORMULA_SHARE"}}],
    "reportedMeetingsTotal": {"value": "9", "unit": "count", "formula": "FORMULA_SUM"},
    "reportedCasesTotal": {"formula": "FORMULA_SUM",
                           "notComputable": {"reason": "NOT_COMPUTABLE_REASON_MISSING_OPERAND"}},
    "totals": {"counted": {"meetingsOutcome": "OUTCOME_FOUND", "meetings": 8,
                           "cancelledMeetings": 1, "casesOutcome": "OUTCOME_NO_OBSERVATION"},
               "withoutBody": {"meetingsOutcome": "OUTCOME_NO_OBSERVATION"}}})");
}

TEST(ActivityDocument, ShowsReportedAndCountedSideBySide) {
  ActivityCommand command;
  command.span.period = "2024";
  const std::string text = Squeezed(RenderText(MakeActivityDocument(command, Activity())));
  EXPECT_THAT(text, HasSubstr("Political activity: asker, 2024"));
  EXPECT_THAT(text, HasSubstr("Kommunestyret 9"));
  EXPECT_THAT(text, HasSubstr("data lacking"));
  EXPECT_THAT(text, HasSubstr("meetings held to reported cancelled"));
  EXPECT_THAT(text, HasSubstr("Kommunestyret 8 -1 1"));
  EXPECT_THAT(text, Not(HasSubstr("treatments")));
}

TEST(ActivityDocument, SaysWhereNothingIsRecorded) {
  v1::GetActivityResponse response;
  EXPECT_THAT(Squeezed(RenderText(MakeActivityDocument({}, response))),
              HasSubstr("No body is recorded"));
  response.add_bodies();
  EXPECT_THAT(Squeezed(RenderText(MakeActivityDocument({}, response))),
              HasSubstr("Nothing is reported"));
}

TEST(ActivityDocument, HasARowForEachBodyForThoseOfNoneAndForAll) {
  const std::vector<std::string> lines = CsvLines(ActivityRows(Activity()));
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_THAT(lines[0], HasSubstr("row,body,reported_meetings,reported_cases,counting_rule"));
  EXPECT_EQ(lines[1],
            "BODY,areas/asker/bodies/council,9,DATA_LACKING,TREATMENTS,COMPLETE,,,8,,,1,,,,,,,,,,-1"
            ",,,100.0,,");
  EXPECT_EQ(lines[2], "NO_BODY,,,,,,,,,,,,,,,,,,,,,,,,,,");
  EXPECT_EQ(lines[3], "ALL,,9,,,,,,8,,,1,,,,,,,,,,,,,,,");
}

TEST(CaseDocuments, SayHowACaseCounts) {
  const auto response = FromJson<v1::ListBodyCasesResponse>(
      std::string(R"({"cases": [{"timing": "CASE_TIMING_NOT_TREATED", "politicalCase": )") + kCase +
      R"(}], "nextPageToken": "more"})");
  BodyCasesCommand command;
  command.body = "council";
  command.span.period = "2024";
  command.limit = 1;
  const std::string text = Squeezed(RenderText(MakeBodyCasesDocument(command, response)));
  EXPECT_THAT(text, HasSubstr("Cases of council, 2024"));
  EXPECT_THAT(text, HasSubstr("31/24 2024-06-11 no: not treated council decision Ny skole "
                              "54 for, 1 against Skolen bygges."));
  EXPECT_THAT(text, HasSubstr("More follow; --limit tells how many to print, now 1."));
  EXPECT_EQ(CsvLines(BodyCasesRows(response))[1],
            "areas/asker/cases/ks-31-2024,31/24,2024,31,areas/asker/bodies/council,2024-06-11,"
            "areas/asker/bodies/council/meetings/2024-06-11,DECISION,areas/asker/matters/m,,"
            "Ny skole,Skolen bygges.,NOT_TREATED");
  EXPECT_THAT(Squeezed(RenderText(MakeBodyCasesDocument({}, {}))), HasSubstr("None."));
}

TEST(CaseDocuments, TellWhichCasesBearANumber) {
  const auto response =
      FromJson<v1::FindCasesResponse>(std::string(R"({"cases": [)") + kCase + "]}");
  FindCaseCommand command;
  command.number = "31/24";
  EXPECT_THAT(Squeezed(RenderText(MakeFoundCasesDocument(command, response))),
              AllOf(HasSubstr("Cases of number 31/24"), HasSubstr("Ny skole")));
  EXPECT_THAT(CsvLines(FoundCasesRows(response)), SizeIs(2));
  EXPECT_THAT(Squeezed(RenderText(MakeFoundCasesDocument(command, {}))),
              HasSubstr("No case bears it."));
}

TEST(CaseDocuments, TellHowAMatterWasTreated) {
  const auto response = FromJson<v1::GetMatterHistoryResponse>(
      std::string(R"({"matter": {"name": "areas/asker/matters/m", "archiveNumber": "24/01234",
                                 "titles": [{"language": "nb", "text": "Ny skole i nord"}]},
        "treatments": [{"meeting": {"state": "MEETING_STATE_HELD"}, "politicalCase": )") +
      kCase + R"(}], "days": 35, "resolutions": ["areas/asker/resolutions/r"],
               "plans": ["areas/asker/plans/p"]})");
  const std::string text = Squeezed(RenderText(MakeMatterDocument({}, response)));
  EXPECT_THAT(text, HasSubstr("Ny skole i nord"));
  EXPECT_THAT(text,
              HasSubstr("Matter m: archive number 24/01234, 35 days from the first treatment"));
  EXPECT_THAT(text, AllOf(HasSubstr("held"), HasSubstr("Followed up: r."), HasSubstr("Plans: p.")));
  EXPECT_THAT(CsvLines(MatterRows(response))[1],
              HasSubstr("Skolen bygges.,HELD,\"54 for, 1 against\""));
  EXPECT_THAT(Squeezed(RenderText(MakeMatterDocument({}, {}))),
              HasSubstr("No body has treated it."));
}

TEST(SearchDocument, ShowsWhatWasFound) {
  const auto response = FromJson<v1::SearchTextsResponse>(R"({"hits": [
    {"name": "areas/asker/cases/ks-31-2024", "kind": "SEARCH_KIND_CASE", "date": "2024-06-11",
     "number": {"sequence": 31, "year": 2024}, "titles": [{"language": "nb", "text": "Ny skole"}],
     "body": "areas/asker/bodies/council", "excerpts": [{"language": "nb", "text": "Skolen bygges."}]},
    {"name": "areas/asker/plans/p", "kind": "SEARCH_KIND_THEMATIC_PLAN",
     "titles": [{"language": "nb", "text": "Skoleplan"}]}]})");
  SearchCommand command;
  command.words = {"SKOLE"};
  const std::string text = Squeezed(RenderText(MakeSearchDocument(command, response)));
  EXPECT_THAT(text, HasSubstr("Found: SKOLE"));
  EXPECT_THAT(text, HasSubstr("case ks-31-2024 31/24 council 2024-06-11 Ny skole"));
  EXPECT_THAT(text, HasSubstr("thematic plan p"));
  EXPECT_THAT(CsvLines(SearchRows(response)),
              ElementsAre("kind,name,number,body,date,title,excerpt",
                          "CASE,areas/asker/cases/ks-31-2024,31/24,areas/asker/bodies/council,"
                          "2024-06-11,Ny skole,Skolen bygges.",
                          "THEMATIC_PLAN,areas/asker/plans/p,,,,Skoleplan,"));
  EXPECT_THAT(Squeezed(RenderText(MakeSearchDocument(command, {}))), HasSubstr("Nothing."));
}

TEST(FollowUpsDocument, IsTheListOfTheCouncil) {
  const auto response = FromJson<v1::ListFollowUpsResponse>(R"({"day": "2024-12-31", "followUps": [
    {"resolution": {"name": "areas/asker/resolutions/r", "titles": [{"language": "nb", "text": "Gratis buss"}]},
     "state": "FOLLOW_UP_STATE_OPEN", "stateBasis": "FOLLOW_UP_STATE_BASIS_DECISION",
     "certain": true, "since": "2024-06-11", "dueDate": "2024-12-31",
     "body": "areas/asker/bodies/council", "meetingDate": "2024-06-11",
     "caseNumber": {"sequence": 31, "year": 2024}}]})");
  FollowUpsCommand command;
  command.area = "asker";
  command.body = "council";
  const std::string text = Squeezed(RenderText(MakeFollowUpsDocument(command, response)));
  EXPECT_THAT(text, HasSubstr("Follow-up, council, as of 2024-12-31"));
  EXPECT_THAT(text, HasSubstr("body meeting case handler case title"));
  EXPECT_THAT(text, HasSubstr("open since 2024-06-11; due 2024-12-31"));
  EXPECT_EQ(CsvLines(FollowUpRows(response))[1],
            "areas/asker/resolutions/r,areas/asker/bodies/council,2024-06-11,,31/24,,Gratis buss,,"
            "OPEN,DECISION,true,2024-06-11,2024-12-31,false,,,,");
  EXPECT_THAT(Squeezed(RenderText(MakeFollowUpsDocument(command, {}))), HasSubstr("None."));
}

TEST(FindingsDocument, ShowsEachWithWhatIsToBeKnown) {
  const auto response = FromJson<v1::ListNumberFindingsResponse>(R"({"findings": [
    {"kind": "NUMBER_FINDING_KIND_REPEATED", "severity": "SEVERITY_ERROR",
     "body": "areas/asker/bodies/council", "year": 2022, "firstSequence": 41, "lastSequence": 41,
     "cases": ["areas/asker/cases/a", "areas/asker/cases/b"], "detail": "Two bear it."}]})");
  NumberFindingsCommand command;
  command.area = "3203";
  command.year = 2022;
  const std::string text = Squeezed(RenderText(MakeFindingsDocument(command, response)));
  EXPECT_THAT(text, HasSubstr("Odd case numbers: 3203, 2022"));
  EXPECT_THAT(text, HasSubstr("error repeated council 2022 41/22 Two bear it."));
  EXPECT_EQ(CsvLines(FindingRows(response))[1],
            "REPEATED,ERROR,areas/asker/bodies/council,2022,41,41,"
            "areas/asker/cases/a areas/asker/cases/b,Two bear it.");
  EXPECT_THAT(Squeezed(RenderText(MakeFindingsDocument(command, {}))), HasSubstr("None."));
}

}  // namespace
}  // namespace tertial::cli
