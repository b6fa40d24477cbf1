#include "services/climate/domain/climate_section.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "common/facts/tertial.h"
#include "services/climate/domain/activity_series.h"
#include "services/climate/domain/climate_budget.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/inventory_findings.h"
#include "services/climate/domain/inventory_splits.h"
#include "services/climate/domain/inventory_sums.h"
#include "services/climate/domain/newest_release.h"
#include "services/climate/domain/own_operations.h"
#include "services/climate/domain/target_progress.h"
#include "services/climate/domain/targets.h"
#include "services/climate/domain/units.h"

namespace tertial::climate {
namespace {

using common::v1::Cell;

// What an activity series is of, in the order of the chapter.
using ActivityKey = std::tuple<v1::Account, std::string, std::string, v1::Scope, std::string,
                               std::string, std::string>;

ActivityKey KeyOf(const v1::ActivityFigure& figure) {
  return {figure.account(), figure.metric(), figure.boundary(), figure.scope(),
          figure.sector(),  figure.object(), figure.unit()};
}

// How the figures of an activity in the tertials of a year relate to that of the year so far: of an
// amount of energy, volume, mass, way, transport or hours they add up. Of anything else (persons,
// areas, money, shares) nobody has said whether it is one that there is or one that is used.
Accrual AccrualOf(const v1::ActivityFigure& figure) {
  const std::optional<Dimension> dimension = DimensionOf(figure.unit());
  if (!dimension.has_value()) return Accrual::kNeither;
  switch (*dimension) {
    case Dimension::kEnergy:
    case Dimension::kVolume:
    case Dimension::kMass:
    case Dimension::kCo2e:
    case Dimension::kLength:
    case Dimension::kPassengerTransport:
    case Dimension::kFreightTransport:
    case Dimension::kTime:
      return Accrual::kAddsUp;
    default:
      return Accrual::kNeither;
  }
}

bool IsQuantified(const v1::ClimateMeasure& measure) {
  return measure.quantity().content_case() == Cell::kValue;
}

class Assembler {
 public:
  explicit Assembler(const ClimateFacts& facts)
      : facts_(facts),
        year_(Period::OfYear(facts.period.year())),
        years_(ReportWindow(year_)),
        periods_(ReportWindow(facts.period)) {
    if (!facts.targets.has_value()) return;
    for (const v1::ClimateTarget& target : *facts.targets) {
      targets_.emplace(std::tuple(*Period::Parse(target.due_period()), target.name()), &target);
    }
  }

  v1::ClimateSection Assemble() const {
    v1::ClimateSection section;
    section.set_area(absl::StrCat("areas/", facts_.area_id));
    section.set_period(facts_.period.Format());
    for (const Period& period : periods_) section.add_periods(period.Format());
    for (const Period& year : years_) section.add_emission_periods(year.Format());
    AddInventories(section);
    if (facts_.activities.has_value()) AddActivities(*facts_.activities, section);
    AddTargets(section);
    if (facts_.measures.has_value()) AddMeasures(*facts_.measures, section);
    AddBudgets(section);
    AddOwnOperations(section);
    AddFindings(section);
    return section;
  }

 private:
  void AddInventories(v1::ClimateSection& section) const {
    CellCounter counter;
    for (const Inventory* inventory : facts_.inventories) {
      v1::InventorySection& out = *section.add_inventories();
      *out.mutable_release() = *inventory->release;
      for (const auto& [id, figures] : inventory->series) {
        if (!id.source.empty() || !id.gas.empty()) continue;
        const v1::EmissionFigure* latest = LatestShown(figures, years_);
        if (latest == nullptr) continue;
        AddEmissions(*inventory, id, figures, *latest, *out.add_series(), counter);
      }
      AddSums(*inventory, out);
    }
    *section.mutable_emission_cells() = counter.Counts();
  }

  void AddEmissions(const Inventory& inventory, const SeriesId& id, const FiguresByPeriod& figures,
                    const v1::EmissionFigure& latest, v1::EmissionSeries& series,
                    CellCounter& counter) const {
    series.set_sector(id.sector);
    series.set_part_of(latest.part_of());
    series.set_object(id.object);
    *series.mutable_object_titles() = latest.object_titles();
    series.set_unit(kEmissionUnit);
    AddCells(figures, years_, series, counter);
    const Period later = LatestMeasured(figures, years_.front(), years_.back()).value_or(year_);
    const Period earlier = later.Previous();
    series.set_change_from(earlier.Format());
    series.set_change_to(later.Format());
    *series.mutable_change() =
        Compute(common::v1::FORMULA_PERCENT_CHANGE,
                {EmissionOperand(inventory, id, earlier), EmissionOperand(inventory, id, later)},
                "percent", kPercentDecimals);
  }

  // The latest period shown in which the release holds figures of the sector.
  std::optional<Period> LatestWithFigures(const Inventory& inventory,
                                          const std::string& sector) const {
    for (auto period = years_.rbegin(); period != years_.rend(); ++period) {
      if (HasFigures(inventory, sector, *period)) return *period;
    }
    return std::nullopt;
  }

  void AddSums(const Inventory& inventory, v1::InventorySection& out) const {
    std::set<std::string> sectors;
    for (const auto& [id, figures] : inventory.series) {
      if (id.sector != kTotalSector && id.object.empty()) sectors.insert(id.sector);
    }
    for (const std::string& sector : sectors) {
      const std::optional<Period> latest = LatestWithFigures(inventory, sector);
      if (!latest.has_value() || inventory.Find({.sector = sector}, *latest) != nullptr) continue;
      v1::SummedSector& summed = *out.add_summed_sectors();
      summed.set_sector(sector);
      *summed.mutable_total() = TotalOf(inventory, sector, *latest);
    }
    std::optional<Period> latest;
    for (const std::string& sector : SummedSectors(inventory)) {
      latest = std::max(latest, LatestWithFigures(inventory, sector));
    }
    if (latest.has_value()) *out.mutable_sum() = SumOfSectors(inventory, *latest);
  }

  void AddActivities(const std::vector<v1::ActivityFigure>& activities,
                     v1::ClimateSection& section) const {
    std::map<ActivityKey, std::map<Period, const v1::ActivityFigure*>> all;
    for (const v1::ActivityFigure& figure : activities) {
      // Stored figures have passed CheckActivityFigure, so the period parses.
      all[KeyOf(figure)].emplace(*Period::Parse(figure.period()), &figure);
    }
    CellCounter counter;
    for (const auto& [key, figures] : all) {
      const v1::ActivityFigure* latest = LatestShown(figures, ReportReads(facts_.period));
      if (latest == nullptr) continue;
      v1::ActivitySeries& series = *section.add_activities();
      series.set_account(latest->account());
      series.set_metric(latest->metric());
      series.set_boundary(latest->boundary());
      series.set_scope(latest->scope());
      series.set_sector(latest->sector());
      series.set_object(latest->object());
      *series.mutable_object_titles() = latest->object_titles();
      series.set_unit(latest->unit());
      AddCells(figures, periods_, series, counter);
      if (facts_.period.kind() == PeriodKind::kTertial) {
        *series.mutable_tertial() = TertialOf(figures, *latest);
      }
    }
    *section.mutable_activity_cells() = counter.Counts();
  }

  // The figures of an activity series in the report of a tertial. `any` is one of them.
  common::v1::TertialFigures TertialOf(const std::map<Period, const v1::ActivityFigure*>& figures,
                                       const v1::ActivityFigure& any) const {
    return MakeTertialFigures(facts_.period, AccrualOf(any), any.unit(), std::nullopt,
                              [&](const Period& period) {
                                return TertialFigureOf(ActivityOperand(figures, any, period));
                              });
  }

  // What the target is divided by; empty where it is no intensity.
  Denominators DenominatorsFor(const v1::ClimateTarget& target) const {
    const auto found = facts_.denominators.find(target.name());
    return found == facts_.denominators.end() ? Denominators() : found->second;
  }

  void AddTargets(v1::ClimateSection& section) const {
    for (const auto& [key, target] : targets_) {
      v1::ClimateTargetResult& result = *section.add_targets();
      *result.mutable_target() = *target;
      for (const Inventory* inventory : facts_.inventories) {
        if (!IsMeasuredBy(*target, *inventory->release)) continue;
        *result.add_assessments() = AssessTarget(
            *target, *inventory,
            {.period = year_, .rate_from = std::nullopt, .denominators = DenominatorsFor(*target)});
      }
    }
  }

  // The newest release that the target is measured with; nullptr where there is none, or it cannot
  // be told which one it is.
  const Inventory* NewestFor(const v1::ClimateTarget& target) const {
    std::vector<v1::InventoryRelease> releases;
    for (const Inventory* inventory : facts_.inventories) releases.push_back(*inventory->release);
    const absl::StatusOr<const v1::InventoryRelease*> newest =
        NewestRelease(releases, target.boundary(), target.scope());
    if (!newest.ok() || *newest == nullptr) return nullptr;
    return facts_.inventories[static_cast<size_t>(*newest - releases.data())];
  }

  void AddBudgets(v1::ClimateSection& section) const {
    if (!facts_.measures.has_value() || !facts_.paths.has_value()) return;
    for (const auto& [key, target] : targets_) {
      const Period& due = std::get<0>(key);
      const Inventory* const inventory = NewestFor(*target);
      if (due < year_ || inventory == nullptr) continue;
      const std::string& release = inventory->release->name();
      *section.add_budgets() = AssembleClimateBudget(
          {.target = *target,
           .release = release,
           .year = due,
           .level = BudgetLevelIn(*target, *inventory, DenominatorsFor(*target), due),
           .path = ChoosePath(*target, release, *facts_.paths),
           .measures = *facts_.measures},
          NamedMeasures::kQuantified);
    }
  }

  void AddOwnOperations(v1::ClimateSection& section) const {
    if (!facts_.own_operations.has_value()) return;
    for (v1::OperationsTotal& total : OperationsTotals(*facts_.own_operations)) {
      *section.add_own_operations() = std::move(total);
    }
  }

  // What is odd in one release over the periods shown, in the order told.
  std::vector<v1::InventoryFinding> FindingsIn(const Inventory& inventory) const {
    std::vector<v1::InventoryFinding> findings = FindingsOf(inventory, years_);
    for (const auto& [key, target] : targets_) {
      for (v1::InventoryFinding& finding : TargetFindingsOf(*target, inventory)) {
        const std::optional<Period> period = ParsePeriod(finding.period());
        if (period.has_value() && *period >= years_.front() && *period <= years_.back()) {
          findings.push_back(std::move(finding));
        }
      }
    }
    SortFindings(findings);
    return findings;
  }

  void AddFindings(v1::ClimateSection& section) const {
    for (const Inventory* inventory : facts_.inventories) {
      for (v1::InventoryFinding& finding : FindingsIn(*inventory)) {
        if (finding.severity() == common::v1::SEVERITY_INFO) continue;
        if (section.findings_size() == kMostFindings) return;
        *section.add_findings() = std::move(finding);
      }
    }
  }

  static void AddMeasures(const std::vector<v1::ClimateMeasure>& measures,
                          v1::ClimateSection& section) {
    std::vector<const v1::ClimateMeasure*> sorted;
    for (const v1::ClimateMeasure& measure : measures) sorted.push_back(&measure);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
      return std::forward_as_tuple(a->order(), a->name()) <
             std::forward_as_tuple(b->order(), b->name());
    });
    std::map<std::string, v1::ActionAreaSection*> by_action_area;
    int quantified = 0;
    for (const v1::ClimateMeasure* measure : sorted) {
      v1::ActionAreaSection*& action_area = by_action_area[measure->action_area()];
      if (action_area == nullptr) {
        action_area = section.add_action_areas();
        action_area->set_action_area(measure->action_area());
        *action_area->mutable_titles() = measure->action_area_titles();
      }
      *action_area->add_measures() = *measure;
      action_area->set_measure_count(action_area->measures_size());
      if (!IsQuantified(*measure)) continue;
      action_area->set_quantified_measure_count(action_area->quantified_measure_count() + 1);
      ++quantified;
    }
    section.set_measure_count(static_cast<int>(sorted.size()));
    section.set_quantified_measure_count(quantified);
  }

  // The figure of the latest of `periods`; nullptr if there is none of them.
  template <typename Figure>
  static const Figure* LatestShown(const std::map<Period, const Figure*>& figures,
                                   const std::vector<Period>& periods) {
    for (auto period = periods.rbegin(); period != periods.rend(); ++period) {
      const auto found = figures.find(*period);
      if (found != figures.end()) return found->second;
    }
    return nullptr;
  }

  template <typename Figure, typename Series>
  static void AddCells(const std::map<Period, const Figure*>& figures,
                       const std::vector<Period>& periods, Series& series, CellCounter& counter) {
    for (const Period& period : periods) {
      const auto found = figures.find(period);
      *series.add_cells() =
          MakePeriodCell(period, found == figures.end() ? nullptr : &found->second->cell());
      counter.Add(series.cells(series.cells_size() - 1));
    }
  }

  const ClimateFacts& facts_;
  // The year reported on, or the one that the tertial lies in.
  const Period year_;
  // Of what is yearly, those shown; and of activity series.
  const std::vector<Period> years_;
  const std::vector<Period> periods_;
  // By due period and name.
  std::map<std::tuple<Period, std::string>, const v1::ClimateTarget*> targets_;
};

}  // namespace

v1::ClimateSection AssembleClimateSection(const ClimateFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::climate
