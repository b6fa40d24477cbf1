// Roles, and sets of them.
#ifndef TERTIAL_COMMON_SECURITY_ROLES_H_
#define TERTIAL_COMMON_SECURITY_ROLES_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "tertial/common/internal/v1/policy.pb.h"

namespace tertial {

using Role = common::internal::v1::Role;

// Some of the roles. A value of a few bytes: every call has one.
class RoleSet {
 public:
  RoleSet() = default;
  RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) Insert(role);
  }

  void Insert(Role role) { bits_ |= uint32_t{1} << role; }
  bool Has(Role role) const { return (bits_ >> role & 1) != 0; }
  bool empty() const { return bits_ == 0; }

  RoleSet& operator|=(RoleSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  RoleSet& operator&=(RoleSet other) {
    bits_ &= other.bits_;
    return *this;
  }
  friend bool operator==(RoleSet a, RoleSet b) { return a.bits_ == b.bits_; }

 private:
  static_assert(common::internal::v1::Role_MAX < 32);

  uint32_t bits_ = 0;
};

// Every role that may be granted, in the order of their numbers.
inline std::vector<Role> AllRoles() {
  std::vector<Role> roles;
  for (int number = common::internal::v1::Role_MIN; number <= common::internal::v1::Role_MAX;
       ++number) {
    if (common::internal::v1::Role_IsValid(number) &&
        number != common::internal::v1::ROLE_UNSPECIFIED) {
      roles.push_back(static_cast<Role>(number));
    }
  }
  return roles;
}

inline std::string RoleName(Role role) { return common::internal::v1::Role_Name(role); }

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_ROLES_H_
