// How far targets are reached, by every method that applies to them.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_PROGRESS_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_PROGRESS_H_

#include <cstdint>
#include <optional>

#include "absl/types/span.h"
#include "services/indicators/domain/figure.h"
#include "tertial/indicators/v1/analysis_progress.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// What the progress towards a target is told from. What is referred to must outlive the call.
struct ProgressInput {
  // With its versions.
  const v1::Indicator& indicator;
  // A target of this indicator.
  const v1::Target& target;
  // The commit that wrote the target; 0: not known.
  int64_t target_revision = 0;
  // The figure of the period to judge; without a cell where nothing is recorded.
  const Figure& current;
  // The figure of the target's base period, likewise. Not set where it names none.
  std::optional<Figure> base;
  // The figure of the period before `current`, likewise: for a target that names only a direction.
  std::optional<Figure> previous;
  // Any figures of the same series, in any order: those between base and current tell of breaks.
  absl::Span<const Figure> series;
};

// Level and threshold are told of every target, as far as it has them; the other methods of one
// that has a level and names a base period, all five of them, each with its result or why there is
// none:
// - NO_BASELINE: the base period is not before the current one, of another kind, or not at hand;
// - NO_TIME_LEFT: no due period is named, the current one is later, or (RATE_NEEDED) is that one;
// - BREAK_IN_SERIES, DIFFERENT_VINTAGES: base and current are not comparable, or are measured by
//   different versions of the definition;
// - NO_DIRECTION: a target to equal a value, where nobody has said which way is better;
// - those of the level (targets.h) and of the formulas (common/facts/computed.h).
// Periods are counted in those of the current figure's kind, the due period to its last day.
v1::TargetProgress ProgressOf(const ProgressInput& input);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_PROGRESS_H_
