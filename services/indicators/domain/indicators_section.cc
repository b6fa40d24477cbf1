#include "services/indicators/domain/indicators_section.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "services/indicators/domain/observation_id.h"
#include "services/indicators/domain/targets.h"

namespace tertial::indicators {
namespace {

template <typename Resource>
void SortByOrder(std::vector<const Resource*>& resources) {
  std::sort(resources.begin(), resources.end(), [](const Resource* a, const Resource* b) {
    return std::forward_as_tuple(a->order(), a->name()) <
           std::forward_as_tuple(b->order(), b->name());
  });
}

class Assembler {
 public:
  explicit Assembler(const FrameworkFacts& facts)
      : facts_(facts), window_(ReportWindow(facts.period)) {}

  v1::IndicatorsSection Assemble() {
    v1::IndicatorsSection section;
    section.set_area(absl::StrCat("areas/", facts_.area_id));
    section.set_period(facts_.period.Format());
    for (const Period& period : window_) section.add_periods(period.Format());
    section.set_indicator_count(static_cast<int>(facts_.chosen.size()));
    section.set_goal_count(static_cast<int>(facts_.goals.size()));
    AddGoalStatuses(section);
    std::vector<const v1::FocusArea*> focus_areas;
    for (const v1::FocusArea& focus_area : facts_.focus_areas) focus_areas.push_back(&focus_area);
    SortByOrder(focus_areas);
    CellCounter all;
    for (const v1::FocusArea* focus_area : focus_areas) {
      all.Add(AddFocusArea(*focus_area, *section.add_focus_areas()));
    }
    *section.mutable_cells() = all.Counts();
    AddOtherTargets(section);
    return section;
  }

 private:
  void AddGoalStatuses(v1::IndicatorsSection& section) const {
    std::map<v1::GoalStatus, int> counts;
    for (const v1::Goal& goal : facts_.goals) ++counts[goal.status()];
    for (const auto& [status, count] : counts) {
      v1::GoalStatusCount& entry = *section.add_goal_statuses();
      entry.set_status(status);
      entry.set_count(count);
    }
  }

  CellCounter AddFocusArea(const v1::FocusArea& focus_area, v1::FocusAreaSection& section) const {
    *section.mutable_focus_area() = focus_area;
    std::vector<const v1::Goal*> goals;
    for (const v1::Goal& goal : facts_.goals) {
      if (goal.focus_area() == focus_area.name()) goals.push_back(&goal);
    }
    SortByOrder(goals);
    CellCounter counter;
    for (const v1::Goal* goal : goals) {
      v1::GoalSection& goal_section = *section.add_goals();
      *goal_section.mutable_goal() = *goal;
      std::vector<const v1::FrameworkIndicator*> chosen;
      for (const v1::FrameworkIndicator& indicator : facts_.chosen) {
        if (indicator.goal() == goal->name()) chosen.push_back(&indicator);
      }
      SortByOrder(chosen);
      for (const v1::FrameworkIndicator* indicator : chosen) {
        AddIndicator(facts_.indicators.at(indicator->indicator()), *goal_section.add_indicators(),
                     counter);
      }
      section.set_indicator_count(section.indicator_count() + goal_section.indicators_size());
    }
    *section.mutable_cells() = counter.Counts();
    return counter;
  }

  void AddIndicator(const v1::Indicator& indicator, v1::IndicatorSeries& series,
                    CellCounter& counter) const {
    *series.mutable_indicator() = indicator;
    for (const Period& period : window_) {
      *series.add_cells() = MakePeriodCell(period, FindCell(indicator, period));
      counter.Add(series.cells(series.cells_size() - 1));
    }
    *series.mutable_change() = ChangeOf(ObservedIn(indicator, facts_.period.Previous()),
                                        ObservedIn(indicator, facts_.period), indicator.unit());
    for (const v1::Target& target : facts_.targets) {
      if (target.indicator() != indicator.name()) continue;
      v1::TargetResult& result = *series.add_targets();
      *result.mutable_target() = target;
      for (const Period& period : window_) {
        *result.add_assessments() =
            AssessTarget(target, period.Format(), ObservedIn(indicator, period));
      }
    }
  }

  void AddOtherTargets(v1::IndicatorsSection& section) const {
    for (const v1::Target& target : facts_.targets) {
      if (facts_.indicators.count(target.indicator()) == 0) *section.add_other_targets() = target;
    }
  }

  const common::v1::Cell* FindCell(const v1::Indicator& indicator, const Period& period) const {
    const auto found =
        facts_.observations.find(ObservationName(facts_.area_id, indicator.name(), period));
    return found == facts_.observations.end() ? nullptr : &found->second.cell();
  }

  common::v1::Operand ObservedIn(const v1::Indicator& indicator, const Period& period) const {
    return MakeOperand(ObservationName(facts_.area_id, indicator.name(), period),
                       FindCell(indicator, period));
  }

  const FrameworkFacts& facts_;
  const std::vector<Period> window_;
};

}  // namespace

v1::IndicatorsSection AssembleIndicatorsSection(const FrameworkFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::indicators
