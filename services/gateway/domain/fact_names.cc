#include "services/gateway/domain/fact_names.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/types/resource_name.h"

namespace tertial::gateway {
namespace {

constexpr absl::string_view kAreas = "areas/";

// The services by the collection that their names begin with, that of the area left out.
const std::map<absl::string_view, absl::string_view>& Owners() {
  static const auto& owners =
      *new std::map<absl::string_view, absl::string_view>{{"activities", "climate"},
                                                          {"bodies", "politics"},
                                                          {"cases", "politics"},
                                                          {"climateMeasures", "climate"},
                                                          {"climateTargets", "climate"},
                                                          {"cubes", "workforce"},
                                                          {"disclosurePolicies", "workforce"},
                                                          {"emissionFactors", "climate"},
                                                          {"figures", "workforce"},
                                                          {"focusAreas", "indicators"},
                                                          {"frameworkIndicators", "indicators"},
                                                          {"frameworks", "indicators"},
                                                          {"goals", "indicators"},
                                                          {"gwpTables", "climate"},
                                                          {"indicators", "indicators"},
                                                          {"inventoryReleases", "climate"},
                                                          {"matters", "politics"},
                                                          {"peerGroups", "indicators"},
                                                          {"plans", "politics"},
                                                          {"referencePaths", "climate"},
                                                          {"resolutions", "politics"},
                                                          {"sectorCrosswalks", "climate"},
                                                          {"targets", "indicators"},
                                                          {"terms", "politics"},
                                                          {"units", "workforce"}};
  return owners;
}

}  // namespace

absl::string_view ServiceOfName(absl::string_view name) {
  const absl::string_view area = AreaOfName(name);
  if (!area.empty()) {
    name.remove_prefix(std::min(name.size(), kAreas.size() + area.size() + 1));
  }
  const auto owner = Owners().find(name.substr(0, name.find('/')));
  return owner == Owners().end() ? absl::string_view() : owner->second;
}

absl::string_view ServiceOfKind(absl::string_view kind) {
  for (const absl::string_view service : {"indicators", "workforce", "politics", "climate"}) {
    const std::vector<absl::string_view> parts = absl::StrSplit(kind, '.');
    if (parts.size() == 4 && parts[0] == "tertial" && parts[1] == service && parts[2] == "v1") {
      return service;
    }
  }
  return "";
}

absl::string_view AreaOfName(absl::string_view name) {
  if (!absl::StartsWith(name, kAreas)) return "";
  name.remove_prefix(kAreas.size());
  return name.substr(0, name.find('/'));
}

absl::string_view ParentOfName(absl::string_view name) {
  for (int ids = 0; ids < 2; ++ids) {
    const size_t end = name.rfind('/');
    if (end == absl::string_view::npos) return "";
    name = name.substr(0, end);
  }
  return name;
}

bool IsResourceName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() % 2 != 0) return false;
  for (size_t i = 0; i < parts.size(); i += 2) {
    const bool is_collection = !parts[i].empty() &&
                               absl::ascii_islower(static_cast<unsigned char>(parts[i][0])) &&
                               std::all_of(parts[i].begin(), parts[i].end(),
                                           [](unsigned char c) { return absl::ascii_isalpha(c); });
    if (!is_collection || !IsResourceId(parts[i + 1])) return false;
  }
  return true;
}

}  // namespace tertial::gateway
