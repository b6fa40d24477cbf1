// A policy file (common/security/policy.h).
//
// Whatever stands in it: it is refused with a sentence that names the place, or it grants what it
// says and nobody else anything: each of its callers is found by its name and its identities, one
// that it does not name is not, and who may do something everywhere may do it in each area.
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/security/policy.h"
#include "common/security/roles.h"
#include "common/types/area_registry.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {
namespace {

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

RoleSet Both(RoleSet a, RoleSet b) { return a &= b; }

void CheckRoles(const PolicyCaller& caller) {
  RoleSet granted;
  for (const Grant& grant : caller.grants) {
    granted |= grant.roles;
    Require(!grant.roles.empty(), "a grant has a role", caller.name);
    Require(grant.all_areas != !grant.areas.empty(), "a grant is for some areas or for all",
            caller.name);
    Require(grant.all_services != !grant.services.empty(),
            "a grant is for some services or for all", caller.name);
    for (const std::string& area : grant.areas) {
      Require(Areas().Find(area) != nullptr, "a grant is for areas that there are", area);
    }
  }
  for (const char* service : {"indicators", "gateway", "nowhere"}) {
    const RoleSet everywhere = caller.RolesEverywhere(service);
    const RoleSet somewhere = caller.RolesSomewhere(service);
    Require(Both(somewhere, granted) == somewhere, "no role is there that was not granted",
            caller.name);
    for (const char* area : {"asker", "baerum", "nowhere"}) {
      const RoleSet here = caller.RolesIn(service, area);
      Require(Both(everywhere, here) == everywhere, "what holds everywhere holds here",
              caller.name);
      Require(Both(here, somewhere) == here, "what holds here holds somewhere", caller.name);
    }
  }
}

}  // namespace

const char* const kCorpus = "policy_file";

void RunInput(absl::string_view input) {
  const google::protobuf::LogSilencer silencer;  // of what cannot be parsed
  const absl::StatusOr<std::shared_ptr<const Policy>> policy = Policy::Parse(input, Areas());
  if (!policy.ok()) {
    Require(policy.status().code() == absl::StatusCode::kInvalidArgument &&
                !policy.status().message().empty() && IsUtf8(policy.status().message()),
            "a policy is refused with a sentence", policy.status().ToString());
    return;
  }
  for (const PolicyCaller& caller : (*policy)->callers()) {
    Require((*policy)->Find(caller.name) == &caller, "a caller is found by its name", caller.name);
    Require(!caller.identities.empty(), "a caller has an identity", caller.name);
    for (const std::string& identity : caller.identities) {
      Require((*policy)->FindByIdentity(identity) == &caller, "a caller is found by its identities",
              identity);
      Require((*policy)->FindByIdentity(absl::StrCat(identity, "x")) != &caller ||
                  caller.identities.size() > 1,
              "an identity is not one that begins with it", identity);
    }
    CheckRoles(caller);
  }
  Require((*policy)->FindByIdentity("") == nullptr && (*policy)->Find("") == nullptr,
          "nobody is no caller");
}

}  // namespace tertial::fuzz
