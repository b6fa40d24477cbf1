// Reported figures are for everybody. What is hidden of a register must not stand among them.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_GUARD_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_GUARD_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/types/period.h"
#include "services/workforce/domain/figure_id.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/figures.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// The names of published figures that a reported one tells: of the same unit and sex, computed by
// any rule that the reported one may follow, in the cube of the same period, or, of a stock, of any
// period that ends on the same day. Whether there are such figures is not said.
std::vector<std::string> FiguresToldBy(const std::string& area_id, const FigureKey& key);

// The periods whose reported figures may tell what a cube of `period` hides.
std::vector<Period> PeriodsBeside(const Period& period);

// The names of those of `reported` that have a value and tell one of the hidden ones of
// `published`, in their order.
std::vector<std::string> ReportedBesideHidden(const std::string& area_id,
                                              absl::Span<const v1::WorkforceFigure> reported,
                                              absl::Span<const v1::PublishedFigure> published);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_GUARD_H_
