#include "common/status/json_fault.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace tertial {

std::string FieldOfJsonFault(absl::string_view fault) {
  std::vector<absl::string_view> path;
  if (absl::ConsumePrefix(&fault, "(")) {
    const size_t end = std::min(fault.find(')'), fault.size());
    path.push_back(fault.substr(0, end));
    fault.remove_prefix(std::min(end + 1, fault.size()));
    absl::ConsumePrefix(&fault, " ");
  }
  if (absl::EndsWith(fault, "Cannot find field.")) {
    path.push_back(fault.substr(0, fault.rfind(": ")));
  }
  return absl::StrJoin(path, ".");
}

}  // namespace tertial
