// One measure of reported figures over several areas, and whether they can be compared.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_WORKFORCE_COMPARISON_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_WORKFORCE_COMPARISON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::workforce {

// What is reported of one area.
struct AreaFigures {
  // "areas/asker".
  std::string area;
  // Of the measure, period and sex compared, of the whole area and all levels; of sick leave on
  // every certification basis.
  std::vector<v1::WorkforceFigure> figures;
};

// The areas in their order, with what the caller accepted. Of sick-leave rates the basis is taken
// that is recorded, with a value, for every area which has any (both together before those
// certified by a doctor before those by oneself); where there is none, of each area the best known
// one. Issues are looked for where two areas or more have values:
//
// DIFFERENT_BASES: two rates are on different known bases. About those whose basis is known.
// UNKNOWN_BASIS: the basis of a rate is unknown. About those.
// PROVISIONAL: some are provisional, forecasts or estimates, and some are not. About those that
//   are.
// QUALIFIED: the provenance of a figure has a qualifier. About those.
// UNKNOWN_RULE: of full-time and part-time shares and of positions of 80 per cent or more, always.
//   About all.
//
// Errors: FAILED_PRECONDITION (NOT_COMPARABLE) where not every issue is accepted.
absl::StatusOr<v1::CompareWorkforceResponse> CompareAreas(
    const std::vector<AreaFigures>& areas, const std::vector<v1::WorkforceIssue>& accept);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_WORKFORCE_COMPARISON_H_
