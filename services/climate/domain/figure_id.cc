#include "services/climate/domain/figure_id.h"

#include <cstddef>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"

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
    case v1::SCOPE_INDIRECT_ENERGY:
      return "indirect-energy";
    case v1::SCOPE_OTHER_INDIRECT:
      return "other-indirect";
    default:
      return "";
  }
}

// Takes "{kind}.{part}" from the front of `parts`, where it stands there and is not empty.
void TakePart(absl::string_view kind, absl::Span<const absl::string_view>& parts,
              std::string& part) {
  if (parts.empty()) return;
  absl::string_view first = parts.front();
  if (!absl::ConsumePrefix(&first, kind) || !absl::ConsumePrefix(&first, ".")) return;
  if (first.empty()) return;
  part = std::string(first);
  parts.remove_prefix(1);
}

}  // namespace

bool operator<(const SeriesId& a, const SeriesId& b) {
  return std::forward_as_tuple(a.sector != kTotalSector, a.sector, a.object, a.source, a.gas) <
         std::forward_as_tuple(b.sector != kTotalSector, b.sector, b.object, b.source, b.gas);
}

SeriesId SeriesOf(const v1::EmissionFigure& figure) {
  return {.sector = figure.sector(),
          .source = figure.source(),
          .gas = figure.gas(),
          .object = figure.object()};
}

std::string FormatEmissionId(const SeriesId& series, const Period& period) {
  std::string id = absl::StrCat(series.sector, "~", period.FormatId());
  AppendPart("source", series.source, id);
  AppendPart("gas", series.gas, id);
  AppendPart("object", series.object, id);
  return id;
}

std::string FormatEmissionId(absl::string_view sector, const Period& period,
                             absl::string_view object) {
  return FormatEmissionId({.sector = std::string(sector), .object = std::string(object)}, period);
}

std::optional<SeriesId> SeriesOfEmissionId(absl::string_view id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(id, '~');
  if (parts.size() < 2 || parts.front().empty()) return std::nullopt;
  SeriesId series{.sector = std::string(parts.front())};
  absl::Span<const absl::string_view> rest = absl::MakeConstSpan(parts).subspan(2);
  TakePart("source", rest, series.source);
  TakePart("gas", rest, series.gas);
  TakePart("object", rest, series.object);
  if (!rest.empty()) return std::nullopt;
  return series;
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

std::string EmissionName(absl::string_view release_name, const SeriesId& series,
                         const Period& period) {
  return absl::StrCat(release_name, "/emissions/", FormatEmissionId(series, period));
}

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
