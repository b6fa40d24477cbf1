// What a reader must know of the bases of the figures that a claim compares.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_REMARKS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_REMARKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/types/area_registry.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// A figure with a value that an assertion rests on. `fact` has a message and outlives this.
struct UsedFigure {
  const Fact* fact = nullptr;
  std::string field;
  common::v1::Cell cell;
};

// What differs between the figures of one assertion, in the order of the issues; nothing of fewer
// than two. Only what is about a period is looked at, which a target is not. By issue:
//
// DEFINITION: a cell has FLAG_DEFINITION_DIFFERS (about those); or the definition of an indicator
//   declares bases, and its figures state different ones or none (about all of that indicator).
// PROVISIONAL: some have FLAG_PROVISIONAL, some do not. About those that have.
// CERTIFICATION: sick leave is certified in different ways, or in one that nobody knows. About all
//   rates of sick leave.
// GROUP: some are of an area that is no municipality, or say how they were made from those of
//   several places, and some are not. About those that are.
// BREAK_IN_SERIES: of two periods of one series the later one, or one recorded between them, is not
//   comparable with those before it. About the figures with the break.
// PERIOD: there are several series, and not all are of the same periods. About all.
// RELEASE: emissions belong to different inventory releases. About all emissions.
//
// BASIS_ISSUE_ROUNDED is told by whoever evaluates.
std::vector<v1::BasisRemark> FindRemarks(const std::vector<UsedFigure>& figures,
                                         const FactSet& facts, const AreaRegistry& areas);

v1::BasisRemark MakeRemark(v1::BasisIssue issue, std::vector<std::string> facts,
                           absl::string_view detail);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_REMARKS_H_
