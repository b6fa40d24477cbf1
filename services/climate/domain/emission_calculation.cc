#include "services/climate/domain/emission_calculation.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/computed.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/uncertainty.h"
#include "services/climate/domain/units.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

Operand OperandOfActivity(const v1::ActivityFigure& activity) {
  Operand operand = MakeOperand(activity.name(), &activity.cell());
  if (activity.has_uncertainty()) SetUncertainty(activity.uncertainty(), operand);
  return operand;
}

// A number that the version states in `field`.
Operand OperandOfFactor(const v1::EmissionFactor& version, absl::string_view field,
                        const std::string& value, const v1::Uncertainty* uncertainty) {
  Operand operand = MakeConstant(version.name(), value);
  operand.set_field(std::string(field));
  if (uncertainty != nullptr) SetUncertainty(*uncertainty, operand);
  return operand;
}

// What the emissions of the version are before its gases are added: "tonnes" of a gas.
absl::string_view EmissionUnitOf(const v1::EmissionFactor& version) {
  return version.gases().empty() ? kEmissionUnit : kMassUnit;
}

// The unit of what the gases of a version make together: "kg_co2e_per_litre" of "kg_per_litre".
std::string UnitOfGasesTogether(const v1::EmissionFactor& version) {
  const std::optional<UnitQuotient> parts = SplitQuotient(version.unit());
  if (!parts.has_value()) return version.unit();
  return absl::StrCat(parts->numerator, "_co2e_per_", parts->denominator);
}

// The gases of the version as CO2 equivalents: each mass followed by its warming potential.
Computed GasesTogether(const v1::EmissionFactor& version, const EmissionFactors& factors) {
  const std::string unit = UnitOfGasesTogether(version);
  const auto table = factors.gwp_tables.find(version.gwp_table());
  std::vector<Operand> operands;
  for (const v1::GasFactor& gas : version.gases()) {
    operands.push_back(OperandOfFactor(version, gas.gas(), gas.value(),
                                       gas.has_uncertainty() ? &gas.uncertainty() : nullptr));
    const std::optional<Operand> potential =
        table == factors.gwp_tables.end() ? std::nullopt : table->second.FindOperand(gas.gas());
    if (!potential.has_value()) {
      return NotComputable(common::v1::FORMULA_WEIGHTED_SUM, std::move(operands), unit,
                           common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN,
                           absl::StrCat("No warming potential of ", gas.gas(), " is recorded in ",
                                        version.gwp_table(), "."));
    }
    operands.push_back(*potential);
  }
  return Compute(common::v1::FORMULA_WEIGHTED_SUM, std::move(operands), unit, kCalculatedDecimals);
}

// A version published at an unknown day of a year is one of its first day.
bool CountsBefore(const v1::EmissionFactor& a, const v1::EmissionFactor& b) {
  // Stored versions have passed CheckEmissionFactor, so the dates parse.
  const absl::CivilDay published_a = PartialDate::Parse(a.published())->earliest();
  const absl::CivilDay published_b = PartialDate::Parse(b.published())->earliest();
  if (published_a != published_b) return published_a > published_b;
  return a.name() > b.name();
}

int YearOf(const std::string& period) { return ParsePeriod(period)->year(); }

v1::FactorEmissions FactorEmissionsOf(const v1::ActivityFigure& activity, const std::string& code,
                                      const EmissionFactors& factors) {
  v1::FactorEmissions emissions;
  emissions.set_factor(code);
  const auto found = factors.versions.find(code);
  if (found == factors.versions.end() || found->second.empty()) return emissions;
  // All versions are of one scope and method.
  emissions.set_scope(found->second.front().scope());
  emissions.set_method(found->second.front().method());
  for (const v1::EmissionFactor* version :
       VersionsValidIn(found->second, YearOf(activity.period()))) {
    v1::VersionEmissions& by_version =
        emissions.has_counted() ? *emissions.add_others() : *emissions.mutable_counted();
    by_version.set_emission_factor(version->name());
    *by_version.mutable_emissions() = EmissionsBy(activity, *version, factors);
  }
  return emissions;
}

// Nothing where the activity has a value and nothing can be computed.
std::optional<v1::CalculatedEmission> CalculatedEmissionOf(const v1::ActivityFigure& activity,
                                                           const v1::EmissionFactor& version,
                                                           const EmissionFactors& factors) {
  v1::CalculatedEmission row;
  const absl::string_view version_name = version.name();
  row.set_name(absl::StrCat(activity.name(), "/calculatedEmissions/",
                            version_name.substr(version_name.rfind('/') + 1)));
  row.set_emission_factor(version.name());
  row.set_period(activity.period());
  row.set_scope(version.scope());
  row.set_method(version.method());
  row.set_unit(kEmissionUnit);
  if (activity.cell().content_case() == common::v1::Cell::kMissing) {
    row.mutable_cell()->set_missing(activity.cell().missing());
    return row;
  }
  const Computed emissions = EmissionsBy(activity, version, factors);
  if (!emissions.has_value()) return std::nullopt;
  row.mutable_cell()->set_value(emissions.value());
  row.set_low(emissions.interval().low());
  row.set_high(emissions.interval().high());
  return row;
}

}  // namespace

bool IsValidIn(const v1::EmissionFactor& version, int year) {
  return YearOf(version.valid_from()) <= year &&
         (version.valid_to().empty() || YearOf(version.valid_to()) >= year);
}

std::vector<const v1::EmissionFactor*> VersionsValidIn(
    const std::vector<v1::EmissionFactor>& versions, int year) {
  std::vector<const v1::EmissionFactor*> valid;
  for (const v1::EmissionFactor& version : versions) {
    if (IsValidIn(version, year)) valid.push_back(&version);
  }
  std::sort(valid.begin(), valid.end(),
            [](const v1::EmissionFactor* a, const v1::EmissionFactor* b) {
              return CountsBefore(*a, *b);
            });
  return valid;
}

std::string WhyNotConvertible(absl::string_view unit, const v1::EmissionFactor& version) {
  if (FactorConversion(unit, version.unit(), EmissionUnitOf(version)).has_value()) return "";
  const std::optional<UnitQuotient> parts = SplitQuotient(version.unit());
  const absl::string_view per = parts.has_value() ? parts->denominator : version.unit();
  return absl::StrCat(Quoted(unit), " does not convert into ", Quoted(per), ", which ",
                      version.name(), " is per (", Quoted(version.unit()), ").");
}

Computed EmissionsBy(const v1::ActivityFigure& activity, const v1::EmissionFactor& version,
                     const EmissionFactors& factors) {
  std::vector<Operand> operands = {OperandOfActivity(activity)};
  const std::optional<Fraction> conversion =
      FactorConversion(activity.unit(), version.unit(), EmissionUnitOf(version));
  if (!conversion.has_value()) {
    return NotComputable(common::v1::FORMULA_CONVERTED_PRODUCT, std::move(operands), kEmissionUnit,
                         common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                         WhyNotConvertible(activity.unit(), version));
  }
  if (version.gases().empty()) {
    operands.push_back(
        OperandOfFactor(version, "value", version.value(),
                        version.has_uncertainty() ? &version.uncertainty() : nullptr));
  } else {
    const Computed together = GasesTogether(version, factors);
    operands.push_back(OperandOf(version.name(), together));
    if (!together.has_value()) {
      return NotComputable(common::v1::FORMULA_CONVERTED_PRODUCT, std::move(operands),
                           kEmissionUnit, together.not_computable().reason(),
                           together.not_computable().detail());
    }
  }
  for (const int64_t part : {conversion->numerator, conversion->denominator}) {
    operands.push_back(OperandOfFactor(version, "unit", absl::StrCat(part), nullptr));
  }
  return Compute(common::v1::FORMULA_CONVERTED_PRODUCT, std::move(operands), kEmissionUnit,
                 kCalculatedDecimals);
}

v1::ActivityEmissions EmissionsOf(const v1::ActivityFigure& activity,
                                  const EmissionFactors& factors) {
  v1::ActivityEmissions emissions;
  *emissions.mutable_activity() = activity;
  for (const std::string& code : activity.emission_factors()) {
    *emissions.add_factors() = FactorEmissionsOf(activity, code, factors);
  }
  return emissions;
}

std::vector<v1::CalculatedEmission> CalculatedEmissionsOf(const v1::ActivityFigure& activity,
                                                          const EmissionFactors& factors) {
  std::vector<v1::CalculatedEmission> rows;
  const std::optional<Period> period = ParsePeriod(activity.period());
  if (!period.has_value() || period->kind() != PeriodKind::kYear) return rows;
  for (const std::string& code : activity.emission_factors()) {
    const auto found = factors.versions.find(code);
    if (found == factors.versions.end()) continue;
    for (const v1::EmissionFactor* version : VersionsValidIn(found->second, period->year())) {
      std::optional<v1::CalculatedEmission> row = CalculatedEmissionOf(activity, *version, factors);
      if (row.has_value()) rows.push_back(*std::move(row));
    }
  }
  std::sort(rows.begin(), rows.end(),
            [](const v1::CalculatedEmission& a, const v1::CalculatedEmission& b) {
              return a.name() < b.name();
            });
  return rows;
}

}  // namespace tertial::climate
