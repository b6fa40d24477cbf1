#include "common/security/authorizer.h"

#include <algorithm>

#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"

namespace tertial {

using common::internal::v1::ROLE_UNSPECIFIED;

absl::Status Authorizer::AdmitCaller(const PolicyCaller& caller, absl::string_view method,
                                     const Permission* permission) const {
  if (permission == nullptr || !permission->role.has_value()) {
    Log(Severity::kError, "a method has no row in the table of permissions",
        {{"method", std::string(method)}});
    return RoleMissing(caller.name, "that nobody has", method);
  }
  const RoleSet roles = caller.RolesSomewhere(service_);
  if (!roles.Has(*permission->role)) {
    return RoleMissing(caller.name, RoleName(*permission->role), method);
  }
  if (permission->also != ROLE_UNSPECIFIED && permission->also_places.empty() &&
      !roles.Has(permission->also)) {
    return RoleMissing(caller.name, RoleName(permission->also), method);
  }
  return absl::OkStatus();
}

absl::StatusOr<RoleSet> Authorizer::AdmitRequest(const PolicyCaller& caller,
                                                 absl::string_view method,
                                                 const Permission& permission,
                                                 const google::protobuf::Message& request) const {
  const bool writes = !permission.reads();
  const RoleSet everywhere = caller.RolesEverywhere(service_);
  const bool also_at_places = !permission.also_places.empty();
  // Most callers have each of their roles for all areas: for them it is all the same what a request
  // is about.
  if (everywhere == caller.RolesSomewhere(service_) &&
      (!also_at_places || everywhere.Has(permission.also))) {
    return everywhere;
  }
  TERTIAL_ASSIGN_OR_RETURN(const TouchedAreas touched,
                           FindTouchedAreas(request, permission.places, writes, *areas_));
  TERTIAL_RETURN_IF_ERROR(CheckRole(caller, method, *permission.role, touched));
  if (also_at_places) {
    TERTIAL_ASSIGN_OR_RETURN(const TouchedAreas others,
                             FindTouchedAreas(request, permission.also_places, writes, *areas_));
    if (others.named) {
      TERTIAL_RETURN_IF_ERROR(CheckRole(caller, method, permission.also, others));
    }
  } else if (permission.also != ROLE_UNSPECIFIED) {
    TERTIAL_RETURN_IF_ERROR(CheckRole(caller, method, permission.also, touched));
  }
  return RolesFor(caller, touched);
}

RoleSet Authorizer::RolesFor(const PolicyCaller& caller, const TouchedAreas& touched) const {
  if (touched.all) return caller.RolesEverywhere(service_);
  RoleSet roles = caller.RolesSomewhere(service_);
  for (const std::string& area : touched.areas) roles &= caller.RolesIn(service_, area);
  return roles;
}

absl::Status Authorizer::CheckRole(const PolicyCaller& caller, absl::string_view method, Role role,
                                   const TouchedAreas& touched) const {
  if (RolesFor(caller, touched).Has(role)) return absl::OkStatus();
  if (!caller.RolesSomewhere(service_).Has(role)) {
    return RoleMissing(caller.name, RoleName(role), method);
  }
  const auto denied = std::find_if(
      touched.areas.begin(), touched.areas.end(),
      [&](const std::string& area) { return !caller.RolesIn(service_, area).Has(role); });
  return AreaNotPermitted(caller.name, RoleName(role),
                          touched.all || denied == touched.areas.end() ? kAnyId : *denied);
}

}  // namespace tertial
