#include "services/gateway/handler/claim_rules.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/period.h"
#include "services/gateway/domain/claims/claim_operands.h"
#include "services/gateway/domain/fact_names.h"

namespace tertial::gateway {
namespace {

// Replaces the area's number in the name of a fact by its id; the area may be any.
void MakeFactNameCanonical(const AreaRegistry& areas, const std::optional<Period>& period,
                           v1::FactKey& fact) {
  const absl::string_view area = AreaOfName(fact.name());
  if (area.empty()) return;
  const absl::StatusOr<std::string> id = areas.Resolve(area, period);
  if (!id.ok()) return;
  constexpr absl::string_view kAreas = "areas/";
  fact.set_name(absl::StrCat(kAreas, *id, fact.name().substr(kAreas.size() + area.size())));
}

void MakeTermCanonical(const AreaRegistry& areas, const std::optional<Period>& period,
                       v1::Term& term) {
  for (v1::ClaimOperand& operand : *term.mutable_operands()) {
    if (operand.has_fact()) MakeFactNameCanonical(areas, period, *operand.mutable_fact());
    if (operand.count().has_list()) {
      MakeFactNameCanonical(areas, period, *operand.mutable_count()->mutable_list());
    }
    if (operand.has_claim()) {
      MakeReferenceCanonical<ClaimTable>(areas, operand.mutable_claim(), period);
    }
  }
}

// Of what a claim computes with.
absl::Status CheckClaimsNamed(const RecordReader& reader, const v1::Term& term,
                              const std::string& owner, const Violations& violations) {
  for (int i = 0; i < term.operands_size(); ++i) {
    const v1::ClaimOperand& operand = term.operands(i);
    // A claim that names itself is told so by its own rules.
    if (!operand.has_claim() || operand.claim() == owner) continue;
    TERTIAL_RETURN_IF_ERROR(
        CheckReference<ClaimTable>(reader, "claim", operand.claim(), owner,
                                   violations.At("operands", static_cast<size_t>(i)))
            .status());
  }
  return absl::OkStatus();
}

}  // namespace

void ClaimRules::MakeCanonical(const AreaRegistry& areas, v1::Claim& claim) {
  const absl::StatusOr<Period> parsed = Period::Parse(claim.period());
  const std::optional<Period> period = parsed.ok() ? std::optional<Period>(*parsed) : std::nullopt;
  for (v1::Assertion& assertion : *claim.mutable_assertions()) {
    if (assertion.has_left()) MakeTermCanonical(areas, period, *assertion.mutable_left());
    if (assertion.has_term()) MakeTermCanonical(areas, period, *assertion.mutable_term());
  }
}

absl::Status ClaimRules::CheckReferences(const RecordReader& reader, const v1::Claim& claim,
                                         const Violations& violations) {
  for (int i = 0; i < claim.assertions_size(); ++i) {
    const v1::Assertion& assertion = claim.assertions(i);
    const Violations at = violations.At("assertions", static_cast<size_t>(i));
    TERTIAL_RETURN_IF_ERROR(
        CheckClaimsNamed(reader, assertion.left(), claim.name(), at.At("left")));
    TERTIAL_RETURN_IF_ERROR(
        CheckClaimsNamed(reader, assertion.term(), claim.name(), at.At("term")));
  }
  if (!violations.empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(
      const std::vector<std::string> way,
      FindClaimCycle(
          claim, [&reader](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
            TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Claim> other,
                                     FindResource<ClaimTable>(reader, name));
            return other.has_value() ? ClaimsOf(*other) : std::vector<std::string>();
          }));
  if (!way.empty()) {
    violations.Add("assertions", common::v1::ERROR_REASON_INVALID_CLAIM,
                   absl::StrCat("It leads back to itself: ", absl::StrJoin(way, ", "),
                                "; let one of them compute with facts alone."));
  }
  return absl::OkStatus();
}

void ClaimRules::ListReferences(const v1::Claim& claim, References& references) {
  for (const std::string& name : ClaimsOf(claim)) references.Add<ClaimTable>(name);
}

}  // namespace tertial::gateway
