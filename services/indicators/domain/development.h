// How figures have developed: the change between two of them, and the trend over many.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_DEVELOPMENT_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_DEVELOPMENT_H_

#include <optional>

#include "absl/types/span.h"
#include "common/facts/formulas.h"
#include "services/indicators/domain/figure.h"
#include "tertial/indicators/v1/analysis_progress.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Why two figures of one indicator that both have values are not comparable over time, if they are
// not: BREAK_IN_SERIES where the later one, one of `series` between the two, or the definition
// between theirs is a break; DIFFERENT_VINTAGES where their units differ. `series`: any figures of
// the indicator, in any order, with or without the two. Nothing where a value is missing: whoever
// computes with the two says that.
std::optional<Refusal> FindBreakBetween(const v1::Indicator& indicator, const Figure& earlier,
                                        const Figure& later, absl::Span<const Figure> series);

// The change from `earlier` to `later`; of periods in another order not computable (NO_BASELINE).
// Absolute at the decimals that the figures are printed with. `series` as above. `band`: a target
// with COMPARATOR_WITHIN, which tells what is better where the direction of the indicator is
// TARGET_BAND; nullptr: there is none.
v1::Change ChangeBetween(const v1::Indicator& indicator, const Figure& earlier, const Figure& later,
                         absl::Span<const Figure> series, const v1::Target* band = nullptr);

// The trend over the figures of a window, all of one kind of period, in any order. The last break
// among them begins the window anew, also one without a value. `band` as above: then getting nearer
// to the band is better.
v1::Trend TrendOf(const v1::Indicator& indicator, absl::Span<const Figure> figures,
                  const v1::Target* band = nullptr);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_DEVELOPMENT_H_
