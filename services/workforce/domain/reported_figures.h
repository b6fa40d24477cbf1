// Reported and published figures of one area, as the analyses are given them.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_FIGURES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_FIGURES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/types/period.h"
#include "common/types/rational.h"
#include "services/workforce/domain/figure_id.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/figures.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// By name.
using ReportedFigures = std::map<std::string, v1::WorkforceFigure>;
using PublishedFigures = std::vector<v1::PublishedFigure>;

// What is recorded of one area and period, all read at one state.
struct AnalysedFacts {
  std::string area_id;
  Period period;
  // All of the area, whenever they are there.
  std::vector<v1::Unit> units;
  // Those of the period.
  ReportedFigures reported;
  // Of the cube of the period, those of the area as a whole and those that stand beside one of
  // `reported`; nothing where there is no cube.
  std::optional<PublishedFigures> published;
};

// nullptr where nothing is recorded.
const v1::WorkforceFigure* FindReported(const ReportedFigures& figures, absl::string_view area_id,
                                        const FigureKey& key);
// The figure about `subject`; nullptr where there is none.
const v1::PublishedFigure* FindPublished(const std::optional<PublishedFigures>& figures,
                                         const v1::FigureSubject& subject);

// Of the whole area and all ages.
v1::FigureSubject SubjectOf(v1::FigureMeasure measure, v1::Sex sex = v1::SEX_TOTAL);

bool HasValue(const common::v1::Cell& cell);
// Of a cell that has one.
Rational ValueOf(const common::v1::Cell& cell);
// The decimals that the value is written with; 0 where there is none.
int DecimalsOf(const common::v1::Cell& cell);

// By `order`, then by name.
bool IsBeforeInOrder(const v1::Unit* a, const v1::Unit* b);

// The units at the top of the organisation on the last day of the period, in their order.
std::vector<const v1::Unit*> UnitsAtTheTop(absl::Span<const v1::Unit> units, const Period& period);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_REPORTED_FIGURES_H_
