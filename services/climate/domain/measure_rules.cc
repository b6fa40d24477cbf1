#include "services/climate/domain/measure_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/units.h"

namespace tertial::climate {
namespace {

constexpr int kHighestOrder = 100'000;
constexpr int kMostYears = 100;
constexpr std::array<absl::string_view, 3> kCurrencies = {"nok", "thousand_nok", "million_nok"};

void CheckQuantity(const v1::ClimateMeasure& measure, const Violations& violations) {
  if (measure.has_quantity()) {
    CheckCell("quantity", measure.quantity(), violations);
    CheckUnit("unit", measure.unit(), Presence::kRequired, violations);
  } else if (!measure.unit().empty()) {
    violations.Add("unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(measure.unit()),
                                " is the unit of no quantity; set quantity or leave it empty."));
  }
}

void CheckMeasurePeriods(const v1::ClimateMeasure& measure, const Violations& violations) {
  const bool any = !measure.from_period().empty() || !measure.to_period().empty();
  const Presence presence = any ? Presence::kRequired : Presence::kOptional;
  CheckPeriod("from_period", measure.from_period(), presence, violations);
  CheckPeriod("to_period", measure.to_period(), presence, violations);
  const std::optional<Period> from = ParsePeriod(measure.from_period());
  const std::optional<Period> to = ParsePeriod(measure.to_period());
  if (!from.has_value() || !to.has_value() || *to >= *from) return;
  violations.Add("to_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(measure.to_period()), " lies before ",
                              Quoted(measure.from_period()), "; exchange them."));
}

void CheckCosts(const v1::ClimateMeasure& measure, const Violations& violations) {
  CheckElements("costs", measure.costs_size(), kMostYears, violations);
  CheckYearsInOrder("costs", measure.costs(), violations);
  for (int i = 0; i < measure.costs_size(); ++i) {
    const v1::MeasureCost& cost = measure.costs(i);
    const Violations at = violations.At("costs", i);
    CheckCell("amount", cost.amount(), at);
    CheckUnit("unit", cost.unit(), Presence::kRequired, at);
    if (cost.unit().empty() ||
        std::find(kCurrencies.begin(), kCurrencies.end(), cost.unit()) != kCurrencies.end()) {
      continue;
    }
    at.Add("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
           absl::StrCat(Quoted(cost.unit()), " does not convert into ", Quoted(kCurrencies[0]),
                        "; use nok, thousand_nok or million_nok."));
  }
}

void CheckEffectRange(const v1::EffectRange& range, bool in_group, const Violations& violations) {
  CheckDecimal("least", range.least(), Presence::kRequired, violations);
  CheckDecimal("most", range.most(), Presence::kRequired, violations);
  CheckBand("least", range.least(), range.most(), violations);
  const std::optional<Decimal> least = ParseDecimal(range.least());
  if (in_group && least.has_value() && least->IsNegative()) {
    violations.Add("least", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(range.least()),
                                " is negative, and of an overlap group only the greatest effect "
                                "counts; take the measure out of the group."));
  }
  CheckUnit("unit", range.unit(), Presence::kRequired, violations);
  if (range.unit().empty() || ConversionFactor(range.unit(), kEmissionUnit).has_value()) return;
  violations.Add("unit", common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE,
                 absl::StrCat(Quoted(range.unit()), " does not convert into ",
                              Quoted(kEmissionUnit), "; use a unit that does, as kg_co2e."));
}

void CheckNotQuantified(const v1::NotQuantified& effect, const Violations& violations) {
  CheckTexts("explanations", effect.explanations(), Presence::kOptional, violations);
  if (!effect.explanations().empty()) return;
  violations.Add("explanations", common::v1::ERROR_REASON_EXPLANATION_MISSING,
                 "It has no text; say why the effect is not quantified.");
}

void CheckEffects(const v1::ClimateMeasure& measure, const Violations& violations) {
  CheckElements("effects", measure.effects_size(), kMostYears, violations);
  CheckYearsInOrder("effects", measure.effects(), violations);
  for (int i = 0; i < measure.effects_size(); ++i) {
    const v1::MeasureEffect& effect = measure.effects(i);
    const Violations at = violations.At("effects", i);
    switch (effect.effect_case()) {
      case v1::MeasureEffect::kRange:
        CheckEffectRange(effect.range(), !measure.overlap_group().empty(), at.At("range"));
        break;
      case v1::MeasureEffect::kNotQuantified:
        CheckNotQuantified(effect.not_quantified(), at.At("not_quantified"));
        break;
      case v1::MeasureEffect::EFFECT_NOT_SET:
        at.Add("", common::v1::ERROR_REASON_FIELD_REQUIRED,
               "It holds neither a range nor that it is not quantified; set one of them.");
        break;
    }
  }
}

// What it acts on: required where it says what it does to emissions.
void CheckWhatItActsOn(const v1::ClimateMeasure& measure, const Violations& violations) {
  const Presence presence = measure.effects().empty() ? Presence::kOptional : Presence::kRequired;
  CheckCode("sector", measure.sector(), presence, violations);
  CheckEnum("boundary", measure.boundary(), presence, violations);
  CheckEnum("scope", measure.scope(), presence, violations);
  CheckCode("overlap_group", measure.overlap_group(), Presence::kOptional, violations);
}

}  // namespace

void CheckClimateMeasure(const v1::ClimateMeasure& measure, const Violations& violations) {
  CheckCode("action_area", measure.action_area(), Presence::kRequired, violations);
  CheckTexts("action_area_titles", measure.action_area_titles(), Presence::kRequired, violations);
  CheckTexts("subheadings", measure.subheadings(), Presence::kOptional, violations);
  CheckRange("order", measure.order(), 1, kHighestOrder, violations);
  CheckTexts("descriptions", measure.descriptions(), Presence::kRequired, violations);
  CheckQuantity(measure, violations);
  CheckMeasurePeriods(measure, violations);
  CheckProvenance("provenance", measure.provenance(), violations);
  CheckWhatItActsOn(measure, violations);
  CheckEnum("status", measure.status(), Presence::kOptional, violations);
  CheckText("owner_unit", measure.owner_unit(), Presence::kOptional, kLongestLabel, violations);
  CheckText("decision", measure.decision(), Presence::kOptional, kLongestLabel, violations);
  CheckText("result_indicator", measure.result_indicator(), Presence::kOptional, kLongestLabel,
            violations);
  CheckCosts(measure, violations);
  CheckEffects(measure, violations);
}

}  // namespace tertial::climate
