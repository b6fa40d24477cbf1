// Who may do what: a policy file (tertial.common.internal.v1.Policy), parsed and validated.
#ifndef TERTIAL_COMMON_SECURITY_POLICY_H_
#define TERTIAL_COMMON_SECURITY_POLICY_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/security/roles.h"
#include "common/store/mutex.h"
#include "common/types/area_registry.h"

namespace tertial {

// Stands in a policy for all areas and for all services.
inline constexpr char kAll[] = "*";

// Roles for some areas in some services.
struct Grant {
  bool InService(absl::string_view service) const {
    return all_services || services.contains(service);
  }
  bool InArea(absl::string_view area) const { return all_areas || areas.contains(area); }

  // In the file: "callers[2].grants[0]".
  std::string place;
  RoleSet roles;
  bool all_areas = false;
  // Ids. Empty where it is for all.
  absl::flat_hash_set<std::string> areas;
  bool all_services = false;
  absl::flat_hash_set<std::string> services;
};

struct PolicyCaller {
  // The roles it has in a service for one area at least, for all areas and what belongs to none,
  // and for the area with this id.
  RoleSet RolesSomewhere(absl::string_view service) const;
  RoleSet RolesEverywhere(absl::string_view service) const;
  RoleSet RolesIn(absl::string_view service, absl::string_view area) const;

  std::string name;
  // As the policy file writes them; of one that states none, "name:" with its name.
  std::vector<std::string> identities;
  // The short form is the first of them.
  std::vector<Grant> grants;
  bool intermediary = false;
};

// A policy. Does not change.
class Policy {
 public:
  // INVALID_ARGUMENT with a sentence that names the place ("callers[2].grants[0].areas[1]") and the
  // value, unless `json` is a policy in protobuf's mapping: a field, role, area or service that is
  // not known; a caller without a name or named twice; an identity of no known form, or of two
  // callers; a grant without roles, areas or services, or with "*" beside others.
  static absl::StatusOr<std::shared_ptr<const Policy>> Parse(absl::string_view json,
                                                             const AreaRegistry& areas);

  // The caller with this identity, or with this name; nullptr if there is none. Lives as long as
  // the policy.
  const PolicyCaller* FindByIdentity(absl::string_view identity) const;
  const PolicyCaller* Find(absl::string_view name) const;

  // In the order of the file.
  const std::vector<PolicyCaller>& callers() const { return callers_; }

 private:
  friend class PolicyParser;

  std::vector<PolicyCaller> callers_;
  // Places in callers_.
  absl::flat_hash_map<std::string, size_t> by_name_;
  absl::flat_hash_map<std::string, size_t> by_identity_;
};

// A policy file and the policy it last held. Thread-safe.
class PolicyFile {
 public:
  // `areas` must outlive the object. NOT_FOUND where there is no file or nothing in it; errors of
  // Policy::Parse, with the path.
  static absl::StatusOr<std::shared_ptr<PolicyFile>> Open(std::string path,
                                                          const AreaRegistry& areas);
  // Of a policy that is in no file and stays as it is.
  static std::shared_ptr<PolicyFile> Of(std::shared_ptr<const Policy> policy);

  // Reads the file again. On an error, which is one of Open's, the policy stays what it was.
  absl::Status Reload();

  std::shared_ptr<const Policy> policy() const;
  // Changes with the policy: cheaper to ask for.
  uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

 private:
  PolicyFile(std::string path, const AreaRegistry* areas, std::shared_ptr<const Policy> policy)
      : path_(std::move(path)), areas_(areas), policy_(std::move(policy)) {}

  const std::string path_;
  // nullptr where there is no file.
  const AreaRegistry* const areas_;
  std::atomic<uint64_t> generation_{1};
  mutable Mutex mutex_;
  std::shared_ptr<const Policy> policy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_POLICY_H_
