// Every method of every contract, as the deployed services serve them, asked by callers with every
// set of roles that matters, for their own area, another one and all: each may do what the table of
// permissions says, and nothing else. A method that is served without a row, and a row that nobody
// serves, are found here as well.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/security/permissions.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "tests/conformance/every_method_requests.h"
#include "tests/conformance/every_method_services.h"

namespace tertial::conformance {
namespace {

using common::internal::v1::ROLE_UNSPECIFIED;
using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using testing::Answer;
using enum common::v1::ErrorReason;

constexpr char kOwn[] = "asker";
constexpr char kOwnNumber[] = "3203";
constexpr char kOther[] = "lier";

// For what a caller has its roles.
enum class Scope { kOwnArea, kOtherArea, kAllAreas, kAnotherService };

std::string Suffix(Scope scope) {
  switch (scope) {
    case Scope::kOwnArea:
      return "own";
    case Scope::kOtherArea:
      return "other";
    case Scope::kAllAreas:
      return "all";
    case Scope::kAnotherService:
      return "elsewhere";
  }
  return "";
}

// A set of roles by the numbers of them.
std::string MaskName(const std::vector<Role>& roles) {
  return absl::StrCat("r", absl::StrJoin(roles, "-", [](std::string* out, Role role) {
                        absl::StrAppend(out, static_cast<int>(role));
                      }));
}

struct CalledMethod {
  // "tertial.indicators.v1.IndicatorsService/GetGoal".
  std::string name;
  // One that answers it.
  std::string service;
  const Permission* permission;
  const MethodDescriptor* descriptor;

  std::vector<Role> roles() const {
    std::vector<Role> roles = {*permission->role};
    if (permission->also != ROLE_UNSPECIFIED && permission->also_places.empty()) {
      roles.push_back(permission->also);
    }
    std::sort(roles.begin(), roles.end());
    return roles;
  }
  std::vector<Role> more_roles() const {
    std::vector<Role> roles = {*permission->role, permission->also};
    std::sort(roles.begin(), roles.end());
    return roles;
  }
  bool asks_for_all_areas() const {
    return std::any_of(
        permission->places.begin(), permission->places.end(),
        [](const AreaPlace& place) { return place.means == AreaPlace::Means::kAll; });
  }
};

std::vector<Role> Without(std::vector<Role> roles, const std::vector<Role>& left_out) {
  std::erase_if(roles, [&](Role role) {
    return std::find(left_out.begin(), left_out.end(), role) != left_out.end();
  });
  return roles;
}

// Those that are not public.
std::vector<CalledMethod> CalledMethods() {
  std::vector<CalledMethod> methods;
  for (const ContractPermissions& contract : PermissionTable()) {
    for (const Permission& permission : contract.methods) {
      if (!permission.role.has_value()) continue;
      const std::string service = contract.service;
      methods.push_back({absl::StrCat(contract.contract, "/", permission.method),
                         service.empty() ? "politics" : service, &permission,
                         DescriptorPool::generated_pool()->FindMethodByName(
                             absl::StrCat(contract.contract, ".", permission.method))});
    }
  }
  return methods;
}

// Callers for every set of roles that the methods tell apart, in every scope.
std::string PolicyForAll() {
  std::set<std::vector<Role>> sets;
  for (const CalledMethod& method : CalledMethods()) {
    for (const std::vector<Role>& needed : {method.roles(), method.more_roles()}) {
      sets.insert(needed);
      for (const Role role : needed) sets.insert(Without(AllRoles(), {role}));
    }
  }
  std::vector<std::string> callers = {R"({"caller": "gateway", "roles": ["ROLE_READER"]})",
                                      R"({"caller": "indicators", "roles": ["ROLE_READER"]})",
                                      R"({"caller": "idle"})"};
  for (const std::vector<Role>& roles : sets) {
    if (std::find(roles.begin(), roles.end(), ROLE_UNSPECIFIED) != roles.end()) continue;
    const std::string names = absl::StrJoin(roles, ", ", [](std::string* out, Role role) {
      absl::StrAppend(out, "\"", RoleName(role), "\"");
    });
    const auto add = [&](const std::string& suffix, const std::string& area,
                         const std::string& services) {
      callers.push_back(absl::StrCat(R"({"caller": ")", MaskName(roles), "-", suffix,
                                     R"(", "grants": [{"roles": [)", names, R"(], "areas": [")",
                                     area, R"("], "services": [)", services, "]}]}"));
    };
    add(Suffix(Scope::kOwnArea), kOwn, "\"*\"");
    add(Suffix(Scope::kOtherArea), kOther, "\"*\"");
    add(Suffix(Scope::kAllAreas), "*", "\"*\"");
    for (const std::string& service : ServiceNames()) {
      std::vector<std::string> others;
      for (const std::string& other : ServiceNames()) {
        if (other != service) others.push_back(absl::StrCat("\"", other, "\""));
      }
      add(absl::StrCat(Suffix(Scope::kAnotherService), "-", service), "*",
          absl::StrJoin(others, ", "));
    }
  }
  return absl::StrCat(R"({"callers": [)", absl::StrJoin(callers, ",\n"), "]}");
}

class EveryMethod : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { services_ = new DeployedServices(PolicyForAll()); }
  static void TearDownTestSuite() {
    delete services_;
    services_ = nullptr;
  }

  static absl::Status AskAs(const std::string& caller, const CalledMethod& method,
                            const std::string& request) {
    const Answer answer = services_->caller(method.service)
                              .Ask({std::string(method.descriptor->full_name()), {request}}, caller,
                                   [](const google::protobuf::Message& /*first*/) { return true; });
    return FromGrpcStatus(answer.status);
  }
  static absl::Status Ask(const std::vector<Role>& roles, Scope scope, const CalledMethod& method,
                          const std::string& request) {
    std::string caller = absl::StrCat(MaskName(roles), "-", Suffix(scope));
    if (scope == Scope::kAnotherService) absl::StrAppend(&caller, "-", method.service);
    return AskAs(caller, method, request);
  }
  static absl::Status Ask(Scope scope, const CalledMethod& method, const std::string& request) {
    return Ask(method.roles(), scope, method, request);
  }

  // The handler has answered, whatever it said.
  static void ExpectAdmitted(const absl::Status& status, const CalledMethod& method,
                             const std::string& request) {
    EXPECT_NE(status.code(), absl::StatusCode::kUnauthenticated) << method.name << " " << request;
    EXPECT_NE(status.code(), absl::StatusCode::kPermissionDenied)
        << method.name << " " << request << status;
    EXPECT_NE(status.code(), absl::StatusCode::kUnimplemented) << method.name;
    EXPECT_NE(status.code(), absl::StatusCode::kInternal) << method.name << " " << request;
    EXPECT_NE(status.code(), absl::StatusCode::kDeadlineExceeded) << method.name;
  }
  static void ExpectDenied(const absl::Status& status, ErrorReason reason,
                           const CalledMethod& method, const std::string& request) {
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied)
        << method.name << " " << request << status;
    EXPECT_EQ(ReasonOf(status), reason) << method.name << " " << request << status;
  }

  static DeployedServices* services_;
};

DeployedServices* EveryMethod::services_ = nullptr;

TEST_F(EveryMethod, ThatIsServedHasARowAndEveryRowIsServed) {
  std::set<std::string> served;
  for (const std::string& service : services_->names()) {
    for (const std::string& contract : services_->ContractsOf(service)) {
      const auto* descriptor = DescriptorPool::generated_pool()->FindServiceByName(contract);
      ASSERT_NE(descriptor, nullptr) << contract;
      for (int i = 0; i < descriptor->method_count(); ++i) {
        const std::string method = absl::StrCat(contract, "/", descriptor->method(i)->name());
        EXPECT_NE(FindPermission(method), nullptr) << service << " serves " << method;
        served.insert(absl::StrCat(service, " ", method));
      }
    }
  }
  for (const ContractPermissions& contract : PermissionTable()) {
    const std::string owner = contract.service;
    for (const Permission& permission : contract.methods) {
      for (const std::string& service :
           owner.empty() ? services_->names() : std::vector<std::string>{owner}) {
        const std::string row =
            absl::StrCat(service, " ", contract.contract, "/", permission.method);
        EXPECT_EQ(served.erase(row), 1) << row;
      }
    }
  }
  EXPECT_THAT(served, ::testing::IsEmpty());
}

TEST_F(EveryMethod, ThatIsPublicAsksNobody) {
  const Answer health =
      services_->caller("politics").Ask({"grpc.health.v1.Health.Check", {""}}, "stranger");
  EXPECT_TRUE(health.ok()) << health.status.error_message();
}

TEST_F(EveryMethod, IsRefusedToWhoIsNotKnown) {
  for (const CalledMethod& method : CalledMethods()) {
    const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn);
    for (const char* caller : {"stranger", "", "root"}) {
      const absl::Status status = AskAs(caller, method, request);
      EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << method.name << status;
      EXPECT_EQ(ReasonOf(status), ERROR_REASON_CALLER_UNKNOWN) << method.name;
    }
  }
}

TEST_F(EveryMethod, IsRefusedToWhoLacksOneOfItsRoles) {
  for (const CalledMethod& method : CalledMethods()) {
    const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn);
    ExpectDenied(AskAs("idle", method, request), ERROR_REASON_ROLE_MISSING, method, request);
    for (const Role role : method.roles()) {
      ExpectDenied(Ask(Without(AllRoles(), {role}), Scope::kAllAreas, method, request),
                   ERROR_REASON_ROLE_MISSING, method, request);
    }
  }
}

TEST_F(EveryMethod, IsRefusedToWhoHasItsRolesInOtherServices) {
  for (const CalledMethod& method : CalledMethods()) {
    const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn);
    ExpectDenied(Ask(Scope::kAnotherService, method, request), ERROR_REASON_ROLE_MISSING, method,
                 request);
  }
}

TEST_F(EveryMethod, IsAnsweredToWhoHasItsRolesEverywhere) {
  int answered = 0;
  for (const CalledMethod& method : CalledMethods()) {
    const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn);
    const absl::Status status = Ask(Scope::kAllAreas, method, request);
    ExpectAdmitted(status, method, request);
    if (status.ok()) ++answered;
  }
  // Not only errors: lists, sections, feeds and reports have an answer in empty stores, too.
  EXPECT_GT(answered, 50);
}

TEST_F(EveryMethod, IsAnsweredForTheOwnAreaUnlessItIsAboutAll) {
  for (const CalledMethod& method : CalledMethods()) {
    for (const char* own : {kOwn, kOwnNumber}) {
      const std::string request = RequestAbout(*method.descriptor, *method.permission, own);
      const absl::Status status = Ask(Scope::kOwnArea, method, request);
      if (method.asks_for_all_areas()) {
        ExpectDenied(status, ERROR_REASON_AREA_NOT_PERMITTED, method, request);
      } else {
        ExpectAdmitted(status, method, request);
      }
    }
  }
}

TEST_F(EveryMethod, IsRefusedForAnotherAreaWhereverItIsNamed) {
  int refused = 0;
  for (const CalledMethod& method : CalledMethods()) {
    for (const std::string& place : NamingPlaces(*method.permission)) {
      for (const char* other : {kOther, "-", "nowhere", "ASKER"}) {
        const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn,
                                                 {{place, {.area = other, .text = ""}}});
        ExpectDenied(Ask(Scope::kOwnArea, method, request), ERROR_REASON_AREA_NOT_PERMITTED, method,
                     request);
        ++refused;
      }
    }
    const std::string all_other = RequestAbout(*method.descriptor, *method.permission, kOther);
    if (!method.asks_for_all_areas() && !method.permission->places.empty()) {
      // The control: the other area is refused because it is another one.
      ExpectAdmitted(Ask(Scope::kOtherArea, method, all_other), method, all_other);
      for (const char* own : {kOwn, kOwnNumber}) {
        const std::string request = RequestAbout(*method.descriptor, *method.permission, own);
        ExpectDenied(Ask(Scope::kOtherArea, method, request), ERROR_REASON_AREA_NOT_PERMITTED,
                     method, request);
      }
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST_F(EveryMethod, TellsNobodyOfAnotherAreaHoweverItIsWritten) {
  for (const CalledMethod& method : CalledMethods()) {
    for (const std::string& place : NamingPlaces(*method.permission)) {
      for (const char* written : {"lier", "areas/lier/", "/areas/lier", "areas//lier", "Areas/lier",
                                  "areas/ lier", "areas/lier\\000", "areas/%6Cier"}) {
        const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn,
                                                 {{place, {.area = "", .text = written}}});
        const absl::Status status = Ask(Scope::kOwnArea, method, request);
        // A batch answers that what is no name is unknown.
        EXPECT_FALSE(status.ok() && absl::StrContains(request, "\"areas/lier"))
            << method.name << " " << request;
        if (std::string(written) == "lier") {
          ExpectDenied(status, ERROR_REASON_AREA_NOT_PERMITTED, method, request);
        }
      }
    }
  }
}

TEST_F(EveryMethod, ThatWritesWhatBelongsToNoAreaAsksForAll) {
  for (const CalledMethod& method : CalledMethods()) {
    if (method.permission->reads()) continue;
    for (const std::string& place : NamingPlaces(*method.permission)) {
      const std::string request = RequestAbout(*method.descriptor, *method.permission, kOwn,
                                               {{place, {.area = "", .text = "indicators/i"}}});
      ExpectDenied(Ask(Scope::kOwnArea, method, request), ERROR_REASON_AREA_NOT_PERMITTED, method,
                   request);
    }
  }
}

TEST_F(EveryMethod, ThatIsAboutAllWithoutAnAreaAsksForAll) {
  int asked = 0;
  for (const CalledMethod& method : CalledMethods()) {
    for (const AreaPlace& place : method.permission->places) {
      AtPlace what;
      if (place.means == AreaPlace::Means::kAllWhereSet) {
        what.text = "peerGroups/g";
      } else if (place.means != AreaPlace::Means::kNamesOrAll) {
        continue;
      }
      const std::string request =
          RequestAbout(*method.descriptor, *method.permission, kOwn, {{place.path, what}});
      ExpectDenied(Ask(Scope::kOwnArea, method, request), ERROR_REASON_AREA_NOT_PERMITTED, method,
                   request);
      ExpectAdmitted(Ask(Scope::kAllAreas, method, request), method, request);
      ++asked;
    }
  }
  EXPECT_GT(asked, 3);
}

TEST_F(EveryMethod, AsksForMoreWhereItHoldsMore) {
  int asked = 0;
  for (const CalledMethod& method : CalledMethods()) {
    if (method.permission->also_places.empty()) continue;
    ++asked;
    const std::string own = RequestAbout(*method.descriptor, *method.permission, kOwn, {}, true);
    const std::string other =
        RequestAbout(*method.descriptor, *method.permission, kOther, {}, true);
    const std::vector<Role> both = method.more_roles();
    ExpectDenied(Ask(Without(AllRoles(), {method.permission->also}), Scope::kAllAreas, method, own),
                 ERROR_REASON_ROLE_MISSING, method, own);
    ExpectAdmitted(Ask(both, Scope::kOwnArea, method, own), method, own);
    ExpectDenied(Ask(both, Scope::kOwnArea, method, other), ERROR_REASON_AREA_NOT_PERMITTED, method,
                 other);
  }
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace tertial::conformance
