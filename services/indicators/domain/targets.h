// What a target asks for, and whether it is met.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGETS_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGETS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/facts/formulas.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"

namespace tertial::indicators {

// What is to be known beside a target to hold figures against it.
struct TargetContext {
  // The figure of the target's base period; of a target that names neither a value nor a base
  // period, the one of the period before the observed. Without a cell where nothing is recorded;
  // not set where there is no such period, or the caller has not read it.
  std::optional<common::v1::Operand> reference;
  // Why the figure observed cannot be compared with `reference`, although both have values.
  std::optional<Refusal> obstacle;
  // The unit of the figures. Empty: that of the target.
  std::string unit;
  // The decimals that figures are printed with. Not set: the most that a number at hand has.
  std::optional<int> decimals;
  // The commit that wrote the target; 0: not known.
  int64_t revision = 0;
};

// Whether the target asks for one level of the figure: a value, or a change in per cent of its
// base. A band and a mere direction are none.
bool HasLevel(const v1::Target& target);

// The level that a target asks for; only where it has one. A change in per cent is not computable
// without a reference (NO_BASELINE) and over one that is not positive (ZERO_BASE, NEGATIVE_BASE).
common::v1::Computed TargetLevel(const v1::Target& target, const TargetContext& context);

// The level as an operand: before rounding, and as uncertain as what it makes of the base; without
// a cell where it is not computable.
common::v1::Operand LevelOperand(const v1::Target& target, const TargetContext& context);

// Compares the observation of one period with a target (method THRESHOLD: met, not met, distance).
// `observed` names the observation and holds its cell, if there is one. A target to rise or fall is
// held against the change from the reference, one to avoid something against 0. A period without a
// value, or a target of which too little is known, is NOT_COMPUTABLE; it is never "not met".
v1::TargetAssessment AssessTarget(const v1::Target& target, const std::string& period,
                                  const common::v1::Operand& observed,
                                  const TargetContext& context = {});

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGETS_H_
