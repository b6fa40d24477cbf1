// Whether figures of several areas can plainly be compared with each other.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_COMPARABILITY_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_COMPARABILITY_H_

#include <string>
#include <vector>

#include "services/indicators/domain/figure.h"
#include "tertial/common/v1/area.pb.h"
#include "tertial/indicators/v1/analysis_comparison.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Whether an area of this level is a group of places: a county, the country, a peer group, a region
// or a sample. A municipality is one place; so is an area of a level that is not stated.
bool IsGroup(common::v1::AreaLevel level);

// Whether figures of places add up to that of their group, as far as is known: the definition says
// so, or says nothing and the unit is "count".
bool AddsUp(const v1::Indicator& indicator);

// Whether the figure of a group is the sum over its places: it says so, or says nothing and figures
// add up.
bool IsSumOverGroup(const v1::Indicator& indicator, const Figure& figure);

// A figure with a value that takes part in a comparison. The pointers outlive what they are given
// to; those to the periods before and after are nullptr where nothing is recorded.
struct JudgedFigure {
  // "areas/asker".
  std::string area;
  bool is_group = false;
  const Figure* figure = nullptr;
  const Figure* before = nullptr;
  const Figure* after = nullptr;
};

// What keeps `figures` from being compared, in the order of the issues; nothing where there are
// fewer than two. Each of `figures` has a value. By issue:
//
// DEFINITION_VERSIONS: not all are measured by the same version of the definition, or one has
//   FLAG_DEFINITION_DIFFERS. About those of another version than most are (of versions with equally
//   many, than the latest), and those flagged.
// PROVISIONAL_AND_FINAL: some have FLAG_PROVISIONAL and some do not. About those that have.
// DIFFERENT_BASES: the indicator declares bases, and two figures state different ones. About all
//   that state one.
// UNKNOWN_BASIS: the indicator declares bases, and a figure states none. About those.
// SUM_BESIDE_PLACES: a sum over a group (IsSumOverGroup) stands beside a figure that is none: of a
//   place, or a mean or median of a group. About the sums.
// SUSPICIOUS_ZERO: one figure is zero and no other is, and nothing speaks for it. Of a place, there
//   must be three others at least; sums over groups are not counted among the others. And its own
//   figures of the periods before and after, as far as they have values, must all lie at least
//   five units of the last printed decimal away from zero: smaller ones fall to zero by themselves.
//   Where neither period has a value, the others must lie as far from zero, and
//   - of a group: no more; the mean, the median or the sum of many places is hardly zero where that
//     of none is;
//   - of a place: the indicator must not add up nor count (a small place may well have none), and
//     the others must all have one sign, the largest at most twice the smallest.
//   Indexes and changes are not looked at: their zero is a value like others. They are known by
//   their kind or, where it is not stated, by the units "index" and "percentage_points".
// ESTIMATES: some have FLAG_FORECAST or FLAG_ESTIMATED and some have neither. About those that have
//   one.
std::vector<v1::FoundIssue> FindIssues(const v1::Indicator& indicator,
                                       const std::vector<JudgedFigure>& figures);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_COMPARABILITY_H_
