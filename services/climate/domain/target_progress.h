// How far climate targets are reached by one inventory release.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PROGRESS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PROGRESS_H_

#include <optional>

#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "services/climate/domain/targets.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/climate_sections.pb.h"

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

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PROGRESS_H_
