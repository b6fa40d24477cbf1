// The last ids of the names of figures: what they are of and their period.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_FIGURE_ID_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_FIGURE_ID_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// "road-traffic~2023", or "building-and-construction-sites~2024~object.hvalstad-school" with an
// object.
std::string FormatEmissionId(absl::string_view sector, const Period& period,
                             absl::string_view object = "");

// "energy-use~municipal-buildings~2024", followed by "~scope.…", "~sector.…" and "~object.…" where
// the figure has them. `period` is the figure's.
std::string FormatActivityId(const v1::ActivityFigure& figure, const Period& period);

// The period in an id; nothing if none stands in its place.
std::optional<Period> PeriodOfEmissionId(absl::string_view id);
std::optional<Period> PeriodOfActivityId(absl::string_view id);

// The resource name of an emission figure.
std::string EmissionName(absl::string_view release_name, absl::string_view sector,
                         const Period& period, absl::string_view object = "");

// The name of the release that an emission figure belongs to:
// "areas/asker/inventoryReleases/miljodirektoratet-2025".
std::string ReleaseOf(const v1::EmissionFigure& figure);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_FIGURE_ID_H_
