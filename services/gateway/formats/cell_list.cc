#include "services/gateway/formats/cell_list.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"

namespace tertial::gateway {
namespace {

std::string Without(absl::string_view prefix, absl::string_view name) {
  return std::string(absl::StripPrefix(name, prefix));
}

}  // namespace

void CellList::Keep(ReportCell cell) {
  if (!keys_.emplace(cell.series.key, cell.period).second) return;
  cell.section = section_;
  cells_.push_back(std::move(cell));
}

void CellList::Add(const ReportSeries& series, absl::string_view period,
                   const common::v1::Cell& cell) {
  ReportCell kept{.series = series, .period = std::string(period), .cell = cell};
  if (cell.content_case() != common::v1::Cell::kValue) {
    kept.missing = cell.content_case() == common::v1::Cell::kMissing
                       ? Without("MISSING_REASON_", common::v1::MissingReason_Name(cell.missing()))
                       : "NO_OBSERVATION";
  }
  Keep(std::move(kept));
}

void CellList::Add(const ReportSeries& series, const common::v1::PeriodCell& cell) {
  if (cell.has_cell()) return Add(series, cell.period(), cell.cell());
  Keep({.series = series,
        .period = cell.period(),
        .missing = Without("OUTCOME_", common::v1::Outcome_Name(cell.outcome()))});
}

void CellList::Add(const ReportSeries& series,
                   const google::protobuf::RepeatedPtrField<common::v1::PeriodCell>& cells) {
  for (const common::v1::PeriodCell& cell : cells) Add(series, cell);
}

void CellList::AddComputed(const ReportSeries& series, absl::string_view what,
                           absl::string_view period, const common::v1::Computed& computed) {
  if (computed.result_case() == common::v1::Computed::RESULT_NOT_SET) return;
  ReportCell kept{.series = series, .period = std::string(period), .formula = computed.formula()};
  if (!what.empty()) {
    absl::StrAppend(&kept.series.key, ":", what);
    absl::StrAppend(&kept.series.label, ", ", absl::StrReplaceAll(what, {{"-", " "}}));
  }
  kept.series.unit = computed.unit();
  if (computed.has_value()) {
    kept.cell.set_value(computed.value());
  } else {
    kept.missing =
        Without("NOT_COMPUTABLE_REASON_",
                common::v1::NotComputableReason_Name(computed.not_computable().reason()));
  }
  Keep(std::move(kept));
}

void CellList::AddCount(const ReportSeries& series, absl::string_view period, int count) {
  ReportCell kept{
      .series = series, .period = std::string(period), .formula = common::v1::FORMULA_COUNT};
  kept.cell.set_value(absl::StrCat(count));
  Keep(std::move(kept));
}

void CellList::AddTertial(const ReportSeries& series, const common::v1::TertialFigures& figures) {
  if (figures.has_value()) Add(series, figures.value());
  if (figures.has_same_last_year()) Add(series, figures.same_last_year());
  const std::string& period = figures.value().period();
  AddComputed(series, "change-from-same-last-year", period, figures.change());
  AddComputed(series, "year-to-date", period, figures.year_to_date());
  AddComputed(series, "year-to-date", figures.same_last_year().period(),
              figures.year_to_date_last_year());
}

std::string CellList::Text(
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts) const {
  return ChooseText(texts, language_).text();
}

ReportSeries Along(ReportSeries series, absl::string_view dimension, absl::string_view member) {
  absl::StrAppend(&series.key, "~", dimension, ".", member);
  series.dimensions.emplace_back(dimension, member);
  return series;
}

std::string KeyWord(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", "-"}});
}

}  // namespace tertial::gateway
