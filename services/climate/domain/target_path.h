// What the paths of climate targets ask for year by year.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PATH_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PATH_H_

#include <optional>
#include <vector>

#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "services/climate/domain/targets.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/target_progress.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The path of a target by one release. What is given must outlive it.
class PathByRelease {
 public:
  PathByRelease(const v1::ClimateTarget& target, const Inventory& inventory,
                const Denominators& denominators);

  const TargetFigures& figures() const { return figures_; }
  // The year that the path begins in: `path_from`, else the base period. Nothing: there is none.
  const std::optional<Period>& start() const { return start_; }
  // What it leads to.
  const TargetLevel& levels() const { return levels_; }
  // What it asks for in a year, as Milestone.level tells.
  common::v1::Computed MilestoneIn(const Period& year) const;
  // What the target asks for in a year: from the due year on its level, before it the milestone.
  common::v1::Computed LevelIn(const Period& year) const;
  // The emissions of the year less `level`, that of the year: on a straight path computed from what
  // the path is made of (FORMULA_MILESTONE_GAP), else from the level (FORMULA_DISTANCE).
  common::v1::Computed GapIn(const Period& year, const common::v1::Computed& level) const;
  // From the first year that the path tells of to the due year. Empty: it tells of none.
  std::vector<v1::Milestone> Milestones() const;
  // What was emitted from the first budgeted year to `last` less what the budgets allow, as
  // ClimateTargetAssessment.over_budget tells.
  common::v1::Computed OverBudget(const Period& last) const;

 private:
  const v1::YearlyBudget* FindBudget(const Period& year) const;
  common::v1::Computed BudgetLevel(const Period& year) const;
  Measured BudgetInTonnes(const v1::YearlyBudget& budget, const Period& year) const;
  // The years gone at `year`, at most those up to the due year.
  Measured YearsGone(const Period& year) const;
  // Why nothing of the year is compared with what the path begins with.
  std::optional<Refusal> RefuseComparison(const Period& year) const;

  const v1::ClimateTarget& target_;
  const TargetFigures figures_;
  const std::optional<Period> start_;
  const std::optional<Period> due_;
  const TargetLevel levels_;
};

// What the target asks for in a year by one release.
common::v1::Computed LevelIn(const v1::ClimateTarget& target, const Inventory& inventory,
                             const Denominators& denominators, const Period& year);

// The path of the target by one release, from the year it begins in (without one, the first year
// with a budget) to the due year, and the gap of each year. Empty for a target without either.
std::vector<v1::Milestone> MilestonesOf(const v1::ClimateTarget& target, const Inventory& inventory,
                                        const Denominators& denominators);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_PATH_H_
