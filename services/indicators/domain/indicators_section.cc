#include "services/indicators/domain/indicators_section.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "common/facts/tertial.h"
#include "services/indicators/domain/development.h"
#include "services/indicators/domain/observation_id.h"
#include "services/indicators/domain/statistics_section.h"
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
    if (facts_.framework.has_value()) *section.mutable_framework() = *facts_.framework;
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
    std::vector<Figure> figures;
    for (const Period& period : window_) {
      const Figure& figure = figures.emplace_back(FigureIn(indicator, period));
      const common::v1::Cell cell = ShownCell(figure);
      *series.add_cells() = MakePeriodCell(period, figure.operand.has_cell() ? &cell : nullptr);
      counter.Add(series.cells(series.cells_size() - 1));
    }
    *series.mutable_change() = ChangeBetween(indicator, figures[figures.size() - 2], figures.back(),
                                             FiguresRead(indicator))
                                   .absolute();
    if (facts_.period.kind() == PeriodKind::kTertial) AddTertial(indicator, series);
    for (const v1::Target& target : facts_.targets) {
      if (target.indicator() != indicator.name()) continue;
      v1::TargetResult& result = *series.add_targets();
      *result.mutable_target() = target;
      for (const Figure& figure : figures) {
        *result.add_assessments() = Assess(target, indicator, figure, figures);
      }
    }
  }

  // All figures of an indicator that the report reads, in order of time.
  std::vector<Figure> FiguresRead(const v1::Indicator& indicator) const {
    std::vector<Figure> figures;
    for (const Period& period : ReportReads(facts_.period)) {
      figures.push_back(FigureIn(indicator, period));
    }
    return figures;
  }

  void AddTertial(const v1::Indicator& indicator, v1::IndicatorSeries& series) const {
    const Figure of_tertial = FigureIn(indicator, facts_.period);
    const std::optional<int> decimals =
        of_tertial.computed.has_value() ? std::optional<int>(of_tertial.decimals) : std::nullopt;
    common::v1::TertialFigures& tertial = *series.mutable_tertial();
    tertial = MakeTertialFigures(
        facts_.period, AccrualOf(indicator), indicator.unit(), decimals, [&](const Period& period) {
          const Figure figure = FigureIn(indicator, period);
          return TertialFigure{.operand = figure.operand, .is_break = figure.is_break};
        });
    // As they are shown, and by all that is known of the definition.
    *tertial.mutable_same_last_year() = series.cells(0);
    *tertial.mutable_value() = series.cells(1);
    *tertial.mutable_change() = series.change();
  }

  v1::TargetAssessment Assess(const v1::Target& target, const v1::Indicator& indicator,
                              const Figure& observed, const std::vector<Figure>& figures) const {
    const std::string period = observed.period.Format();
    const absl::StatusOr<Period> due = Period::Parse(target.due_period());
    const bool is_of_year = !due.ok() || due->kind() == PeriodKind::kYear;
    if (observed.period.kind() != PeriodKind::kTertial || !is_of_year ||
        indicator.kind() != v1::FIGURE_KIND_FLOW) {
      return AssessTarget(target, period, observed.operand,
                          ContextOf(target, indicator, observed, figures));
    }
    // What happens in four months is not held against what is to happen in a year.
    v1::TargetAssessment assessment;
    assessment.set_period(period);
    assessment.set_state(v1::TARGET_STATE_NOT_COMPUTABLE);
    *assessment.mutable_distance() = NotComputable(
        common::v1::FORMULA_DISTANCE, {observed.operand}, UnitOfDifference(indicator.unit()),
        common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE,
        absl::StrCat(target.name(), " is about a year, not about a tertial of it."));
    return assessment;
  }

  TargetContext ContextOf(const v1::Target& target, const v1::Indicator& indicator,
                          const Figure& observed, const std::vector<Figure>& figures) const {
    TargetContext context{.reference = std::nullopt,
                          .obstacle = std::nullopt,
                          .unit = indicator.unit(),
                          .decimals = std::nullopt};
    if (observed.computed.has_value()) context.decimals = observed.decimals;
    const absl::StatusOr<Period> base = Period::Parse(target.base_period());
    if (HasLevel(target) && !base.ok()) return context;
    const Figure reference =
        FigureIn(indicator, base.ok() ? *base : ComparedPeriod(observed.period));
    context.reference = reference.operand;
    context.obstacle = FindBreakBetween(indicator, reference, observed, figures);
    return context;
  }

  void AddOtherTargets(v1::IndicatorsSection& section) const {
    for (const v1::Target& target : facts_.targets) {
      if (facts_.indicators.count(target.indicator()) == 0) *section.add_other_targets() = target;
    }
  }

  Figure FigureIn(const v1::Indicator& indicator, const Period& period) const {
    const std::string name = ObservationName(facts_.area_id, indicator.name(), period);
    const auto found = facts_.figures.find(name);
    if (found != facts_.figures.end()) return found->second;
    Figure none{.area_id = facts_.area_id, .period = period};
    none.operand.set_name(name);
    return none;
  }

  const FrameworkFacts& facts_;
  const std::vector<Period> window_;
};

}  // namespace

v1::IndicatorsSection AssembleIndicatorsSection(const FrameworkFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::indicators
