// The last ids of the names of figures: what they are of and their period.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_FIGURE_ID_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_FIGURE_ID_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// The sector that is the total of a release.
inline constexpr char kTotalSector[] = "all";

// What a series of emissions is of: a sector, what it is split into by source or gas, or one object
// in it, which is a part and never added to it.
struct SeriesId {
  std::string sector;
  std::string source = {};
  std::string gas = {};
  std::string object = {};

  // The sector as a whole.
  bool is_whole() const { return source.empty() && gas.empty() && object.empty(); }

  friend bool operator==(const SeriesId& a, const SeriesId& b) = default;
  // The total stands first, then the sectors; each sector as a whole before what it is split into,
  // and its objects last.
  friend bool operator<(const SeriesId& a, const SeriesId& b);
};

// The series that a figure belongs to.
SeriesId SeriesOf(const v1::EmissionFigure& figure);

// "road-traffic~2023", followed by "~source.…", "~gas.…" and "~object.…" where the series has them:
// "building-and-construction-sites~2024~object.hvalstad-school".
std::string FormatEmissionId(const SeriesId& series, const Period& period);
std::string FormatEmissionId(absl::string_view sector, const Period& period,
                             absl::string_view object = "");

// The series in an id; nothing where it is no id that FormatEmissionId gives for any period. What
// stands in the place of the period is not looked at.
std::optional<SeriesId> SeriesOfEmissionId(absl::string_view id);

// "energy-use~municipal-buildings~2024", followed by "~scope.…", "~sector.…" and "~object.…" where
// the figure has them. `period` is the figure's.
std::string FormatActivityId(const v1::ActivityFigure& figure, const Period& period);

// The period in an id; nothing if none stands in its place.
std::optional<Period> PeriodOfEmissionId(absl::string_view id);
std::optional<Period> PeriodOfActivityId(absl::string_view id);

// The resource name of an emission figure.
std::string EmissionName(absl::string_view release_name, const SeriesId& series,
                         const Period& period);
std::string EmissionName(absl::string_view release_name, absl::string_view sector,
                         const Period& period, absl::string_view object = "");

// The name of the release that an emission figure belongs to:
// "areas/asker/inventoryReleases/miljodirektoratet-2025".
std::string ReleaseOf(const v1::EmissionFigure& figure);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_FIGURE_ID_H_
