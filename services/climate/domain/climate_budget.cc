#include "services/climate/domain/climate_budget.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/computed.h"
#include "common/types/rational.h"
#include "services/climate/domain/target_path.h"
#include "services/climate/domain/units.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

constexpr char kCurrency[] = "nok";

// An amount that a measure states, in `unit`.
Computed InUnit(const v1::ClimateMeasure& measure, const std::string& field,
                const common::v1::Cell& amount, absl::string_view stated_in,
                absl::string_view unit) {
  const Operand stated = MakeOperand(measure.name(), &amount, field);
  if (stated_in == unit) {
    return Compute(common::v1::FORMULA_SUM, {stated}, unit, tertial::DecimalsOf({stated}));
  }
  // Stored measures have passed CheckClimateMeasure, so the units convert; by powers of ten.
  const Operand factor =
      MakeConstant(measure.name(), ConversionFactor(stated_in, unit)->FormatSignificant());
  return Compute(common::v1::FORMULA_PRODUCT, {stated, factor}, unit,
                 tertial::DecimalsOf({stated}) + tertial::DecimalsOf({factor}));
}

template <typename Elements>
int PositionOf(const Elements& elements, const std::string& period) {
  const auto found = std::find_if(elements.begin(), elements.end(),
                                  [&](const auto& element) { return element.period() == period; });
  return found == elements.end() ? -1 : static_cast<int>(found - elements.begin());
}

// A sum of numbers that are computed themselves.
class Sum {
 public:
  void Add(Operand operand, int decimals) {
    decimals_ = std::max(decimals_, decimals);
    operands_.push_back(std::move(operand));
  }
  bool empty() const { return operands_.empty(); }
  std::vector<Operand>& operands() { return operands_; }
  Computed Total(absl::string_view unit) const {
    return Compute(common::v1::FORMULA_SUM, operands_, unit, decimals_);
  }

 private:
  std::vector<Operand> operands_;
  int decimals_ = 0;
};

// One end of the effects.
enum class End { kLeast, kMost };

// A measure of the budget.
struct Entry {
  const v1::ClimateMeasure* measure = nullptr;
  v1::MeasureContribution contribution;
  bool quantified = false;

  const Computed& effect(End end) const {
    return end == End::kLeast ? contribution.effect_least() : contribution.effect_most();
  }
  bool counts(End end) const {
    return end == End::kLeast ? contribution.counts_in_least() : contribution.counts_in_most();
  }
  void set_counts(End end) {
    end == End::kLeast ? contribution.set_counts_in_least(true)
                       : contribution.set_counts_in_most(true);
  }
  Operand EffectOperand(End end) const {
    Operand operand = OperandOf(measure->name(), effect(end));
    operand.set_field(effect(end).operands(0).field());
    return operand;
  }
};

class Assembler {
 public:
  Assembler(const BudgetFacts& facts, NamedMeasures named)
      : facts_(facts), named_(named), year_(facts.year.Format()) {
    for (const v1::ClimateMeasure& measure : facts.measures) {
      if (IsOfBudget(facts.target, measure)) entries_.push_back(EntryOf(measure));
    }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return std::make_tuple(a.measure->order(), a.measure->name()) <
             std::make_tuple(b.measure->order(), b.measure->name());
    });
  }

  v1::ClimateBudget Assemble() {
    budget_.set_target(facts_.target.name());
    budget_.set_inventory_release(facts_.release);
    budget_.set_period(year_);
    AddGroups();
    AddCounts();
    AddActionAreas();
    *budget_.mutable_level() = facts_.level;
    *budget_.mutable_reference() = Reference();
    *budget_.mutable_effect_least() = EffectOf(End::kLeast);
    *budget_.mutable_effect_most() = EffectOf(End::kMost);
    *budget_.mutable_gap_least() = Gap(budget_.effect_most(), "effect_most");
    *budget_.mutable_gap_most() = Gap(budget_.effect_least(), "effect_least");
    AddCosts();
    return std::move(budget_);
  }

 private:
  Entry EntryOf(const v1::ClimateMeasure& measure) const {
    Entry entry{.measure = &measure};
    v1::MeasureContribution& contribution = entry.contribution;
    contribution.set_measure(measure.name());
    contribution.set_overlap_group(measure.overlap_group());
    const int effect = PositionOf(measure.effects(), year_);
    entry.quantified = effect >= 0 && measure.effects(effect).has_range();
    if (entry.quantified) {
      const v1::EffectRange& range = measure.effects(effect).range();
      const std::string field = absl::StrCat("effects[", effect, "].range.");
      common::v1::Cell end;
      end.set_value(range.least());
      *contribution.mutable_effect_least() =
          InUnit(measure, field + "least", end, range.unit(), kEmissionUnit);
      end.set_value(range.most());
      *contribution.mutable_effect_most() =
          InUnit(measure, field + "most", end, range.unit(), kEmissionUnit);
    } else {
      const Computed unknown =
          NotComputable(common::v1::FORMULA_SUM, {MakeOperand(measure.name(), nullptr, "effects")},
                        kEmissionUnit, common::v1::NOT_COMPUTABLE_REASON_NOT_QUANTIFIED,
                        absl::StrCat(measure.name(), " has no quantified effect in ", year_, "."));
      *contribution.mutable_effect_least() = unknown;
      *contribution.mutable_effect_most() = unknown;
    }
    const int cost = PositionOf(measure.costs(), year_);
    if (cost >= 0) {
      *contribution.mutable_cost() =
          InUnit(measure, absl::StrCat("costs[", cost, "].amount"), measure.costs(cost).amount(),
                 measure.costs(cost).unit(), kCurrency);
    }
    return entry;
  }

  // The entry of a group that counts at an end: of those with the greatest effect the first in the
  // order of names.
  static Entry& Greatest(const std::vector<Entry*>& members, End end) {
    const auto number = [end](const Entry& entry) {
      return *Rational::Parse(entry.effect(end).unrounded());
    };
    return **std::max_element(members.begin(), members.end(), [&](const Entry* a, const Entry* b) {
      const Rational of_a = number(*a);
      const Rational of_b = number(*b);
      return of_a != of_b ? of_a < of_b : a->measure->name() > b->measure->name();
    });
  }

  // Tells the groups, and which entries count.
  void AddGroups() {
    std::map<std::string, std::vector<Entry*>> groups;
    for (Entry& entry : entries_) {
      if (!entry.quantified) continue;
      if (entry.measure->overlap_group().empty()) {
        entry.set_counts(End::kLeast);
        entry.set_counts(End::kMost);
      } else {
        groups[entry.measure->overlap_group()].push_back(&entry);
      }
    }
    for (const auto& [code, members] : groups) {
      Entry& least = Greatest(members, End::kLeast);
      Entry& most = Greatest(members, End::kMost);
      least.set_counts(End::kLeast);
      most.set_counts(End::kMost);
      v1::OverlapGroup& group = *budget_.add_overlap_groups();
      group.set_overlap_group(code);
      for (const Entry* const member : members) group.add_measures(member->measure->name());
      group.set_least_by(least.measure->name());
      group.set_most_by(most.measure->name());
    }
  }

  void AddCounts() {
    const int measures = static_cast<int>(entries_.size());
    const int quantified = static_cast<int>(std::count_if(
        entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.quantified; }));
    budget_.set_measure_count(measures);
    budget_.set_quantified_measure_count(quantified);
    budget_.set_other_measure_count(static_cast<int>(facts_.measures.size()) - measures);
    budget_.set_completeness(measures > 0 && quantified == measures ? v1::COMPLETENESS_COMPLETE
                                                                    : v1::COMPLETENESS_INCOMPLETE);
  }

  void AddActionAreas() {
    std::vector<std::string> order;
    std::map<std::string, std::vector<const Entry*>> by_area;
    for (const Entry& entry : entries_) {
      std::vector<const Entry*>& members = by_area[entry.measure->action_area()];
      if (members.empty()) order.push_back(entry.measure->action_area());
      members.push_back(&entry);
    }
    for (const std::string& id : order) {
      const std::vector<const Entry*>& members = by_area[id];
      v1::ActionAreaBudget area;
      area.set_action_area(id);
      *area.mutable_titles() = members.front()->measure->action_area_titles();
      for (const Entry* const entry : members) {
        if (entry->quantified) {
          area.set_quantified_measure_count(area.quantified_measure_count() + 1);
        }
        if (entry->quantified || named_ == NamedMeasures::kAll) {
          *area.add_measures() = entry->contribution;
        }
      }
      if (area.measures().empty()) continue;
      *area.mutable_effect_least() = EffectOf(End::kLeast, members, id);
      *area.mutable_effect_most() = EffectOf(End::kMost, members, id);
      *budget_.add_action_areas() = std::move(area);
    }
  }

  // What measures of one action area, not all of which count, reduce.
  Computed EffectOf(End end, const std::vector<const Entry*>& members,
                    const std::string& area) const {
    Sum sum;
    const Entry* quantified = nullptr;
    for (const Entry* const entry : members) {
      if (!entry->quantified) continue;
      if (quantified == nullptr) quantified = entry;
      if (entry->counts(end)) sum.Add(entry->EffectOperand(end), entry->effect(end).decimals());
    }
    if (quantified == nullptr) {
      return NotQuantified(absl::StrCat("None of the ", members.size(), " measures of ", area,
                                        " has a quantified effect in ", year_, "."));
    }
    // Measures of other action areas count in place of all of these.
    if (sum.empty()) sum.Add(MakeConstant(quantified->measure->name(), "0"), 0);
    return sum.Total(kEmissionUnit);
  }

  Computed EffectOf(End end) const {
    Sum sum;
    for (const Entry& entry : entries_) {
      if (entry.counts(end)) sum.Add(entry.EffectOperand(end), entry.effect(end).decimals());
    }
    if (sum.empty()) {
      return NotQuantified(absl::StrCat("None of the ", entries_.size(),
                                        " measures has a quantified effect in ", year_, "."));
    }
    return sum.Total(kEmissionUnit);
  }

  static Computed NotQuantified(absl::string_view detail) {
    return NotComputable(common::v1::FORMULA_SUM, {}, kEmissionUnit,
                         common::v1::NOT_COMPUTABLE_REASON_NOT_QUANTIFIED, detail);
  }

  Computed Reference() {
    const v1::ReferencePath* const path = facts_.path.path;
    if (path == nullptr) {
      return NotComputable(common::v1::FORMULA_SUM, {}, kEmissionUnit,
                           common::v1::NOT_COMPUTABLE_REASON_NO_REFERENCE_PATH,
                           facts_.path.why_none);
    }
    budget_.set_reference_path(path->name());
    const int level = PositionOf(path->levels(), year_);
    const Operand operand = level < 0 ? MakeOperand(path->name(), nullptr, "levels")
                                      : MakeOperand(path->name(), &path->levels(level).cell(),
                                                    absl::StrCat("levels[", level, "].cell"));
    return Compute(common::v1::FORMULA_SUM, {operand}, kEmissionUnit,
                   tertial::DecimalsOf({operand}));
  }

  Operand PartOfGap(absl::string_view name, const Computed& part, absl::string_view field) const {
    Operand operand = OperandOf(name, part);
    operand.set_field(std::string(field));
    return operand;
  }

  Computed Gap(const Computed& effect, absl::string_view effect_field) const {
    constexpr auto kFormula = common::v1::FORMULA_GAP;
    const std::string& target = facts_.target.name();
    const v1::ReferencePath* const path = facts_.path.path;
    std::vector<Operand> operands = {
        PartOfGap(path == nullptr ? target : path->name(), budget_.reference(), "reference"),
        PartOfGap(target, effect, effect_field), PartOfGap(target, budget_.level(), "level")};
    const auto refuse = [&](common::v1::NotComputableReason reason, absl::string_view detail) {
      return NotComputable(kFormula, std::move(operands), kEmissionUnit, reason, detail);
    };
    if (effect.has_value() && path != nullptr && path->inventory_release() != facts_.release) {
      return refuse(common::v1::NOT_COMPUTABLE_REASON_DIFFERENT_RELEASES,
                    absl::StrCat(path->name(), " goes out from ", path->inventory_release(),
                                 ", and the level is by ", facts_.release, "."));
    }
    for (const Computed* const part : {&effect, &budget_.reference(), &budget_.level()}) {
      if (part->has_value()) continue;
      return refuse(part->not_computable().reason(), part->not_computable().detail());
    }
    return Compute(
        kFormula, std::move(operands), kEmissionUnit,
        std::max({effect.decimals(), budget_.reference().decimals(), budget_.level().decimals()}));
  }

  void AddCosts() {
    Sum recorded;
    std::vector<Operand> all;
    const Entry* without = nullptr;
    bool any = false;
    for (const Entry& entry : entries_) {
      const Computed& cost = entry.contribution.cost();
      any = any || entry.contribution.has_cost();
      Operand operand = OperandOf(entry.measure->name(), cost);
      operand.set_field(cost.operands().empty() ? "costs" : cost.operands(0).field());
      all.push_back(operand);
      if (cost.has_value()) {
        recorded.Add(std::move(operand), cost.decimals());
      } else if (without == nullptr) {
        without = &entry;
      }
    }
    if (any && without == nullptr) {
      *budget_.mutable_cost() = recorded.Total(kCurrency);
      return;
    }
    if (!any) {
      *budget_.mutable_cost() = Compute(common::v1::FORMULA_SUM, {}, kCurrency, 0);
      return;
    }
    *budget_.mutable_cost() =
        NotComputable(common::v1::FORMULA_SUM, std::move(all), kCurrency,
                      common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE,
                      absl::StrCat(without->measure->name(), " states no cost for ", year_, "."));
    if (!recorded.empty()) *budget_.mutable_recorded_cost() = recorded.Total(kCurrency);
  }

  const BudgetFacts& facts_;
  const NamedMeasures named_;
  const std::string year_;
  // In their order.
  std::vector<Entry> entries_;
  v1::ClimateBudget budget_;
};

}  // namespace

bool IsPathOf(const v1::ClimateTarget& target, const v1::ReferencePath& path) {
  return path.boundary() == target.boundary() && path.scope() == target.scope() &&
         path.sector() == target.sector();
}

PathChoice ChoosePath(const v1::ClimateTarget& target, const std::string& release,
                      absl::Span<const v1::ReferencePath> paths) {
  std::vector<const v1::ReferencePath*> found;
  for (const v1::ReferencePath& path : paths) {
    if (IsPathOf(target, path) && path.inventory_release() == release) found.push_back(&path);
  }
  if (found.size() == 1) return {.path = found.front(), .why_none = ""};
  if (found.empty()) {
    return {.path = nullptr,
            .why_none = absl::StrCat("No reference path of the emissions of ", target.name(),
                                     " is recorded that goes out from ", release, ".")};
  }
  return {.path = nullptr,
          .why_none =
              absl::StrCat(found.size(), " reference paths go out from ", release,
                           ", the first of them ", found.front()->name(), "; name one of them.")};
}

Computed BudgetLevelIn(const v1::ClimateTarget& target, const Inventory& inventory,
                       const Denominators& denominators, const Period& year) {
  Computed level = LevelIn(target, inventory, denominators, year);
  if (!IsIntensity(target)) return level;
  const Measured per_one = MeasuredAs(target.name(), level);
  const Measured denominator = TargetFigures(target, inventory, denominators).DenominatorIn(year);
  return ComputeOver(common::v1::FORMULA_PRODUCT, {per_one, denominator}, kEmissionUnit,
                     std::max(per_one.decimals, denominator.decimals));
}

bool IsOfBudget(const v1::ClimateTarget& target, const v1::ClimateMeasure& measure) {
  if (measure.status() == v1::MEASURE_STATUS_STOPPED ||
      measure.status() == v1::MEASURE_STATUS_REJECTED) {
    return false;
  }
  const bool may_be_silent = measure.effects().empty();
  const auto fits = [&](int stated, int meant) {
    return stated == meant || (stated == 0 && may_be_silent);
  };
  if (!fits(measure.boundary(), target.boundary()) || !fits(measure.scope(), target.scope())) {
    return false;
  }
  if (measure.sector() == target.sector()) return true;
  if (measure.sector().empty()) return may_be_silent;
  return target.sector() == kTotalSector && !StandsApart(measure.sector());
}

v1::ClimateBudget AssembleClimateBudget(const BudgetFacts& facts, NamedMeasures named) {
  return Assembler(facts, named).Assemble();
}

}  // namespace tertial::climate
