#include "services/climate/domain/resource_rules.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
namespace {

constexpr size_t kLongestVersion = 200;
constexpr int kHighestOrder = 100'000;
// Land takes up carbon as well: the only sector below zero.
constexpr char kLandUseSector[] = "land-use";

std::optional<Period> ParsePeriod(const std::string& text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) return std::nullopt;
  return *period;
}

std::optional<Decimal> ParseDecimal(const std::string& text) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok()) return std::nullopt;
  return *value;
}

// The date of a release: a year, a month or a day.
void CheckReleaseDate(const v1::InventoryRelease& release, const Violations& violations) {
  CheckPartialDate("release_date", release.release_date(), Presence::kOptional, violations);
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(release.release_date());
  if (!date.ok() || date->precision() != DatePrecision::kSeason) return;
  violations.Add("release_date", common::v1::ERROR_REASON_INVALID_DATE,
                 absl::StrCat(Quoted(release.release_date()),
                              " is a season; write a year, a month or a day, as 2025-01."));
}

void CheckPartOf(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("part_of", figure.part_of(), Presence::kOptional, violations);
  if (!figure.object().empty()) {
    if (figure.part_of() == figure.sector()) return;
    violations.Add("part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.part_of()), " is not the sector of the object; set ",
                                Quoted(figure.sector()), "."));
  } else if (figure.part_of() == figure.sector() && !figure.sector().empty()) {
    violations.Add("part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.part_of()),
                                " is the sector itself; leave it empty, or name another one."));
  } else if (figure.sector() == kTotalSector && !figure.part_of().empty()) {
    violations.Add(
        "part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("The total is no part of ", Quoted(figure.part_of()), "; leave it empty."));
  }
}

void CheckEmissionUnit(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckUnit("unit", figure.unit(), Presence::kRequired, violations);
  if (figure.unit().empty() || figure.unit() == kEmissionUnit) return;
  violations.Add("unit", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(figure.unit()), " is not the unit of emissions, which is ",
                              Quoted(kEmissionUnit), "."));
}

void CheckNotNegative(const v1::EmissionFigure& figure, const Violations& violations) {
  if (figure.sector() == kLandUseSector || figure.part_of() == kLandUseSector) return;
  const std::optional<Decimal> value = ParseDecimal(figure.cell().value());
  if (!value.has_value() || !value->IsNegative()) return;
  violations.Add("cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(figure.cell().value()), " is negative; only ",
                              Quoted(kLandUseSector), " takes up more than it emits."));
}

template <typename Figure>
void CheckObject(const Figure& figure, const Violations& violations) {
  CheckCode("object", figure.object(), Presence::kOptional, violations);
  CheckTexts("object_titles", figure.object_titles(), Presence::kOptional, violations);
  if (!figure.object().empty() || figure.object_titles().empty()) return;
  violations.Add("object_titles", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 "It names an object, and none is meant; set object or leave it empty.");
}

void CheckLastId(const std::string& name, absl::string_view collection, absl::string_view id,
                 const Violations& violations) {
  if (absl::EndsWith(name, absl::StrCat("/", collection, "/", id))) return;
  violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                 absl::StrCat(Quoted(name), " does not agree with the fields; its last id must be ",
                              Quoted(id), "."));
}

void CheckYear(absl::string_view field, const std::string& period, const Violations& violations) {
  CheckPeriod(field, period, Presence::kRequired, violations);
  const std::optional<Period> parsed = ParsePeriod(period);
  if (!parsed.has_value() || parsed->kind() == PeriodKind::kYear) return;
  violations.Add(field, common::v1::ERROR_REASON_INVALID_PERIOD,
                 absl::StrCat(Quoted(period), " is no year; write one, as ", parsed->year(), "."));
}

void CheckTargetUnit(const v1::ClimateTarget& target, absl::string_view unit,
                     const Violations& violations) {
  CheckUnit("unit", target.unit(), Presence::kRequired, violations);
  if (target.unit().empty() || target.unit() == unit) return;
  violations.Add(
      "unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(target.unit()), " does not fit ",
                   v1::ClimateTargetKind_Name(target.kind()), "; set ", Quoted(unit), "."));
}

// value: above 0, at most 100; value_max: above value, at most 100.
void CheckReduction(const v1::ClimateTarget& target, const Violations& violations) {
  const Decimal whole = Decimal::FromInt(100);
  const auto check_percent = [&](absl::string_view field, const std::string& text) {
    const std::optional<Decimal> percent = ParseDecimal(text);
    if (!percent.has_value() || (*percent > Decimal() && *percent <= whole)) return;
    violations.Add(
        field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(Quoted(text), " is out of range; give a percentage above 0, at most 100."));
  };
  check_percent("value", target.value());
  check_percent("value_max", target.value_max());
  const std::optional<Decimal> less = ParseDecimal(target.value());
  const std::optional<Decimal> more = ParseDecimal(target.value_max());
  if (less.has_value() && more.has_value() && *more <= *less) {
    violations.Add("value_max", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " does not ask for more than ",
                                Quoted(target.value()), "; give a greater percentage."));
  }
  CheckTargetUnit(target, "percent", violations);
  CheckYear("base_period", target.base_period(), violations);
}

// value: not negative; value_max: below value, not negative.
void CheckLevel(const v1::ClimateTarget& target, const Violations& violations) {
  const auto check_level = [&](absl::string_view field, const std::string& text) {
    const std::optional<Decimal> level = ParseDecimal(text);
    if (!level.has_value() || !level->IsNegative()) return;
    violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is negative; net zero is 0."));
  };
  check_level("value", target.value());
  check_level("value_max", target.value_max());
  const std::optional<Decimal> less = ParseDecimal(target.value());
  const std::optional<Decimal> more = ParseDecimal(target.value_max());
  if (less.has_value() && more.has_value() && *more >= *less) {
    violations.Add("value_max", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.value_max()), " does not ask for more than ",
                                Quoted(target.value()), "; give a lower level."));
  }
  CheckTargetUnit(target, kEmissionUnit, violations);
  if (!target.base_period().empty()) {
    violations.Add("base_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(target.base_period()),
                                " is set for a fixed level, which has no base; leave it empty."));
  }
}

void CheckTargetPeriods(const v1::ClimateTarget& target, const Violations& violations) {
  CheckYear("due_period", target.due_period(), violations);
  const std::optional<Period> base = ParsePeriod(target.base_period());
  const std::optional<Period> due = ParsePeriod(target.due_period());
  if (!base.has_value() || !due.has_value() || *due > *base) return;
  violations.Add("due_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(target.due_period()), " does not come after the base period ",
                              Quoted(target.base_period()), "; give a later one."));
}

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

}  // namespace

void CheckInventoryRelease(const v1::InventoryRelease& release, const Violations& violations) {
  CheckText("publisher", release.publisher(), Presence::kRequired, kLongestLabel, violations);
  CheckReleaseDate(release, violations);
  CheckText("method_version", release.method_version(), Presence::kOptional, kLongestVersion,
            violations);
  CheckEnum("gwp_set", release.gwp_set(), Presence::kRequired, violations);
  CheckEnum("boundary", release.boundary(), Presence::kRequired, violations);
  CheckEnum("scope", release.scope(), Presence::kRequired, violations);
  CheckProvenance("provenance", release.provenance(), violations);
}

void CheckEmissionFigure(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("sector", figure.sector(), Presence::kRequired, violations);
  CheckPartOf(figure, violations);
  CheckObject(figure, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckEmissionUnit(figure, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckNotNegative(figure, violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value()) return;
  CheckLastId(figure.name(), "emissions",
              FormatEmissionId(figure.sector(), *period, figure.object()), violations);
}

void CheckActivityFigure(const v1::ActivityFigure& figure, const Violations& violations) {
  CheckEnum("account", figure.account(), Presence::kRequired, violations);
  CheckCode("metric", figure.metric(), Presence::kRequired, violations);
  CheckCode("boundary", figure.boundary(), Presence::kRequired, violations);
  CheckCode("sector", figure.sector(), Presence::kOptional, violations);
  CheckObject(figure, violations);
  CheckEnum("scope", figure.scope(), Presence::kOptional, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckUnit("unit", figure.unit(), Presence::kRequired, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value()) return;
  CheckLastId(figure.name(), "activities", FormatActivityId(figure, *period), violations);
}

void CheckClimateTarget(const v1::ClimateTarget& target, const Violations& violations) {
  CheckTexts("subjects", target.subjects(), Presence::kRequired, violations);
  CheckEnum("boundary", target.boundary(), Presence::kRequired, violations);
  CheckEnum("scope", target.scope(), Presence::kRequired, violations);
  CheckCode("sector", target.sector(), Presence::kRequired, violations);
  CheckEnum("kind", target.kind(), Presence::kRequired, violations);
  CheckDecimal("value", target.value(), Presence::kRequired, violations);
  CheckDecimal("value_max", target.value_max(), Presence::kOptional, violations);
  if (target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT) {
    CheckReduction(target, violations);
  } else if (target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_TO) {
    CheckLevel(target, violations);
  }
  CheckTargetPeriods(target, violations);
  CheckEnum("basis", target.basis(), Presence::kRequired, violations);
  CheckText("indicator", target.indicator(), Presence::kOptional, kLongestLabel, violations);
  CheckProvenance("provenance", target.provenance(), violations);
}

void CheckClimateMeasure(const v1::ClimateMeasure& measure, const Violations& violations) {
  CheckCode("action_area", measure.action_area(), Presence::kRequired, violations);
  CheckTexts("action_area_titles", measure.action_area_titles(), Presence::kRequired, violations);
  CheckTexts("subheadings", measure.subheadings(), Presence::kOptional, violations);
  CheckRange("order", measure.order(), 1, kHighestOrder, violations);
  CheckTexts("descriptions", measure.descriptions(), Presence::kRequired, violations);
  CheckQuantity(measure, violations);
  CheckMeasurePeriods(measure, violations);
  CheckProvenance("provenance", measure.provenance(), violations);
}

}  // namespace tertial::climate
