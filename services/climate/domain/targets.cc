#include "services/climate/domain/targets.h"

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/climate/domain/field_rules.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;

// The level by `value`, one of the target's two.
Computed LevelBy(const v1::ClimateTarget& target, const std::string& value,
                 const std::optional<Measured>& base) {
  const Measured stated = StatedBy(target, value);
  const std::string unit = LevelUnit(target);
  if (!base.has_value() || target.unit() != kPercentUnit) {
    return ComputeOver(common::v1::FORMULA_SUM, {stated}, unit, stated.decimals);
  }
  const auto formula = target.kind() == v1::CLIMATE_TARGET_KIND_NET_ZERO
                           ? common::v1::FORMULA_PERCENT_OF
                           : common::v1::FORMULA_REDUCED_BY_PERCENT;
  return ComputeOver(formula, {*base, stated}, unit, base->decimals);
}

}  // namespace

bool IsMeasuredBy(const v1::ClimateTarget& target, const v1::InventoryRelease& release) {
  return target.boundary() == release.boundary() && target.scope() == release.scope();
}

std::string OtherAccount(const v1::ClimateTarget& target, const v1::InventoryRelease& release) {
  return absl::StrCat(release.name(), " accounts for ", v1::Boundary_Name(release.boundary()), ", ",
                      v1::Scope_Name(release.scope()), ", and ", target.name(), " is about ",
                      v1::Boundary_Name(target.boundary()), ", ", v1::Scope_Name(target.scope()),
                      "; name a release of the same account.");
}

TargetLevel LevelOf(const v1::ClimateTarget& target, const Inventory& inventory,
                    const Denominators& denominators) {
  return LevelOf(target, TargetFigures(target, inventory, denominators));
}

TargetLevel LevelOf(const v1::ClimateTarget& target, const TargetFigures& figures) {
  std::optional<Measured> base;
  if (const std::optional<Period> year = ParsePeriod(target.base_period()); year.has_value()) {
    base = figures.In(*year);
  }
  TargetLevel level{.level = LevelBy(target, target.value(), base)};
  if (base.has_value()) level.base = base->operand;
  if (!target.value_max().empty()) level.level_max = LevelBy(target, target.value_max(), base);
  return level;
}

}  // namespace tertial::climate
