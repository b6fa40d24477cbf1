#include "services/indicators/handler/requested.h"

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/definition_rules.h"
#include "services/indicators/domain/resource_rules.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {

std::optional<Period> OptionalPeriod(absl::string_view field, const std::string& text,
                                     const Violations& violations) {
  CheckPeriod(field, text, Presence::kOptional, violations);
  const absl::StatusOr<Period> period = Period::Parse(text);
  return period.ok() ? std::optional<Period>(*period) : std::nullopt;
}

std::optional<Period> RequiredPeriod(absl::string_view field, const std::string& text,
                                     const Violations& violations) {
  CheckPeriod(field, text, Presence::kRequired, violations);
  const absl::StatusOr<Period> period = Period::Parse(text);
  return period.ok() ? std::optional<Period>(*period) : std::nullopt;
}

absl::StatusOr<const v1::Indicator*> RequestedIndicator(FigureReader& reader,
                                                        absl::string_view field,
                                                        const std::string& name) {
  if (name.empty()) {
    return InvalidField(field, common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "It is empty; name an indicator, as indicators/{indicator}.");
  }
  if (const absl::Status parsed = PatternOf<IndicatorTable>().Parse(name).status(); !parsed.ok()) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, parsed.message());
  }
  TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator, reader.FindDefinition(name));
  if (indicator == nullptr) return ResourceNotFound(IndicatorTable::kNotFound, name);
  return indicator;
}

absl::Status CheckRequestedDimensions(const v1::Indicator& indicator,
                                      const Dimensions& dimensions) {
  Violations violations;
  CheckDimensionOrder(dimensions, violations);
  CheckDimensionsAgainst(indicator, "dimensions", dimensions, violations);
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

}  // namespace tertial::indicators
