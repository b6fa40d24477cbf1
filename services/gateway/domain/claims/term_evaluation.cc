#include "services/gateway/domain/claims/term_evaluation.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/expression.h"
#include "common/facts/formulas.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"
#include "services/gateway/domain/claims/fact_counts.h"
#include "services/gateway/domain/claims/term_formulas.h"
#include "services/gateway/domain/fact_names.h"

namespace tertial::gateway {
namespace {

using common::v1::Cell;
using common::v1::Computed;
using common::v1::Operand;

constexpr int kMostDecimals = 10;

Refusal UnknownFact(absl::string_view what, absl::string_view is) {
  return {common::v1::NOT_COMPUTABLE_REASON_UNKNOWN_FACT, absl::StrCat(what, " ", is, ".")};
}

Refusal Unavailable(absl::string_view service, absl::string_view what) {
  return {common::v1::NOT_COMPUTABLE_REASON_SERVICE_UNAVAILABLE,
          absl::StrCat("The ", service, " service, which holds ", what, ", did not answer.")};
}

// Whether what a name that nothing is recorded under is about is known: the resource that it lies
// below, the definition of an indicator, or others of the same id but for what follows "~", as
// "all~2009" beside "all~2023".
bool IsAboutSomethingKnown(const FactSet& facts, absl::string_view name) {
  const absl::string_view parent = ParentOfName(name);
  const absl::string_view area = AreaOfName(parent);
  if (facts.Find(parent) != nullptr) return true;
  if (!area.empty() && parent.size() > area.size() + 7 &&
      facts.Find(parent.substr(area.size() + 7)) != nullptr) {
    return true;
  }
  const size_t id = name.rfind('/') + 1;
  const size_t end = name.find('~', id);
  bool has_others = false;
  if (end != absl::string_view::npos) {
    facts.VisitBelow(name.substr(0, end + 1), [&has_others](const Fact&) { has_others = true; });
  }
  return has_others;
}

class Resolver {
 public:
  Resolver(const v1::Claim& claim, const FactSet& facts, FindClaim find_claim)
      : claim_(claim), facts_(facts), find_claim_(find_claim) {}

  TermOperands Resolve(const v1::Term& term) {
    for (const v1::ClaimOperand& operand : term.operands()) {
      result_.operands.push_back(Resolve(operand));
    }
    return std::move(result_);
  }

 private:
  Operand Resolve(const v1::ClaimOperand& operand) {
    switch (operand.operand_case()) {
      case v1::ClaimOperand::kFact:
        return ResolveFact(operand.fact());
      case v1::ClaimOperand::kClaim:
        return ResolveClaim(operand.claim());
      case v1::ClaimOperand::kCount:
        return ResolveCount(operand.count());
      default:
        return MakeConstant(claim_.name(), operand.constant());
    }
  }

  // Keeps the first reason.
  void Refuse(Refusal refusal) {
    if (!result_.refusal.has_value()) result_.refusal = std::move(refusal);
  }

  // The fact with its message; nullptr where there is none, and then why, unless what it is about
  // is known.
  const Fact* Find(const std::string& name) {
    const Fact* fact = facts_.Find(name);
    if (fact != nullptr && fact->message != nullptr) return fact;
    const absl::string_view service = ServiceOfName(name);
    if (fact != nullptr) {
      Refuse(UnknownFact(name, "is of a kind that is not known here"));
    } else if (service.empty()) {
      Refuse(UnknownFact(name, "is no name that a data service gives"));
    } else if (facts_.ReadAt(service) == nullptr) {
      Refuse(Unavailable(service, name));
    } else if (!IsAboutSomethingKnown(facts_, name)) {
      Refuse(UnknownFact(name, absl::StrCat("names nothing that the ", service, " service knows")));
    }
    return nullptr;
  }

  Operand ResolveFact(const v1::FactKey& key) {
    const Fact* fact = Find(key.name());
    if (fact == nullptr) return MakeOperand(key.name(), nullptr, key.field());
    const std::optional<FactNumber> number = NumberOf(*fact->message, key.field());
    if (!number.has_value()) {
      Refuse(UnknownFact(key.name(), key.field().empty()
                                         ? "has no number, or several, and no field is named"
                                         : absl::StrCat("has no field ", Quoted(key.field()),
                                                        " that holds a number")));
      return MakeOperand(key.name(), nullptr, key.field());
    }
    Operand operand = MakeOperand(key.name(), number->cell.get(), key.field());
    operand.set_revision(fact->revision);
    if (operand.cell().content_case() == Cell::kValue) {
      result_.figures.push_back({fact, key.field(), operand.cell()});
    }
    return operand;
  }

  Operand ResolveClaim(const std::string& name) {
    const v1::Claim* claim = find_claim_(name);
    if (claim == nullptr) {
      Refuse(UnknownFact(name, "is not recorded"));
    } else if (claim->assertions_size() > 0 && claim->assertions(0).has_expected()) {
      return MakeConstant(name, claim->assertions(0).expected());
    }
    // One that prints no number is a gap.
    return MakeOperand(name, nullptr);
  }

  Operand ResolveCount(const v1::FactCount& count) {
    if (!count.has_list()) {
      const absl::string_view service = ServiceOfKind(count.kind());
      if (facts_.ReadAt(service) == nullptr) {
        Refuse(Unavailable(service, absl::StrCat("the resources of ", count.kind())));
        return MakeOperand(claim_.name(), nullptr, count.kind());
      }
      return CountOperand(
          claim_.name(), count.kind(),
          CountResources(facts_, count.kind(), AreaOfName(claim_.name()), count.conditions()));
    }
    const v1::FactKey& list = count.list();
    const Fact* fact = Find(list.name());
    if (fact == nullptr) return MakeOperand(list.name(), nullptr, list.field());
    const std::optional<int64_t> elements =
        CountElements(*fact->message, list.field(), count.conditions());
    if (!elements.has_value()) {
      Refuse(UnknownFact(list.name(), absl::StrCat("has no list ", Quoted(list.field()))));
      return MakeOperand(list.name(), nullptr, list.field());
    }
    Operand operand = CountOperand(list.name(), list.field(), *elements);
    operand.set_revision(fact->revision);
    return operand;
  }

  static Operand CountOperand(absl::string_view name, absl::string_view field, int64_t count) {
    Cell cell;
    cell.set_value(absl::StrCat(count));
    return MakeOperand(name, &cell, field);
  }

  const v1::Claim& claim_;
  const FactSet& facts_;
  FindClaim find_claim_;
  TermOperands result_;
};

// Without breaks, which keep no claim from being computed.
std::vector<Operand> WithoutBreaks(std::vector<Operand> operands) {
  for (Operand& operand : operands) {
    if (!operand.has_cell()) continue;
    auto& flags = *operand.mutable_cell()->mutable_flags();
    flags.erase(std::remove(flags.begin(), flags.end(), common::v1::FLAG_BREAK_IN_SERIES),
                flags.end());
  }
  return operands;
}

// The number before any rounding. `expression` is nullptr but for FORMULA_EXPRESSION.
Rational ExactOf(const Computed& computed, const Expression* expression,
                 const std::vector<Operand>& operands) {
  if (computed.formula() == common::v1::FORMULA_COUNT) {
    return Rational(*Decimal::Parse(computed.value()));
  }
  std::vector<Rational> values;
  for (const Operand& operand : operands) {
    values.push_back(Rational(*Decimal::Parse(operand.cell().value())));
  }
  const FormulaResult result = expression != nullptr
                                   ? Evaluate(*expression, values)
                                   : Evaluate(computed.formula(), operands, values);
  return std::get<Evaluation>(result).result;
}

Range RangeAround(const Computed& computed, const Rational& exact) {
  if (!computed.has_interval()) return {exact, exact};
  return {*Rational::Parse(computed.interval().unrounded_low()),
          *Rational::Parse(computed.interval().unrounded_high())};
}

bool OnlyAdds(common::v1::Formula formula) {
  using enum common::v1::Formula;
  switch (formula) {
    case FORMULA_VALUE:
    case FORMULA_SUM:
    case FORMULA_DIFFERENCE:
    case FORMULA_DISTANCE:
    case FORMULA_PERCENTAGE_POINTS:
    case FORMULA_GAP:
    case FORMULA_COUNT:
      return true;
    default:
      return false;
  }
}

}  // namespace

TermOperands ResolveOperands(const v1::Term& term, const v1::Claim& claim, const FactSet& facts,
                             FindClaim find_claim) {
  return Resolver(claim, facts, find_claim).Resolve(term);
}

TermNumber ComputeTerm(const v1::Term& term, const TermOperands& operands, absl::string_view unit,
                       int decimals) {
  TermNumber number;
  std::optional<Expression> expression;
  if (term.formula() == common::v1::FORMULA_EXPRESSION) {
    // It has passed CheckClaim.
    expression = *ParseTermExpression(term.expression(), operands.operands.size());
  }
  const std::vector<Operand> unbroken = WithoutBreaks(operands.operands);
  if (operands.refusal.has_value()) {
    number.computed =
        NotComputable(term.formula(), {}, unit, operands.refusal->reason, operands.refusal->detail);
    number.computed.set_decimals(decimals);
    number.computed.set_expression(term.expression());
  } else if (expression.has_value()) {
    number.computed = ComputeExpression(*expression, term.expression(), unbroken, unit, decimals);
  } else {
    number.computed = Compute(term.formula(), unbroken, unit, decimals);
  }
  if (number.computed.has_value()) {
    number.exact =
        ExactOf(number.computed, expression.has_value() ? &*expression : nullptr, unbroken);
    number.range = RangeAround(number.computed, *number.exact);
  }
  // As they were read.
  number.computed.mutable_operands()->Assign(operands.operands.begin(), operands.operands.end());
  return number;
}

int DecimalsToShow(const v1::Term& term, const TermOperands& operands) {
  constexpr int kMore = 2;
  const int decimals = DecimalsOf(operands.operands);
  return std::min(OnlyAdds(term.formula()) ? decimals : decimals + kMore, kMostDecimals);
}

}  // namespace tertial::gateway
