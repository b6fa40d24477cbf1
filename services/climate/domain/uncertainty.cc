#include "services/climate/domain/uncertainty.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "services/climate/domain/field_rules.h"

namespace tertial::climate {

void CheckUncertainty(absl::string_view field, const v1::Uncertainty& uncertainty,
                      const std::string& value, const Violations& violations) {
  const Violations at = violations.At(field);
  CheckDecimal("low", uncertainty.low(), Presence::kRequired, at);
  CheckDecimal("high", uncertainty.high(), Presence::kRequired, at);
  CheckText("basis", uncertainty.basis(), Presence::kOptional, kLongestLabel, at);
  const std::optional<Decimal> low = ParseDecimal(uncertainty.low());
  const std::optional<Decimal> high = ParseDecimal(uncertainty.high());
  const std::optional<Decimal> number = ParseDecimal(value);
  if (!low.has_value() || !high.has_value()) return;
  if (*low > *high) {
    CheckBand("low", uncertainty.low(), uncertainty.high(), at);
  } else if (number.has_value() && (*number < *low || *number > *high)) {
    at.Add("", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
           absl::StrCat(Quoted(value), " does not lie between ", Quoted(uncertainty.low()), " and ",
                        Quoted(uncertainty.high()), "; the ends include the value."));
  }
}

void CheckUncertaintyOfCell(absl::string_view field, const v1::Uncertainty& uncertainty,
                            const common::v1::Cell& cell, const Violations& violations) {
  CheckUncertainty(field, uncertainty, cell.value(), violations);
  if (cell.content_case() != common::v1::Cell::kValue) {
    violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It stands beside no value; leave it out, or set the value.");
  } else if (!cell.rounded_to().empty()) {
    violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("It stands beside the rounding to ", Quoted(cell.rounded_to()),
                                ", which says between what the value lies too; set one of them."));
  }
}

void SetUncertainty(const v1::Uncertainty& uncertainty, common::v1::Operand& operand) {
  common::v1::Interval& interval = *operand.mutable_interval();
  interval.set_low(uncertainty.low());
  interval.set_high(uncertainty.high());
  interval.set_unrounded_low(uncertainty.low());
  interval.set_unrounded_high(uncertainty.high());
}

}  // namespace tertial::climate
