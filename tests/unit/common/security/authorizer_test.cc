#include "common/security/authorizer.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tertial/admin/v1/admin_service.pb.h"
#include "tertial/changes/v1/changes_service.pb.h"
#include "tertial/gateway/v1/checks_service.pb.h"
#include "tertial/politics/v1/exempt_content_service.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using common::internal::v1::ROLE_PUBLISHER;
using common::internal::v1::ROLE_READER;
using common::internal::v1::ROLE_RECORDER;
using common::internal::v1::ROLE_SENSITIVE_READER;
using enum common::v1::ErrorReason;

// "clerk" reads everything and records for Asker in the politics service; "secretary" may know what
// is exempt in Asker, and reads in Lier as well; "everyman" has every role everywhere.
constexpr char kPolicy[] = R"({"callers": [
    {"caller": "clerk", "grants": [
       {"roles": ["ROLE_READER"], "areas": ["*"], "services": ["*"]},
       {"roles": ["ROLE_RECORDER"], "areas": ["asker"], "services": ["politics"]}]},
    {"caller": "secretary", "grants": [
       {"roles": ["ROLE_READER", "ROLE_RECORDER", "ROLE_SENSITIVE_READER"], "areas": ["asker"],
        "services": ["politics"]},
       {"roles": ["ROLE_READER", "ROLE_RECORDER"], "areas": ["lier"], "services": ["politics"]}]},
    {"caller": "editor", "grants": [
       {"roles": ["ROLE_RECORDER"], "areas": ["*"], "services": ["gateway"]},
       {"roles": ["ROLE_PUBLISHER"], "areas": ["asker"], "services": ["gateway"]}]},
    {"caller": "everyman", "roles": ["ROLE_READER", "ROLE_RECORDER", "ROLE_PUBLISHER",
                                     "ROLE_AUDITOR", "ROLE_ADMIN", "ROLE_SENSITIVE_READER"]},
    {"caller": "idle"}]})";

class AuthorizerTest : public ::testing::Test {
 protected:
  // What a call of `caller` with a request in text form is told, and the roles it has then.
  template <typename Request>
  absl::StatusOr<RoleSet> Admit(const std::string& caller, const std::string& method,
                                const std::string& text, const std::string& service = "politics") {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    const Authorizer authorizer(service, areas_);
    const Permission* permission = FindPermission(method);
    const PolicyCaller& who = *policy_->Find(caller);
    const absl::Status first = authorizer.AdmitCaller(who, method, permission);
    if (!first.ok()) return first;
    return authorizer.AdmitRequest(who, method, *permission, request);
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  const std::shared_ptr<const Policy> policy_ = *Policy::Parse(kPolicy, areas_);
};

constexpr char kGetBody[] = "tertial.politics.v1.PoliticsService/GetBody";
constexpr char kCreateBody[] = "tertial.politics.v1.PoliticsService/CreateBody";
constexpr char kImport[] = "tertial.politics.v1.PoliticsService/ImportRows";
constexpr char kGetExempt[] = "tertial.politics.v1.ExemptContentService/GetExemptContent";
constexpr char kCreateExempt[] = "tertial.politics.v1.ExemptContentService/CreateExemptContent";

std::string BodyOf(const std::string& area) {
  return absl::StrCat(R"(body { name: "areas/)", area, R"(/bodies/b" })");
}

TEST_F(AuthorizerTest, ARoleIsForItsAreasAlone) {
  using politics::v1::CreateBodyRequest;
  EXPECT_THAT(Admit<CreateBodyRequest>("clerk", kCreateBody, BodyOf("asker")), IsOk());
  EXPECT_THAT(Admit<CreateBodyRequest>("clerk", kCreateBody, BodyOf("3203")), IsOk());
  for (const char* area : {"lier", "nowhere", "-", "0220", ""}) {
    EXPECT_THAT(Admit<CreateBodyRequest>("clerk", kCreateBody, BodyOf(area)),
                HasReason(ERROR_REASON_AREA_NOT_PERMITTED))
        << area;
  }
}

TEST_F(AuthorizerTest, ARoleIsForItsServicesAlone) {
  using admin::v1::RestoreRevisionRequest;
  const std::string method = "tertial.admin.v1.AdminService/RestoreRevision";
  const std::string request = R"(name: "areas/asker/bodies/b")";
  EXPECT_THAT(Admit<RestoreRevisionRequest>("clerk", method, request, "politics"), IsOk());
  EXPECT_THAT(Admit<RestoreRevisionRequest>("clerk", method, request, "climate"),
              HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(AuthorizerTest, AMissingRoleIsToldBeforeARequestIsRead) {
  const Authorizer authorizer("politics", areas_);
  for (const char* caller : {"idle", "editor"}) {
    const absl::Status status =
        authorizer.AdmitCaller(*policy_->Find(caller), kGetBody, FindPermission(kGetBody));
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied)) << caller;
    EXPECT_THAT(status, HasReason(ERROR_REASON_ROLE_MISSING)) << caller;
  }
}

TEST_F(AuthorizerTest, AMethodWithoutARowMayBeCalledByNobody) {
  const Authorizer authorizer("politics", areas_);
  EXPECT_THAT(
      authorizer.AdmitCaller(*policy_->Find("everyman"), "tertial.politics.v1.New/Get", nullptr),
      HasReason(ERROR_REASON_ROLE_MISSING));
  // What is public is not asked for here.
  EXPECT_THAT(authorizer.AdmitCaller(*policy_->Find("everyman"), "grpc.health.v1.Health/Check",
                                     FindPermission("grpc.health.v1.Health/Check")),
              HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(AuthorizerTest, OneForeignAreaAmongSeveralRefusesAll) {
  using politics::v1::ImportRowsRequest;
  const std::string own = absl::StrCat("rows { ", BodyOf("asker"), " } ");
  EXPECT_THAT(Admit<ImportRowsRequest>("clerk", kImport, own + own), IsOk());
  EXPECT_THAT(Admit<ImportRowsRequest>("clerk", kImport,
                                       absl::StrCat(own, "rows { ", BodyOf("lier"), " }")),
              HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  EXPECT_THAT(Admit<ImportRowsRequest>("clerk", kImport, "end_of_rows: true"), IsOk());
}

TEST_F(AuthorizerTest, TheSecondRoleIsForTheSameAreas) {
  using politics::v1::CreateExemptContentRequest;
  const auto exempt_of = [](const char* area) {
    return absl::StrCat(R"(exempt_content { name: "areas/)", area,
                        R"(/cases/c/exemptContents/e" })");
  };
  EXPECT_THAT(Admit<CreateExemptContentRequest>("secretary", kCreateExempt, exempt_of("asker")),
              IsOk());
  EXPECT_THAT(Admit<CreateExemptContentRequest>("secretary", kCreateExempt, exempt_of("lier")),
              HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  EXPECT_THAT(Admit<CreateExemptContentRequest>("clerk", kCreateExempt, exempt_of("asker")),
              HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(AuthorizerTest, HandlersSeeTheRolesForWhatIsAskedAlone) {
  using changes::v1::BatchGetResourcesRequest;
  const std::string method = "tertial.changes.v1.ChangeService/BatchGetResources";
  const auto asker =
      Admit<BatchGetResourcesRequest>("secretary", method, R"(names: "areas/asker/cases/c")");
  ASSERT_THAT(asker, IsOk());
  EXPECT_TRUE(asker->Has(ROLE_SENSITIVE_READER));
  const auto both = Admit<BatchGetResourcesRequest>(
      "secretary", method, R"(names: "areas/asker/cases/c" names: "areas/lier/cases/c")");
  ASSERT_THAT(both, IsOk());
  EXPECT_TRUE(both->Has(ROLE_READER));
  EXPECT_FALSE(both->Has(ROLE_SENSITIVE_READER));
}

TEST_F(AuthorizerTest, WhatIsAboutAllAreasNeedsAllOfThem) {
  using changes::v1::ListChangesRequest;
  const std::string method = "tertial.changes.v1.ChangeService/ListChanges";
  EXPECT_THAT(Admit<ListChangesRequest>("clerk", method, ""), IsOk());
  EXPECT_THAT(Admit<ListChangesRequest>("secretary", method, ""),
              HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  EXPECT_THAT(Admit<ListChangesRequest>("secretary", method, R"(filter { area: "areas/lier" })"),
              IsOk());
}

TEST_F(AuthorizerTest, RowsThatAskForMoreAreAskedMoreOf) {
  using gateway::v1::ImportRowsRequest;
  const std::string method = "tertial.gateway.v1.ChecksService/ImportRows";
  const std::string claims = R"(rows { claim { name: "areas/lier/claims/c" } } )";
  const auto accepted_in = [](const char* area) {
    return absl::StrCat(R"(rows { accepted_finding { name: "areas/)", area,
                        R"(/acceptedFindings/f" } } )");
  };
  EXPECT_THAT(Admit<ImportRowsRequest>("editor", method, claims, "gateway"), IsOk());
  EXPECT_THAT(Admit<ImportRowsRequest>("editor", method, claims + accepted_in("asker"), "gateway"),
              IsOk());
  EXPECT_THAT(Admit<ImportRowsRequest>("editor", method, accepted_in("lier"), "gateway"),
              HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
}

TEST_F(AuthorizerTest, WhoHasARoleEverywhereIsAskedForNoArea) {
  using politics::v1::GetExemptContentRequest;
  for (const char* name : {"areas/asker/cases/c/exemptContents/e", "areas/nowhere/x", "", "?"}) {
    const auto roles = Admit<GetExemptContentRequest>("everyman", kGetExempt,
                                                      absl::StrCat("name: \"", name, "\""));
    ASSERT_THAT(roles, IsOk()) << name;
    EXPECT_TRUE(roles->Has(ROLE_SENSITIVE_READER));
    EXPECT_TRUE(roles->Has(ROLE_PUBLISHER));
    EXPECT_TRUE(roles->Has(ROLE_RECORDER));
  }
}

TEST_F(AuthorizerTest, BeforeARequestOnlyRolesForEverythingCount) {
  const Authorizer authorizer("politics", areas_);
  EXPECT_EQ(authorizer.RolesEverywhere(*policy_->Find("clerk")), RoleSet{ROLE_READER});
  EXPECT_TRUE(authorizer.RolesEverywhere(*policy_->Find("secretary")).empty());
}

}  // namespace
}  // namespace tertial
