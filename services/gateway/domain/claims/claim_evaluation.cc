#include "services/gateway/domain/claims/claim_evaluation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "common/facts/texts.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/gateway/domain/claims/claim_remarks.h"
#include "services/gateway/domain/claims/term_evaluation.h"
#include "services/gateway/domain/claims/wording.h"

namespace tertial::gateway {
namespace {

// A number as it is printed.
struct Printed {
  Rational number;
  int decimals;
};

Printed PrintedIn(const v1::Assertion& assertion) {
  // It has passed CheckClaim.
  const Decimal expected = *Decimal::Parse(assertion.expected());
  return {Rational(expected), assertion.has_decimals() ? assertion.decimals() : expected.scale()};
}

NumberSpan TrueNumbers(const v1::Assertion& assertion, const Printed& printed) {
  return assertion.relation() == v1::RELATION_EQUAL
             ? NumbersPrintedAs(assertion.wording(), printed.number, printed.decimals)
             : NumbersInRelation(assertion.relation(), printed.number);
}

bool IsPrintedExactly(const v1::Assertion& assertion) {
  return assertion.relation() == v1::RELATION_EQUAL &&
         (assertion.wording() == v1::WORDING_EXACT ||
          assertion.wording() == v1::WORDING_UNSPECIFIED);
}

// How an assertion stands to the numbers that are known in part.
struct Truth {
  bool holds = false;
  // It holds for some of the numbers that the result may be, and not for others.
  bool is_uncertain = false;
};

Truth TruthOf(const NumberSpan& true_numbers, const Range& range) {
  const bool meets = true_numbers.Meets(range);
  return {.holds = meets, .is_uncertain = meets && !true_numbers.Covers(range)};
}

class Evaluator {
 public:
  Evaluator(const v1::Claim& claim, const FactSet& facts, const AreaRegistry& areas,
            FindClaim find_claim)
      : claim_(claim), facts_(facts), areas_(areas), find_claim_(find_claim) {}

  v1::ClaimResult Run() {
    result_.set_claim(claim_.name());
    if (claim_.assertions().empty()) {
      result_.set_verdict(v1::CLAIM_VERDICT_NOT_EXPRESSIBLE);
      result_.set_reason(ChooseText(claim_.not_expressible(), "en").text());
      return std::move(result_);
    }
    for (const v1::Assertion& assertion : claim_.assertions()) {
      *result_.add_assertions() =
          assertion.has_term() ? AgainstTerm(assertion) : AgainstPrinted(assertion);
    }
    SetVerdict();
    return std::move(result_);
  }

 private:
  v1::AssertionResult AgainstPrinted(const v1::Assertion& assertion) {
    const Printed printed = PrintedIn(assertion);
    const TermOperands operands = ResolveOperands(assertion.left(), claim_, facts_, find_claim_);
    int decimals = std::max(printed.decimals, 0);
    if (!IsPrintedExactly(assertion)) {
      decimals = std::max(decimals, DecimalsToShow(assertion.left(), operands));
    }
    TermNumber left = ComputeTerm(assertion.left(), operands, assertion.unit(), decimals);
    v1::AssertionResult result;
    *result.mutable_left() = std::move(left.computed);
    if (left.range.has_value()) {
      Conclude(TruthOf(TrueNumbers(assertion, printed), *left.range), operands.figures, result);
    }
    return result;
  }

  v1::AssertionResult AgainstTerm(const v1::Assertion& assertion) {
    TermOperands left_operands = ResolveOperands(assertion.left(), claim_, facts_, find_claim_);
    const TermOperands right_operands =
        ResolveOperands(assertion.term(), claim_, facts_, find_claim_);
    const int decimals = std::max(DecimalsToShow(assertion.left(), left_operands),
                                  DecimalsToShow(assertion.term(), right_operands));
    TermNumber left = ComputeTerm(assertion.left(), left_operands, assertion.unit(), decimals);
    TermNumber right = ComputeTerm(assertion.term(), right_operands, assertion.unit(), decimals);
    v1::AssertionResult result;
    *result.mutable_left() = std::move(left.computed);
    *result.mutable_right() = std::move(right.computed);
    if (left.range.has_value() && right.range.has_value()) {
      const Range difference{left.range->low - right.range->high,
                             left.range->high - right.range->low};
      std::vector<UsedFigure> figures = std::move(left_operands.figures);
      figures.insert(figures.end(), right_operands.figures.begin(), right_operands.figures.end());
      Conclude(TruthOf(NumbersInRelation(assertion.relation(), Rational()), difference), figures,
               result);
    }
    return result;
  }

  void Conclude(const Truth& truth, const std::vector<UsedFigure>& figures,
                v1::AssertionResult& result) {
    result.set_holds(truth.holds);
    for (v1::BasisRemark& remark : FindRemarks(figures, facts_, areas_)) {
      AddRemark(std::move(remark));
    }
    if (!truth.is_uncertain) return;
    std::vector<std::string> rounded;
    for (const UsedFigure& figure : figures) {
      if (!figure.cell.rounded_to().empty()) rounded.push_back(figure.fact->name);
    }
    AddRemark(MakeRemark(v1::BASIS_ISSUE_ROUNDED, std::move(rounded),
                         "With the figures as they are rounded it may be true or not."));
  }

  // Unless another assertion has told the same.
  void AddRemark(v1::BasisRemark remark) {
    if (told_.insert(remark.SerializeAsString()).second) {
      *result_.add_remarks() = std::move(remark);
    }
  }

  void SetVerdict() {
    const auto& assertions = result_.assertions();
    const auto is_refuted = [](const v1::AssertionResult& assertion) {
      return assertion.has_holds() && !assertion.holds();
    };
    const auto open =
        std::find_if(assertions.begin(), assertions.end(),
                     [](const v1::AssertionResult& assertion) { return !assertion.has_holds(); });
    if (std::any_of(assertions.begin(), assertions.end(), is_refuted)) {
      result_.set_verdict(v1::CLAIM_VERDICT_REFUTED);
    } else if (open != assertions.end()) {
      result_.set_verdict(v1::CLAIM_VERDICT_NOT_COMPUTABLE);
      result_.set_reason(open->left().has_not_computable()
                             ? open->left().not_computable().detail()
                             : open->right().not_computable().detail());
    } else {
      result_.set_verdict(v1::CLAIM_VERDICT_CONFIRMED);
    }
  }

  const v1::Claim& claim_;
  const FactSet& facts_;
  const AreaRegistry& areas_;
  FindClaim find_claim_;
  v1::ClaimResult result_;
  std::set<std::string> told_;
};

}  // namespace

v1::ClaimResult EvaluateClaim(const v1::Claim& claim, const FactSet& facts,
                              const AreaRegistry& areas, FindClaim find_claim) {
  return Evaluator(claim, facts, areas, find_claim).Run();
}

}  // namespace tertial::gateway
