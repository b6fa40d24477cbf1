// What measures do to emissions in one year, and what is left to a target.
// tertial.climate.v1.ClimateBudget tells what belongs to a budget and what counts in it.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_BUDGET_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_BUDGET_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_figures.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_budgets.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The reference path of a budget, or why there is none.
struct PathChoice {
  const v1::ReferencePath* path = nullptr;
  // One sentence, where there is none.
  std::string why_none;
};

// The only one of `paths` that is of the target's boundary, scope and sector and goes out from
// `release`, a resource name. Points into `paths`.
PathChoice ChoosePath(const v1::ClimateTarget& target, const std::string& release,
                      absl::Span<const v1::ReferencePath> paths);

// Whether the path tells of the emissions that the target is about.
bool IsPathOf(const v1::ClimateTarget& target, const v1::ReferencePath& path);

// What the target asks for in the year by the release of `inventory`, in tonnes: what
// domain/target_path.h tells, for an intensity times the denominator of the year (FORMULA_PRODUCT;
// not computable where that is not recorded).
common::v1::Computed BudgetLevelIn(const v1::ClimateTarget& target, const Inventory& inventory,
                                   const Denominators& denominators, const Period& year);

// Whether the measure belongs to a budget of the target: it acts on emissions that the target is
// about, or does not say on which and has no effects; and it is not given up.
bool IsOfBudget(const v1::ClimateTarget& target, const v1::ClimateMeasure& measure);

// What a budget is made of.
struct BudgetFacts {
  const v1::ClimateTarget& target;
  // The release, a resource name.
  std::string release;
  Period year;
  // BudgetLevelIn.
  common::v1::Computed level;
  PathChoice path;
  // All measures of the area, in any order.
  absl::Span<const v1::ClimateMeasure> measures;
};

// Which measures a budget names. Counts and sums are of all of them.
enum class NamedMeasures { kAll, kQuantified };

// Pure.
v1::ClimateBudget AssembleClimateBudget(const BudgetFacts& facts, NamedMeasures named);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_CLIMATE_BUDGET_H_
