// Claims, check rules and accepted findings, as callers write them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/integration/claims_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr char kRecorder[] = "payroll";
constexpr char kReader[] = "anonymous";

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

::testing::Matcher<absl::Status> Fails(absl::StatusCode code, ErrorReason reason) {
  return ::testing::AllOf(StatusIs(code), HasReason(reason));
}

// A claim whose only operand is as given in text form.
v1::Claim ClaimOver(const std::string& id, const std::string& operand) {
  return FromText<v1::Claim>(absl::StrCat(
      "name: 'areas/asker/claims/", id,
      "' period: '2024' statements { language: 'en' text: 'so it is' } assertions { left { "
      "formula: FORMULA_VALUE operands { ",
      operand, " } } relation: RELATION_EQUAL expected: '1' }"));
}

std::string ClaimNamed(const std::string& id) {
  return absl::StrCat("claim: 'areas/asker/claims/", id, "'");
}

v1::AcceptedFinding Accepted(const std::string& fields) {
  return FromText<v1::AcceptedFinding>("name: 'areas/asker/acceptedFindings/f1' " + fields);
}

const char kAccepted[] =
    "finding: '0123456789abcdef' reasons { language: 'nb' text: 'Det er slik.' } ";

class ClaimsWritesTest : public ClaimsTest {
 protected:
  absl::Status CreateClaim(const v1::Claim& claim, const std::string& caller = kRecorder) {
    v1::CreateClaimRequest request;
    *request.mutable_claim() = claim;
    return CallChecks(&ChecksStub::CreateClaim, request, caller).status();
  }
  absl::Status ReplaceClaim(const v1::Claim& claim) {
    v1::UpdateClaimRequest request;
    *request.mutable_claim() = claim;
    request.mutable_update_mask()->add_paths("*");
    return CallChecks(&ChecksStub::UpdateClaim, request, kRecorder).status();
  }
  absl::Status DeleteClaim(const std::string& id) {
    v1::DeleteClaimRequest request;
    request.set_name("areas/asker/claims/" + id);
    return CallChecks(&ChecksStub::DeleteClaim, request, kRecorder).status();
  }
  absl::Status CreateAccepted(const v1::AcceptedFinding& accepted,
                              const std::string& caller = "cli") {
    v1::CreateAcceptedFindingRequest request;
    *request.mutable_accepted_finding() = accepted;
    return CallChecks(&ChecksStub::CreateAcceptedFinding, request, caller).status();
  }
  v1::Claim GetClaim(const std::string& name) {
    v1::GetClaimRequest request;
    request.set_name(name);
    const auto answer = CallChecks(&ChecksStub::GetClaim, request, kReader);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->claim() : v1::Claim();
  }
};

TEST_F(ClaimsWritesTest, AClaimIsRecordedUnderTheIdOfItsAreaWithTheFactsItNames) {
  v1::Claim claim = ClaimOver("c1", "fact { name: 'areas/3203/plans/p' field: 'order' }");
  claim.set_name("areas/3203/claims/c1");
  EXPECT_THAT(CreateClaim(claim, kReader),
              Fails(absl::StatusCode::kPermissionDenied, ERROR_REASON_ROLE_MISSING));
  ASSERT_THAT(CreateClaim(claim), IsOk());
  const v1::Claim stored = GetClaim("areas/3203/claims/c1");
  EXPECT_EQ(stored.name(), "areas/asker/claims/c1");
  EXPECT_EQ(stored.assertions(0).left().operands(0).fact().name(), "areas/asker/plans/p");
  EXPECT_THAT(CreateClaim(claim),
              Fails(absl::StatusCode::kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS));
}

TEST_F(ClaimsWritesTest, AClaimThatBreaksItsRulesIsRefused) {
  EXPECT_THAT(CreateClaim(ClaimOver("c1", "constant: '1,5'")),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_DECIMAL));
  EXPECT_THAT(CreateClaim(ClaimOver("c1", ClaimNamed("c1"))),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_CLAIM));
  EXPECT_THAT(CreateClaim(ClaimOver("c1", ClaimNamed("c2"))),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_CLAIM_NOT_FOUND));
  EXPECT_THAT(CreateClaim(ClaimOver("c1", "claim: 'areas/oslo/claims/c2'")),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(ClaimsWritesTest, ClaimsDoNotLeadBackToThemselves) {
  ASSERT_THAT(CreateClaim(ClaimOver("c1", "constant: '1'")), IsOk());
  ASSERT_THAT(CreateClaim(ClaimOver("c2", ClaimNamed("c1"))), IsOk());
  ASSERT_THAT(CreateClaim(ClaimOver("c3", ClaimNamed("c2"))), IsOk());
  EXPECT_THAT(ReplaceClaim(ClaimOver("c1", ClaimNamed("c3"))),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_CLAIM));
  EXPECT_THAT(ReplaceClaim(ClaimOver("c1", "constant: '2'")), IsOk());
}

TEST_F(ClaimsWritesTest, AClaimThatAnotherComputesWithIsNotDeleted) {
  ASSERT_THAT(CreateClaim(ClaimOver("c1", "constant: '1'")), IsOk());
  ASSERT_THAT(CreateClaim(ClaimOver("c2", ClaimNamed("c1"))), IsOk());
  EXPECT_THAT(DeleteClaim("c1"),
              Fails(absl::StatusCode::kFailedPrecondition, ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(DeleteClaim("c2"), IsOk());
  EXPECT_THAT(DeleteClaim("c1"), IsOk());
}

TEST_F(ClaimsWritesTest, RowsOfAnImportMayNameEachOtherButNotInACircle) {
  const auto row = [](const v1::Claim& claim) {
    v1::ChecksRow made;
    *made.mutable_claim() = claim;
    return made;
  };
  const auto stored = ImportChecks(
      {row(ClaimOver("c2", ClaimNamed("c1"))), row(ClaimOver("c1", "constant: '1'"))}, kRecorder);
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->refused(), 0);
  const auto refused = ImportChecks(
      {row(ClaimOver("c1", ClaimNamed("c2"))), row(ClaimOver("c3", "constant: '1'"))}, kRecorder);
  ASSERT_THAT(refused, IsOk());
  ASSERT_THAT(refused->refused_rows(), ::testing::Not(::testing::IsEmpty()));
  EXPECT_EQ(refused->refused_rows(0).violations(0).reason(), ERROR_REASON_INVALID_CLAIM);
  EXPECT_EQ(refused->refused_rows(0).violations(0).field(), "claim.assertions");
}

TEST_F(ClaimsWritesTest, OnlyPublishersAcceptFindings) {
  EXPECT_THAT(CreateAccepted(Accepted(kAccepted), kRecorder),
              Fails(absl::StatusCode::kPermissionDenied, ERROR_REASON_ROLE_MISSING));
  v1::ChecksRow row;
  *row.mutable_accepted_finding() = Accepted(kAccepted);
  EXPECT_THAT(ImportChecks({row}, kRecorder).status(),
              Fails(absl::StatusCode::kPermissionDenied, ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(CreateAccepted(Accepted(kAccepted)), IsOk());
  EXPECT_THAT(ImportChecks({row}), IsOk());
}

TEST_F(ClaimsWritesTest, AnAcceptedFindingThatBreaksItsRulesIsRefused) {
  const auto create = [this](const std::string& fields) {
    return CreateAccepted(Accepted(fields));
  };
  const std::string reasons = "reasons { language: 'nb' text: 'Det er slik.' } ";
  EXPECT_THAT(create(reasons),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  for (const char* id : {"0123456789ABCDEF", "0123", "0123456789abcdefg"}) {
    EXPECT_THAT(create(absl::StrCat("finding: '", id, "' ", reasons)),
                Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_TEXT));
  }
  EXPECT_THAT(create("finding: '0123456789abcdef'"),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  for (const char* day : {"2025", "2025-02-30", "30.06.2025"}) {
    EXPECT_THAT(create(absl::StrCat(kAccepted, "valid_to: '", day, "'")),
                Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_DATE));
  }
  EXPECT_THAT(create(absl::StrCat(kAccepted, "valid_to: '2025-06-30'")), IsOk());
}

TEST_F(ClaimsWritesTest, ACheckRuleIsRecordedListedAndRuledOn) {
  v1::CreateCheckRuleRequest request;
  request.mutable_check_rule()->set_name("checkRules/r1");
  EXPECT_THAT(CallChecks(&ChecksStub::CreateCheckRule, request, kRecorder).status(),
              Fails(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  *request.mutable_check_rule() = FromText<v1::CheckRule>(
      "name: 'checkRules/r1' statements { language: 'en' text: 'They are the same.' } "
      "kind: RULE_KIND_SAME_FACT "
      "figure { name: 'areas/{area}/indicators/a/observations/{period}' } "
      "others { name: 'areas/{area}/indicators/b/observations/{period}' }");
  EXPECT_THAT(CallChecks(&ChecksStub::CreateCheckRule, request, kRecorder), IsOk());
  const auto listed = CallChecks(&ChecksStub::ListCheckRules, v1::ListCheckRulesRequest(), kReader);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->check_rules(), SizeIs(1));
  EXPECT_EQ(listed->check_rules(0).kind(), v1::RULE_KIND_SAME_FACT);
}

}  // namespace
}  // namespace tertial::gateway
