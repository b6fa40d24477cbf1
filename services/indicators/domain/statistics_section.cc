#include "services/indicators/domain/statistics_section.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/series.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

// One series: an indicator and the part of the area that is meant, with its cells by period.
struct Series {
  const v1::Indicator* indicator = nullptr;
  const v1::Observation* any = nullptr;
  std::map<std::string, const common::v1::Cell*> cells;
};

// Where a series stands in the chapter: KOSTRA by service area and order, all else by id.
using SeriesKey = std::tuple<v1::Collection, std::string, int, std::string, std::string>;

SeriesKey KeyOf(const v1::Indicator& indicator, const v1::Observation& observation) {
  const absl::string_view id = LastIdOf(observation.name());
  const size_t dimensions = id.find('~');
  return {indicator.collection(), indicator.kostra().service_area(), indicator.kostra().order(),
          indicator.name(),
          dimensions == absl::string_view::npos ? "" : std::string(id.substr(dimensions))};
}

}  // namespace

std::string IndicatorOf(const v1::Observation& observation) {
  // areas/{area}/indicators/{indicator}/observations/{observation}
  const absl::string_view name = observation.name();
  const size_t begin = name.find("/indicators/") + 1;
  return std::string(name.substr(begin, name.find("/observations/") - begin));
}

v1::StatisticsSection AssembleStatisticsSection(const StatisticsFacts& facts) {
  const std::vector<Period> window = ReportWindow(facts.period);
  v1::StatisticsSection section;
  section.set_area(absl::StrCat("areas/", facts.area_id));
  section.set_period(facts.period.Format());
  for (const Period& period : window) section.add_periods(period.Format());

  std::map<SeriesKey, Series> all;
  for (const v1::Observation& observation : facts.observations) {
    const v1::Indicator& indicator = facts.indicators.at(IndicatorOf(observation));
    if (indicator.collection() == v1::COLLECTION_FRAMEWORK) continue;
    Series& series = all[KeyOf(indicator, observation)];
    series.indicator = &indicator;
    series.any = &observation;
    series.cells[observation.period()] = &observation.cell();
  }

  CellCounter counter;
  v1::StatisticsCollection* collection = nullptr;
  for (const auto& [key, series] : all) {
    if (collection == nullptr || collection->collection() != std::get<0>(key)) {
      counter = CellCounter();
      collection = section.add_collections();
      collection->set_collection(std::get<0>(key));
    }
    v1::StatisticSeries& out = *collection->add_series();
    *out.mutable_indicator() = *series.indicator;
    *out.mutable_dimensions() = series.any->dimensions();
    for (const Period& period : window) {
      const auto cell = series.cells.find(period.Format());
      *out.add_cells() =
          MakePeriodCell(period, cell == series.cells.end() ? nullptr : cell->second);
      counter.Add(out.cells(out.cells_size() - 1));
    }
    *collection->mutable_cells() = counter.Counts();
  }
  return section;
}

}  // namespace tertial::indicators
