#include "services/gateway/formats/report_charts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/render/climate_words.h"
#include "common/render/figures.h"
#include "common/render/report_document.h"
#include "common/render/targets.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"

namespace tertial::gateway {
namespace {

using common::v1::PeriodCell;
using Charts = std::map<std::string, std::vector<Chart>>;

ChartValue ValueOf(const common::v1::Cell& cell) {
  if (cell.content_case() == common::v1::Cell::kValue) return {.value = cell.value()};
  return {.gap = cell.content_case() == common::v1::Cell::kMissing ? ShowReason(cell.missing())
                                                                   : "no observation"};
}

ChartValue ValueOf(const PeriodCell& cell) {
  if (cell.has_cell()) return ValueOf(cell.cell());
  return {.gap = ShowEnum(common::v1::Outcome_Name(cell.outcome()), "OUTCOME_")};
}

bool HasValue(const std::vector<ChartValue>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const ChartValue& value) { return !value.value.empty(); });
}

// The first target that is a level in the unit of the indicator.
void AddTarget(const indicators::v1::IndicatorSeries& series, LineChart& chart) {
  for (const indicators::v1::TargetResult& result : series.targets()) {
    const indicators::v1::Target& target = result.target();
    if (target.value().empty()) continue;
    chart.targets.push_back(target.value());
    if (!target.value_max().empty()) chart.targets.push_back(target.value_max());
    chart.target_words = absl::StrCat("target ", ShowTarget(target));
    return;
  }
}

void AddIndicatorCharts(const indicators::v1::IndicatorsSection& section,
                        const std::string& language, Charts& charts) {
  for (const indicators::v1::FocusAreaSection& area : section.focus_areas()) {
    std::vector<Chart>& own =
        charts[absl::StrCat(kFocusAreaAnchor, LastIdOf(area.focus_area().name()))];
    for (const indicators::v1::GoalSection& goal : area.goals()) {
      for (const indicators::v1::IndicatorSeries& series : goal.indicators()) {
        LineChart chart{.title = TextIn(language, series.indicator().labels()),
                        .unit = ShowUnit(series.indicator().unit())};
        for (const PeriodCell& cell : series.cells()) {
          chart.periods.push_back(cell.period());
          chart.values.push_back(ValueOf(cell));
        }
        if (!HasValue(chart.values)) continue;
        AddTarget(series, chart);
        own.emplace_back(std::move(chart));
      }
    }
  }
}

// The last two periods, the later one first.
void AddFteChart(const workforce::v1::WorkforceSection& section, const std::string& language,
                 Charts& charts) {
  const int periods = section.periods_size();
  BarChart chart{.title = "FTEs per unit", .unit = "FTEs"};
  const int shown = std::min(2, periods);
  for (int i = 0; i < shown; ++i) chart.series.push_back(section.periods(periods - 1 - i));
  for (const workforce::v1::UnitSeries& unit : section.units()) {
    if (unit.fte_size() != periods) continue;
    BarChart::Row row{.label = TextIn(language, unit.unit().titles())};
    for (int i = 0; i < shown; ++i) row.values.push_back(ValueOf(unit.fte(periods - 1 - i)));
    if (HasValue(row.values)) chart.rows.push_back(std::move(row));
  }
  if (!chart.rows.empty()) charts[kFteAnchor].emplace_back(std::move(chart));
}

void AddActivityCharts(const politics::v1::PoliticsSection& section, const std::string& language,
                       Charts& charts) {
  BarChart meetings{.title = "Meetings per body, " + section.period(), .series = {"meetings"}};
  BarChart cases{.title = "Cases per body, " + section.period(), .series = {"cases"}};
  for (const politics::v1::BodyActivitySeries& body : section.activities()) {
    const std::string label = TextIn(language, body.body().titles());
    meetings.rows.push_back({label, {ValueOf(body.activity().meetings())}});
    cases.rows.push_back({label, {ValueOf(body.activity().cases())}});
  }
  for (BarChart* chart : {&meetings, &cases}) {
    const bool any = std::any_of(chart->rows.begin(), chart->rows.end(),
                                 [](const BarChart::Row& row) { return HasValue(row.values); });
    if (any) charts[kActivityAnchor].emplace_back(std::move(*chart));
  }
}

// The release's series of the sector that a target is about; nullptr where it has none.
const climate::v1::EmissionSeries* FindSeries(const climate::v1::ClimateSection& section,
                                              const std::string& release,
                                              const std::string& sector) {
  for (const climate::v1::InventorySection& inventory : section.inventories()) {
    if (inventory.release().name() != release) continue;
    for (const climate::v1::EmissionSeries& series : inventory.series()) {
      if (series.sector() == sector && series.object().empty()) return &series;
    }
  }
  return nullptr;
}

// The base level of a target, where it has one with a value.
std::string BaseOf(const climate::v1::ClimateTargetAssessment& assessment) {
  const common::v1::Computed& change = assessment.change_from_base();
  if (!change.has_value() || change.operands().empty()) return "";
  return change.operands(0).cell().value();
}

// The years from the first to the last, or none where they are no years.
std::vector<std::string> YearsBetween(const std::string& first, const std::string& last) {
  int from = 0;
  int to = 0;
  if (!absl::SimpleAtoi(first, &from) || !absl::SimpleAtoi(last, &to) || from >= to) return {};
  std::vector<std::string> years;
  for (int year = from; year <= to; ++year) years.push_back(absl::StrCat(year));
  return years;
}

size_t PlaceOf(const std::vector<std::string>& periods, const std::string& period) {
  return static_cast<size_t>(
      std::distance(periods.begin(), std::find(periods.begin(), periods.end(), period)));
}

void AddTargetChart(const climate::v1::ClimateSection& section,
                    const climate::v1::ClimateTarget& target,
                    const climate::v1::ClimateTargetAssessment& assessment,
                    const std::string& language, Charts& charts) {
  const climate::v1::EmissionSeries* series =
      FindSeries(section, assessment.inventory_release(), target.sector());
  // An intensity is no level of emissions.
  if (series == nullptr || assessment.target_level().unit() != series->unit()) return;
  const std::string& first =
      target.base_period().empty() ? series->cells(0).period() : target.base_period();
  LineChart chart{.title = absl::StrCat(TextIn(language, target.subjects()), ", release ",
                                        LastIdOf(assessment.inventory_release())),
                  .unit = ShowUnit(series->unit()),
                  .periods = YearsBetween(first, target.due_period()),
                  .target_words = absl::StrCat(ShowClimateTarget(target), ": ",
                                               ShowComputed(assessment.target_level())),
                  .from_zero = true,
                  .wide = true};
  if (chart.periods.empty()) return;
  chart.values.resize(chart.periods.size());
  const auto put = [&](const std::string& period, ChartValue value) {
    const size_t place = PlaceOf(chart.periods, period);
    if (place < chart.values.size()) chart.values[place] = std::move(value);
  };
  const std::string base = BaseOf(assessment);
  if (!base.empty()) put(target.base_period(), {.value = base});
  for (const PeriodCell& cell : series->cells()) put(cell.period(), ValueOf(cell));
  if (!HasValue(chart.values)) return;
  if (assessment.target_level().has_value()) {
    const std::string& level = assessment.target_level().value();
    chart.targets.push_back(level);
    const bool straight = target.path() == climate::v1::TARGET_PATH_LINEAR ||
                          target.path() == climate::v1::TARGET_PATH_UNSPECIFIED;
    const std::string& begin =
        target.path_from().empty() ? target.base_period() : target.path_from();
    const size_t from = PlaceOf(chart.periods, begin);
    if (straight && from < chart.values.size() && !chart.values[from].value.empty()) {
      chart.path = ChartPath{.from = from,
                             .from_value = chart.values[from].value,
                             .to = chart.periods.size() - 1,
                             .to_value = level};
    }
  }
  charts[kClimateTargetsAnchor].emplace_back(std::move(chart));
}

}  // namespace

Charts ChartsOf(const v1::Report& report, const std::string& language) {
  Charts charts;
  AddIndicatorCharts(report.indicators(), language, charts);
  AddFteChart(report.workforce(), language, charts);
  AddActivityCharts(report.politics(), language, charts);
  for (const climate::v1::ClimateTargetResult& result : report.climate().targets()) {
    for (const climate::v1::ClimateTargetAssessment& assessment : result.assessments()) {
      AddTargetChart(report.climate(), result.target(), assessment, language, charts);
    }
  }
  return charts;
}

}  // namespace tertial::gateway
