#include "common/security/policy.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "utf8.h"

namespace tertial {
namespace {

using common::internal::v1::ROLE_ADMIN;
using common::internal::v1::ROLE_PUBLISHER;
using common::internal::v1::ROLE_READER;
using common::internal::v1::ROLE_RECORDER;

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

std::shared_ptr<const Policy> MustParse(const std::string& json) {
  auto policy = Policy::Parse(json, Areas());
  EXPECT_THAT(policy, IsOk());
  return policy.ok() ? *std::move(policy) : std::make_shared<const Policy>();
}

// A policy with one caller that has these members.
std::string Of(const std::string& members) {
  return absl::StrCat(R"({"callers": [{"caller": "a", )", members, "}]}");
}

TEST(Policy, TheShortFormGrantsEverywhere) {
  const auto policy = MustParse(Of(R"("roles": ["ROLE_READER", "ROLE_RECORDER"])"));
  const PolicyCaller& caller = *policy->FindByIdentity("name:a");
  EXPECT_EQ(caller.name, "a");
  for (const char* service : {"politics", "gateway"}) {
    EXPECT_EQ(caller.RolesEverywhere(service), (RoleSet{ROLE_READER, ROLE_RECORDER}));
    EXPECT_EQ(caller.RolesIn(service, "asker"), (RoleSet{ROLE_READER, ROLE_RECORDER}));
  }
}

TEST(Policy, AGrantIsForItsAreasAndServicesAlone) {
  const auto policy = MustParse(
      Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["*"], "services": ["politics"]},
                       {"roles": ["ROLE_RECORDER"], "areas": ["asker", "lier"],
                        "services": ["politics", "climate"]},
                       {"roles": ["ROLE_ADMIN"], "areas": ["lier"], "services": ["*"]}])"));
  const PolicyCaller& caller = *policy->Find("a");
  EXPECT_EQ(caller.RolesSomewhere("politics"), (RoleSet{ROLE_READER, ROLE_RECORDER, ROLE_ADMIN}));
  EXPECT_EQ(caller.RolesEverywhere("politics"), RoleSet{ROLE_READER});
  EXPECT_EQ(caller.RolesIn("politics", "asker"), (RoleSet{ROLE_READER, ROLE_RECORDER}));
  EXPECT_EQ(caller.RolesIn("politics", "lier"), (RoleSet{ROLE_READER, ROLE_RECORDER, ROLE_ADMIN}));
  EXPECT_EQ(caller.RolesIn("politics", "hurum"), RoleSet{ROLE_READER});
  EXPECT_EQ(caller.RolesIn("climate", "asker"), RoleSet{ROLE_RECORDER});
  EXPECT_EQ(caller.RolesEverywhere("climate"), RoleSet{});
  EXPECT_EQ(caller.RolesSomewhere("workforce"), RoleSet{ROLE_ADMIN});
  EXPECT_EQ(caller.RolesIn("workforce", "asker"), RoleSet{});
}

TEST(Policy, ACallerMayHaveNoGrantAtAll) {
  const auto policy =
      MustParse(R"({"callers": [{"caller": "idle"}, {"caller": "b", "roles": []}]})");
  EXPECT_TRUE(policy->Find("idle")->RolesSomewhere("politics").empty());
  EXPECT_TRUE(policy->Find("b")->RolesSomewhere("politics").empty());
}

TEST(Policy, WhoIsNotNamedIsNobody) {
  const auto policy = MustParse(Of(R"("roles": ["ROLE_READER"])"));
  for (const char* name : {"", "A", "b", "name:a"}) EXPECT_EQ(policy->Find(name), nullptr);
  for (const char* identity : {"", "a", "name:", "name:b", "NAME:a", "dns:a"}) {
    EXPECT_EQ(policy->FindByIdentity(identity), nullptr) << identity;
  }
}

TEST(Policy, StatedIdentitiesStandInPlaceOfTheName) {
  const auto policy =
      MustParse(Of(R"("identities": ["spiffe://example.org/a/b", "dns:a.example.org",
                           "token:https://id.example.org|4f|7"])"));
  for (const char* identity :
       {"spiffe://example.org/a/b", "dns:a.example.org", "token:https://id.example.org|4f|7"}) {
    EXPECT_EQ(policy->FindByIdentity(identity), policy->Find("a")) << identity;
  }
  EXPECT_EQ(policy->FindByIdentity("name:a"), nullptr);
  EXPECT_FALSE(policy->Find("a")->intermediary);
}

TEST(Policy, RefusesWhatItDoesNotKnowAndNamesThePlace) {
  const std::string grant = R"("areas": ["*"], "services": ["*"])";
  const std::vector<std::pair<std::string, std::string>> bad = {
      {Of(R"("roles": ["ROLE_KING"])"), "roles"},
      {Of(R"("roles": ["ROLE_READER", "ROLE_UNSPECIFIED"])"), "roles[1]"},
      {Of(R"("roles": [99])"), "roles[0]"},
      {Of(R"("role": ["ROLE_READER"])"), "role"},
      {Of(R"("grants": [{}])"), "grants[0]"},
      {Of(absl::StrCat(R"("grants": [{"roles": [], )", grant, "}]")), "grants[0]"},
      {Of(absl::StrCat(R"("grants": [{"roles": ["ROLE_READER"], )", grant, "}, {", grant, "}]")),
       "grants[1]"},
      {Of(absl::StrCat(R"("grants": [{"roles": [7], )", grant, "}]")), "grants[0].roles[0]"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "services": ["*"]}])"), "areas"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["*"]}])"), "services"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["asker", "nowhere"],
                         "services": ["*"]}])"),
       "grants[0].areas[1]"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["3203"], "services": ["*"]}])"),
       "grants[0].areas[0]"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["*"], "services": ["school"]}])"),
       "grants[0].services[0]"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["*"], "services": [""]}])"),
       "grants[0].services[0]"},
      {Of(R"("identities": ["dns:a.example.org", "a"])"), "identities[1]"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["lier", "*"], "services": ["*"]}])"),
       "beside other areas"},
      {Of(R"("grants": [{"roles": ["ROLE_READER"], "areas": ["*"],
                         "services": ["*", "politics"]}])"),
       "beside other services"},
      {R"({"callers": [{"caller": "a"}, {"caller": ""}]})", "callers[1]"},
      {R"({"callers": [{"roles": ["ROLE_READER"]}]})", "callers[0]"},
      {R"({"callers": [{"caller": "a"}, {"caller": "a"}]})", "callers[1]"},
      {R"({"callers": [{"caller": "a b"}]})", "callers[0].caller"},
      {R"({"caller": []})", "caller"},
  };
  for (const auto& [json, place] : bad) {
    const auto policy = Policy::Parse(json, Areas());
    EXPECT_THAT(policy, StatusIs(absl::StatusCode::kInvalidArgument)) << json;
    EXPECT_THAT(policy, MessageNames(place)) << json;
  }
}

TEST(Policy, RefusesAnIdentityOfTwoCallers) {
  for (const char* json : {
           R"({"callers": [{"caller": "a", "identities": ["dns:x"]},
                           {"caller": "b", "identities": ["dns:x"]}]})",
           R"({"callers": [{"caller": "a", "identities": ["dns:x", "dns:x"]}]})",
           R"({"callers": [{"caller": "a"}, {"caller": "b", "identities": ["name:a"]}]})",
       }) {
    EXPECT_THAT(Policy::Parse(json, Areas()), StatusIs(absl::StatusCode::kInvalidArgument)) << json;
  }
}

TEST(Policy, RefusesIdentitiesOfNoKnownForm) {
  for (const char* identity : {"",
                               "a",
                               "spiffe://",
                               "spiffe://example.org",
                               "spiffe:///a",
                               "spiffe://example.org/",
                               "spiffe://example.org/a/",
                               "spiffe://example.org/a?b",
                               "SPIFFE://example.org/a",
                               "dns:",
                               "dns:A.example.org",
                               "dns:*.example.org",
                               "dns:.example.org",
                               "dns:-a",
                               "token:",
                               "token:a",
                               "token:|a",
                               "token:a|",
                               "name:",
                               "name:a b",
                               "uri:https://example.org"}) {
    EXPECT_THAT(Policy::Parse(Of(absl::StrCat(R"("identities": [")", identity, R"("])")), Areas()),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << identity;
  }
}

TEST(Policy, RefusesWhatIsNoPolicy) {
  for (const char* json : {"", "{", "[]", "null", "7", "\xff"}) {
    EXPECT_THAT(Policy::Parse(json, Areas()), StatusIs(absl::StatusCode::kInvalidArgument)) << json;
  }
}

TEST(Policy, IsRefusedInUtf8WhateverItHolds) {
  for (const char* json :
       {"\xd9{\"caller\":\"\"", "{\"c\xc3\xa6llers\": ]\xc3\xa6\xc3\xa6\xc3\xa6}", "\xff\xfe"}) {
    const absl::Status refused = Policy::Parse(json, Areas()).status();
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument)) << json;
    EXPECT_TRUE(utf8::is_valid(std::string(refused.message()))) << json;
  }
}

TEST(PolicyFile, NamesABadFile) {
  const TempDir directory;
  EXPECT_THAT(PolicyFile::Open(directory.Write("good.json", Of(R"("roles": [])")), Areas()),
              IsOk());
  const std::string bad = directory.Write("bad.json", R"({"callers": [{"caller": ""}]})");
  EXPECT_THAT(PolicyFile::Open(bad, Areas()), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(PolicyFile::Open(bad, Areas()), MessageNames(bad));
  const std::string none = directory.path() + "/none.json";
  EXPECT_THAT(PolicyFile::Open(none, Areas()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(PolicyFile::Open(none, Areas()), MessageNames(none));
}

TEST(PolicyFile, IsReadAgainAndABadOneChangesNothing) {
  const TempDir directory;
  const std::string path = directory.Write("policy.json", Of(R"("roles": ["ROLE_READER"])"));
  const std::shared_ptr<PolicyFile> file = *PolicyFile::Open(path, Areas());
  const uint64_t first = file->generation();
  const std::shared_ptr<const Policy> held = file->policy();

  directory.Write("policy.json", Of(R"("roles": ["ROLE_KING"])"));
  EXPECT_THAT(file->Reload(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(file->generation(), first);
  EXPECT_EQ(file->policy(), held);

  directory.Write("policy.json", Of(R"("roles": ["ROLE_PUBLISHER"])"));
  ASSERT_THAT(file->Reload(), IsOk());
  EXPECT_NE(file->generation(), first);
  EXPECT_EQ(file->policy()->Find("a")->RolesEverywhere("gateway"), RoleSet{ROLE_PUBLISHER});
  EXPECT_EQ(held->Find("a")->RolesEverywhere("gateway"), RoleSet{ROLE_READER});
}

TEST(PolicyFile, TheDeployedOneIsValid) {
  EXPECT_THAT(PolicyFile::Open(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", Areas()), IsOk());
}

}  // namespace
}  // namespace tertial
