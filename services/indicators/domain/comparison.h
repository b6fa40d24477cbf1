// One indicator over several areas: ranked, with a statistic over them and a verdict on whether
// they can be compared.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_COMPARISON_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_COMPARISON_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/types/period.h"
#include "services/indicators/domain/figure.h"
#include "tertial/common/v1/area.pb.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/indicators/v1/analysis_comparison.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// What is known of one area.
struct ComparisonArea {
  // The id, without "areas/".
  std::string id;
  std::string title;
  common::v1::AreaLevel level = common::v1::AREA_LEVEL_UNSPECIFIED;
  // The figure of the period; nothing, or one without a cell, where nothing is recorded.
  std::optional<Figure> figure;
  // Why the figure has no cell.
  common::v1::Outcome outcome_without_cell = common::v1::OUTCOME_NO_OBSERVATION;
  // The figures of the periods before and after, likewise. They only help to tell whether a zero is
  // one, and need not be read unless the figure is zero.
  std::optional<Figure> before;
  std::optional<Figure> after;
  // The figure of the weight for the period, for STATISTIC_WEIGHTED_MEAN; and those of the periods
  // before and after, as above.
  std::optional<Figure> weight;
  std::optional<Figure> weight_before;
  std::optional<Figure> weight_after;
};

// What to compare, read from one state.
struct ComparisonInput {
  v1::Indicator indicator;
  Period period;
  v1::Statistic statistic = v1::STATISTIC_UNSPECIFIED;
  // The resource name of the indicator that weights; empty: none is named.
  std::string weight;
  // Its definition. Without it, what its bases and the kind of its numbers say about its figures is
  // not known.
  v1::Indicator weight_definition;
  std::vector<v1::ComparabilityIssue> accept;
  // Each area once, in any order.
  std::vector<ComparisonArea> areas;
  // For STATISTIC_PUBLISHED: the area under which the figures of the peer group stand. It may be
  // one of `areas` too. Nothing: none is published.
  std::optional<ComparisonArea> published;
};

// Compares. Pure; the order of `areas` and of `accept` does not matter. `label` and `read_at` are
// left to the caller.
//
// Rank: by value in the direction of the indicator, of places only; a group (IsGroup) is shown
// without a rank and left out of the statistic, unless all areas are groups. A group that is
// published for its places must not count beside them as one more.
//
// Statistic: over the areas that have a value and, for WEIGHTED_MEAN, a weight above zero; the
// others are left out, and the answer says why. So are places without a value from the mean and the
// median: they are told. A SUM is not computable where one of the places has no value, because a
// sum that leaves it out would take the gap for zero. Over groups a SUM takes counties only: other
// groups may have places in common. PUBLISHED is the published figure itself, as a FORMULA_SUM of
// that one operand (or, of a derived indicator, as it is computed), with no contributors; it is
// judged beside the figures of the areas. Rounded to the decimals that the figures are printed
// with. A mean or median over no area is TOO_FEW_CELLS.
//
// Errors:
// - INVALID_ARGUMENT: WEIGHT_MISSING; INCONSISTENT_FIELDS for a weight without WEIGHTED_MEAN, and
//   for a SUM of what is not declared additive
// - FAILED_PRECONDITION: NOT_COMPARABLE with all issues found (FindIssues) that are not accepted,
//   those of the figures and those of the weights. Weights are judged beside each other: of the
//   areas that would contribute if only their weight were above zero.
absl::StatusOr<v1::CompareAreasResponse> Compare(const ComparisonInput& input);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_COMPARISON_H_
