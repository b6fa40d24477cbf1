#include "tests/integration/exempt_area.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "tests/testing/planted.h"

namespace tertial::politics {
namespace {

Step By(const std::string& caller, const std::string& contract, const std::string& method,
        const std::string& text) {
  return {caller, {absl::StrCat(contract, ".", method), {text}}};
}

// "key: "value" ".
std::string Text(absl::string_view key, absl::string_view value) {
  return absl::StrCat(key, ": \"", value, "\" ");
}

}  // namespace

std::vector<std::string> ExemptWords::All() const {
  return {title, decision, legal_basis, party, member, case_handler, remark, printed, part};
}

ExemptWords SomeWords() {
  ExemptWords words = {.title = "Kjærlighetsærlighet",
                       .decision = "Blåøyefjerning",
                       .legal_basis = "Skjulhjemmelen",
                       .party = "Fløypartiet",
                       .member = "Håvardsdatteren",
                       .case_handler = "Zacchariassen",
                       .remark = "Vårbudeiegåte",
                       .printed = "Trykkskjult",
                       .part = "delomega"};
  for (const std::string& word : words.All()) testing::Plant(testing::Secret::kExemptCase, word);
  return words;
}

ExemptWords OtherWords() {
  return {.title = "Ordknapphet",
          .decision = "Aldrisettvedtakstekstsomerlengreennalleandre",
          .legal_basis = "Hjemmelsløs",
          .party = "Qx",
          .member = "Wilhelmsønn",
          .case_handler = "Yngvardsen",
          .remark = "Xylofonlåt",
          .printed = "Førtrykket",
          .part = "delkappa"};
}

std::vector<Step> PublicSteps() {
  const auto step = [](const std::string& contract, const std::string& method,
                       const std::string& text) { return By("recorder", contract, method, text); };
  std::vector<Step> steps = {
      step(kPoliticsService, "CreateBody",
           R"(body { name: "areas/asker/bodies/council" kind: BODY_KIND_COUNCIL order: 1
              members: 55 titles { language: "nb" text: "Kommunestyret" } })"),
      step(kPoliticsService, "CreateBody",
           R"(body { name: "areas/asker/bodies/committee" kind: BODY_KIND_MAIN_COMMITTEE order: 2
              titles { language: "nb" text: "Hovedutvalg" } })"),
      step(kMeetingsService, "CreateTerm",
           R"(term { name: "areas/asker/terms/2023-2027" first_day: "2023-10-17"
              last_day: "2027-10-15" })"),
      step(kMeetingsService, "CreateMeeting",
           R"(meeting { name: "areas/asker/bodies/council/meetings/2024-06-11" date: "2024-06-11"
              state: MEETING_STATE_HELD })"),
      step(kMeetingsService, "CreateMatter",
           R"(matter { name: "areas/asker/matters/m1" titles { language: "nb" text: "Sak" } })"),
      step(kPoliticsService, "CreateCase",
           R"(political_case { name: "areas/asker/cases/public" number { sequence: 31 year: 2024 }
              body: "areas/asker/bodies/council" matter: "areas/asker/matters/m1"
              meeting: "areas/asker/bodies/council/meetings/2024-06-11"
              kind: TREATMENT_KIND_DECISION titles { language: "nb" text: "Budsjett, sak" }
              decisions { language: "nb" text: "Som foreslått, vedtak" }
              votes { order: 1 votes_for: 30 votes_against: 25 } })")};
  for (const auto& [id, sequence] : {std::pair("exempt", 32), std::pair("silent", 33)}) {
    steps.push_back(
        step(kPoliticsService, "CreateCase",
             absl::Substitute(
                 R"(political_case { name: "areas/asker/cases/$0" number { sequence: $1 year: 2024 }
               body: "areas/asker/bodies/council" matter: "areas/asker/matters/m1"
               meeting: "areas/asker/bodies/council/meetings/2024-06-11"
               kind: TREATMENT_KIND_DECISION titles { language: "nb" text: "Personalsak" }
               exemption { legal_basis: "offl. § 13" } })",
                 id, sequence)));
  }
  const std::vector<Step> rest = {
      step(kMeetingsService, "CreateAgendaItem",
           R"(agenda_item {
              name: "areas/asker/bodies/council/meetings/2024-06-11/items/001"
              political_case: "areas/asker/cases/exempt" })"),
      step(kPoliticsService, "CreateThematicPlan",
           R"(thematic_plan { name: "areas/asker/plans/culture" order: 1
              titles { language: "nb" text: "Kultur" } mandate_case: "areas/asker/cases/exempt" })"),
      step(kPoliticsService, "CreateResolutionFollowUp",
           R"(resolution_follow_up { name: "areas/asker/resolutions/r1" order: 1
              titles { language: "nb" text: "Oppfølging" } body: "areas/asker/bodies/council"
              decided_in: "areas/asker/cases/exempt" })"),
      step(kMeetingsService, "CreateFollowUpEvent",
           R"(follow_up_event { name: "areas/asker/resolutions/r1/events/e1"
              kind: FOLLOW_UP_EVENT_KIND_ASSIGNED date: "2024-09"
              evidence_case: "areas/asker/cases/exempt" })"),
      step(kPoliticsService, "CreateBodyActivity",
           R"(body_activity { name: "areas/asker/bodies/council/activities/2024" period: "2024"
              meetings { value: "9" } cases { value: "33" }
              counting_rule: COUNTING_RULE_TREATMENTS recording: RECORDING_SCOPE_COMPLETE })")};
  steps.insert(steps.end(), rest.begin(), rest.end());
  return steps;
}

std::vector<Step> ExemptSteps(const ExemptWords& words, bool in_one) {
  const std::string content = absl::StrReplaceAll(
      R"(exempt_content { name: "NAME" titles { language: "nb" text: "TITLE" }
         decisions { language: "nb" text: "DECISION" } legal_basis: "LAW"
         votes { order: 1 votes_for: 28 votes_against: 26
                 parties { party: "PARTY" votes_against: 26 }
                 members { member: "MEMBER" choice: VOTE_CHOICE_ABSENT } }
         case_handler: "HANDLER" remarks { language: "nb" text: "REMARK" }
         provenance { printed: "PRINTED" } } options { reason: "TITLE" })",
      {{"TITLE", words.title},
       {"DECISION", words.decision},
       {"LAW", words.legal_basis},
       {"PARTY", words.party},
       {"MEMBER", words.member},
       {"HANDLER", words.case_handler},
       {"REMARK", words.remark},
       {"PRINTED", words.printed}});
  const auto named = [&](const std::string& name) {
    return absl::StrReplaceAll(content, {{"NAME", name}});
  };
  const std::string part = absl::StrCat(kExemptCase, "/exemptContents/", words.part);
  const auto step = [](const std::string& method, const std::string& text) {
    return By("secretary", kExemptService, method, text);
  };
  return {
      step("CreateExemptContent", named(kExemptContent)),
      in_one ? step("UpdateExemptContent",
                    absl::StrCat("exempt_content { ", Text("name", kExemptContent),
                                 Text("case_handler", "Ola"), " }"))
             : step("CreateExemptContent", named(part)),
      in_one ? step("UpdateExemptContent", named(kExemptContent))
             : step("DeleteExemptContent", Text("name", part)),
      step("CreateExemptContent", named(absl::StrCat(part, "x"))),
      step("DeleteExemptContent", Text("name", absl::StrCat(part, "x"))),
      By("recorder", kPoliticsService, "UpdateBody",
         R"(body { name: "areas/asker/bodies/committee" order: 5 })"),
      step("UpdateExemptContent", absl::StrCat("exempt_content { ", Text("name", kExemptContent),
                                               R"(votes { order: 2 stated_unanimous: true } })"))};
}

}  // namespace tertial::politics
