#include "services/climate/handler/factor_rules.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/period.h"
#include "services/climate/domain/emission_calculation.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/units.h"
#include "services/climate/store/activity_reads.h"

namespace tertial::climate {
namespace {

// The figure names factors, so its period is a year.
int YearOf(const v1::ActivityFigure& figure) { return Period::Parse(figure.period())->year(); }

// What the versions of a factor are per. They have passed CheckEmissionFactor.
absl::string_view PerOf(const v1::EmissionFactor& version) {
  return SplitQuotient(version.unit())->denominator;
}

absl::Status CheckGasesInTable(const RecordReader& reader, const v1::EmissionFactor& factor,
                               const Violations& violations) {
  if (factor.gwp_table().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::GwpTable> stored,
                           FindResource<GwpTableTable>(reader, factor.gwp_table()));
  // It may have been redacted.
  if (!stored.has_value()) return absl::OkStatus();
  const GwpTable table(*stored);
  for (int i = 0; i < factor.gases_size(); ++i) {
    if (table.Find(factor.gases(i).gas()).has_value()) continue;
    violations.At("gases", i)
        .Add("gas", common::v1::ERROR_REASON_UNKNOWN_GAS,
             absl::StrCat(Quoted(factor.gases(i).gas()), " has no warming potential in ",
                          Quoted(factor.gwp_table()), "; name a table that has it."));
  }
  return absl::OkStatus();
}

// Adds what keeps the two from being versions of one factor.
void CheckAgainst(const v1::EmissionFactor& other, const v1::EmissionFactor& factor,
                  const Violations& violations) {
  const auto add = [&](absl::string_view field, absl::string_view difference) {
    violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(difference, " than that of ", Quoted(other.name()),
                                "; versions of one factor agree in it, so give this one a code of "
                                "its own."));
  };
  if (other.scope() != factor.scope()) add("scope", "It is another");
  if (other.method() != factor.method()) add("method", "It is another");
  if (!ConversionFactor(PerOf(factor), PerOf(other)).has_value()) {
    add("unit", absl::StrCat(Quoted(factor.unit()), " is per another unit"));
  }
}

// A figure whose unit does not convert into what the factor is per. All that name a factor convert
// into one another, so the first of them says it.
absl::Status CheckUnitOfUsers(const RecordReader& reader, const v1::EmissionFactor& factor,
                              const Violations& violations) {
  return ScanFactorUsers(reader, factor.factor(), [&](const v1::ActivityFigure& user) {
    const std::string why = WhyNotConvertible(user.unit(), factor);
    if (!why.empty()) {
      violations.Add("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
                     absl::StrCat(Quoted(user.name()), " names the factor, and its unit ", why));
    }
    return false;
  });
}

bool IsValidInAny(const std::vector<v1::EmissionFactor>& versions, int year) {
  return std::any_of(versions.begin(), versions.end(),
                     [&](const v1::EmissionFactor& version) { return IsValidIn(version, year); });
}

}  // namespace

absl::Status ActivityFigureRules::CheckBeside(const RecordReader& reader,
                                              const v1::ActivityFigure& figure,
                                              const Violations& violations) {
  for (int i = 0; i < figure.emission_factors_size(); ++i) {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::EmissionFactor> versions,
                             ReadFactorVersions(reader, figure.emission_factors(i)));
    const std::vector<const v1::EmissionFactor*> valid = VersionsValidIn(versions, YearOf(figure));
    if (valid.empty()) {
      violations.At("emission_factors", i)
          .Add("", common::v1::ERROR_REASON_EMISSION_FACTOR_NOT_FOUND,
               absl::StrCat("No version of the emission factor ",
                            Quoted(figure.emission_factors(i)), " is recorded that is valid in ",
                            figure.period(), "; record one first."));
      continue;
    }
    if (const std::string why = WhyNotConvertible(figure.unit(), *valid.front()); !why.empty()) {
      violations.Add("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE, why);
    }
  }
  return absl::OkStatus();
}

absl::Status EmissionFactorRules::CheckReferences(const RecordReader& reader,
                                                  const v1::EmissionFactor& factor,
                                                  const Violations& violations) {
  if (factor.gwp_table().empty()) return absl::OkStatus();
  return CheckReference<GwpTableTable>(reader, "gwp_table", factor.gwp_table(), factor.name(),
                                       violations)
      .status();
}

absl::Status EmissionFactorRules::CheckBeside(const RecordReader& reader,
                                              const v1::EmissionFactor& factor,
                                              const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckGasesInTable(reader, factor, violations));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::EmissionFactor> versions,
                           ReadFactorVersions(reader, factor.factor()));
  for (const v1::EmissionFactor& other : versions) {
    if (other.name() == factor.name()) continue;
    CheckAgainst(other, factor, violations);
    // The others agree with one another.
    if (!violations.empty()) return absl::OkStatus();
  }
  return CheckUnitOfUsers(reader, factor, violations);
}

absl::Status EmissionFactorRules::CheckDelete(const RecordReader& reader, const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::EmissionFactor> factor,
                           FindResource<EmissionFactorTable>(reader, name));
  if (!factor.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::EmissionFactor> others,
                           ReadFactorVersions(reader, factor->factor()));
  others.erase(
      std::remove_if(others.begin(), others.end(),
                     [&](const v1::EmissionFactor& other) { return other.name() == name; }),
      others.end());
  absl::Status in_use;
  TERTIAL_RETURN_IF_ERROR(
      ScanFactorUsers(reader, factor->factor(), [&](const v1::ActivityFigure& user) {
        const int year = YearOf(user);
        if (IsValidIn(*factor, year) && !IsValidInAny(others, year)) {
          in_use = ResourceInUse(name, user.name());
        }
        return in_use.ok();
      }));
  return in_use;
}

void EmissionFactorRules::ListReferences(const v1::EmissionFactor& factor, References& references) {
  references.Add<GwpTableTable>(factor.gwp_table());
}

}  // namespace tertial::climate
