// Reported figures are for everybody. What is hidden of a register must not stand among them.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_GUARD_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_GUARD_H_

#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/workforce/domain/figure_id.h"
#include "tertial/workforce/v1/figures.pb.h"

namespace tertial::workforce {

// The names of published figures that a reported one tells: of the same unit and sex, computed by
// any rule that the reported one may follow, in the cube of the same period, or, of a stock, of any
// period that ends on the same day. Whether there are such figures is not said.
std::vector<std::string> FiguresToldBy(const std::string& area_id, const FigureKey& key);

// The other way about: the names of all reported figures that would tell the published one.
std::vector<std::string> FiguresThatTell(const std::string& area_id, const Period& period,
                                         const v1::FigureSubject& subject);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_GUARD_H_
