#include "services/climate/store/budget_reads.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/store/inventory_reads.h"
#include "services/climate/store/keys.h"

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

// The denominators of an intensity in these years, as far as they are recorded.
absl::StatusOr<Denominators> ReadDenominators(const RecordReader& reader,
                                              const std::string& area_id,
                                              const v1::ClimateTarget& target,
                                              const std::set<Period>& years) {
  if (!IsIntensity(target)) return Denominators();
  v1::ActivityFigure key;
  key.set_metric(target.denominator().metric());
  key.set_boundary(target.denominator().boundary());
  key.set_scope(target.denominator().scope());
  key.set_sector(target.denominator().sector());
  key.set_object(target.denominator().object());
  std::vector<v1::ActivityFigure> figures;
  for (const Period& year : years) {
    TERTIAL_ASSIGN_OR_RETURN(
        std::optional<v1::ActivityFigure> figure,
        FindResource<ActivityFigureTable>(
            reader, absl::StrCat("areas/", area_id, "/activities/", FormatActivityId(key, year))));
    if (figure.has_value()) figures.push_back(*std::move(figure));
  }
  return DenominatorsOf(target, figures);
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
                           ReadDenominators(reader, sources.area_id, target, years));
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
