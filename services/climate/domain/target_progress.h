// How far climate targets are reached by one inventory release.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PROGRESS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PROGRESS_H_

#include <optional>

#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// How a target is measured.
struct AssessmentOptions {
  // The latest year to measure in: the current one is the latest up to it with a value.
  Period period;
  // The year that the present rate is measured from. Not set: the base period, else where the path
  // begins.
  std::optional<Period> rate_from;
  // What an intensity is divided by. May be empty for other kinds.
  Denominators denominators;
};

// Measures a target with one release. Base and current are both taken from that release; where it
// lacks one of them what needs it is not computable, and says so. Pure.
v1::ClimateTargetAssessment AssessTarget(const v1::ClimateTarget& target,
                                         const Inventory& inventory,
                                         const AssessmentOptions& options);

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

TargetLevel LevelOf(const v1::ClimateTarget& target, const Inventory& inventory,
                    const Denominators& denominators);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PROGRESS_H_
