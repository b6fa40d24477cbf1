#include "services/climate/domain/gwp_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/gases.h"
#include "services/climate/domain/gwp.h"

namespace tertial::climate {
namespace {

constexpr int kMostGases = 100;

void CheckPotential(const v1::GwpValue& value, const Violations& violations) {
  CheckDecimal("gwp", value.gwp(), Presence::kRequired, violations);
  const std::optional<Decimal> gwp = ParseDecimal(value.gwp());
  if (!gwp.has_value()) return;
  if (*gwp <= Decimal()) {
    violations.Add(
        "gwp", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(Quoted(value.gwp()),
                     " is not above zero; a gas that does not warm stands in no table."));
  } else if (value.gas() == kCarbonDioxide && *gwp != Decimal::FromInt(1)) {
    violations.Add("gwp", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(value.gwp()), " is given for ", Quoted(kCarbonDioxide),
                                ", which the others are measured by; it is 1."));
  }
}

}  // namespace

void CheckGwpTable(const v1::GwpTable& table, const Violations& violations) {
  CheckEnum("gwp_set", table.gwp_set(), Presence::kRequired, violations);
  CheckTexts("titles", table.titles(), Presence::kRequired, violations);
  if (table.values().empty()) {
    violations.Add("values", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; give the potential of at least one gas.");
  }
  CheckElements("values", table.values_size(), kMostGases, violations);
  std::set<std::string> gases;
  for (int i = 0; i < table.values_size(); ++i) {
    const v1::GwpValue& value = table.values(i);
    const Violations at = violations.At("values", i);
    CheckGas("gas", value.gas(), Mixtures::kRefused, at);
    if (!gases.insert(value.gas()).second) {
      at.Add("gas", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(value.gas()), " stands twice; a gas stands once."));
    }
    CheckPotential(value, at);
  }
  CheckSourcedProvenance("provenance", table.provenance(), violations);
}

}  // namespace tertial::climate
