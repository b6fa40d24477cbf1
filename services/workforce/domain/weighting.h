// Whether sick-leave rates of women and men, weighted, give the total.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_WEIGHTING_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_WEIGHTING_H_

#include <vector>

#include "services/workforce/domain/reported_figures.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::workforce {

// One check for each certification basis that has a total and rates of both sexes of the whole
// area: of reported rates, in the order of the bases, then of published ones. The right weight is
// contracted days, which are the denominators of the published rates of both sexes; without them
// reported rates are weighted with the reported share of women among the employees, and the check
// is indicative. Without either there is none.
std::vector<v1::WeightingCheck> CheckWeighting(const AnalysedFacts& facts);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_WEIGHTING_H_
