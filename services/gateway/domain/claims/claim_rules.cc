#include "services/gateway/domain/claims/claim_rules.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "common/types/resource_name.h"
#include "services/gateway/domain/claims/fact_counts.h"
#include "services/gateway/domain/claims/term_formulas.h"
#include "services/gateway/domain/claims/wording.h"
#include "services/gateway/domain/fact_names.h"

namespace tertial::gateway {
namespace {

constexpr int kMostAssertions = 50;
constexpr int kMostOperands = 50;
constexpr int kMostPlaces = 18;  // Decimals, and zeros before the point.

void AddInvalid(absl::string_view field, absl::string_view sentence, const Violations& violations) {
  violations.Add(field, common::v1::ERROR_REASON_INVALID_CLAIM, sentence);
}

void CheckFactKey(const v1::FactKey& fact, const Violations& violations) {
  if (fact.name().empty()) {
    violations.Add("name", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; set it to the resource name of a fact.");
  } else if (!IsResourceName(fact.name())) {
    violations.Add("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat(Quoted(fact.name()),
                                " is no resource name; write it as "
                                "areas/asker/bodies/council/activities/2024."));
  } else if (ServiceOfName(fact.name()).empty()) {
    AddInvalid("name",
               absl::StrCat(Quoted(fact.name()),
                            " is no name that a data service gives to its facts; a claim is an "
                            "operand as `claim`."),
               violations);
  }
  CheckText("field", fact.field(), Presence::kOptional, kLongestLabel, violations);
}

void CheckClaimName(const std::string& name, absl::string_view own, const Violations& violations) {
  static const auto& pattern = *new ResourceNamePattern("areas/{area}/claims/{claim}");
  const auto ids = pattern.Parse(name);
  if (!ids.ok()) {
    violations.AddStatus("claim", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, ids.status());
  } else if (name == own) {
    AddInvalid("claim", "A claim does not compute with what it claims itself; name another.",
               violations);
  }
}

void CheckOperand(const v1::ClaimOperand& operand, const v1::Claim& claim,
                  const Violations& violations) {
  switch (operand.operand_case()) {
    case v1::ClaimOperand::kFact:
      return CheckFactKey(operand.fact(), violations.At("fact"));
    case v1::ClaimOperand::kConstant:
      return CheckDecimal("constant", operand.constant(), Presence::kRequired, violations);
    case v1::ClaimOperand::kClaim:
      return CheckClaimName(operand.claim(), claim.name(), violations);
    case v1::ClaimOperand::kCount:
      return CheckCount(operand.count(), violations.At("count"));
    default:
      violations.Add("fact", common::v1::ERROR_REASON_FIELD_REQUIRED,
                     "The operand is not set; set fact, constant, claim or count.");
  }
}

void CheckExpression(const v1::Term& term, const Violations& violations) {
  if (term.formula() != common::v1::FORMULA_EXPRESSION) {
    if (!term.expression().empty()) {
      violations.Add("expression", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     "It is set beside another formula; only FORMULA_EXPRESSION has one.");
    }
    return;
  }
  if (term.expression().empty()) {
    violations.Add("expression", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; write what is computed, as (x1 - x2) / x2 * 100.");
    return;
  }
  const auto expression =
      ParseTermExpression(term.expression(), static_cast<size_t>(term.operands_size()));
  violations.AddStatus("expression", common::v1::ERROR_REASON_INVALID_CLAIM, expression.status());
}

void CheckTerm(const v1::Term& term, const v1::Claim& claim, const Violations& violations) {
  CheckEnum("formula", term.formula(), Presence::kRequired, violations);
  if (term.operands().empty()) {
    violations.Add("operands", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "There is none; name at least one.");
  } else if (term.operands_size() > kMostOperands) {
    violations.Add(
        "operands", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(term.operands_size(), " are given; at most ", kMostOperands, " may be."));
  }
  for (int i = 0; i < term.operands_size(); ++i) {
    CheckOperand(term.operands(i), claim, violations.At("operands", static_cast<size_t>(i)));
  }
  const bool is_known = common::v1::Formula_IsValid(term.formula()) &&
                        term.formula() != common::v1::FORMULA_UNSPECIFIED;
  if (is_known && !IsTermFormula(term.formula())) {
    AddInvalid("formula",
               absl::StrCat(common::v1::Formula_Name(term.formula()),
                            " takes roots, which claims do not; use another."),
               violations);
  } else if (is_known && !term.operands().empty() &&
             !FitsOperands(term.formula(), static_cast<size_t>(term.operands_size()))) {
    AddInvalid("operands",
               absl::StrCat(term.operands_size(), " are given, which is another number than ",
                            common::v1::Formula_Name(term.formula()), " takes."),
               violations);
  }
  CheckExpression(term, violations);
}

// What is said of a printed number beside the number itself.
void CheckPrinted(const v1::Assertion& assertion, const Violations& violations) {
  CheckDecimal("expected", assertion.expected(), Presence::kRequired, violations);
  if (assertion.has_decimals()) {
    CheckRange("decimals", assertion.decimals(), -kMostPlaces, kMostPlaces, violations);
  }
  const absl::StatusOr<Decimal> expected = Decimal::Parse(assertion.expected());
  if (!expected.ok()) return;
  const Rational printed(*expected);
  if (assertion.has_decimals() && assertion.decimals() >= -kMostPlaces &&
      assertion.decimals() <= kMostPlaces &&
      (printed / LastPlace(assertion.decimals())).FormatSignificant().find('.') !=
          std::string::npos) {
    violations.Add("decimals", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(assertion.expected()), " is no number with ",
                                assertion.decimals(), " decimals."));
  }
  if (!CanBeWorded(assertion.wording(), printed)) {
    AddInvalid("wording",
               absl::StrCat("No number is ", v1::Wording_Name(assertion.wording()),
                            " beside zero; write WORDING_EXACT or WORDING_ABOUT."),
               violations);
  }
}

void CheckRight(const v1::Assertion& assertion, const v1::Claim& claim,
                const Violations& violations) {
  switch (assertion.right_case()) {
    case v1::Assertion::kExpected:
      CheckPrinted(assertion, violations);
      break;
    case v1::Assertion::kTerm:
      CheckTerm(assertion.term(), claim, violations.At("term"));
      if (assertion.has_decimals()) {
        violations.Add("decimals", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                       "It is set beside a term; only a printed number has decimals.");
      }
      break;
    default:
      violations.Add("expected", common::v1::ERROR_REASON_FIELD_REQUIRED,
                     "The other number is not set; set expected or term.");
  }
  CheckEnum("wording", assertion.wording(), Presence::kOptional, violations);
  const bool has_wording = assertion.wording() != v1::WORDING_UNSPECIFIED;
  if (has_wording && (assertion.right_case() != v1::Assertion::kExpected ||
                      assertion.relation() != v1::RELATION_EQUAL)) {
    violations.Add("wording", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It is set beside another relation or a term; only a printed number that the "
                   "computed one is to equal has a wording.");
  }
}

void CheckAssertion(const v1::Assertion& assertion, const v1::Claim& claim,
                    const Violations& violations) {
  if (assertion.has_left()) {
    CheckTerm(assertion.left(), claim, violations.At("left"));
  } else {
    violations.Add("left", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is not set; say what is computed.");
  }
  CheckEnum("relation", assertion.relation(), Presence::kRequired, violations);
  CheckRight(assertion, claim, violations);
  CheckUnit("unit", assertion.unit(), Presence::kOptional, violations);
}

}  // namespace

void CheckClaim(const v1::Claim& claim, const Violations& violations) {
  CheckPeriod("period", claim.period(), Presence::kRequired, violations);
  CheckTexts("statements", claim.statements(), Presence::kRequired, violations);
  CheckProvenance("provenance", claim.provenance(), violations);
  CheckTexts("not_expressible", claim.not_expressible(), Presence::kOptional, violations);
  if (claim.assertions().empty() && claim.not_expressible().empty()) {
    violations.Add("assertions", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "There is none; say what must be true, or in not_expressible why that has no "
                   "form.");
  }
  if (!claim.assertions().empty() && !claim.not_expressible().empty()) {
    violations.Add("not_expressible", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It is set beside assertions; leave out one of the two.");
  }
  if (claim.assertions_size() > kMostAssertions) {
    violations.Add(
        "assertions", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(claim.assertions_size(), " are given; at most ", kMostAssertions, " may be."));
  }
  for (int i = 0; i < claim.assertions_size(); ++i) {
    CheckAssertion(claim.assertions(i), claim, violations.At("assertions", static_cast<size_t>(i)));
  }
}

}  // namespace tertial::gateway
