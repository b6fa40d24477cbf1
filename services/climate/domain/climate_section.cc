#include "services/climate/domain/climate_section.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_progress.h"
#include "services/climate/domain/targets.h"

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

bool IsQuantified(const v1::ClimateMeasure& measure) {
  return measure.quantity().content_case() == Cell::kValue;
}

class Assembler {
 public:
  explicit Assembler(const ClimateFacts& facts)
      : facts_(facts),
        window_(ReportWindow(facts.period)),
        inventories_(SortIntoInventories(facts.releases, facts.emissions)) {}

  v1::ClimateSection Assemble() const {
    v1::ClimateSection section;
    section.set_area(absl::StrCat("areas/", facts_.area_id));
    section.set_period(facts_.period.Format());
    for (const Period& period : window_) section.add_periods(period.Format());
    AddInventories(section);
    if (facts_.activities.has_value()) AddActivities(*facts_.activities, section);
    if (facts_.targets.has_value()) AddTargets(*facts_.targets, section);
    if (facts_.measures.has_value()) AddMeasures(*facts_.measures, section);
    return section;
  }

 private:
  void AddInventories(v1::ClimateSection& section) const {
    CellCounter counter;
    for (const Inventory& inventory : inventories_) {
      v1::InventorySection& out = *section.add_inventories();
      *out.mutable_release() = *inventory.release;
      for (const auto& [id, figures] : inventory.series) {
        const v1::EmissionFigure* latest = LatestShown(figures);
        if (latest == nullptr) continue;
        AddEmissions(inventory, id, figures, *latest, *out.add_series(), counter);
      }
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
    AddCells(figures, series, counter);
    const Period later =
        LatestMeasured(figures, window_.front(), window_.back()).value_or(facts_.period);
    const Period earlier = later.Previous();
    series.set_change_from(earlier.Format());
    series.set_change_to(later.Format());
    *series.mutable_change() =
        Compute(common::v1::FORMULA_PERCENT_CHANGE,
                {EmissionOperand(inventory, id, earlier), EmissionOperand(inventory, id, later)},
                "percent", kPercentDecimals);
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
      const v1::ActivityFigure* latest = LatestShown(figures);
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
      AddCells(figures, series, counter);
    }
    *section.mutable_activity_cells() = counter.Counts();
  }

  void AddTargets(const std::vector<v1::ClimateTarget>& targets,
                  v1::ClimateSection& section) const {
    std::map<std::tuple<Period, std::string>, const v1::ClimateTarget*> sorted;
    for (const v1::ClimateTarget& target : targets) {
      sorted.emplace(std::tuple(*Period::Parse(target.due_period()), target.name()), &target);
    }
    for (const auto& [key, target] : sorted) {
      v1::ClimateTargetResult& result = *section.add_targets();
      *result.mutable_target() = *target;
      for (const Inventory& inventory : inventories_) {
        if (!IsMeasuredBy(*target, *inventory.release)) continue;
        *result.add_assessments() = AssessTarget(*target, inventory, {.period = facts_.period});
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

  // The figure of the latest period that the chapter shows; nullptr if it shows none.
  template <typename Figure>
  const Figure* LatestShown(const std::map<Period, const Figure*>& figures) const {
    for (auto period = window_.rbegin(); period != window_.rend(); ++period) {
      const auto found = figures.find(*period);
      if (found != figures.end()) return found->second;
    }
    return nullptr;
  }

  template <typename Figure, typename Series>
  void AddCells(const std::map<Period, const Figure*>& figures, Series& series,
                CellCounter& counter) const {
    for (const Period& period : window_) {
      const auto found = figures.find(period);
      *series.add_cells() =
          MakePeriodCell(period, found == figures.end() ? nullptr : &found->second->cell());
      counter.Add(series.cells(series.cells_size() - 1));
    }
  }

  const ClimateFacts& facts_;
  const std::vector<Period> window_;
  const std::vector<Inventory> inventories_;
};

}  // namespace

v1::ClimateSection AssembleClimateSection(const ClimateFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::climate
