// A computed number held against a stated one, and the finding where they do not agree.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_COMPARISON_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_COMPARISON_H_

#include <string>

#include "common/facts/intervals.h"
#include "common/types/rational.h"
#include "services/gateway/domain/checks/checked_figure.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// Two numbers, and between what each lies.
struct Comparison {
  Rational computed;
  Range computed_range;
  Rational stated;
  Range stated_range;
  // They need not be equal: the computed number must not be the greater one.
  bool is_limit = false;
};

// Whether they cannot both be true: they have no number in common, or only the end of both.
// `tolerance`, an exact decimal, takes the place of the ranges where it is not empty.
bool Contradict(const Comparison& comparison, const std::string& tolerance);

// A finding of a rule in a period, with its parameters.
v1::Finding FindingOf(const v1::CheckRule& rule, const Period& period);

// Sets what was computed, what is stated in its place, and their difference.
void SetNumbers(const common::v1::Computed& computed, const std::string& stated,
                v1::Finding& finding);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_COMPARISON_H_
