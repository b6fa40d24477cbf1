// What the paths of climate targets ask for year by year.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PATH_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PATH_H_

#include <optional>
#include <vector>

#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/target_progress.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The year that the path begins in: `path_from`, else the base period. Nothing: there is none.
std::optional<Period> PathStart(const v1::ClimateTarget& target);

// What the target asks for in a year by one release: from the due year on its level, before it the
// milestone of its path, as Milestone.level tells.
common::v1::Computed LevelIn(const v1::ClimateTarget& target, const Inventory& inventory,
                             const Denominators& denominators, const Period& year);

// The path of the target by one release, from the year it begins in (without one, the first year
// with a budget) to the due year, and the gap of each year. Empty for a target without either.
std::vector<v1::Milestone> MilestonesOf(const v1::ClimateTarget& target, const Inventory& inventory,
                                        const Denominators& denominators);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PATH_H_
