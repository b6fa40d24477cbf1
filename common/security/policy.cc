#include "common/security/policy.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/security/permissions.h"
#include "common/security/watched_files.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "google/protobuf/util/json_util.h"
#include "utf8.h"

namespace tertial {
namespace {

namespace v1 = common::internal::v1;

constexpr size_t kLongestIdentity = 2048;

absl::Status Fault(absl::string_view place, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(place, ": ", what));
}

std::string PlaceOf(absl::string_view before, absl::string_view field, int index) {
  return absl::StrCat(before, before.empty() ? "" : ".", field, "[", index, "]");
}

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

bool IsDnsName(absl::string_view name) {
  return !name.empty() && name.front() != '.' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '.';
         });
}

bool IsSpiffeId(absl::string_view rest) {
  const size_t slash = rest.find('/');
  return slash != absl::string_view::npos && slash > 0 && slash + 1 < rest.size() &&
         rest.back() != '/' && rest.find_first_of("?#") == absl::string_view::npos;
}

absl::Status CheckIdentity(absl::string_view place, absl::string_view identity) {
  absl::string_view rest = identity;
  bool known = identity.size() <= kLongestIdentity && IsPrintable(identity);
  if (absl::ConsumePrefix(&rest, "spiffe://")) {
    known = known && IsSpiffeId(rest);
  } else if (absl::ConsumePrefix(&rest, "dns:")) {
    known = known && IsDnsName(rest);
  } else if (absl::ConsumePrefix(&rest, "token:")) {
    const size_t bar = rest.find('|');
    known = known && bar != absl::string_view::npos && bar > 0 && bar + 1 < rest.size();
  } else if (absl::ConsumePrefix(&rest, "name:")) {
    known = known && !rest.empty();
  } else {
    known = false;
  }
  if (known) return absl::OkStatus();
  return Fault(place, absl::StrCat(Quoted(identity),
                                   " is no identity; write \"spiffe://domain/path\", "
                                   "\"dns:name\" in lower case, \"token:issuer|subject\" or "
                                   "\"name:name\"."));
}

}  // namespace

// Makes a policy of its message.
class PolicyParser {
 public:
  explicit PolicyParser(const AreaRegistry& areas) : areas_(areas) {}

  absl::StatusOr<std::shared_ptr<const Policy>> Parse(const v1::Policy& file) {
    for (int i = 0; i < file.callers_size(); ++i) {
      TERTIAL_RETURN_IF_ERROR(AddCaller(PlaceOf("", "callers", i), file.callers(i)));
    }
    return std::move(policy_);
  }

 private:
  absl::Status AddCaller(const std::string& place, const v1::CallerPolicy& entry) {
    if (entry.caller().empty()) return Fault(place, "the caller has no name.");
    if (!IsPrintable(entry.caller())) {
      return Fault(absl::StrCat(place, ".caller"),
                   absl::StrCat(Quoted(entry.caller()),
                                " is no name; write printable ASCII without spaces and quotes."));
    }
    const std::string named = absl::StrCat(place, " (", Quoted(entry.caller()), ")");
    const size_t index = policy_->callers_.size();
    if (!policy_->by_name_.emplace(entry.caller(), index).second) {
      return Fault(place, absl::StrCat("the caller ", Quoted(entry.caller()), " stands twice."));
    }
    PolicyCaller caller{.name = entry.caller(),
                        .identities = {entry.identities().begin(), entry.identities().end()},
                        .grants = {},
                        .intermediary = entry.intermediary()};
    if (caller.identities.empty()) caller.identities.push_back(absl::StrCat("name:", caller.name));
    for (int i = 0; i < static_cast<int>(caller.identities.size()); ++i) {
      TERTIAL_RETURN_IF_ERROR(
          AddIdentity(PlaceOf(named, "identities", i), caller.identities[i], index));
    }
    if (entry.roles_size() > 0) {
      Grant& grant = caller.grants.emplace_back();
      grant.place = absl::StrCat(place, ".roles");
      grant.all_areas = true;
      grant.all_services = true;
      TERTIAL_RETURN_IF_ERROR(AddRoles(named, entry.roles(), grant));
    }
    for (int i = 0; i < entry.grants_size(); ++i) {
      TERTIAL_ASSIGN_OR_RETURN(Grant grant,
                               ParseGrant(PlaceOf(named, "grants", i), entry.grants(i)));
      grant.place = PlaceOf(place, "grants", i);
      caller.grants.push_back(std::move(grant));
    }
    policy_->callers_.push_back(std::move(caller));
    return absl::OkStatus();
  }

  absl::Status AddIdentity(const std::string& place, const std::string& identity, size_t index) {
    TERTIAL_RETURN_IF_ERROR(CheckIdentity(place, identity));
    if (policy_->by_identity_.emplace(identity, index).second) return absl::OkStatus();
    return Fault(place, absl::StrCat(Quoted(identity), " stands twice."));
  }

  static absl::Status AddRoles(const std::string& place,
                               const google::protobuf::RepeatedField<int>& roles, Grant& grant) {
    for (int i = 0; i < roles.size(); ++i) {
      if (!v1::Role_IsValid(roles[i]) || roles[i] == v1::ROLE_UNSPECIFIED) {
        return Fault(PlaceOf(place, "roles", i), absl::StrCat(roles[i], " is no role."));
      }
      grant.roles.Insert(static_cast<Role>(roles[i]));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Grant> ParseGrant(const std::string& place, const v1::Grant& entry) const {
    Grant grant;
    TERTIAL_RETURN_IF_ERROR(AddRoles(place, entry.roles(), grant));
    if (grant.roles.empty()) return Fault(place, "the grant has no roles.");
    if (entry.areas().empty()) {
      return Fault(place, "the grant has no areas; write \"*\" for all.");
    }
    if (entry.services().empty()) {
      return Fault(place, "the grant has no services; write \"*\" for all.");
    }
    for (int i = 0; i < entry.areas_size(); ++i) {
      const std::string& area = entry.areas(i);
      if (area == kAll) {
        grant.all_areas = true;
      } else if (areas_.Find(area) == nullptr) {
        return Fault(PlaceOf(place, "areas", i),
                     absl::StrCat(Quoted(area),
                                  " is no id of an area in the registry; a number stays nobody's "
                                  "for ever."));
      } else {
        grant.areas.insert(area);
      }
    }
    for (int i = 0; i < entry.services_size(); ++i) {
      const std::string& service = entry.services(i);
      if (service == kAll) {
        grant.all_services = true;
      } else if (!IsServiceName(service)) {
        return Fault(PlaceOf(place, "services", i),
                     absl::StrCat(Quoted(service), " is no service."));
      } else {
        grant.services.insert(service);
      }
    }
    if (grant.all_areas && !grant.areas.empty()) {
      return Fault(place,
                   "the grant has \"*\" beside other areas; write \"*\" alone, or leave it out.");
    }
    if (grant.all_services && !grant.services.empty()) {
      return Fault(
          place, "the grant has \"*\" beside other services; write \"*\" alone, or leave it out.");
    }
    return grant;
  }

  const AreaRegistry& areas_;
  const std::shared_ptr<Policy> policy_ = std::make_shared<Policy>();
};

RoleSet PolicyCaller::RolesSomewhere(absl::string_view service) const {
  RoleSet roles;
  for (const Grant& grant : grants) {
    if (grant.InService(service)) roles |= grant.roles;
  }
  return roles;
}

RoleSet PolicyCaller::RolesEverywhere(absl::string_view service) const {
  RoleSet roles;
  for (const Grant& grant : grants) {
    if (grant.InService(service) && grant.all_areas) roles |= grant.roles;
  }
  return roles;
}

RoleSet PolicyCaller::RolesIn(absl::string_view service, absl::string_view area) const {
  RoleSet roles;
  for (const Grant& grant : grants) {
    if (grant.InService(service) && grant.InArea(area)) roles |= grant.roles;
  }
  return roles;
}

absl::StatusOr<std::shared_ptr<const Policy>> Policy::Parse(absl::string_view json,
                                                            const AreaRegistry& areas) {
  v1::Policy file;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &file);
  if (!parsed.ok()) {
    // It quotes the file, which may hold any bytes, and cuts that anywhere.
    const std::string why(parsed.message());
    return absl::InvalidArgumentError(utf8::is_valid(why) ? why : absl::CHexEscape(why));
  }
  return PolicyParser(areas).Parse(file);
}

const PolicyCaller* Policy::FindByIdentity(absl::string_view identity) const {
  const auto found = by_identity_.find(identity);
  return found == by_identity_.end() ? nullptr : &callers_[found->second];
}

const PolicyCaller* Policy::Find(absl::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &callers_[found->second];
}

namespace {

absl::StatusOr<std::shared_ptr<const Policy>> Load(const std::string& path,
                                                   const AreaRegistry& areas) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile("policy file", path));
  absl::StatusOr<std::shared_ptr<const Policy>> policy = Policy::Parse(text, areas);
  if (policy.ok()) return policy;
  return absl::InvalidArgumentError(
      absl::StrCat("policy file ", path, ": ", policy.status().message()));
}

}  // namespace

absl::StatusOr<std::shared_ptr<PolicyFile>> PolicyFile::Open(std::string path,
                                                             const AreaRegistry& areas) {
  TERTIAL_ASSIGN_OR_RETURN(std::shared_ptr<const Policy> policy, Load(path, areas));
  return std::shared_ptr<PolicyFile>(new PolicyFile(std::move(path), &areas, std::move(policy)));
}

std::shared_ptr<PolicyFile> PolicyFile::Of(std::shared_ptr<const Policy> policy) {
  return std::shared_ptr<PolicyFile>(new PolicyFile("", nullptr, std::move(policy)));
}

absl::Status PolicyFile::Reload() {
  if (areas_ == nullptr) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(std::shared_ptr<const Policy> policy, Load(path_, *areas_));
  {
    const MutexLock lock(mutex_);
    policy_ = std::move(policy);
  }
  generation_.fetch_add(1, std::memory_order_acq_rel);
  return absl::OkStatus();
}

std::shared_ptr<const Policy> PolicyFile::policy() const {
  const MutexLock lock(mutex_);
  return policy_;
}

}  // namespace tertial
