#include "services/climate/domain/field_rules.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tertial::climate {
std::optional<Period> ParsePeriod(const std::string& text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) return std::nullopt;
  return *period;
}

std::optional<Decimal> ParseDecimal(const std::string& text) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok()) return std::nullopt;
  return *value;
}

void CheckYear(absl::string_view field, const std::string& period, const Violations& violations) {
  CheckPeriod(field, period, Presence::kRequired, violations);
  const std::optional<Period> parsed = ParsePeriod(period);
  if (!parsed.has_value() || parsed->kind() == PeriodKind::kYear) return;
  violations.Add(field, common::v1::ERROR_REASON_INVALID_PERIOD,
                 absl::StrCat(Quoted(period), " is no year; write one, as ", parsed->year(), "."));
}

void CheckLastId(const std::string& name, absl::string_view collection, absl::string_view id,
                 const Violations& violations) {
  if (absl::EndsWith(name, absl::StrCat("/", collection, "/", id))) return;
  violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                 absl::StrCat(Quoted(name), " does not agree with the fields; its last id must be ",
                              Quoted(id), "."));
}

}  // namespace tertial::climate
