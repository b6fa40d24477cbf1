#include "services/politics/domain/case_rules.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

using FieldAndReason = std::pair<std::string, ErrorReason>;

// Must not stand in what is told of an exempt case.
constexpr char kMarker[] = "hemmelighet";

std::vector<FieldAndReason> Told(const Violations& violations) {
  std::vector<FieldAndReason> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

std::vector<FieldAndReason> Check(const v1::Case& political_case) {
  Violations violations;
  CheckCase(political_case, violations);
  return Told(violations);
}

std::vector<FieldAndReason> Check(const v1::ExemptContent& content) {
  Violations violations;
  CheckExemptContent(content, violations);
  return Told(violations);
}

template <typename Texts>
void AddText(Texts* texts, const std::string& text) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text(text);
}

v1::Case GoodCase() {
  v1::Case political_case;
  political_case.set_name("areas/asker/cases/ks-31-2024");
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  political_case.set_body("areas/asker/bodies/council");
  AddText(political_case.mutable_titles(), "Strategiske mål");
  return political_case;
}

v1::Case ExemptCase() {
  v1::Case political_case = GoodCase();
  political_case.clear_titles();
  political_case.mutable_exemption()->set_legal_basis("offl. § 13, fvl. § 13 (1)");
  return political_case;
}

v1::Body Council() {
  v1::Body body;
  body.set_name("areas/asker/bodies/council");
  return body;
}

std::vector<FieldAndReason> CheckBodyOf(const v1::Case& political_case, const v1::Body& body) {
  Violations violations;
  CheckBodyOfCase(political_case, body, violations);
  CheckVotesInBody(political_case.votes(), political_case, body, violations);
  return Told(violations);
}

TEST(CaseFields, AreAcceptedWithAllThatACaseMayHave) {
  v1::Case political_case = GoodCase();
  political_case.set_kind(v1::TREATMENT_KIND_DECISION);
  political_case.set_legal_basis("kommuneloven § 5-3");
  political_case.set_case_handler("Kari Nordmann");
  political_case.set_meeting("areas/asker/bodies/council/meetings/2024-06-11");
  political_case.set_decision_date("2024-06");
  political_case.add_votes()->set_order(1);
  EXPECT_THAT(Check(political_case), IsEmpty());
}

TEST(CaseFields, AreBoundedAndKnown) {
  v1::Case political_case = GoodCase();
  political_case.set_kind(static_cast<v1::TreatmentKind>(77));
  political_case.set_legal_basis(std::string(501, 'x'));
  political_case.set_case_handler(std::string(201, 'x'));
  political_case.add_votes()->set_order(0);
  EXPECT_THAT(Check(political_case),
              UnorderedElementsAre(Pair("kind", ERROR_REASON_INVALID_ENUM),
                                   Pair("legal_basis", ERROR_REASON_INVALID_TEXT),
                                   Pair("case_handler", ERROR_REASON_INVALID_TEXT),
                                   Pair("votes[0].order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(CaseFields, ADayThatTheCalendarDoesNotHaveIsNone) {
  v1::Case political_case = GoodCase();
  political_case.set_decision_date("2024-02-30");
  EXPECT_THAT(Check(political_case), ElementsAre(Pair("decision_date", ERROR_REASON_INVALID_DATE)));
}

TEST(MeetingOfACase, NeedsABody) {
  v1::Case political_case = GoodCase();
  political_case.clear_body();
  EXPECT_THAT(Check(political_case), IsEmpty());
  political_case.set_meeting("areas/asker/bodies/council/meetings/2024-06-11");
  EXPECT_THAT(Check(political_case), ElementsAre(Pair("body", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(MeetingOfACase, IsOneOfItsBody) {
  v1::Case political_case = GoodCase();
  political_case.set_meeting("areas/asker/bodies/council-of-youth/meetings/2024-06-11");
  Violations violations;
  CheckCase(political_case, violations);
  EXPECT_THAT(Told(violations), ElementsAre(Pair("meeting", ERROR_REASON_CASE_OF_OTHER_BODY)));
  // Both are named.
  const std::string& description = violations.list()[0].description();
  EXPECT_TRUE(absl::StrContains(description, political_case.meeting())) << description;
  EXPECT_TRUE(absl::StrContains(description, "\"areas/asker/bodies/council\"")) << description;
}

TEST(MeetingOfACase, IsOnADayThatItsDateMayMean) {
  v1::Case political_case = GoodCase();
  political_case.set_meeting("areas/asker/bodies/council/meetings/2025-02-28-2");
  for (const char* date : {"2025-02-28", "2025-02", "2025", "2024-winter", ""}) {
    political_case.set_decision_date(date);
    EXPECT_THAT(Check(political_case), IsEmpty()) << date;
  }
  for (const char* date : {"2025-02-27", "2025-03-01", "2025-03", "2024", "2025-winter"}) {
    political_case.set_decision_date(date);
    EXPECT_THAT(Check(political_case),
                ElementsAre(Pair("decision_date", ERROR_REASON_INCONSISTENT_FIELDS)))
        << date;
  }
}

TEST(ExemptCases, MayHaveAScreenedTitleAndNone) {
  v1::Case political_case = ExemptCase();
  EXPECT_THAT(Check(political_case), IsEmpty());
  AddText(political_case.mutable_titles(), "Personalsak");
  political_case.mutable_exemption()->set_review_date("2030-01-01");
  political_case.mutable_provenance()->set_source("minutes.pdf");
  political_case.mutable_provenance()->add_pages(3);
  political_case.mutable_provenance()->add_source_lines(11);
  political_case.set_kind(v1::TREATMENT_KIND_DECISION);
  political_case.set_matter("areas/asker/matters/m1");
  EXPECT_THAT(Check(political_case), IsEmpty());
}

TEST(ExemptCases, NeedALawAndADay) {
  v1::Case political_case = GoodCase();
  political_case.mutable_exemption()->set_review_date("2030");
  EXPECT_THAT(Check(political_case),
              UnorderedElementsAre(Pair("exemption.legal_basis", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("exemption.review_date", ERROR_REASON_INVALID_DATE)));
}

TEST(ExemptCases, RefuseEachFieldOfWordsAndQuoteNone) {
  using Set = std::function<void(v1::Case&)>;
  const std::vector<std::pair<std::string, Set>> fields = {
      {"date_printed", [](v1::Case& of) { of.set_date_printed(kMarker); }},
      {"decisions", [](v1::Case& of) { AddText(of.mutable_decisions(), kMarker); }},
      {"legal_basis", [](v1::Case& of) { of.set_legal_basis(kMarker); }},
      {"votes", [](v1::Case& of) { of.add_votes()->add_parties()->set_party(kMarker); }},
      {"case_handler", [](v1::Case& of) { of.set_case_handler(kMarker); }},
      {"provenance.printed", [](v1::Case& of) { of.mutable_provenance()->set_printed(kMarker); }},
      {"provenance.qualifier",
       [](v1::Case& of) { of.mutable_provenance()->set_qualifier(kMarker); }},
      {"provenance.note", [](v1::Case& of) { of.mutable_provenance()->set_note(kMarker); }}};
  for (const auto& [field, set] : fields) {
    v1::Case political_case = ExemptCase();
    set(political_case);
    Violations violations;
    CheckCase(political_case, violations);
    EXPECT_THAT(Told(violations), ElementsAre(Pair(field, ERROR_REASON_EXEMPT_FIELD_SET)));
    EXPECT_FALSE(absl::StrContains(violations.list()[0].description(), kMarker)) << field;
  }
}

// What is too long is quoted where it is refused; in an exempt case it is refused before that.
TEST(ExemptCases, QuoteNoTextThatIsWrongInItself) {
  v1::Case political_case = ExemptCase();
  const std::string long_text = kMarker + std::string(30'000, 'x');
  political_case.set_case_handler(long_text);
  AddText(political_case.mutable_decisions(), long_text);
  political_case.mutable_provenance()->set_note(long_text);
  Violations violations;
  CheckCase(political_case, violations);
  for (const common::v1::FieldViolation& violation : violations.list()) {
    EXPECT_EQ(violation.reason(), ERROR_REASON_EXEMPT_FIELD_SET);
    EXPECT_FALSE(absl::StrContains(violation.description(), kMarker));
  }
}

TEST(ExemptContents, SaySomething) {
  v1::ExemptContent content;
  content.set_name("areas/asker/cases/ks-31-2024/exemptContents/case");
  content.mutable_provenance()->set_source("minutes.pdf");
  EXPECT_THAT(Check(content), ElementsAre(Pair("", ERROR_REASON_FIELD_REQUIRED)));
  content.set_case_handler("Kari Nordmann");
  EXPECT_THAT(Check(content), IsEmpty());
  content.clear_case_handler();
  content.add_votes()->set_order(1);
  EXPECT_THAT(Check(content), IsEmpty());
}

TEST(ExemptContents, FollowTheRulesOfWhatACaseSays) {
  v1::ExemptContent content;
  content.add_titles();
  content.set_legal_basis(std::string(501, 'x'));
  content.set_case_handler(std::string(201, 'x'));
  content.add_remarks()->set_language("nb");
  content.add_votes()->set_order(101);
  EXPECT_THAT(Check(content),
              UnorderedElementsAre(Pair("titles[0].language", ERROR_REASON_VALUE_OUT_OF_RANGE),
                                   Pair("titles[0].text", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("legal_basis", ERROR_REASON_INVALID_TEXT),
                                   Pair("case_handler", ERROR_REASON_INVALID_TEXT),
                                   Pair("remarks[0].text", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("votes[0].order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ExemptContents, AreOfTheCaseThatTheirNameSays) {
  v1::ExemptContent content;
  content.set_name("areas/asker/cases/ks-31-2024/exemptContents/case");
  EXPECT_EQ(CaseOf(content), "areas/asker/cases/ks-31-2024");
}

TEST(BodyOfACase, IsThereOnADayThatTheCaseMayMean) {
  v1::Body body = Council();
  body.set_valid_from("2024-06-15");
  body.set_valid_to("2024-08-31");
  v1::Case political_case = GoodCase();
  for (const char* date : {"2024", "2024-06", "2024-summer", "2024-06-15", "2024-08-31", ""}) {
    political_case.set_decision_date(date);
    EXPECT_THAT(CheckBodyOf(political_case, body), IsEmpty()) << date;
  }
  for (const char* date : {"2023", "2024-spring", "2024-05", "2024-06-14", "2024-09-01", "2025"}) {
    political_case.set_decision_date(date);
    EXPECT_THAT(CheckBodyOf(political_case, body),
                ElementsAre(Pair("body", ERROR_REASON_BODY_NOT_VALID)))
        << date;
  }
}

TEST(BodyOfACase, TheDayOfTheMeetingCountsInPlaceOfTheDate) {
  v1::Body body = Council();
  body.set_valid_to("2024-06-10");
  v1::Case political_case = GoodCase();
  political_case.set_decision_date("2024");
  political_case.set_meeting("areas/asker/bodies/council/meetings/2024-06-11");
  EXPECT_THAT(CheckBodyOf(political_case, body),
              ElementsAre(Pair("body", ERROR_REASON_BODY_NOT_VALID)));
}

TEST(VotesInABody, AreComparedWithItsMembersOnTheDay) {
  v1::Body body = Council();
  v1::Case political_case = GoodCase();
  v1::Vote& vote = *political_case.add_votes();
  vote.set_order(1);
  vote.set_votes_for(30);
  political_case.set_decision_date("2024-06-11");
  // Nobody knows how many there were.
  EXPECT_THAT(CheckBodyOf(political_case, body), IsEmpty());
  body.set_members(29);
  EXPECT_THAT(CheckBodyOf(political_case, body),
              ElementsAre(Pair("votes[0]", ERROR_REASON_VOTES_EXCEED_MEMBERS)));
  // Nobody knows the day.
  political_case.set_decision_date("2024-06");
  EXPECT_THAT(CheckBodyOf(political_case, body), IsEmpty());
}

TEST(VotesInABody, AreComparedWithTheSizeThatItHadThen) {
  v1::Body body = Council();
  body.set_members(55);
  v1::BodySize* size = body.add_sizes();
  size->set_from("2019-10-15");
  size->set_members(35);
  size = body.add_sizes();
  size->set_from("2023-10-17");
  size->set_members(55);
  v1::Case political_case = GoodCase();
  v1::Vote& vote = *political_case.add_votes();
  vote.set_order(1);
  vote.set_votes_for(40);
  political_case.set_decision_date("2023-10-16");
  EXPECT_THAT(CheckBodyOf(political_case, body),
              ElementsAre(Pair("votes[0]", ERROR_REASON_VOTES_EXCEED_MEMBERS)));
  political_case.set_decision_date("2023-10-17");
  EXPECT_THAT(CheckBodyOf(political_case, body), IsEmpty());
  // Before the first of its sizes nothing is known.
  political_case.set_decision_date("2019-10-14");
  EXPECT_THAT(CheckBodyOf(political_case, body), IsEmpty());
}

}  // namespace
}  // namespace tertial::politics
