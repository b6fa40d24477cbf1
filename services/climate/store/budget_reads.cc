#include "services/climate/store/budget_reads.h"

#include <optional>
#include <set>

#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/store/inventory_reads.h"
#include "services/climate/store/keys.h"
#include "services/climate/store/target_reads.h"

namespace tertial::climate {
namespace {

// The years whose figures what the target asks for in `year` is made of.
std::set<Period> YearsOfLevel(const v1::ClimateTarget& target, const Period& year) {
  std::set<Period> years = {year};
  for (const std::string& text : {target.base_period(), target.path_from()}) {
    if (const std::optional<Period> period = ParsePeriod(text); period.has_value()) {
      years.insert(*period);
    }
  }
  return years;
}

}  // namespace

absl::StatusOr<BudgetSources> ReadBudgetSources(const RecordReader& reader,
                                                const std::string& area_id) {
  BudgetSources sources{.area_id = area_id, .measures = {}, .paths = {}};
  TERTIAL_ASSIGN_OR_RETURN(sources.measures, ReadBelow<ClimateMeasureTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(sources.paths, ReadBelow<ReferencePathTable>(reader, {area_id}));
  return sources;
}

absl::StatusOr<v1::ClimateBudget> ReadClimateBudget(const RecordReader& reader,
                                                    const BudgetSources& sources,
                                                    const v1::ClimateTarget& target,
                                                    const v1::InventoryRelease& release,
                                                    const Period& year, const PathChoice& path,
                                                    NamedMeasures named) {
  const std::set<Period> years = YearsOfLevel(target, year);
  TERTIAL_ASSIGN_OR_RETURN(const StoredInventory stored,
                           ReadInventory(reader, release, [&years](const Period& period) {
                             return years.count(period) > 0;
                           }));
  TERTIAL_ASSIGN_OR_RETURN(const Denominators denominators,
                           ReadDenominators(reader, sources.area_id, target));
  return AssembleClimateBudget(
      {.target = target,
       .release = release.name(),
       .year = year,
       .level = BudgetLevelIn(target, stored.inventory, denominators, year),
       .path = path,
       .measures = sources.measures},
      named);
}

}  // namespace tertial::climate
