// The workforce chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_WORKFORCE_SECTION_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_WORKFORCE_SECTION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/workforce/domain/reported_figures.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"

namespace tertial::workforce {

// What is recorded of one area as an employer, all read at one state.
struct WorkforceFacts {
  std::string area_id;
  Period period;
  std::vector<v1::Unit> units;
  // The figures of the periods that the report reads (ReportReads), of the area and of its units,
  // by name.
  std::map<std::string, v1::WorkforceFigure> figures;
  // Those of the cube of the period, as AnalysedFacts has them.
  std::optional<PublishedFigures> published;
};

// Those of its figures that are of the period itself.
ReportedFigures ReportedInPeriod(const WorkforceFacts& facts);

// The units shown are those at the top of the organisation on the last day of the period, in their
// order, and after them those of the others that have a figure in one of the periods. Every one has
// FTEs and a head count for every period, also where nothing is recorded. Totals are over the units
// at the top in their period. Pure.
v1::WorkforceSection AssembleWorkforceSection(const WorkforceFacts& facts);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_WORKFORCE_SECTION_H_
