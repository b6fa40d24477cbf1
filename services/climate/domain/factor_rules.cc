#include "services/climate/domain/factor_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/gases.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/uncertainty.h"
#include "services/climate/domain/units.h"

namespace tertial::climate {
namespace {

constexpr int kMostGases = 50;
constexpr size_t kLongestVersion = 40;

void CheckNotNegative(absl::string_view field, const std::string& value,
                      const Violations& violations) {
  const std::optional<Decimal> number = ParseDecimal(value);
  if (!number.has_value() || !number->IsNegative()) return;
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(value), " is negative; the mass of a gas is not."));
}

void CheckGases(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckElements("gases", factor.gases_size(), kMostGases, violations);
  std::set<std::string> seen;
  for (int i = 0; i < factor.gases_size(); ++i) {
    const Violations at = violations.At("gases", i);
    const v1::GasFactor& gas = factor.gases(i);
    CheckGas("gas", gas.gas(), Mixtures::kRefused, at);
    CheckDecimal("value", gas.value(), Presence::kRequired, at);
    CheckNotNegative("value", gas.value(), at);
    if (gas.has_uncertainty()) {
      CheckUncertainty("uncertainty", gas.uncertainty(), gas.value(), at);
      CheckNotNegative("uncertainty.low", gas.uncertainty().low(), at);
    }
    if (!seen.insert(gas.gas()).second) {
      at.Add("gas", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(gas.gas()), " stands twice; each gas stands once."));
    }
  }
}

// A number in CO2 equivalents, or masses of gases that a table makes such of.
void CheckValues(const v1::EmissionFactor& factor, const Violations& violations) {
  if (factor.value().empty() && factor.gases().empty()) {
    violations.Add("value", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "Neither it nor gases are set; set one of them.");
  } else if (!factor.value().empty() && !factor.gases().empty()) {
    violations.Add(
        "gases", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("They stand beside the value ", Quoted(factor.value()), "; set one of them."));
  }
  CheckDecimal("value", factor.value(), Presence::kOptional, violations);
  CheckGases(factor, violations);
  if (factor.has_uncertainty()) {
    CheckUncertainty("uncertainty", factor.uncertainty(), factor.value(), violations);
    if (!factor.gases().empty()) {
      violations.Add("uncertainty", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     "It stands beside gases, which have ends of their own; leave it out.");
    }
  }
}

void CheckGwpTableField(const v1::EmissionFactor& factor, const Violations& violations) {
  if (factor.gases().empty() == factor.gwp_table().empty()) return;
  if (factor.gwp_table().empty()) {
    violations.Add("gwp_table", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; name the table that makes CO2 equivalents of the gases.");
  } else {
    violations.Add("gwp_table", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(factor.gwp_table()),
                                " converts gases, and none stand in the factor; leave it out."));
  }
}

void CheckFactorUnit(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckUnit("unit", factor.unit(), Presence::kRequired, violations);
  if (factor.unit().empty()) return;
  const absl::string_view emission = factor.gases().empty() ? kEmissionUnit : kMassUnit;
  const std::optional<UnitQuotient> parts = SplitQuotient(factor.unit());
  if (!parts.has_value()) {
    violations.Add("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
                   absl::StrCat(Quoted(factor.unit()), " does not convert into ", Quoted(emission),
                                " per unit of an activity; write it as kg_co2e_per_kwh."));
  } else if (!ConversionFactor(parts->numerator, emission).has_value()) {
    violations.Add(
        "unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
        absl::StrCat(Quoted(parts->numerator), " does not convert into ", Quoted(emission),
                     factor.gases().empty() ? "." : ", in which gases are weighed."));
  } else if (!DimensionOf(parts->denominator).has_value()) {
    violations.Add("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
                   absl::StrCat(Quoted(parts->denominator),
                                " is no unit that is known; no activity converts into it."));
  }
}

void CheckPublished(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckPartialDate("published", factor.published(), Presence::kRequired, violations);
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(factor.published());
  if (!date.ok() || date->precision() != DatePrecision::kSeason) return;
  violations.Add("published", common::v1::ERROR_REASON_INVALID_DATE,
                 absl::StrCat(Quoted(factor.published()),
                              " is a season; write a year, a month or a day, as 2024-05."));
}

void CheckYears(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckYear("valid_from", factor.valid_from(), violations);
  if (factor.valid_to().empty()) return;
  CheckYear("valid_to", factor.valid_to(), violations);
  const std::optional<Period> from = ParsePeriod(factor.valid_from());
  const std::optional<Period> to = ParsePeriod(factor.valid_to());
  if (!from.has_value() || !to.has_value() || from->year() <= to->year()) return;
  violations.Add("valid_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(factor.valid_to()), " lies before the first year ",
                              Quoted(factor.valid_from()), "; exchange them."));
}

void CheckScopeAndMethod(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckEnum("scope", factor.scope(), Presence::kRequired, violations);
  if (factor.scope() == v1::SCOPE_INDIRECT) {
    violations.Add("scope", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   "SCOPE_INDIRECT does not say whether it is bought energy; write "
                   "SCOPE_INDIRECT_ENERGY or SCOPE_OTHER_INDIRECT.");
  }
  if (factor.scope() == v1::SCOPE_INDIRECT_ENERGY) {
    CheckEnum("method", factor.method(), Presence::kRequired, violations);
  } else if (factor.method() != v1::ENERGY_METHOD_UNSPECIFIED) {
    violations.Add("method", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It is of bought energy alone, and the scope is another; leave it out.");
  }
}

}  // namespace

void CheckEmissionFactor(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckCode("factor", factor.factor(), Presence::kRequired, violations);
  CheckDottedCode("version", factor.version(), Presence::kRequired, kLongestVersion, violations);
  CheckTexts("titles", factor.titles(), Presence::kRequired, violations);
  CheckValues(factor, violations);
  CheckFactorUnit(factor, violations);
  CheckGwpTableField(factor, violations);
  CheckPublished(factor, violations);
  CheckYears(factor, violations);
  CheckScopeAndMethod(factor, violations);
  CheckSourcedProvenance("provenance", factor.provenance(), violations);
  const std::string id = absl::StrCat(factor.factor(), "~", factor.version());
  if (factor.name() == absl::StrCat("emissionFactors/", id)) return;
  violations.Add(
      "name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
      absl::StrCat(Quoted(factor.name()), " does not agree with the fields; its last id must be ",
                   Quoted(id), "."));
}

}  // namespace tertial::climate
