// The cells of the indicators and the statistics.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"

namespace tertial::gateway {
namespace {

ReportSeries SeriesOf(const indicators::v1::Indicator& indicator, const CellList& cells) {
  return {.key = std::string(LastIdOf(indicator.name())),
          .label = cells.Text(indicator.labels()),
          .unit = indicator.unit()};
}

void ListIndicator(const indicators::v1::IndicatorSeries& indicator, absl::string_view period,
                   CellList& cells) {
  const ReportSeries series = SeriesOf(indicator.indicator(), cells);
  cells.Add(series, indicator.cells());
  cells.AddTertial(series, indicator.tertial());
  cells.AddComputed(series, "change", period, indicator.change());
  for (const indicators::v1::TargetResult& result : indicator.targets()) {
    for (const indicators::v1::TargetAssessment& assessment : result.assessments()) {
      cells.AddComputed(series,
                        absl::StrCat("distance-to-target.", LastIdOf(result.target().name())),
                        assessment.period(), assessment.distance());
    }
  }
}

}  // namespace

void ListIndicators(const indicators::v1::IndicatorsSection& section, CellList& cells) {
  for (const indicators::v1::FocusAreaSection& focus_area : section.focus_areas()) {
    for (const indicators::v1::GoalSection& goal : focus_area.goals()) {
      for (const indicators::v1::IndicatorSeries& indicator : goal.indicators()) {
        ListIndicator(indicator, section.period(), cells);
      }
    }
  }
}

void ListStatistics(const indicators::v1::StatisticsSection& section, CellList& cells) {
  for (const indicators::v1::StatisticsCollection& collection : section.collections()) {
    for (const indicators::v1::StatisticSeries& statistic : collection.series()) {
      ReportSeries series = SeriesOf(statistic.indicator(), cells);
      for (const indicators::v1::Dimension& dimension : statistic.dimensions()) {
        series = Along(std::move(series), dimension.dimension(), dimension.member());
        absl::StrAppend(&series.label, ", ", dimension.member());
      }
      // Of a derived indicator, how each figure was computed says more than the figure.
      for (int i = 0; i < statistic.computed_size() && i < statistic.cells_size(); ++i) {
        cells.AddComputed(series, "", statistic.cells(i).period(), statistic.computed(i));
      }
      cells.Add(series, statistic.cells());
      cells.AddTertial(series, statistic.tertial());
    }
  }
}

}  // namespace tertial::gateway
