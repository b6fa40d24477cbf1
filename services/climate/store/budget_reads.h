// Climate budgets, from one state of the store.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_BUDGET_READS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_BUDGET_READS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/climate/domain/climate_budget.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_budgets.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// What all budgets of an area are made of, in the order of the names.
struct BudgetSources {
  std::string area_id;
  std::vector<v1::ClimateMeasure> measures;
  std::vector<v1::ReferencePath> paths;
};

absl::StatusOr<BudgetSources> ReadBudgetSources(const RecordReader& reader,
                                                const std::string& area_id);

// The budget of a target of that area for one year, by a release of the target's boundary and
// scope, with the path chosen from `sources`. Reads of the release what the level is made of.
absl::StatusOr<v1::ClimateBudget> ReadClimateBudget(const RecordReader& reader,
                                                    const BudgetSources& sources,
                                                    const v1::ClimateTarget& target,
                                                    const v1::InventoryRelease& release,
                                                    const Period& year, const PathChoice& path,
                                                    NamedMeasures named);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_BUDGET_READS_H_
