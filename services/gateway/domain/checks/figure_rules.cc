#include "services/gateway/domain/checks/figure_rules.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/gateway/domain/checks/checked_figure.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/linear_form.h"
#include "services/gateway/domain/checks/places.h"

namespace tertial::gateway {
namespace {

using common::v1::Formula;
using google::protobuf::RepeatedPtrField;

// A mean or a ratio is shown with so many decimals more than the figure that is held against it.
constexpr int kMoreDecimals = 2;

const Rational kHundred = Rational::FromInt(100);

// A rule in one period, with all that it names.
class RuleInPeriod {
 public:
  RuleInPeriod(const v1::CheckRule& rule, const CheckContext& context, const Period& period,
               FindingList& findings)
      : rule_(rule), context_(context), period_(period), findings_(findings) {}

  // Returns whether there is something to ask: the figure is stated in the period.
  bool Ask() {
    RepeatedPtrField<v1::FigureTemplate> templates;
    *templates.Add() = rule_.figure();
    const NamedFigures stated = FindFigures(context_, templates, period_);
    others_ = FindFigures(context_, OtherTemplates(), period_);
    // A mean is stated for its last period only.
    if (!stated.is_any_recorded) return false;
    const bool is_computable = stated.is_whole && others_.is_whole && HaveOneBasis(stated);
    findings_.Asked(rule_.name(), is_computable);
    if (!is_computable) return true;
    figure_ = stated.figures.front();
    Compare();
    return true;
  }

  // Whether anything is recorded that the figure must agree with.
  bool are_others_recorded() const { return others_.is_any_recorded; }

 private:
  // Those of the rule; of a mean one for each of its periods.
  RepeatedPtrField<v1::FigureTemplate> OtherTemplates() const {
    if (rule_.kind() != v1::RULE_KIND_MEAN_OF_PERIODS) return rule_.others();
    RepeatedPtrField<v1::FigureTemplate> templates;
    for (int back = rule_.periods() - 1; back >= 0; --back) {
      *templates.Add() = rule_.others(0);
      templates[templates.size() - 1].set_offset(rule_.others(0).offset() - back);
    }
    return templates;
  }

  // Figures in the prices of a later year are no figures as they were paid.
  bool HaveOneBasis(const NamedFigures& stated) const {
    std::vector<const CheckedFigure*> all;
    for (const CheckedFigure& figure : stated.figures) all.push_back(&figure);
    for (const CheckedFigure& figure : others_.figures) all.push_back(&figure);
    const auto same = [&](bool CheckedFigure::*flag) {
      return std::all_of(all.begin(), all.end(), [&](const CheckedFigure* figure) {
        return figure->*flag == all.front()->*flag;
      });
    };
    return same(&CheckedFigure::is_need_adjusted) && same(&CheckedFigure::is_deflated);
  }

  void Compare() {
    switch (rule_.kind()) {
      case v1::RULE_KIND_SAME_FACT:
      case v1::RULE_KIND_CARRIED_OVER:
        for (const CheckedFigure& other : others_.figures) CompareWith(other);
        return;
      case v1::RULE_KIND_PARTS_AND_TOTAL:
        CompareParts();
        return;
      case v1::RULE_KIND_MEAN_OF_PERIODS:
        CompareMean();
        return;
      case v1::RULE_KIND_BALANCE:
        CompareBalance();
        return;
      case v1::RULE_KIND_RATIO:
        CompareRatio();
        return;
      case v1::RULE_KIND_COMPLEMENTARY:
        CompareComplements();
        return;
      default:
        return;
    }
  }

  void CompareWith(const CheckedFigure& other) {
    LinearForm form(Rational::FromInt(1));
    form.AddToTop(other);
    const bool is_same = rule_.kind() == v1::RULE_KIND_SAME_FACT;
    Judge(form, common::v1::FORMULA_VALUE, other.decimals, figure_.counted,
          [&](const v1::Finding& finding) {
            return absl::StrCat(Called(finding.places(1)), " is ", finding.computed().value(),
                                ", and ", Called(finding.places(0)), " is ", finding.stated(),
                                is_same ? ": both are the same fact." : ", which is carried over.");
          });
  }

  void CompareParts() {
    LinearForm form(Rational::FromInt(1));
    for (const CheckedFigure& part : others_.figures) form.AddToTop(part);
    Judge(form, common::v1::FORMULA_SUM, SumDecimals(), figure_.counted,
          [&](const v1::Finding& finding) {
            return absl::StrCat("The parts of ", Called(finding.places(0)), " add up to ",
                                finding.computed().value(),
                                rule_.exhaustive() ? ", and it is " : ", more than the whole, ",
                                finding.stated(), ".");
          });
  }

  void CompareMean() {
    LinearForm form(Rational::FromInt(1) / Rational::FromInt(rule_.periods()));
    for (const CheckedFigure& one : others_.figures) form.AddToTop(one);
    Judge(form, common::v1::FORMULA_MEAN, figure_.decimals + kMoreDecimals, figure_.rounding,
          [&](const v1::Finding& finding) {
            return absl::StrCat("The mean of ", rule_.periods(), " periods is ",
                                finding.computed().value(), ", and ", Called(finding.places(0)),
                                " is ", finding.stated(), ".");
          });
  }

  void CompareBalance() {
    LinearForm form(Rational::FromInt(1));
    bool is_sum = true;
    for (size_t i = 0; i < others_.figures.size(); ++i) {
      const bool subtracted = rule_.others(others_.templates[i]).subtracted();
      form.AddToTop(others_.figures[i], subtracted ? -1 : 1);
      is_sum &= !subtracted;
    }
    Judge(form, is_sum ? common::v1::FORMULA_SUM : common::v1::FORMULA_EXPRESSION, SumDecimals(),
          figure_.counted, [&](const v1::Finding& finding) {
            return absl::StrCat("What makes up ", Called(finding.places(0)), " comes to ",
                                finding.computed().value(), ", and it is ", finding.stated(), ".");
          });
  }

  void CompareRatio() {
    LinearForm form(kHundred);
    const bool is_marked = std::any_of(rule_.others().begin(), rule_.others().end(),
                                       [](const auto& other) { return other.divisor(); });
    for (size_t i = 0; i < others_.figures.size(); ++i) {
      const v1::FigureTemplate& other = rule_.others(others_.templates[i]);
      const int sign = other.subtracted() ? -1 : 1;
      if (is_marked ? other.divisor() : i == 1) {
        form.AddToBottom(others_.figures[i], sign);
      } else {
        form.AddToTop(others_.figures[i], sign);
      }
    }
    Judge(form, is_marked ? common::v1::FORMULA_EXPRESSION : common::v1::FORMULA_SHARE,
          figure_.decimals + kMoreDecimals, figure_.rounding, [&](const v1::Finding& finding) {
            return absl::StrCat(Called(finding.places(0)), " is ", finding.stated(),
                                ", and from the figures that it is a ratio of it is ",
                                finding.computed().value(), ".");
          });
  }

  void CompareComplements() {
    LinearForm form(Rational::FromInt(1));
    form.AddToTop(figure_);
    for (const CheckedFigure& other : others_.figures) {
      if (!IsFigure(other)) form.AddToTop(other);
    }
    Judge(
        form, common::v1::FORMULA_SUM, SumDecimals(), {kHundred, kHundred},
        [&](const v1::Finding& finding) {
          return absl::StrCat(Called(finding.places(0)), " and what completes it add up to ",
                              finding.computed().value(), ", not to 100.");
        },
        "100");
  }

  // ".*" may stand for the figure as well.
  bool IsFigure(const CheckedFigure& figure) const {
    return figure.name() == figure_.name() && figure.operand.field() == figure_.operand.field();
  }

  int SumDecimals() const {
    int decimals = figure_.decimals;
    for (const CheckedFigure& other : others_.figures) {
      decimals = std::max(decimals, other.decimals);
    }
    return decimals;
  }

  // Adds a finding where the form contradicts the figure, or `stated` where that is set.
  template <typename Sentence>
  void Judge(const LinearForm& form, Formula formula, int decimals, const Range& stated_range,
             const Sentence& sentence, const std::string& stated = "") {
    const std::optional<Rational> result = form.Result();
    const std::optional<Range> range = form.Between(&CheckedFigure::counted);
    // Over a divisor of zero, or one that may be zero, nothing is claimed.
    if (!result.has_value() || !range.has_value()) return;
    const Comparison comparison{
        .computed = *result,
        .computed_range = *range,
        .stated = stated.empty() ? figure_.value : kHundred,
        .stated_range = stated_range,
        .is_limit = rule_.kind() == v1::RULE_KIND_PARTS_AND_TOTAL && !rule_.exhaustive()};
    if (!Contradict(comparison, rule_.tolerance())) return;
    const common::v1::Computed computed = form.ComputedAs(formula, figure_.unit, decimals);
    if (!computed.has_value()) return;
    v1::Finding finding = FindingOf(rule_, period_);
    AddPlace(figure_, finding);
    for (const CheckedFigure& figure : form.figures()) {
      if (!IsFigure(figure)) AddPlace(figure, finding);
    }
    SetNumbers(computed, stated.empty() ? figure_.operand.cell().value() : stated, finding);
    finding.set_detail(sentence(finding));
    findings_.Add(std::move(finding));
  }

  void AddPlace(const CheckedFigure& figure, v1::Finding& finding) const {
    *finding.add_places() = PlaceOf(context_.facts, figure.name(), figure.operand.field());
  }

  const v1::CheckRule& rule_;
  const CheckContext& context_;
  const Period& period_;
  FindingList& findings_;
  NamedFigures others_;
  CheckedFigure figure_;
};

}  // namespace

void AskCheckRule(const v1::CheckRule& rule, const CheckContext& context, FindingList& findings) {
  findings.Mention(rule.name());
  if (rule.kind() == v1::RULE_KIND_LABEL_AGAINST_SERIES) {
    AskLabelRule(rule, context, findings);
    return;
  }
  bool is_asked = false;
  bool are_others_recorded = false;
  for (const Period& period : context.periods) {
    RuleInPeriod in_period(rule, context, period, findings);
    is_asked |= in_period.Ask();
    are_others_recorded |= in_period.are_others_recorded();
  }
  // A figure that is stated in no period is missed only where there is what it must agree with.
  if (!is_asked && are_others_recorded) findings.Asked(rule.name(), false);
}

std::set<std::string> NamesInRulesOfOtherAreas(absl::Span<const v1::CheckRule> rules,
                                               const std::string& area_id,
                                               absl::Span<const std::string> area_ids,
                                               absl::Span<const Period> periods) {
  std::set<std::string> names;
  const std::string own = absl::StrCat("areas/", area_id, "/");
  const auto add = [&](const v1::FigureTemplate& figure, const std::string& area,
                       const Period& period) {
    if (StandsForAll(figure)) return;
    std::string name = NameFor(figure, area, period);
    if (absl::StartsWith(name, "areas/") && !absl::StartsWith(name, own)) {
      names.insert(std::move(name));
    }
  };
  for (const v1::CheckRule& rule : rules) {
    const bool is_of_all = rule.kind() == v1::RULE_KIND_LABEL_AGAINST_SERIES;
    for (const Period& period : periods) {
      for (const std::string& area : is_of_all ? area_ids : absl::MakeConstSpan(&area_id, 1)) {
        add(rule.figure(), area, period);
        for (const v1::FigureTemplate& other : rule.others()) add(other, area, period);
      }
    }
  }
  return names;
}

}  // namespace tertial::gateway
