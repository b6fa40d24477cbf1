#include "services/climate/domain/field_rules.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
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

void CheckDottedCode(absl::string_view field, const std::string& code, Presence presence,
                     size_t longest, const Violations& violations) {
  CheckText(field, code, presence, longest, violations);
  const bool is_code = std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '.';
  });
  if (code.empty() || code.size() > longest || code.find('\0') != std::string::npos) return;
  if (is_code && code[0] != '-' && code[0] != '.') return;
  violations.Add(field, common::v1::ERROR_REASON_INVALID_TEXT,
                 absl::StrCat(Quoted(code),
                              " is no code; write it with lower-case letters, digits, \"-\" and "
                              "\".\", as gpc-1.1."));
}

void CheckSourcedProvenance(absl::string_view field, const common::v1::Provenance& provenance,
                            const Violations& violations) {
  CheckProvenance(field, provenance, violations);
  if (!provenance.source().empty()) return;
  violations.At(field).Add("source", common::v1::ERROR_REASON_FIELD_REQUIRED,
                           "It is empty; say where it was taken from.");
}

void CheckElements(absl::string_view field, int elements, int most, const Violations& violations) {
  if (elements <= most) return;
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat("It has ", elements, " elements; at most ", most, " are recorded."));
}

void CheckLastId(const std::string& name, absl::string_view collection, absl::string_view id,
                 const Violations& violations) {
  if (absl::EndsWith(name, absl::StrCat("/", collection, "/", id))) return;
  violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                 absl::StrCat(Quoted(name), " does not agree with the fields; its last id must be ",
                              Quoted(id), "."));
}

}  // namespace tertial::climate
