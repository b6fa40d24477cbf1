// Emission factors and activities that are right as they are, for tests to store or to spoil.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_FACTOR_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_FACTOR_SAMPLES_H_

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/climate/domain/emission_calculation.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {

// CH4 28, N2O 265.
inline v1::GwpTable Ar5() {
  v1::GwpTable table;
  table.set_name("gwpTables/ar5");
  table.set_gwp_set(v1::GWP_SET_AR5);
  SetText("AR5", table.mutable_titles());
  for (const auto& [gas, gwp] : {std::pair("co2", "1"), {"ch4", "28"}, {"n2o", "265"}}) {
    v1::GwpValue& value = *table.add_values();
    value.set_gas(gas);
    value.set_gwp(gwp);
  }
  table.mutable_provenance()->set_source("IPCC, AR5 WG1, table 8.A.1");
  return table;
}

// A direct factor, of fuel, valid from 2020 on.
inline v1::EmissionFactor Factor(absl::string_view code, absl::string_view version,
                                 absl::string_view value, absl::string_view unit) {
  v1::EmissionFactor factor;
  factor.set_name(absl::StrCat("emissionFactors/", code, "~", version));
  factor.set_factor(std::string(code));
  factor.set_version(std::string(version));
  SetText(code, factor.mutable_titles());
  factor.set_value(std::string(value));
  factor.set_unit(std::string(unit));
  factor.set_published(std::string(version).substr(0, 4));
  factor.set_valid_from("2020");
  factor.set_scope(v1::SCOPE_DIRECT);
  factor.mutable_provenance()->set_source("NVE, klimadeklarasjon");
  return factor;
}

// A factor of bought energy.
inline v1::EmissionFactor EnergyFactor(absl::string_view code, absl::string_view version,
                                       absl::string_view value, v1::EnergyMethod method) {
  v1::EmissionFactor factor = Factor(code, version, value, "kg_co2e_per_kwh");
  factor.set_scope(v1::SCOPE_INDIRECT_ENERGY);
  factor.set_method(method);
  return factor;
}

// A factor of the masses of gases by AR5.
inline v1::EmissionFactor GasesFactor(
    absl::string_view code, absl::string_view version, absl::string_view unit,
    std::initializer_list<std::pair<const char*, const char*>> gases) {
  v1::EmissionFactor factor = Factor(code, version, "", unit);
  for (const auto& [gas, value] : gases) {
    v1::GasFactor& one = *factor.add_gases();
    one.set_gas(gas);
    one.set_value(value);
  }
  factor.set_gwp_table("gwpTables/ar5");
  return factor;
}

inline void SetEnds(absl::string_view low, absl::string_view high, v1::Uncertainty* uncertainty) {
  uncertainty->set_low(std::string(low));
  uncertainty->set_high(std::string(high));
}

// An activity that emissions are calculated of.
inline v1::ActivityFigure Emitting(absl::string_view metric, absl::string_view period,
                                   absl::string_view value, absl::string_view unit,
                                   std::initializer_list<const char*> factors) {
  v1::ActivityFigure figure = Activity(metric, period, Value(value), unit);
  for (const char* factor : factors) figure.add_emission_factors(factor);
  return figure;
}

// Those factors, with AR5.
inline EmissionFactors Factors(std::initializer_list<v1::EmissionFactor> versions) {
  EmissionFactors factors;
  for (const v1::EmissionFactor& version : versions) {
    factors.versions[version.factor()].push_back(version);
  }
  factors.gwp_tables.emplace(Ar5().name(), GwpTable(Ar5()));
  return factors;
}

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_FACTOR_SAMPLES_H_
