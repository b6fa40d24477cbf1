// The figures of one inventory release that a climate target is measured by.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_FIGURES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_FIGURES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/facts/formulas.h"
#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The unit of shares and changes, and of targets and budgets that are told by them.
inline constexpr char kPercentUnit[] = "percent";
// What is divided by a denominator is shown with this many decimals.
inline constexpr int kIntensityDecimals = 6;

// The activity figures that emissions are divided by, by period.
using Denominators = std::map<Period, v1::ActivityFigure>;

// Those of `figures` that are of the target's denominator. Empty for a target that is no intensity.
Denominators DenominatorsOf(const v1::ClimateTarget& target,
                            absl::Span<const v1::ActivityFigure> figures);

// Whether the target is a level per unit of a denominator.
bool IsIntensity(const v1::ClimateTarget& target);

// The unit of the target's level: "tonnes_co2e", for an intensity "tonnes_co2e_per_" and the unit
// of its denominator.
std::string LevelUnit(const v1::ClimateTarget& target);

// A number to compute with.
struct Measured {
  common::v1::Operand operand;
  // Those of sums and differences with it.
  int decimals = 0;
  // Why there is no value, where the operand, which has no cell then, does not show it.
  std::optional<Refusal> refusal = std::nullopt;

  bool has_value() const;
};

// `number` as one, under the name of the resource that declares it.
Measured MeasuredAs(absl::string_view name, const common::v1::Computed& number);
// A number that the target states.
Measured StatedBy(const v1::ClimateTarget& target, absl::string_view number);
// The number of years between two, as one that the target states.
Measured YearsBetween(const v1::ClimateTarget& target, const Period& earlier, const Period& later);

// The most decimals of them.
int DecimalsOf(absl::Span<const Measured> numbers);

// Compute (common/facts/computed.h), where an operand's refusal is that of the result.
common::v1::Computed ComputeOver(common::v1::Formula formula, absl::Span<const Measured> operands,
                                 absl::string_view unit, int decimals);

// The figures of a target in one release. What is given must outlive it. Not thread-safe: emissions
// are summed once for each year.
class TargetFigures {
 public:
  TargetFigures(const v1::ClimateTarget& target, const Inventory& inventory,
                const Denominators& denominators)
      : target_(target), inventory_(inventory), denominators_(denominators) {}

  // The name of the release.
  const std::string& release() const { return inventory_.release->name(); }

  // The emissions of the target's sector in tonnes: its own figure, else a complete sum of what it
  // is split into.
  Measured EmissionsIn(const Period& year) const;
  // The same in the unit of the target's level: for an intensity divided by the denominator.
  Measured In(const Period& year) const;
  // What an intensity is divided by.
  Measured DenominatorIn(const Period& year) const;
  // The emissions and what the removal sectors take up, together. Not computable where no removals
  // are recorded.
  common::v1::Computed NetIn(const Period& year) const;

  // The latest period up to `last`, and of its kind, with emissions.
  std::optional<Period> LatestMeasured(const Period& last) const;
  // Why figures of `later` are not to be compared with those of `earlier`: a break in the series
  // lies between them.
  std::optional<Refusal> BreakBetween(const Period& earlier, const Period& later) const;

 private:
  Measured SectorIn(absl::string_view sector, const Period& year) const;
  // Whether figures of the series are what the emissions are told from: the sector's own, or, where
  // they are `summed`, what they may be the sum of.
  bool IsPart(const SeriesId& series, bool summed) const;

  const v1::ClimateTarget& target_;
  const Inventory& inventory_;
  const Denominators& denominators_;
  mutable std::map<Period, Measured> emissions_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGET_FIGURES_H_
