// The state of equality between the sexes, after likestillings- og diskrimineringsloven § 26 a.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_EQUALITY_STATEMENT_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_EQUALITY_STATEMENT_H_

#include "services/workforce/domain/reported_figures.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::workforce {

// The topics of `facts`, which are of a year; `before` are the reported figures of the year before.
// A topic that registers tell of has the published figures, or the reported ones of those that the
// cube of the year has not (without a cube, all); the others have reported ones. Figures stand in
// the order: women, men; then by level.
v1::GetEqualityStatementResponse MakeEqualityStatement(const AnalysedFacts& facts,
                                                       const ReportedFigures& before);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_EQUALITY_STATEMENT_H_
