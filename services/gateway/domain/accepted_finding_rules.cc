#include "services/gateway/domain/accepted_finding_rules.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/period.h"

namespace tertial::gateway {
namespace {

constexpr size_t kFindingDigits = 16;

bool IsFindingId(const std::string& id) {
  return id.size() == kFindingDigits && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

void CheckAcceptedFinding(const v1::AcceptedFinding& accepted, const Violations& violations) {
  if (accepted.finding().empty()) {
    violations.Add("finding", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; set it to the id of the finding.");
  } else if (!IsFindingId(accepted.finding())) {
    violations.Add("finding", common::v1::ERROR_REASON_INVALID_TEXT,
                   absl::StrCat(Quoted(accepted.finding()),
                                " is no id of a finding; write the 16 hexadecimal digits that a "
                                "check tells."));
  }
  CheckTexts("reasons", accepted.reasons(), Presence::kRequired, violations);
  if (accepted.valid_to().empty()) return;
  const absl::StatusOr<Period> day = Period::Parse(accepted.valid_to());
  if (!day.ok() || day->kind() != PeriodKind::kDay) {
    violations.Add(
        "valid_to", common::v1::ERROR_REASON_INVALID_DATE,
        absl::StrCat(Quoted(accepted.valid_to()), " is no day; write it as 2025-06-30."));
  }
}

}  // namespace tertial::gateway
