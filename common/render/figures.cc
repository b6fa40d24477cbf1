#include "common/render/figures.h"

#include <algorithm>
#include <array>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

std::string ShowNotComputable(const v1::Computed& computed) {
  for (const v1::Operand& operand : computed.operands()) {
    if (!operand.has_cell()) return "no observation";
    if (operand.cell().content_case() == v1::Cell::kMissing) {
      return ShowReason(operand.cell().missing());
    }
  }
  return ShowEnum(v1::NotComputableReason_Name(computed.not_computable().reason()),
                  "NOT_COMPUTABLE_REASON_");
}

}  // namespace

std::string TextIn(absl::string_view language,
                   const google::protobuf::RepeatedPtrField<v1::LocalizedText>& texts) {
  return ChooseText(texts, language).text();
}

std::string ShowDecimal(absl::string_view value) {
  const bool negative = absl::ConsumePrefix(&value, "-");
  const size_t point = std::min(value.find('.'), value.size());
  std::string digits(value.substr(0, point));
  if (digits.size() >= 5) {
    for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, " ");
  }
  return absl::StrCat(negative ? "-" : "", digits, value.substr(point));
}

std::string ShowReason(v1::MissingReason reason) {
  return ShowEnum(v1::MissingReason_Name(reason), "MISSING_REASON_");
}

std::string ShowFootnoteMark(const v1::Footnote& footnote) {
  constexpr std::array<const char*, 10> kSuperscripts = {"⁰", "¹", "²", "³", "⁴",
                                                         "⁵", "⁶", "⁷", "⁸", "⁹"};
  if (footnote.mark().empty()) return "*";
  std::string shown;
  for (const char c : footnote.mark()) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      shown += kSuperscripts[static_cast<size_t>(c - '0')];
    } else {
      shown += c;
    }
  }
  return shown;
}

std::string ShowCell(const v1::Cell& cell) {
  std::string shown = cell.content_case() == v1::Cell::kValue ? ShowDecimal(cell.value())
                                                              : ShowReason(cell.missing());
  if (cell.overdue()) shown += " (overdue)";
  for (const v1::Footnote& footnote : cell.footnotes()) shown += ShowFootnoteMark(footnote);
  for (const int flag : cell.flags()) {
    if (flag == v1::FLAG_PROVISIONAL) shown += " (p)";
    if (flag == v1::FLAG_ESTIMATED) shown += " (e)";
    if (flag == v1::FLAG_FORECAST) shown += " (f)";
    if (flag == v1::FLAG_BREAK_IN_SERIES) shown += " (b)";
  }
  return shown;
}

std::string ShowPeriodCell(const v1::PeriodCell& cell) {
  if (cell.has_cell()) return ShowCell(cell.cell());
  if (cell.outcome() == v1::OUTCOME_NO_OBSERVATION) return kNoObservation;
  return ShowEnum(v1::Outcome_Name(cell.outcome()), "OUTCOME_");
}

std::string ShowComputed(const v1::Computed& computed) {
  if (computed.has_not_computable()) {
    return absl::StrCat("not computable: ", ShowNotComputable(computed));
  }
  const std::string unit = ShowUnit(computed.unit());
  return unit.empty() ? ShowDecimal(computed.value())
                      : absl::StrCat(ShowDecimal(computed.value()), " ", unit);
}

std::string ShowComputedExactly(const v1::Computed& computed) {
  constexpr int kDecimals = 3;
  // More digits than are shown, and fewer than a Decimal holds.
  constexpr size_t kDigitsRead = 30;
  const std::string shown = ShowComputed(computed);
  if (computed.has_not_computable() || computed.decimals() >= kDecimals) return shown;
  const absl::StatusOr<Decimal> exact =
      Decimal::Parse(absl::string_view(computed.unrounded()).substr(0, kDigitsRead));
  const absl::StatusOr<Decimal> rounded = Decimal::Parse(computed.value());
  if (!exact.ok() || !rounded.ok() || *exact == *rounded) return shown;
  const absl::StatusOr<Decimal> closer = Rational(*exact).Round(kDecimals);
  return closer.ok() ? absl::StrCat(shown, " (", ShowDecimal(closer->Format()), ")") : shown;
}

std::string ShowComputedBetween(const v1::Computed& computed) {
  const std::string shown = ShowComputed(computed);
  if (computed.interval().low().empty()) return shown;
  return absl::StrCat(shown, " (", ShowDecimal(computed.interval().low()), " to ",
                      ShowDecimal(computed.interval().high()), ")");
}

std::string ShowUnit(absl::string_view unit) {
  if (unit == "percent") return "%";
  if (unit == "percentage_points") return "pp";
  if (unit == "tonnes_co2e") return "t CO2e";
  if (unit == "count" || unit == "ratio") return "";
  if (const size_t per = unit.find("_per_"); per != absl::string_view::npos) {
    const std::string above = ShowUnit(unit.substr(0, per));
    return absl::StrCat(above, above.empty() ? "" : " ",
                        absl::StrReplaceAll(unit.substr(per + 1), {{"_", " "}}));
  }
  return absl::StrReplaceAll(unit, {{"_", " "}});
}

std::string ShowCounts(const v1::CellCounts& counts) {
  std::vector<std::string> parts = {absl::StrCat(counts.measured(), " measured")};
  for (const v1::MissingCount& missing : counts.missing()) {
    parts.push_back(absl::StrCat(missing.count(), " ", ShowReason(missing.reason())));
  }
  if (counts.no_observation() > 0) {
    parts.push_back(absl::StrCat(counts.no_observation(), " without observation"));
  }
  return absl::StrCat(counts.cells(),
                      counts.cells() == 1 ? " cell: " : " cells: ", absl::StrJoin(parts, ", "));
}

std::string ShowEnum(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

void AddPeriodColumns(const google::protobuf::RepeatedPtrField<std::string>& periods,
                      Table& table) {
  for (const std::string& period : periods) {
    table.columns.push_back({.title = period, .align = Align::kRight});
  }
}

void AddPeriodCells(const google::protobuf::RepeatedPtrField<v1::PeriodCell>& cells,
                    std::vector<std::string>& row) {
  for (const v1::PeriodCell& cell : cells) row.push_back(ShowPeriodCell(cell));
}

bool IsTertial(absl::string_view period) { return absl::StrContains(period, "-T"); }

void AddYearToDateColumns(Table& table) {
  for (const char* title : {"year to date", "last year to date"}) {
    table.columns.push_back({.title = title, .align = Align::kRight});
  }
}

void AddYearToDateCells(const v1::TertialFigures& figures, std::vector<std::string>& row) {
  for (const v1::Computed* number : {&figures.year_to_date(), &figures.year_to_date_last_year()}) {
    row.push_back(number->has_value()
                      ? ShowDecimal(number->value())
                      : ShowEnum(v1::NotComputableReason_Name(number->not_computable().reason()),
                                 "NOT_COMPUTABLE_REASON_"));
  }
}

}  // namespace tertial
