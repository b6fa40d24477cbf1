#include "services/workforce/domain/resource_rules.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/measures.h"
#include "services/workforce/domain/unit_rules.h"

namespace tertial::workforce {
namespace {

constexpr int kHighestOrder = 100'000;

bool IsMeasure(v1::Measure measure) { return !UnitOf(measure).empty(); }

void CheckSex(const v1::WorkforceFigure& figure, const Violations& violations) {
  CheckEnum("sex", figure.sex(), Presence::kRequired, violations);
  if ((figure.sex() == v1::SEX_WOMEN || figure.sex() == v1::SEX_MEN) &&
      !IsDividedBySex(figure.measure())) {
    violations.Add("sex", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(v1::Sex_Name(figure.sex()), " stands beside ",
                                v1::Measure_Name(figure.measure()),
                                ", which is not divided by sex; write SEX_TOTAL."));
  }
}

void CheckCertificationBasis(const v1::WorkforceFigure& figure, const Violations& violations) {
  CheckEnum("certification_basis", figure.certification_basis(), Presence::kOptional, violations);
  const bool has_basis = figure.certification_basis() != v1::CERTIFICATION_BASIS_UNSPECIFIED;
  if (!IsMeasure(figure.measure()) || has_basis == HasCertificationBasis(figure.measure())) return;
  if (has_basis) {
    violations.Add("certification_basis", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("It is set beside ", v1::Measure_Name(figure.measure()),
                                "; only MEASURE_SICK_LEAVE_RATE has it."));
  } else {
    violations.Add("certification_basis", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is not set; a sick-leave rate states it, if need be as "
                   "CERTIFICATION_BASIS_UNKNOWN.");
  }
}

void CheckLevel(const v1::WorkforceFigure& figure, const Violations& violations) {
  if (figure.level().empty()) return;
  if (!IsLevel(figure.level())) {
    violations.Add("level", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(figure.level()),
                                " is no code of a level; write it with lower-case letters, digits "
                                "and \"-\", as leaders-2, and at most 20 of them."));
  }
  if (IsMeasure(figure.measure()) && !HasLevels(figure.measure())) {
    violations.Add("level", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("It is set beside ", v1::Measure_Name(figure.measure()),
                                "; only MEASURE_PAY_GAP and MEASURE_WOMEN_SHARE have it."));
  }
}

void CheckUnitOfMeasure(const v1::WorkforceFigure& figure, const Violations& violations) {
  tertial::CheckUnit("unit_of_measure", figure.unit_of_measure(), Presence::kRequired, violations);
  const absl::string_view unit = UnitOf(figure.measure());
  if (unit.empty() || figure.unit_of_measure().empty() || figure.unit_of_measure() == unit) return;
  violations.Add(
      "unit_of_measure", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(figure.unit_of_measure()), " is not the unit of ",
                   v1::Measure_Name(figure.measure()), ", which is ", Quoted(unit), "."));
}

// What the measure asks of a value, beside what CheckCell asks of every cell.
void CheckValue(const v1::WorkforceFigure& figure, const Violations& violations) {
  if (figure.cell().content_case() != common::v1::Cell::kValue) return;
  const std::string& text = figure.cell().value();
  const absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok()) return;
  const auto refuse = [&](absl::string_view what_is_right) {
    violations.Add("cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is no value of ",
                                v1::Measure_Name(figure.measure()), "; ", what_is_right));
  };
  const absl::string_view unit = UnitOf(figure.measure());
  if (value->IsNegative()) {
    refuse("it is not negative.");
  } else if (unit == "percent" && *value > Decimal::FromInt(100) &&
             !MayExceedHundred(figure.measure())) {
    refuse("it is at most 100.");
  } else if (unit == "count" && value->scale() > 0) {
    refuse("a count is written without decimals.");
  }
}

// Says what the id must be, once the fields that make it are right.
void CheckName(const v1::WorkforceFigure& figure, const Violations& violations) {
  const absl::StatusOr<Period> period = Period::Parse(figure.period());
  if (!period.ok()) return;
  const FigureKey key = KeyOf(figure, *period);
  if (!CanBeRecorded(key)) return;
  const std::string id = FormatFigureId(key);
  if (absl::EndsWith(figure.name(), absl::StrCat("/figures/", id))) return;
  violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                 absl::StrCat(Quoted(figure.name()),
                              " does not agree with measure, period, unit, sex certification basis "
                              "and level; its last id must be ",
                              Quoted(id), "."));
}

}  // namespace

void CheckUnit(const v1::Unit& unit, const Violations& violations) {
  if (const std::string id = UnitIdOf(unit.name()); !IsUnitId(id)) {
    violations.Add("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat(Quoted(id),
                                " is no id of a unit; write it with lower-case letters, digits "
                                "and \"-\", as welfare, and at most 50 of them."));
  }
  CheckTexts("titles", unit.titles(), Presence::kRequired, violations);
  CheckRange("order", unit.order(), 1, kHighestOrder, violations);
  CheckProvenance("provenance", unit.provenance(), violations);
  CheckValidity(unit, violations);
  CheckPlacements(unit, violations);
  CheckOrigins(unit, violations);
}

void CheckWorkforceFigure(const v1::WorkforceFigure& figure, const Violations& violations) {
  CheckEnum("measure", figure.measure(), Presence::kRequired, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckSex(figure, violations);
  CheckCertificationBasis(figure, violations);
  CheckLevel(figure, violations);
  CheckUnitOfMeasure(figure, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckValue(figure, violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  CheckName(figure, violations);
}

}  // namespace tertial::workforce
