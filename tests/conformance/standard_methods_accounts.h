// Resources of AccountsService, which the climate service serves as well.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_ACCOUNTS_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_ACCOUNTS_H_

#include <string>
#include <vector>

#include "tests/conformance/standard_methods_resource.h"

namespace tertial::conformance {

inline constexpr char kAccountsService[] = "tertial.climate.v1.AccountsService";

// The area of the place, as a parent.
std::string Area(const Place& place);
// A release.
Resource ReleaseWithId(const Place& place, const std::string& id);

std::vector<ResourceKind> KindsOfAccounts();

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_ACCOUNTS_H_
