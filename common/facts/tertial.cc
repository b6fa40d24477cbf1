#include "common/facts/tertial.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

// The last one that is not comparable with those before it; nullptr if there is none.
const TertialFigure* LastBreak(absl::Span<const TertialFigure> figures) {
  const auto found = std::find_if(figures.rbegin(), figures.rend(),
                                  [](const TertialFigure& figure) { return figure.is_break; });
  return found == figures.rend() ? nullptr : &*found;
}

// `formula` over operands of which no two may lie on both sides of a break: `after` are the figures
// from behind the first operand to the last one. A gap says more than a break.
v1::Computed ComputeWithin(v1::Formula formula, std::vector<v1::Operand> operands,
                           absl::Span<const TertialFigure> after, absl::string_view unit,
                           std::optional<int> decimals) {
  const bool has_gap = std::any_of(operands.begin(), operands.end(), [](const v1::Operand& one) {
    return one.cell().content_case() != v1::Cell::kValue;
  });
  const TertialFigure* const found = has_gap ? nullptr : LastBreak(after);
  if (found != nullptr) {
    return NotComputable(
        formula, std::move(operands), unit, v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
        absl::StrCat(found->operand.name(), " is not comparable with the periods before."));
  }
  const int rounded_to = decimals.value_or(DecimalsOf(operands));
  return Compute(formula, std::move(operands), unit, rounded_to);
}

std::vector<v1::Operand> OperandsOf(absl::Span<const TertialFigure> figures) {
  std::vector<v1::Operand> operands;
  for (const TertialFigure& figure : figures) operands.push_back(figure.operand);
  return operands;
}

// What a year has come to by the end of `figures`, its tertials so far.
v1::Computed YearToDate(absl::Span<const TertialFigure> figures, Accrual accrual,
                        absl::string_view unit, std::optional<int> decimals) {
  switch (accrual) {
    case Accrual::kAddsUp:
      return ComputeWithin(v1::FORMULA_SUM, OperandsOf(figures), figures.subspan(1), unit,
                           decimals);
    case Accrual::kStands:
      return ComputeWithin(v1::FORMULA_VALUE, {figures.back().operand}, {}, unit, decimals);
    case Accrual::kNeither:
      break;
  }
  return NotComputable(v1::FORMULA_SUM, OperandsOf(figures), unit,
                       v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE,
                       "Figures of tertials do not add up to one of more of the year.");
}

v1::PeriodCell CellOf(const Period& period, const TertialFigure& figure) {
  return MakePeriodCell(period, figure.operand.has_cell() ? &figure.operand.cell() : nullptr);
}

}  // namespace

TertialFigure TertialFigureOf(v1::Operand operand) {
  const auto& flags = operand.cell().flags();
  const bool is_break =
      std::find(flags.begin(), flags.end(), v1::FLAG_BREAK_IN_SERIES) != flags.end();
  return {.operand = std::move(operand), .is_break = is_break};
}

std::vector<Period> TertialsUpTo(const Period& period) {
  std::vector<Period> tertials;
  if (period.kind() != PeriodKind::kTertial) return tertials;
  for (Period one = period; one.year() >= period.year() - 1; one = one.Previous()) {
    tertials.push_back(one);
  }
  std::reverse(tertials.begin(), tertials.end());
  return tertials;
}

std::vector<Period> ReportReads(const Period& period) {
  // A tertial and the same one of the year before are among them.
  std::vector<Period> tertials = TertialsUpTo(period);
  return tertials.empty() ? ReportWindow(period) : tertials;
}

v1::TertialFigures MakeTertialFigures(const Period& tertial, Accrual accrual,
                                      absl::string_view unit, std::optional<int> decimals,
                                      absl::FunctionRef<TertialFigure(const Period&)> figure_in) {
  std::vector<TertialFigure> figures;
  for (const Period& period : TertialsUpTo(tertial)) figures.push_back(figure_in(period));
  // Three tertials of the year before, and those of this one so far.
  constexpr size_t kTertialsOfAYear = 3;
  const absl::Span<const TertialFigure> all = figures;
  const size_t so_far = all.size() - kTertialsOfAYear;
  const TertialFigure& last_year = all[so_far - 1];
  v1::TertialFigures out;
  *out.mutable_value() = CellOf(tertial, all.back());
  *out.mutable_same_last_year() = CellOf(ComparedPeriod(tertial), last_year);
  const std::string change_unit = UnitOfDifference(unit);
  *out.mutable_change() = ComputeWithin(
      change_unit == unit ? v1::FORMULA_DIFFERENCE : v1::FORMULA_PERCENTAGE_POINTS,
      {last_year.operand, all.back().operand}, all.subspan(so_far), change_unit, decimals);
  *out.mutable_year_to_date() = YearToDate(all.subspan(kTertialsOfAYear), accrual, unit, decimals);
  *out.mutable_year_to_date_last_year() =
      YearToDate(all.subspan(0, so_far), accrual, unit, decimals);
  return out;
}

}  // namespace tertial
