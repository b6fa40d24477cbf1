// Reported figures beside those computed from registers, and why they may differ.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_COMPARISON_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_COMPARISON_H_

#include <optional>
#include <vector>

#include "services/workforce/domain/reported_figures.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::workforce {

// One for each reported figure that a computed one could stand beside (of a full-time share two, by
// either rule), in the order of their names. Reasons are told by fixed rules, from what is
// recorded:
//
// OTHER_BASIS: a sick-leave rate whose basis is unknown.
// OTHER_RULE: a full-time share, or one of positions of 80 per cent or more.
// LONG_ABSENCE: FTEs, where the computed figure without people on long absence lies nearer.
// DOUBLE_COUNTED_HEADS: more heads than computed, of the area or a unit that others stand below.
// REORGANISED: of a unit, or below it, that came from others within the period or the one before.
// OTHER_DATE: any figure of one day, where the period is longer than a day.
// ROUNDING, and none of these: the difference is no more than half of the last decimals of both.
std::vector<v1::ReportedComparison> CompareReported(const AnalysedFacts& facts);

// FTEs over heads, both summed over the units at the top, beside the reported average position
// size; nothing where FTEs or heads of one of them, or the position size, are not reported. That
// heads of units were added makes the quotient smaller than it should be, so that is the likelier
// reason where the quotient is the smaller one, and the date of the figures where it is not.
std::optional<v1::ReportedQuotient> CompareFtePerHead(const AnalysedFacts& facts);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_COMPARISON_H_
