// Cases that become exempt and public, what they say meanwhile, and who reads it.
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/admin/v1/admin_service.pb.h"
#include "tertial/common/v1/errors.pb.h"
#include "tertial/politics/v1/exempt_content_service.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"
#include "tests/integration/exempt_area.h"
#include "tests/integration/served_politics.h"
#include "tests/testing/status_matchers.h"

namespace tertial::politics {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;

constexpr char kContent[] =
    R"(exempt_content { name: "areas/asker/cases/exempt/exemptContents/delzeta"
       titles { language: "nb" text: "Kjærlighetsærlighet" } } )";
constexpr char kName[] = R"(name: "areas/asker/cases/exempt/exemptContents/delzeta")";
constexpr char kMakePublic[] =
    R"(political_case { name: "areas/asker/cases/exempt"
       titles { language: "nb" text: "Personalsak" } } update_mask { paths: "exemption" } )";
constexpr char kMakeExempt[] =
    R"(political_case { name: "areas/asker/cases/public" exemption { legal_basis: "offl. § 13" } }
       update_mask { paths: "exemption" paths: "decisions" paths: "votes" })";
constexpr char kExemptAgain[] =
    R"(political_case { name: "areas/asker/cases/public" number { sequence: 31 year: 2024 }
       exemption { legal_basis: "offl. § 13" } } )";

class ExemptCases : public ::testing::Test {
 protected:
  ExemptCases() {
    for (const Step& step : PublicSteps()) {
      const Answer answer = served_.caller().Ask(step.question, step.caller);
      EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    }
  }

  absl::Status Do(const std::string& caller, const std::string& contract, const std::string& method,
                  const std::vector<std::string>& messages) {
    return FromGrpcStatus(
        served_.caller().Ask({absl::StrCat(contract, ".", method), messages}, caller).status);
  }
  absl::Status Exempt(const std::string& method, const std::string& text,
                      const std::string& caller = "secretary") {
    return Do(caller, kExemptService, method, {text});
  }
  absl::Status Public(const std::string& method, const std::string& text) {
    return Do("recorder", kPoliticsService, method, {text});
  }
  // Why the one row of an import is refused; OK if it is not.
  std::vector<ErrorReason> Import(const std::string& political_case) {
    const Answer answer = served_.caller().Ask(
        {absl::StrCat(kPoliticsService, ".ImportRows"),
         {"options {}", absl::StrCat("rows { ", political_case, " }"), "end_of_rows: true"}},
        "recorder");
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    std::vector<ErrorReason> reasons;
    if (!answer.ok()) return reasons;
    const auto& response = dynamic_cast<const v1::ImportRowsResponse&>(*answer.messages.at(0));
    for (const auto& row : response.summary().refused_rows()) {
      for (const auto& violation : row.violations()) reasons.push_back(violation.reason());
    }
    return reasons;
  }
  // "method names", the newest first.
  std::vector<std::string> Accesses(const std::string& text = "") {
    const Answer answer = served_.caller().Ask(
        {absl::StrCat(kExemptService, ".ListExemptAccesses"), {text}}, "auditor");
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    std::vector<std::string> accesses;
    if (!answer.ok()) return accesses;
    const auto& page = dynamic_cast<const v1::ListExemptAccessesResponse&>(*answer.messages.at(0));
    token_ = page.next_page_token();
    for (const v1::ExemptAccess& access : page.exempt_accesses()) {
      EXPECT_EQ(access.caller(), "secretary");
      EXPECT_TRUE(access.has_time());
      accesses.push_back(absl::StrCat(access.method().substr(access.method().rfind('/') + 1), " ",
                                      absl::StrJoin(access.names(), " ")));
    }
    return accesses;
  }
  Revision Head() { return served_.ledger().Read()->at().revision; }

  ServedPolitics served_;
  std::string token_;
};

TEST_F(ExemptCases, AreRecordedByWhoHasBothRoles) {
  for (const char* caller : {"recorder", "personnel", "admin", "custodian", "reader"}) {
    EXPECT_THAT(Exempt("CreateExemptContent", kContent, caller),
                HasReason(ERROR_REASON_ROLE_MISSING))
        << caller;
  }
  EXPECT_THAT(Exempt("CreateExemptContent", kContent), IsOk());
  EXPECT_THAT(Exempt("GetExemptContent", kName, "personnel"), IsOk());
  // Whether it is there or not.
  for (const char* name : {"delzeta", "nothing"}) {
    const std::string text =
        absl::StrCat("name: \"areas/asker/cases/exempt/exemptContents/", name, "\"");
    for (const char* caller : {"recorder", "admin", "auditor", "reader"}) {
      EXPECT_THAT(Exempt("GetExemptContent", text, caller), HasReason(ERROR_REASON_ROLE_MISSING));
      EXPECT_THAT(Exempt("DeleteExemptContent", text, caller),
                  HasReason(ERROR_REASON_ROLE_MISSING));
    }
  }
  EXPECT_THAT(Exempt("ListExemptAccesses", "", "secretary"), HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(ExemptCases, AloneHaveExemptContent) {
  EXPECT_THAT(Exempt("CreateExemptContent",
                     R"(exempt_content { name: "areas/asker/cases/public/exemptContents/a"
                        case_handler: "Ola" })"),
              HasReason(ERROR_REASON_CASE_NOT_EXEMPT));
  EXPECT_THAT(Exempt("CreateExemptContent",
                     R"(exempt_content { name: "areas/asker/cases/none/exemptContents/a"
                        case_handler: "Ola" })"),
              HasReason(ERROR_REASON_CASE_NOT_FOUND));
  EXPECT_THAT(Exempt("CreateExemptContent",
                     R"(exempt_content { name: "areas/asker/cases/exempt/exemptContents/a" })"),
              HasReason(ERROR_REASON_FIELD_REQUIRED));
}

TEST_F(ExemptCases, HaveVotesThatAreRuledAsAnyOther) {
  const std::string begin = R"(exempt_content {
      name: "areas/asker/cases/exempt/exemptContents/delzeta" votes { order: 1 votes_for: )";
  EXPECT_THAT(Exempt("CreateExemptContent", begin + "56 } }"),
              HasReason(ERROR_REASON_VOTES_EXCEED_MEMBERS));
  EXPECT_THAT(Exempt("CreateExemptContent", begin + "55 } }"), IsOk());
}

TEST_F(ExemptCases, SayNothingAtAnInstant) {
  const std::string later = "options { publish_at { seconds: 4102444800 } }";
  EXPECT_THAT(Exempt("CreateExemptContent", kContent + later),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  ASSERT_THAT(Exempt("CreateExemptContent", kContent), IsOk());
  EXPECT_THAT(Exempt("DeleteExemptContent", kName + (" " + later)),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(ExemptCases, StayAsLongAsTheyHaveContent) {
  ASSERT_THAT(Exempt("CreateExemptContent", kContent), IsOk());
  const absl::Status deleted = Public("DeleteCase", R"(name: "areas/asker/cases/exempt")");
  EXPECT_THAT(deleted, HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_FALSE(absl::StrContains(deleted.ToString(), "exemptContents"));
  EXPECT_THAT(Public("UpdateCase", kMakePublic), HasReason(ERROR_REASON_HAS_EXEMPT_CONTENT));
  EXPECT_THAT(Import(R"(political_case { name: "areas/asker/cases/exempt"
                        number { sequence: 32 year: 2024 }
                        titles { language: "nb" text: "Personalsak" } })"),
              ElementsAre(ERROR_REASON_HAS_EXEMPT_CONTENT));
  ASSERT_THAT(Exempt("DeleteExemptContent", kName), IsOk());
  EXPECT_THAT(Public("UpdateCase", kMakePublic), IsOk());
}

// Its history would tell what it said.
TEST_F(ExemptCases, WereNeverPublic) {
  EXPECT_THAT(Public("UpdateCase", kMakeExempt), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(Import(kExemptAgain), ElementsAre(ERROR_REASON_INCONSISTENT_FIELDS));
  ASSERT_THAT(Public("DeleteCase", R"(name: "areas/asker/cases/public")"), IsOk());
  EXPECT_THAT(Public("CreateCase", kExemptAgain), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(Import(kExemptAgain), ElementsAre(ERROR_REASON_INCONSISTENT_FIELDS));
  ASSERT_THAT(Do("admin", "tertial.admin.v1.AdminService", "RedactResource",
                 {R"(name: "areas/asker/cases/public" options { reason: "becomes exempt" })"}),
              IsOk());
  EXPECT_THAT(Public("CreateCase", kExemptAgain), IsOk());
  // It may be changed, and imported again.
  EXPECT_THAT(Public("UpdateCase", R"(political_case { name: "areas/asker/cases/public"
                                      kind: TREATMENT_KIND_NOTED })"),
              IsOk());
  EXPECT_THAT(Import(kExemptAgain), IsEmpty());
}

TEST_F(ExemptCases, AreNotRestoredWhereTheyHaveBecomePublic) {
  ASSERT_THAT(Public("UpdateCase", R"(political_case { name: "areas/asker/cases/exempt"
                                      kind: TREATMENT_KIND_NOTED })"),
              IsOk());
  const Revision exempt = Head();
  ASSERT_THAT(Public("UpdateCase", kMakePublic), IsOk());
  EXPECT_THAT(Do("recorder", "tertial.admin.v1.AdminService", "RestoreRevision",
                 {absl::StrCat(R"(name: "areas/asker/cases/exempt" revision: )", exempt)}),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(ExemptCases, RefuseWordsOfTheirOwnAndAnImportRefusesThemToo) {
  EXPECT_THAT(Public("UpdateCase", R"(political_case { name: "areas/asker/cases/exempt"
                                      case_handler: "Kari" })"),
              HasReason(ERROR_REASON_EXEMPT_FIELD_SET));
  EXPECT_THAT(Import(R"(political_case { name: "areas/asker/cases/exempt"
                        number { sequence: 32 year: 2024 } exemption { legal_basis: "offl. § 13" }
                        decisions { language: "nb" text: "Vedtatt" } })"),
              ElementsAre(ERROR_REASON_EXEMPT_FIELD_SET));
}

TEST_F(ExemptCases, AreReadUnderTheEyesOfAuditors) {
  ASSERT_THAT(Exempt("CreateExemptContent", kContent), IsOk());
  const Revision head = Head();
  EXPECT_THAT(Exempt("GetExemptContent", kName), IsOk());
  EXPECT_THAT(
      Exempt("GetExemptContent", R"(name: "areas/asker/cases/exempt/exemptContents/nothing")"),
      HasReason(ERROR_REASON_EXEMPT_CONTENT_NOT_FOUND));
  EXPECT_THAT(Exempt("ListExemptContents", R"(parent: "areas/3203/cases/-")"), IsOk());
  EXPECT_THAT(Exempt("BatchGetExemptContents",
                     R"(names: "areas/asker/cases/exempt/exemptContents/delzeta" names: "x")"),
              IsOk());
  EXPECT_THAT(Exempt("SearchExemptContents", R"(area: "areas/asker" text: "kjærl")"), IsOk());
  // It answers all that there is, and changes nothing.
  EXPECT_THAT(
      Exempt("UpdateExemptContent",
             R"(exempt_content { name: "areas/asker/cases/exempt/exemptContents/delzeta" })"),
      IsOk());
  EXPECT_THAT(Do("secretary", kChangeService, "ListRevisions", {kName}), IsOk());
  EXPECT_THAT(Do("secretary", kChangeService, "ExportResources",
                 {absl::StrCat("kinds: \"", kExemptKind, "\" area: \"areas/asker\"")}),
              IsOk());
  // Who may not read leaves no trace there, and neither does what is no question.
  EXPECT_THAT(Exempt("GetExemptContent", kName, "recorder"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(Exempt("SearchExemptContents", R"(area: "areas/asker" text: "")"),
              HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(
      Accesses(),
      ElementsAre("ExportResources areas/asker",
                  "ListRevisions areas/asker/cases/exempt/exemptContents/delzeta",
                  "UpdateExemptContent areas/asker/cases/exempt/exemptContents/delzeta",
                  "SearchExemptContents areas/asker",
                  "BatchGetExemptContents areas/asker/cases/exempt/exemptContents/delzeta x",
                  "ListExemptContents areas/3203/cases/-",
                  "GetExemptContent areas/asker/cases/exempt/exemptContents/nothing",
                  "GetExemptContent areas/asker/cases/exempt/exemptContents/delzeta"));
  // To note it is no commit.
  EXPECT_EQ(Head(), head);
  EXPECT_THAT(Accesses("page_size: 7"), ::testing::SizeIs(7));
  EXPECT_THAT(Accesses(absl::StrCat("page_size: 7 page_token: \"", token_, "\"")),
              ElementsAre("GetExemptContent areas/asker/cases/exempt/exemptContents/delzeta"));
  EXPECT_EQ(token_, "");
}

TEST_F(ExemptCases, AreNotToldWhereItCannotBeNoted) {
  ASSERT_THAT(Exempt("CreateExemptContent", kContent), IsOk());
  served_.faults().FailWritesFrom(1);
  for (const auto& [method, text] : std::vector<std::pair<std::string, std::string>>{
           {"GetExemptContent", kName},
           {"ListExemptContents", R"(parent: "areas/asker/cases/-")"},
           {"SearchExemptContents", R"(area: "areas/asker" text: "kjærl")"}}) {
    const Answer answer =
        served_.caller().Ask({absl::StrCat(kExemptService, ".", method), {text}}, "secretary");
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAVAILABLE) << method;
    EXPECT_FALSE(absl::StrContains(answer.bytes, "Kjærlighetsærlighet")) << method;
  }
  served_.faults().Heal();
  EXPECT_THAT(Exempt("GetExemptContent", kName), IsOk());
}

TEST_F(ExemptCases, AreTreatedWhereAndWhenTheyMayBe) {
  ASSERT_THAT(Public("UpdateBody", R"(body { name: "areas/asker/bodies/committee"
                                      valid_from: "2024-01-01" valid_to: "2024-06-30" })"),
              IsOk());
  const auto treated = [](const std::string& fields) {
    return absl::StrCat(R"(political_case { name: "areas/asker/cases/c9"
        number { sequence: 9 year: 2024 } titles { language: "nb" text: "Sak" } )",
                        fields, " }");
  };
  const std::string committee = R"(body: "areas/asker/bodies/committee" )";
  const std::string meeting = R"(meeting: "areas/asker/bodies/council/meetings/2024-06-11" )";
  const std::string late = treated(committee + R"(decision_date: "2024-07")");
  EXPECT_THAT(Public("CreateCase", late), HasReason(ERROR_REASON_BODY_NOT_VALID));
  EXPECT_THAT(Import(late), ElementsAre(ERROR_REASON_BODY_NOT_VALID));
  const std::string of_another = treated(committee + meeting);
  EXPECT_THAT(Public("CreateCase", of_another), HasReason(ERROR_REASON_CASE_OF_OTHER_BODY));
  EXPECT_THAT(Import(of_another), ElementsAre(ERROR_REASON_CASE_OF_OTHER_BODY));
  EXPECT_THAT(Public("CreateCase", treated(R"(matter: "areas/asker/matters/none")")),
              HasReason(ERROR_REASON_MATTER_NOT_FOUND));
  EXPECT_THAT(Public("CreateCase", treated(R"(body: "areas/asker/bodies/council"
                                meeting: "areas/asker/bodies/council/meetings/2024-06-12")")),
              HasReason(ERROR_REASON_MEETING_NOT_FOUND));
  const std::string too_many =
      treated(R"(body: "areas/3203/bodies/council" votes { order: 1 votes_for: 30 absent: 26 }
                 meeting: "areas/3203/bodies/council/meetings/2024-06-11")");
  EXPECT_THAT(Public("CreateCase", too_many), HasReason(ERROR_REASON_VOTES_EXCEED_MEMBERS));
  EXPECT_THAT(Public("CreateCase", treated(committee + R"(decision_date: "2024-summer")")), IsOk());
  // What it refers to is not deleted.
  EXPECT_THAT(
      Do("recorder", kMeetingsService, "DeleteMatter", {R"(name: "areas/asker/matters/m1")"}),
      HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(Do("recorder", kMeetingsService, "DeleteMeeting",
                 {R"(name: "areas/asker/bodies/council/meetings/2024-06-11")"}),
              HasReason(ERROR_REASON_RESOURCE_IN_USE));
}

// What was right when it was written stays as it is.
TEST_F(ExemptCases, AreNoDamageWhereTheBodyChangedLater) {
  ASSERT_THAT(Public("UpdateBody", R"(body { name: "areas/asker/bodies/council" members: 11 })"),
              IsOk());
  const Answer answer =
      served_.caller().Ask({"tertial.admin.v1.AdminService.CheckStore", {""}}, "admin");
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  const auto& check = dynamic_cast<const admin::v1::CheckStoreResponse&>(*answer.messages.at(0));
  EXPECT_EQ(check.finding_count(), 0) << check.ShortDebugString();
}

}  // namespace
}  // namespace tertial::politics
