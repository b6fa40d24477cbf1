// Names as callers write them and as they are stored: an area may be named by an official number,
// and stands under its id.
//
// A resource is described by a struct T, as common/ledger/table.h asks for it; where T has
//   static std::optional<Period> PeriodOf(absl::Span<const std::string> ids)
// that is the period a name is about, which decides what area a number names.
#ifndef TERTIAL_COMMON_RPC_CANONICAL_NAME_H_
#define TERTIAL_COMMON_RPC_CANONICAL_NAME_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"

namespace tertial {

// Whether the resources of `pattern` belong to an area.
inline bool IsAreaOwned(absl::string_view pattern) {
  return absl::StartsWith(pattern, "areas/{area}");
}

// The id of the area in "areas/{area}", which may be an official number.
// Errors: INVALID_RESOURCE_NAME for `field`, AREA_NOT_FOUND.
absl::StatusOr<std::string> ResolveAreaName(const AreaRegistry& areas, absl::string_view field,
                                            absl::string_view name,
                                            std::optional<Period> period = std::nullopt);

template <typename T>
std::optional<Period> PeriodOfName(absl::Span<const std::string> ids) {
  if constexpr (requires { T::PeriodOf(ids); }) {
    return T::PeriodOf(ids);
  } else {
    return std::nullopt;
  }
}

// The ids in `name`, the area's number replaced by its id.
// Errors: INVALID_RESOURCE_NAME for `field`, AREA_NOT_FOUND.
template <typename T>
absl::StatusOr<std::vector<std::string>> CanonicalIds(const AreaRegistry& areas,
                                                      absl::string_view field,
                                                      absl::string_view name) {
  absl::StatusOr<std::vector<std::string>> ids = PatternOf<T>().Parse(name);
  if (!ids.ok()) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        ids.status().message());
  }
  if (IsAreaOwned(T::kPattern)) {
    TERTIAL_ASSIGN_OR_RETURN((*ids)[0], areas.Resolve((*ids)[0], PeriodOfName<T>(*ids)));
  }
  return ids;
}

template <typename T>
absl::StatusOr<std::string> CanonicalName(const AreaRegistry& areas, absl::string_view field,
                                          absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids, CanonicalIds<T>(areas, field, name));
  return PatternOf<T>().Format(ids);
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CANONICAL_NAME_H_
