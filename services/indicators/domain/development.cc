#include "services/indicators/domain/development.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/indicators/domain/definition_versions.h"
#include "services/indicators/domain/period_position.h"

namespace tertial::indicators {
namespace {

using common::v1::Computed;
using common::v1::Operand;

constexpr char kPercent[] = "percent";
constexpr int kPercentDecimals = 1;
// A slope is printed with as many decimals more than the values.
constexpr int kMoreDecimalsOfSlope = 2;

Rational ValueOf(const Figure& figure) {
  return Rational(*Decimal::Parse(figure.operand.cell().value()));
}

int SignOf(const Computed& computed) { return Rational::Parse(computed.unrounded())->sign(); }

// What it means that a figure has risen (1), fallen (-1) or neither (0).
v1::Development InDirection(v1::Direction direction, int sign) {
  if (direction == v1::DIRECTION_LOWER_IS_BETTER) {
    sign = -sign;
  } else if (direction != v1::DIRECTION_HIGHER_IS_BETTER) {
    return v1::DEVELOPMENT_UNSPECIFIED;
  }
  if (sign == 0) return v1::DEVELOPMENT_UNCHANGED;
  return sign > 0 ? v1::DEVELOPMENT_BETTER : v1::DEVELOPMENT_WORSE;
}

// How far a figure lies from a band; 0 inside.
Rational DistanceFrom(const v1::Target& band, const Figure& figure) {
  const Rational value = ValueOf(figure);
  const Rational low(*Decimal::Parse(band.value()));
  const Rational high(*Decimal::Parse(band.value_max()));
  return (value - std::clamp(value, low, high)).Abs();
}

bool IsInBand(const v1::Indicator& indicator, const v1::Target* band) {
  return indicator.direction() == v1::DIRECTION_TARGET_BAND && band != nullptr;
}

Refusal BreakAt(const Figure& figure) {
  return {common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
          absl::StrCat(figure.operand.name(), " is not comparable with the periods before.")};
}

bool HasDefinitionBreak(const v1::Indicator& indicator, const Figure& earlier,
                        const Figure& later) {
  return HasBreakBetween(indicator.versions(), earlier.definition_version,
                         later.definition_version);
}

std::optional<Refusal> RefuseChange(const v1::Indicator& indicator, const Figure& earlier,
                                    const Figure& later, absl::Span<const Figure> series) {
  if (later.period <= earlier.period) {
    return Refusal{
        common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE,
        absl::StrCat(earlier.period.Format(), " is no period before ", later.period.Format(), ".")};
  }
  return FindBreakBetween(indicator, earlier, later, series);
}

Computed ComputeUnless(const std::optional<Refusal>& refusal, common::v1::Formula formula,
                       std::vector<Operand> operands, absl::string_view unit, int decimals) {
  if (!refusal.has_value()) return Compute(formula, std::move(operands), unit, decimals);
  return NotComputable(formula, std::move(operands), unit, refusal->reason, refusal->detail);
}

// The measured figures after the last break, in order of time.
std::vector<const Figure*> MeasuredSinceBreak(const v1::Indicator& indicator,
                                              absl::Span<const Figure> figures) {
  std::vector<const Figure*> all;
  for (const Figure& figure : figures) all.push_back(&figure);
  std::sort(all.begin(), all.end(),
            [](const Figure* a, const Figure* b) { return a->period < b->period; });
  std::vector<const Figure*> measured;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i]->is_break || (i > 0 && HasDefinitionBreak(indicator, *all[i - 1], *all[i]))) {
      measured.clear();
    }
    if (all[i]->has_value()) measured.push_back(all[i]);
  }
  return measured;
}

std::vector<Operand> PointsOf(absl::Span<const Figure* const> figures) {
  std::vector<Operand> operands;
  for (const Figure* figure : figures) {
    Operand position =
        MakeConstant(figure->operand.name(), absl::StrCat(PositionOf(figure->period)));
    position.set_field("period");
    position.set_revision(figure->operand.revision());
    operands.push_back(std::move(position));
    operands.push_back(figure->operand);
  }
  return operands;
}

// The sign of the slope of the distances from the band at these points.
int SignOfDistances(const v1::Target& band, absl::Span<const Figure* const> figures,
                    const std::vector<Operand>& points) {
  std::vector<Rational> values;
  for (const Figure* figure : figures) {
    values.push_back(Rational::FromInt(PositionOf(figure->period)));
    values.push_back(DistanceFrom(band, *figure));
  }
  return std::get<Evaluation>(Evaluate(common::v1::FORMULA_SLOPE, points, values)).result.sign();
}

}  // namespace

std::optional<Refusal> FindBreakBetween(const v1::Indicator& indicator, const Figure& earlier,
                                        const Figure& later, absl::Span<const Figure> series) {
  if (!earlier.has_value() || !later.has_value()) return std::nullopt;
  // The last one is named, whatever order the figures come in.
  const Figure* last = later.is_break ? &later : nullptr;
  for (const Figure& between : series) {
    if (between.is_break && earlier.period < between.period && between.period < later.period &&
        (last == nullptr || last->period < between.period)) {
      last = &between;
    }
  }
  if (last != nullptr) return BreakAt(*last);
  if (HasDefinitionBreak(indicator, earlier, later)) {
    return Refusal{common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
                   absl::StrCat("The definition of ", indicator.name(), " changes between ",
                                earlier.period.Format(), " and ", later.period.Format(),
                                " with a break in the series.")};
  }
  if (!HaveSameUnit(indicator.versions(), earlier.definition_version, later.definition_version)) {
    return Refusal{common::v1::NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES,
                   absl::StrCat(earlier.operand.name(), " and ", later.operand.name(),
                                " are measured in different units.")};
  }
  return std::nullopt;
}

v1::Change ChangeBetween(const v1::Indicator& indicator, const Figure& earlier, const Figure& later,
                         absl::Span<const Figure> series, const v1::Target* band) {
  const std::optional<Refusal> refusal = RefuseChange(indicator, earlier, later, series);
  const std::vector<Operand> operands = {earlier.operand, later.operand};
  const bool is_percent = indicator.unit() == kPercent;
  v1::Change change;
  *change.mutable_absolute() = ComputeUnless(
      refusal, is_percent ? common::v1::FORMULA_PERCENTAGE_POINTS : common::v1::FORMULA_DIFFERENCE,
      operands, UnitOfDifference(indicator.unit()), std::max(earlier.decimals, later.decimals));
  if (!is_percent) {
    *change.mutable_percent() = ComputeUnless(refusal, common::v1::FORMULA_PERCENT_CHANGE, operands,
                                              kPercent, kPercentDecimals);
  }
  if (!change.absolute().has_value()) return change;
  if (IsInBand(indicator, band)) {
    const Rational further = DistanceFrom(*band, later) - DistanceFrom(*band, earlier);
    change.set_development(InDirection(v1::DIRECTION_LOWER_IS_BETTER, further.sign()));
  } else {
    change.set_development(InDirection(indicator.direction(), SignOf(change.absolute())));
  }
  return change;
}

v1::Trend TrendOf(const v1::Indicator& indicator, absl::Span<const Figure> figures,
                  const v1::Target* band) {
  const std::vector<const Figure*> measured = MeasuredSinceBreak(indicator, figures);
  const std::vector<Operand> points = PointsOf(measured);
  int decimals = 0;
  for (const Figure* figure : measured) decimals = std::max(decimals, figure->decimals);
  std::string unit = UnitOfDifference(indicator.unit());
  v1::Trend trend;
  if (!measured.empty()) {
    trend.set_first_period(measured.front()->period.Format());
    trend.set_last_period(measured.back()->period.Format());
    absl::StrAppend(&unit, "_per_", UnitOfTime(measured.front()->period.kind()));
  }
  *trend.mutable_slope() =
      Compute(common::v1::FORMULA_SLOPE, points, unit, decimals + kMoreDecimalsOfSlope);
  if (!trend.slope().has_value()) return trend;
  if (IsInBand(indicator, band)) {
    trend.set_development(
        InDirection(v1::DIRECTION_LOWER_IS_BETTER, SignOfDistances(*band, measured, points)));
  } else {
    trend.set_development(InDirection(indicator.direction(), SignOf(trend.slope())));
  }
  return trend;
}

}  // namespace tertial::indicators
