#include "services/gateway/domain/checks/resource_owners.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/types/resource_name.h"

namespace tertial::gateway {
namespace {

// Who owns the resources of these collections, each followed by an id; but for exempt content,
// which nothing refers to.
const std::map<std::string, std::string>& Owners() {
  static const auto& owners = *new std::map<std::string, std::string>{
      {"indicators", "indicators"},
      {"peerGroups", "indicators"},
      {"areas/focusAreas", "indicators"},
      {"areas/goals", "indicators"},
      {"areas/frameworks", "indicators"},
      {"areas/frameworkIndicators", "indicators"},
      {"areas/indicators/observations", "indicators"},
      {"areas/targets", "indicators"},
      {"areas/units", "workforce"},
      {"areas/figures", "workforce"},
      {"areas/cubes", "workforce"},
      {"areas/cubes/figures", "workforce"},
      {"areas/disclosurePolicies", "workforce"},
      {"areas/bodies", "politics"},
      {"areas/bodies/activities", "politics"},
      {"areas/bodies/meetings", "politics"},
      {"areas/bodies/meetings/items", "politics"},
      {"areas/cases", "politics"},
      {"areas/matters", "politics"},
      {"areas/plans", "politics"},
      {"areas/resolutions", "politics"},
      {"areas/resolutions/events", "politics"},
      {"areas/terms", "politics"},
      {"areas/inventoryReleases", "climate"},
      {"areas/inventoryReleases/emissions", "climate"},
      {"areas/activities", "climate"},
      {"areas/activities/calculatedEmissions", "climate"},
      {"areas/climateTargets", "climate"},
      {"areas/climateTargets/levels", "climate"},
      {"areas/climateMeasures", "climate"},
      {"areas/referencePaths", "climate"},
      {"emissionFactors", "climate"},
      {"gwpTables", "climate"},
      {"sectorCrosswalks", "climate"},
  };
  return owners;
}

}  // namespace

std::string OwnerOf(absl::string_view text) {
  const std::vector<absl::string_view> ids = absl::StrSplit(text, '/');
  if (ids.size() % 2 != 0) return "";
  std::string collections;
  for (size_t i = 0; i < ids.size(); i += 2) {
    if (!IsResourceId(ids[i + 1])) return "";
    absl::StrAppend(&collections, i == 0 ? "" : "/", ids[i]);
  }
  const auto owner = Owners().find(collections);
  return owner == Owners().end() ? "" : owner->second;
}

}  // namespace tertial::gateway
