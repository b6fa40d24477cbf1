#include "services/climate/domain/figure_id.h"

#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tertial::climate {
namespace {

void AppendPart(absl::string_view kind, absl::string_view part, std::string& id) {
  if (!part.empty()) absl::StrAppend(&id, "~", kind, ".", part);
}

std::optional<Period> PeriodAt(size_t position, absl::string_view id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(id, '~');
  if (parts.size() <= position) return std::nullopt;
  const absl::StatusOr<Period> period = Period::ParseId(parts[position]);
  if (!period.ok()) return std::nullopt;
  return *period;
}

absl::string_view ScopeId(v1::Scope scope) {
  switch (scope) {
    case v1::SCOPE_DIRECT:
      return "direct";
    case v1::SCOPE_INDIRECT:
      return "indirect";
    default:
      return "";
  }
}

}  // namespace

std::string FormatEmissionId(absl::string_view sector, const Period& period,
                             absl::string_view object) {
  std::string id = absl::StrCat(sector, "~", period.FormatId());
  AppendPart("object", object, id);
  return id;
}

std::string FormatActivityId(const v1::ActivityFigure& figure, const Period& period) {
  std::string id = absl::StrCat(figure.metric(), "~", figure.boundary(), "~", period.FormatId());
  AppendPart("scope", ScopeId(figure.scope()), id);
  AppendPart("sector", figure.sector(), id);
  AppendPart("object", figure.object(), id);
  return id;
}

std::optional<Period> PeriodOfEmissionId(absl::string_view id) { return PeriodAt(1, id); }

std::optional<Period> PeriodOfActivityId(absl::string_view id) { return PeriodAt(2, id); }

std::string EmissionName(absl::string_view release_name, absl::string_view sector,
                         const Period& period, absl::string_view object) {
  return absl::StrCat(release_name, "/emissions/", FormatEmissionId(sector, period, object));
}

std::string ReleaseOf(const v1::EmissionFigure& figure) {
  // areas/{area}/inventoryReleases/{inventory_release}/emissions/{emission}
  const absl::string_view name = figure.name();
  return std::string(name.substr(0, name.rfind("/emissions/")));
}

}  // namespace tertial::climate
