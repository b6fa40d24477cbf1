#include "services/indicators/domain/statistics_section.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

// One series: an indicator and the part of the area that is meant.
struct Series {
  const v1::Indicator* indicator = nullptr;
  // Of what is recorded: any of the observations, and the cells by period.
  const v1::Observation* any = nullptr;
  std::map<std::string, const common::v1::Cell*> cells;
  // Of what is derived: the figure of each period.
  const std::vector<Figure>* derived = nullptr;
};

// Where a series stands in the chapter: KOSTRA by service area and order, all else by id.
using SeriesKey = std::tuple<v1::Collection, std::string, int, std::string, std::string>;

// `dimensions`: as the id of an observation has them; empty for the whole area.
SeriesKey KeyOf(const v1::Indicator& indicator, absl::string_view dimensions) {
  return {indicator.collection(), indicator.kostra().service_area(), indicator.kostra().order(),
          indicator.name(), std::string(dimensions)};
}

absl::string_view DimensionsOf(const v1::Observation& observation) {
  const absl::string_view id = LastIdOf(observation.name());
  const size_t dimensions = id.find('~');
  return dimensions == absl::string_view::npos ? "" : id.substr(dimensions);
}

// Whether there is anything to compute one of the figures from.
bool HasAnyOperand(const std::vector<Figure>& figures) {
  return std::any_of(figures.begin(), figures.end(), [](const Figure& figure) {
    const auto& operands = figure.computed->operands();
    return std::any_of(operands.begin(), operands.end(),
                       [](const common::v1::Operand& operand) { return operand.has_cell(); });
  });
}

std::map<SeriesKey, Series> SortSeries(const StatisticsFacts& facts) {
  std::map<SeriesKey, Series> all;
  for (const v1::Observation& observation : facts.observations) {
    const v1::Indicator& indicator = facts.indicators.at(IndicatorOf(observation));
    if (indicator.collection() == v1::COLLECTION_FRAMEWORK) continue;
    Series& series = all[KeyOf(indicator, DimensionsOf(observation))];
    series.indicator = &indicator;
    series.any = &observation;
    series.cells[observation.period()] = &observation.cell();
  }
  for (const auto& [name, figures] : facts.derived) {
    const v1::Indicator& indicator = facts.indicators.at(name);
    if (indicator.collection() == v1::COLLECTION_FRAMEWORK || !HasAnyOperand(figures)) continue;
    all[KeyOf(indicator, "")] = {.indicator = &indicator, .derived = &figures};
  }
  return all;
}

void ShowRecorded(const Series& series, const std::vector<Period>& window,
                  v1::StatisticSeries& out) {
  *out.mutable_dimensions() = series.any->dimensions();
  for (const Period& period : window) {
    const auto cell = series.cells.find(period.Format());
    *out.add_cells() = MakePeriodCell(period, cell == series.cells.end() ? nullptr : cell->second);
  }
}

// The figures of a recorded series in the report of a tertial.
common::v1::TertialFigures TertialOf(const Series& series, const Period& tertial) {
  const std::string& any = series.any->name();
  const std::string begin = any.substr(0, any.rfind('/') + 1);
  return MakeTertialFigures(
      tertial, AccrualOf(*series.indicator), series.indicator->unit(), std::nullopt,
      [&](const Period& period) {
        const auto cell = series.cells.find(period.Format());
        return TertialFigureOf(
            MakeOperand(absl::StrCat(begin, FormatObservationId(period, series.any->dimensions())),
                        cell == series.cells.end() ? nullptr : cell->second));
      });
}

void ShowDerived(const std::vector<Figure>& figures, v1::StatisticSeries& out) {
  for (const Figure& figure : figures) {
    const common::v1::Cell cell = ShownCell(figure);
    *out.add_cells() = MakePeriodCell(figure.period, figure.operand.has_cell() ? &cell : nullptr);
    *out.add_computed() = *figure.computed;
  }
}

}  // namespace

std::string IndicatorOf(const v1::Observation& observation) {
  // areas/{area}/indicators/{indicator}/observations/{observation}
  const absl::string_view name = observation.name();
  const size_t begin = name.find("/indicators/") + 1;
  return std::string(name.substr(begin, name.find("/observations/") - begin));
}

Accrual AccrualOf(const v1::Indicator& indicator) {
  if (indicator.kind() == v1::FIGURE_KIND_STOCK) return Accrual::kStands;
  const bool adds_up =
      indicator.kind() == v1::FIGURE_KIND_FLOW && indicator.additivity() == v1::ADDITIVITY_ADDITIVE;
  return adds_up ? Accrual::kAddsUp : Accrual::kNeither;
}

v1::StatisticsSection AssembleStatisticsSection(const StatisticsFacts& facts) {
  const std::vector<Period> window = ReportWindow(facts.period);
  v1::StatisticsSection section;
  section.set_area(absl::StrCat("areas/", facts.area_id));
  section.set_period(facts.period.Format());
  for (const Period& period : window) section.add_periods(period.Format());

  CellCounter counter;
  v1::StatisticsCollection* collection = nullptr;
  for (const auto& [key, series] : SortSeries(facts)) {
    if (collection == nullptr || collection->collection() != std::get<0>(key)) {
      counter = CellCounter();
      collection = section.add_collections();
      collection->set_collection(std::get<0>(key));
    }
    v1::StatisticSeries& out = *collection->add_series();
    *out.mutable_indicator() = *series.indicator;
    if (series.derived != nullptr) {
      ShowDerived(*series.derived, out);
    } else {
      ShowRecorded(series, window, out);
      if (facts.period.kind() == PeriodKind::kTertial) {
        *out.mutable_tertial() = TertialOf(series, facts.period);
      }
    }
    for (const common::v1::PeriodCell& cell : out.cells()) counter.Add(cell);
    *collection->mutable_cells() = counter.Counts();
  }
  return section;
}

}  // namespace tertial::indicators
