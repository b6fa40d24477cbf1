// LABEL_AGAINST_SERIES: a figure that may bear the label of its complement.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "services/gateway/domain/checks/checked_figure.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/figure_rules.h"
#include "services/gateway/domain/checks/places.h"

namespace tertial::gateway {
namespace {

const Rational kHundred = Rational::FromInt(100);

// A figure beside the one in doubt, and what it says that figures of that label are.
struct Beside {
  CheckedFigure figure;
  bool is_complement = false;

  Rational by_label() const { return is_complement ? kHundred - figure.value : figure.value; }
};

// The areas whose facts are there.
std::set<std::string> AreasOf(const FactSet& facts) {
  std::set<std::string> areas;
  facts.VisitBelow("areas/", [&](const Fact& fact) {
    const std::vector<absl::string_view> ids = absl::StrSplit(fact.name, '/');
    areas.insert(std::string(ids[1]));
  });
  return areas;
}

common::v1::Computed ByLabel(const Beside& beside) {
  const std::vector<common::v1::Operand> operands = {beside.figure.operand};
  if (!beside.is_complement) {
    return Compute(common::v1::FORMULA_VALUE, operands, beside.figure.unit, beside.figure.decimals);
  }
  std::optional<Range> range;
  if (IsUncertain(operands.front())) {
    if (const std::optional<Range> of = RangeOf(operands.front()); of.has_value()) {
      range = Range{kHundred - of->high, kHundred - of->low};
    }
  }
  common::v1::Computed computed =
      ComputedAs(common::v1::FORMULA_EXPRESSION, operands, beside.figure.unit,
                 beside.figure.decimals, beside.by_label(), range);
  computed.set_expression("100 - x1");
  return computed;
}

class LabelRule {
 public:
  LabelRule(const v1::CheckRule& rule, const CheckContext& context, FindingList& findings)
      : rule_(rule),
        context_(context),
        findings_(findings),
        areas_(AreasOf(context.facts)),
        near_(*Decimal::Parse(rule.tolerance())) {}

  void Ask(const Period& period) {
    std::set<std::string> names;
    for (const std::string& area : areas_) names.insert(NameFor(rule_.figure(), area, period));
    for (const std::string& name : names) {
      const std::optional<CheckedFigure> figure =
          FindFigure(context_.facts, name, rule_.figure().field());
      if (figure.has_value()) AskOf(*figure, period);
    }
  }

 private:
  std::vector<Beside> FiguresBeside(const CheckedFigure& figure, const Period& period) const {
    std::vector<Beside> beside;
    std::set<std::string> seen = {figure.name()};
    for (int i = 0; i < rule_.others_size(); ++i) {
      for (const std::string& area : areas_) {
        const std::string name = NameFor(rule_.others(i), area, period);
        if (!seen.insert(name).second) continue;
        std::optional<CheckedFigure> found =
            FindFigure(context_.facts, name, rule_.others(i).field());
        if (found.has_value()) beside.push_back({*std::move(found), i == 1});
      }
    }
    return beside;
  }

  void AskOf(const CheckedFigure& figure, const Period& period) {
    const std::vector<Beside> beside = FiguresBeside(figure, period);
    findings_.Asked(rule_.name(), !beside.empty());
    if (beside.empty()) return;
    const Beside* nearest = nullptr;
    Rational least;
    for (const Beside& one : beside) {
      const Rational from_complement = (figure.value - (kHundred - one.by_label())).Abs();
      if ((figure.value - one.by_label()).Abs() <= near_ || from_complement > near_) return;
      if (nearest == nullptr || from_complement < least) {
        nearest = &one;
        least = from_complement;
      }
    }
    Add(figure, beside, *nearest, period);
  }

  void Add(const CheckedFigure& figure, const std::vector<Beside>& beside, const Beside& nearest,
           const Period& period) {
    v1::Finding finding = FindingOf(rule_, period);
    *finding.add_places() = PlaceOf(context_.facts, figure.name(), figure.operand.field());
    for (const Beside& one : beside) {
      *finding.add_places() =
          PlaceOf(context_.facts, one.figure.name(), one.figure.operand.field());
    }
    SetNumbers(ByLabel(nearest), figure.operand.cell().value(), finding);
    finding.set_detail(absl::StrCat(
        Called(finding.places(0)), " is ", finding.stated(), "; by the figures beside it, about ",
        finding.computed().value(), " would be expected, and ", finding.stated(),
        " lies near what completes that to 100: it may bear the wrong label."));
    findings_.Add(std::move(finding));
  }

  const v1::CheckRule& rule_;
  const CheckContext& context_;
  FindingList& findings_;
  const std::set<std::string> areas_;
  const Rational near_;
};

}  // namespace

void AskLabelRule(const v1::CheckRule& rule, const CheckContext& context, FindingList& findings) {
  LabelRule label_rule(rule, context, findings);
  for (const Period& period : context.periods) label_rule.Ask(period);
}

}  // namespace tertial::gateway
