#include "common/rpc/canonical_name.h"

#include "common/types/resource_name.h"

namespace tertial {

absl::StatusOr<std::string> ResolveAreaName(const AreaRegistry& areas, absl::string_view field,
                                            absl::string_view name, std::optional<Period> period) {
  const absl::StatusOr<std::vector<std::string>> ids =
      ResourceNamePattern("areas/{area}").Parse(name);
  if (!ids.ok()) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        ids.status().message());
  }
  return areas.Resolve((*ids)[0], period);
}

}  // namespace tertial
