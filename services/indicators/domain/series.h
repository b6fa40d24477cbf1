// One indicator of one area over time, put together from figures.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_SERIES_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_SERIES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"
#include "services/indicators/domain/figure.h"
#include "tertial/indicators/v1/analysis_series.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// The figures of an area that the one asked for was made of, directly or over others.
struct PredecessorFigures {
  std::string area_id;
  // The first day of the area that it became part of: figures of periods that end later are no
  // longer of it.
  absl::CivilDay end;
  std::vector<Figure> figures;
};

struct SeriesInput {
  const v1::Indicator* indicator = nullptr;
  std::string area_id;
  // In order of time, of the area itself.
  std::vector<Figure> figures;
  std::vector<PredecessorFigures> predecessors;
  // Only periods that begin and end within these.
  std::optional<Period> first_period;
  std::optional<Period> last_period;
  // 0: all. At most one of them is set.
  int first_n = 0;
  int last_n = 0;
};

// Where nothing is recorded for the area and there are figures of predecessors, theirs stand: their
// sum where the indicator is additive and all of those that existed then have a figure or a reason,
// else each by itself. Pure. Label and `owned` are left to the caller.
v1::Series AssembleSeries(const AreaRegistry& areas, const SeriesInput& input);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_SERIES_H_
