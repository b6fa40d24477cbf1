// CLAIM: what the text says and the facts do not.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/texts.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"

namespace tertial::gateway {
namespace {

void AddOperands(const CheckContext& context, const common::v1::Computed& computed,
                 v1::Finding& finding) {
  for (const common::v1::Operand& operand : computed.operands()) {
    const bool is_there = std::any_of(
        finding.places().begin(), finding.places().end(), [&](const v1::FindingPlace& place) {
          return place.name() == operand.name() && place.field() == operand.field();
        });
    if (is_there || context.facts.Find(operand.name()) == nullptr) continue;
    *finding.add_places() = PlaceOf(context.facts, operand.name(), operand.field());
  }
}

std::string Statement(const v1::Claim& claim) {
  return ChooseText(claim.statements(), "en").text();
}

}  // namespace

void TakeClaimResult(const CheckContext& context, const v1::Claim& claim,
                     const v1::ClaimResult& result, FindingList& findings) {
  const std::string rule = RuleOf(v1::RULE_KIND_CLAIM);
  findings.Asked(rule, result.verdict() == v1::CLAIM_VERDICT_CONFIRMED ||
                           result.verdict() == v1::CLAIM_VERDICT_REFUTED);
  if (result.verdict() != v1::CLAIM_VERDICT_REFUTED) return;
  for (int i = 0; i < std::min(result.assertions_size(), claim.assertions_size()); ++i) {
    const v1::AssertionResult& assertion = result.assertions(i);
    if (!assertion.has_holds() || assertion.holds()) continue;
    v1::Finding finding = MakeFinding(v1::RULE_KIND_CLAIM);
    finding.set_period(claim.period());
    *finding.add_places() = PlaceOf(claim, i);
    AddOperands(context, assertion.left(), finding);
    AddOperands(context, assertion.right(), finding);
    const std::string stated =
        assertion.has_right() ? assertion.right().value() : claim.assertions(i).expected();
    SetNumbers(assertion.left(), stated, finding);
    AddParameter("relation", v1::Relation_Name(claim.assertions(i).relation()), finding);
    if (claim.assertions(i).wording() != v1::WORDING_UNSPECIFIED) {
      AddParameter("wording", v1::Wording_Name(claim.assertions(i).wording()), finding);
    }
    finding.set_detail(absl::StrCat("\"", Statement(claim), "\" says ", stated,
                                    ", and the facts give ", assertion.left().value(), "."));
    findings.Add(std::move(finding));
  }
  for (const v1::BasisRemark& remark : result.remarks()) {
    v1::Finding finding = MakeFinding(v1::RULE_KIND_CLAIM);
    finding.set_severity(common::v1::SEVERITY_INFO);
    finding.set_period(claim.period());
    *finding.add_places() = PlaceOf(claim);
    for (const std::string& fact : remark.facts()) {
      *finding.add_places() = PlaceOf(context.facts, fact);
    }
    AddParameter("basis", v1::BasisIssue_Name(remark.issue()), finding);
    finding.set_detail(remark.detail());
    findings.Add(std::move(finding));
  }
}

}  // namespace tertial::gateway
