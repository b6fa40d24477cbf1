// What climate targets ask for.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGETS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGETS_H_

#include <optional>
#include <string>

#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// Whether the release accounts for the emissions that the target is about: boundary and scope are
// the same.
bool IsMeasuredBy(const v1::ClimateTarget& target, const v1::InventoryRelease& release);

// One sentence on a release that does not, naming both boundaries and scopes.
std::string OtherAccount(const v1::ClimateTarget& target, const v1::InventoryRelease& release);

// What a target asks for by one release, in the unit of its level.
struct TargetLevel {
  // The emissions of the base period, for an intensity divided by its denominator, with their
  // interval. Not set for a target without a base period.
  std::optional<common::v1::Operand> base;
  // As ClimateTargetAssessment.target_level tells.
  common::v1::Computed level;
  // By the target's `value_max`. Not set where it is no range.
  std::optional<common::v1::Computed> level_max;
};

// Pure. The level of an intensity by percent has kIntensityDecimals, others those of the base or of
// the value.
TargetLevel LevelOf(const v1::ClimateTarget& target, const Inventory& inventory,
                    const Denominators& denominators);
TargetLevel LevelOf(const v1::ClimateTarget& target, const TargetFigures& figures);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGETS_H_
