// The politics chapter of a report.
#include <string>

#include "common/render/report_document.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// With one blank where several stand.
std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char c : text) {
    if (c != ' ' || squeezed.empty() || squeezed.back() != ' ') squeezed += c;
  }
  return squeezed;
}

std::string ChapterOf(const std::string& json) {
  politics::v1::PoliticsSection section;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &section).ok()) << json;
  Document document;
  AddPoliticsChapter(section, "nb", document);
  return Squeezed(RenderText(document));
}

constexpr char kCouncil[] = R"({"name": "areas/asker/bodies/council",
    "titles": [{"language": "nb", "text": "Kommunestyret"}]})";

// A council that reports 9 meetings and 83 cases, with this beside them.
std::string WithCouncil(const std::string& of_body, const std::string& of_section) {
  return std::string(R"({"bodyCount": 1, "activityOutcome": "OUTCOME_FOUND",
    "meetingsTotal": {"value": "9", "unit": "count", "formula": "FORMULA_SUM"},
    "casesTotal": {"value": "83", "unit": "count", "formula": "FORMULA_SUM"},
    "activities": [{"outcome": "OUTCOME_FOUND", "body": )") +
         kCouncil + R"(,
      "activity": {"meetings": {"value": "9"}, "cases": {"value": "83"},
                   "recording": "RECORDING_SCOPE_SELECTED"},
      "reportedMeetingsShare": {"value": "100.0", "unit": "percent", "formula": "FORMULA_SHARE"},
      "reportedCasesShare": {"value": "10.5", "unit": "percent", "formula": "FORMULA_SHARE"})" +
         of_body + "}]" + of_section + "}";
}

TEST(PoliticsChapter, ShowsWhatIsReportedWithItsShare) {
  const std::string text = ChapterOf(WithCouncil("", ""));
  EXPECT_THAT(text, HasSubstr("1 bodies, meetings: 9, cases: 83."));
  EXPECT_THAT(text, HasSubstr("Kommunestyret 9 100.0 % 83 10.5 %"));
  EXPECT_THAT(text, Not(HasSubstr("Counted")));
}

TEST(PoliticsChapter, PutsWhatIsCountedBesideIt) {
  const std::string text = ChapterOf(WithCouncil(
      R"(, "counted": {"meetingsOutcome": "OUTCOME_NO_OBSERVATION", "casesOutcome": "OUTCOME_FOUND",
                       "treatments": 15, "matters": 14, "possibleTreatments": 2},
         "casesDifferences": [
           {"rule": "COUNTING_RULE_MATTERS", "difference": {"value": "-69", "unit": "count",
                                                            "formula": "FORMULA_DISTANCE"}},
           {"rule": "COUNTING_RULE_TREATMENTS", "difference": {"value": "-68", "unit": "count",
                                                               "formula": "FORMULA_DISTANCE"}}],
         "treatmentsShare": {"value": "75.0", "unit": "percent", "formula": "FORMULA_SHARE"})",
      R"(, "totals": {
          "counted": {"meetingsOutcome": "OUTCOME_NO_OBSERVATION", "casesOutcome": "OUTCOME_FOUND",
                      "treatments": 20, "matters": 18, "possibleTreatments": 2, "notTreated": 1,
                      "exemptTreatments": 3, "votedDecisions": 4, "unanimousDecisions": 3,
                      "unanimousShare": {"value": "75.0", "unit": "percent",
                                         "formula": "FORMULA_SHARE"}},
          "withoutBody": {"casesOutcome": "OUTCOME_FOUND", "treatments": 5, "matters": 5},
          "mattersOfSeveralBodies": 2,
          "durations": {"measured": 3, "withoutDays": 1, "longest": "areas/asker/matters/m1",
                        "median": {"value": "35.0", "unit": "days", "formula": "FORMULA_MEDIAN"},
                        "distribution": [{"days": 7, "matters": 1}, {"days": 210, "matters": 1}]}})"));
  EXPECT_THAT(text, HasSubstr("Counted from recorded meetings and cases"));
  EXPECT_THAT(text, HasSubstr("Kommunestyret 15 -68 75.0 % 14 -69"));
  EXPECT_THAT(text, HasSubstr("No known body 5"));
  EXPECT_THAT(text, Not(HasSubstr("meetings held")));
  EXPECT_THAT(text,
              AllOf(HasSubstr("No meeting is recorded one by one."),
                    HasSubstr("a smaller count is no contradiction"),
                    HasSubstr("2 more cases may have been treated: their days are not known."),
                    HasSubstr("1 case of a meeting that is planned or was cancelled is not"),
                    HasSubstr("3 treatments are exempt from public access."),
                    HasSubstr("2 matters were treated by several bodies."),
                    HasSubstr("Unanimous decisions: 3 of 4, 75.0 %.")));
  EXPECT_THAT(text, HasSubstr("half of 3 matters took no more than 35.0 days; the longest, m1, 210 "
                              "days. Of 1 more a day is not known."));
}

TEST(PoliticsChapter, TellsOddNumbers) {
  const std::string text = ChapterOf(WithCouncil("", R"(, "numberFindings": [
        {"kind": "NUMBER_FINDING_KIND_REPEATED", "severity": "SEVERITY_ERROR",
         "body": "areas/asker/bodies/council", "year": 2022, "firstSequence": 41,
         "lastSequence": 41, "detail": "Two cases bear 41/22."},
        {"kind": "NUMBER_FINDING_KIND_GAP", "severity": "SEVERITY_WARNING",
         "body": "areas/asker/bodies/council", "year": 2024, "firstSequence": 3,
         "lastSequence": 29, "detail": "No case bears them."}])"));
  EXPECT_THAT(text, HasSubstr("Odd case numbers"));
  EXPECT_THAT(text, HasSubstr("error repeated Kommunestyret 2022 41/22 Two cases bear 41/22."));
  EXPECT_THAT(text, HasSubstr("3/24 to 29/24"));
}

TEST(PoliticsChapter, ListsFollowUpsAsTheCouncilGetsThem) {
  const std::string text = ChapterOf(WithCouncil("", R"(, "resolutions": [
      {"resolution": {"titles": [{"language": "nb", "text": "Gratis buss"}]}, "state": "FOLLOW_UP_STATE_IN_PROGRESS",
       "stateBasis": "FOLLOW_UP_STATE_BASIS_EVENTS", "certain": true, "since": "2024-09",
       "dueDate": "2024-12", "overdue": true, "caseHandler": "Kari Nordmann",
       "body": "areas/asker/bodies/council", "meetingDate": "2024-06-11",
       "caseNumber": {"sequence": 31, "year": 2024},
       "caseTitles": [{"language": "nb", "text": "Rammesak"}], "decisions": [{"language": "nb", "text": "Det innføres gratis buss."}],
       "remarks": [{"language": "nb", "text": "Utredes."}]},
      {"resolution": {"titles": [{"language": "nb", "text": "Ordliste"}]}, "state": "FOLLOW_UP_STATE_ANSWERED",
       "stateBasis": "FOLLOW_UP_STATE_BASIS_REPORTED"},
      {"resolution": {"titles": [{"language": "nb", "text": "Sluttavtale følges opp"}]},
       "state": "FOLLOW_UP_STATE_OPEN", "stateBasis": "FOLLOW_UP_STATE_BASIS_EVENTS",
       "dueDate": "2025", "exemption": {"legalBasis": "offl. § 13"}}])"));
  EXPECT_THAT(text, HasSubstr("Kommunestyret 2024-06-11 Kari Nordmann 31/24 Rammesak"));
  EXPECT_THAT(text, HasSubstr("Det innføres gratis buss. in progress since 2024-09; overdue, due "
                              "2024-12 Utredes."));
  EXPECT_THAT(text, HasSubstr("Ordliste"));
  EXPECT_THAT(text, HasSubstr("answered (as reported)"));
  EXPECT_THAT(text, HasSubstr("Sluttavtale følges opp (exempt: offl. § 13)"));
  EXPECT_THAT(text, HasSubstr("open (not certain); due 2025"));
}

TEST(PoliticsChapter, SaysThatCasesAreTooMany) {
  EXPECT_THAT(ChapterOf(WithCouncil("", R"(, "caseCount": 792, "casesLeftOut": 792)")),
              HasSubstr("792 cases are too many to be listed here"));
}

TEST(PoliticsChapter, ShowsTheDayOfACasesMeetingAndWhyItIsExempt) {
  const std::string text = ChapterOf(WithCouncil("", R"(, "cases": [
      {"number": {"sequence": 5, "year": 2024}, "body": "areas/asker/bodies/council",
       "meeting": "areas/asker/bodies/council/meetings/2024-06-11-2", "decisionDate": "2024",
       "exemption": {"legalBasis": "offl. § 13"}}])"));
  EXPECT_THAT(text, HasSubstr("5/24 Kommunestyret 2024-06-11 (exempt: offl. § 13)"));
}

TEST(PoliticsChapter, OfAPartOfAReportHasPlansAlone) {
  politics::v1::PoliticsSection section;
  section.set_period("2024");
  politics::v1::ThematicPlan& plan = *section.add_plans();
  plan.set_name("areas/asker/plans/culture");
  plan.add_titles()->set_language("nb");
  plan.mutable_titles(0)->set_text("Kultur");
  Document document;
  AddPoliticsChapter(section, "nb", document);
  const std::string text = RenderText(document);
  EXPECT_THAT(text, ::testing::HasSubstr("Kultur"));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("meetings")));
}

}  // namespace
}  // namespace tertial
