// For which numbers an assertion is true.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_WORDING_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_WORDING_H_

#include <optional>

#include "common/facts/intervals.h"
#include "common/types/rational.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// All numbers between two ends.
struct NumberSpan {
  struct End {
    Rational at;
    bool included = false;
  };
  // Not set: it goes on without end.
  std::optional<End> low;
  std::optional<End> high;

  bool Holds(const Rational& number) const;
  // Whether it holds one of the numbers of a range, and whether all.
  bool Meets(const Range& range) const;
  bool Covers(const Range& range) const { return Holds(range.low) && Holds(range.high); }
};

// The numbers that stand to `number` in `relation`, which is set.
NumberSpan NumbersInRelation(v1::Relation relation, const Rational& number);

// The numbers that may be printed as `printed` with so many decimals, in the wording.
NumberSpan NumbersPrintedAs(v1::Wording wording, const Rational& printed, int decimals);

// Whether any number may be printed so: none is nearly zero.
bool CanBeWorded(v1::Wording wording, const Rational& printed);

// One in the last printed place: 0.1 for one decimal, 1000 for -3.
Rational LastPlace(int decimals);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_WORDING_H_
