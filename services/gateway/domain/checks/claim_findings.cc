// CLAIM: what the text says and the facts do not.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/facts/texts.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"

namespace tertial::gateway {
namespace {

// A number before rounding is shown with so many decimals more.
constexpr int kMoreDecimals = 2;

std::string Statement(const v1::Claim& claim) {
  return ChooseText(claim.statements(), "en").text();
}

// "-9.7", or "-9.7 (-9.747)" where it was rounded.
std::string Shown(const common::v1::Computed& computed) {
  const std::optional<Rational> exact = Rational::Parse(computed.unrounded());
  const std::optional<Rational> rounded = Rational::Parse(computed.value());
  if (!exact.has_value() || !rounded.has_value() || *exact == *rounded) return computed.value();
  const absl::StatusOr<Decimal> shown =
      exact->Round(std::max(computed.decimals(), 0) + kMoreDecimals);
  return shown.ok() ? absl::StrCat(computed.value(), " (", shown->Format(), ")") : computed.value();
}

class ClaimFindings {
 public:
  ClaimFindings(const CheckContext& context, absl::Span<const CheckedClaim> claims,
                FindingList& findings)
      : context_(context), findings_(findings) {
    for (const CheckedClaim& one : claims) by_name_.emplace(one.claim.name(), &one.claim);
  }

  void Take(const CheckedClaim& checked) {
    const v1::ClaimVerdict verdict = checked.result.verdict();
    findings_.Asked(RuleOf(v1::RULE_KIND_CLAIM),
                    verdict == v1::CLAIM_VERDICT_CONFIRMED || verdict == v1::CLAIM_VERDICT_REFUTED);
    if (verdict != v1::CLAIM_VERDICT_REFUTED) return;
    const int count = std::min(checked.result.assertions_size(), checked.claim.assertions_size());
    for (int i = 0; i < count; ++i) {
      const v1::AssertionResult& assertion = checked.result.assertions(i);
      if (assertion.has_holds() && !assertion.holds()) AddRefuted(checked.claim, i, assertion);
    }
    for (const v1::BasisRemark& remark : checked.result.remarks()) AddRemark(checked.claim, remark);
  }

 private:
  void AddRefuted(const v1::Claim& claim, int index, const v1::AssertionResult& assertion) {
    const v1::Assertion& asserted = claim.assertions(index);
    v1::Finding finding = MakeFinding(v1::RULE_KIND_CLAIM);
    finding.set_period(claim.period());
    *finding.add_places() = PlaceOf(claim, index);
    AddOperands(assertion.left(), finding);
    AddOperands(assertion.right(), finding);
    const std::string stated =
        assertion.has_right() ? assertion.right().value() : asserted.expected();
    SetNumbers(assertion.left(), stated, finding);
    AddParameter("relation", v1::Relation_Name(asserted.relation()), finding);
    if (asserted.wording() != v1::WORDING_UNSPECIFIED) {
      AddParameter("wording", v1::Wording_Name(asserted.wording()), finding);
    }
    finding.set_detail(absl::StrCat("\"", Statement(claim), "\" says ", stated,
                                    ", and the facts give ", Shown(assertion.left()), "."));
    findings_.Add(std::move(finding));
  }

  void AddRemark(const v1::Claim& claim, const v1::BasisRemark& remark) {
    v1::Finding finding = MakeFinding(v1::RULE_KIND_CLAIM);
    finding.set_severity(common::v1::SEVERITY_INFO);
    finding.set_period(claim.period());
    *finding.add_places() = PlaceOf(claim);
    for (const std::string& fact : remark.facts()) {
      *finding.add_places() = PlaceOf(context_.facts, fact);
    }
    AddParameter("basis", v1::BasisIssue_Name(remark.issue()), finding);
    finding.set_detail(remark.detail());
    findings_.Add(std::move(finding));
  }

  // The facts and claims that a number was computed from, each once.
  void AddOperands(const common::v1::Computed& computed, v1::Finding& finding) const {
    for (const common::v1::Operand& operand : computed.operands()) {
      const bool is_there = std::any_of(
          finding.places().begin(), finding.places().end(), [&](const v1::FindingPlace& place) {
            return place.name() == operand.name() && place.field() == operand.field();
          });
      // A number of things bears the name of the claim that counts them.
      if (is_there || operand.name() == finding.places(0).name()) continue;
      const auto claim = by_name_.find(operand.name());
      if (claim != by_name_.end()) {
        *finding.add_places() = PlaceOf(*claim->second);
      } else if (context_.facts.Find(operand.name()) != nullptr) {
        *finding.add_places() = PlaceOf(context_.facts, operand.name(), operand.field());
      }
    }
  }

  const CheckContext& context_;
  FindingList& findings_;
  std::map<std::string, const v1::Claim*, std::less<>> by_name_;
};

}  // namespace

void TakeClaimResults(const CheckContext& context, absl::Span<const CheckedClaim> claims,
                      FindingList& findings) {
  findings.Mention(RuleOf(v1::RULE_KIND_CLAIM));
  ClaimFindings found(context, claims, findings);
  for (const CheckedClaim& claim : claims) found.Take(claim);
}

}  // namespace tertial::gateway
