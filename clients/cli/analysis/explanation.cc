#include "clients/cli/analysis/explanation.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/shown.h"
#include "common/facts/formulas.h"
#include "common/render/figures.h"
#include "common/types/decimal.h"

namespace tertial::cli {
namespace {

// Half of what a value is rounded to: it lies within that on either side. Empty: it is no number.
std::string HalfOf(const std::string& rounded_to) {
  const absl::StatusOr<Decimal> whole = Decimal::Parse(rounded_to);
  if (!whole.ok()) return "";
  const bool even = whole->unscaled() % 2 == 0;
  const absl::StatusOr<Decimal> half =
      Decimal::FromUnscaled(even ? whole->unscaled() / 2 : whole->unscaled() * 5,
                            even ? whole->scale() : whole->scale() + 1);
  return half.ok() ? half->Format() : "";
}

// "40 000 ±500"; of what is itself computed "40 000 (39 500 to 40 500)".
std::string ShowOperand(const common::v1::Operand& operand) {
  if (!operand.has_cell()) return kNoObservation;
  if (!operand.interval().low().empty()) {
    return absl::StrCat(ShowCell(operand.cell()), " (", ShowDecimal(operand.interval().low()),
                        " to ", ShowDecimal(operand.interval().high()), ")");
  }
  const std::string half = HalfOf(operand.cell().rounded_to());
  return absl::StrCat(ShowCell(operand.cell()), half.empty() ? "" : " ±", half);
}

}  // namespace

std::string FormulaOf(const common::v1::Computed& computed) {
  return computed.formula() == common::v1::FORMULA_EXPRESSION
             ? computed.expression()
             : std::string(FormulaText(computed.formula()));
}

std::string NotComputableName(const common::v1::Computed& computed) {
  if (!computed.has_not_computable()) return "";
  return std::string(
      absl::StripPrefix(common::v1::NotComputableReason_Name(computed.not_computable().reason()),
                        "NOT_COMPUTABLE_REASON_"));
}

Explanation::Explanation()
    : table_{.columns = {{"how it is computed"},
                         {"", Align::kRight},
                         {"value", Align::kRight},
                         {"revision", Align::kRight},
                         ProseColumn("formula, resource")},
             .rows = {}} {}

void Explanation::Add(const std::string& what, const common::v1::Computed& computed) {
  table_.rows.push_back({what, "", "", "", FormulaOf(computed)});
  int number = 0;
  for (const common::v1::Operand& operand : computed.operands()) {
    table_.rows.push_back(
        {"", absl::StrCat("x", ++number), ShowOperand(operand),
         operand.revision() == 0 ? "" : absl::StrCat(operand.revision()),
         absl::StrCat(operand.name(), operand.field().empty() ? "" : ", ", operand.field())});
  }
  if (computed.has_value()) {
    const bool rounded = Decimal::Parse(computed.unrounded()) != Decimal::Parse(computed.value());
    table_.rows.push_back({"", "=", ShowDecimal(computed.value()), "",
                           rounded ? absl::StrCat("before rounding ", computed.unrounded()) : ""});
  }
}

}  // namespace tertial::cli
