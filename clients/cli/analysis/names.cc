#include "clients/cli/analysis/names.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/calls.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

// The resource name of `id`, which may be one already, in the collection "indicators/".
std::string NameIn(absl::string_view collection, const std::string& id) {
  return id.empty() || absl::StartsWith(id, collection) ? id : absl::StrCat(collection, id);
}

}  // namespace

std::string IndicatorName(const std::string& id) { return NameIn("indicators/", id); }

std::string PeerGroupName(const std::string& id) { return NameIn("peerGroups/", id); }

std::string FrameworkName(const std::string& area, const std::string& id) {
  return NameBelow(area, "frameworks", id);
}

std::string NameBelow(const std::string& area, absl::string_view collection,
                      const std::string& id) {
  if (id.empty() || absl::StrContains(id, '/')) return id;
  return absl::StrCat(AreaName(area), "/", collection, "/", id);
}

absl::StatusOr<Dimensions> ParseDimensions(const std::vector<std::string>& texts) {
  Dimensions dimensions;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--dimension: \"", text,
                       "\" names no member of a dimension; write sex=women, for "
                       "example"));
    }
    v1::Dimension& dimension = *dimensions.Add();
    dimension.set_dimension(text.substr(0, equals));
    dimension.set_member(text.substr(equals + 1));
  }
  std::stable_sort(
      dimensions.begin(), dimensions.end(),
      [](const v1::Dimension& a, const v1::Dimension& b) { return a.dimension() < b.dimension(); });
  return dimensions;
}

std::string ShowDimensions(const Dimensions& dimensions) {
  return absl::StrJoin(dimensions, ", ", [](std::string* out, const v1::Dimension& one) {
    absl::StrAppend(out, one.dimension(), "=", one.member());
  });
}

std::string LastId(absl::string_view name) { return std::string(LastIdOf(name)); }

std::string AreaIdOf(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "areas/")) return "";
  return std::string(name.substr(0, name.find('/')));
}

std::string PeriodOf(absl::string_view observation) {
  const std::string id = LastId(observation);
  const absl::StatusOr<Period> period = Period::ParseId(id.substr(0, id.find('~')));
  return period.ok() ? period->Format() : std::string(observation);
}

}  // namespace tertial::cli
