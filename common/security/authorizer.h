// Decides who may call what in one service.
#ifndef TERTIAL_COMMON_SECURITY_AUTHORIZER_H_
#define TERTIAL_COMMON_SECURITY_AUTHORIZER_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/security/permissions.h"
#include "common/security/policy.h"
#include "common/security/roles.h"
#include "common/types/area_registry.h"
#include "google/protobuf/message.h"

namespace tertial {

// Thread-safe.
class Authorizer {
 public:
  // `service` as grants name it. `areas` must outlive the object.
  Authorizer(std::string service, const AreaRegistry& areas)
      : service_(std::move(service)), areas_(&areas) {}

  // Whether `caller` may call `method` ("tertial.admin.v1.AdminService/CheckStore") for any area,
  // which is known before a request is read. `permission`: its row, nullptr if it has none. Errors:
  // ROLE_MISSING.
  absl::Status AdmitCaller(const PolicyCaller& caller, absl::string_view method,
                           const Permission* permission) const;

  // Whether it may for what `request` is about; then the roles that it has for all of that, by
  // which handlers decide. After AdmitCaller. Errors: ROLE_MISSING, AREA_NOT_PERMITTED.
  absl::StatusOr<RoleSet> AdmitRequest(const PolicyCaller& caller, absl::string_view method,
                                       const Permission& permission,
                                       const google::protobuf::Message& request) const;

  // The roles it has for everything there is in the service: those that count before a request is
  // read.
  RoleSet RolesEverywhere(const PolicyCaller& caller) const {
    return caller.RolesEverywhere(service_);
  }

 private:
  // The roles for all of `touched`; where it names nothing, those for any area.
  RoleSet RolesFor(const PolicyCaller& caller, const TouchedAreas& touched) const;
  // OK where `caller` has `role` for all of `touched`.
  absl::Status CheckRole(const PolicyCaller& caller, absl::string_view method, Role role,
                         const TouchedAreas& touched) const;

  std::string service_;
  const AreaRegistry* areas_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_AUTHORIZER_H_
