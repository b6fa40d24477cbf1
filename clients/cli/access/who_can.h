// Who may call what: the same policy and the same table of permissions that services decide by.
#ifndef TERTIAL_CLIENTS_CLI_ACCESS_WHO_CAN_H_
#define TERTIAL_CLIENTS_CLI_ACCESS_WHO_CAN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "common/security/policy.h"
#include "tertial/common/internal/v1/who_can.pb.h"

namespace tertial::cli {

// What is asked; what is empty is not asked for.
struct WhoCanQuestion {
  // Methods, as MethodsCalled gives them. Empty: all.
  std::vector<std::string> methods;
  std::string caller;
  std::string service;
  // The id of an area.
  std::string area;
};

// The methods that `name` may mean: "GetGoal", "IndicatorsService/GetGoal", or the whole of it,
// with a dot before the method as well. Empty: none.
std::vector<std::string> MethodsCalled(absl::string_view name);

// Those who may, each with the grants by which it may.
common::internal::v1::WhoCanAnswer WhoCan(const Policy& policy, const WhoCanQuestion& question);

Table WhoCanTable(const common::internal::v1::WhoCanAnswer& answer);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ACCESS_WHO_CAN_H_
