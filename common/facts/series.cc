#include "common/facts/series.h"

#include "absl/strings/str_cat.h"
#include "common/status/violations.h"

namespace tertial {

namespace v1 = common::v1;

absl::StatusOr<Period> ParseReportPeriod(absl::string_view field, absl::string_view text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) {
    return InvalidField(field, v1::ERROR_REASON_INVALID_PERIOD, period.status().message());
  }
  if (period->kind() != PeriodKind::kYear && period->kind() != PeriodKind::kTertial) {
    return InvalidField(field, v1::ERROR_REASON_INVALID_PERIOD,
                        absl::StrCat(Quoted(text),
                                     " is no year and no tertial; a report is about one of them, "
                                     "as ",
                                     period->year(), " or ", period->year(), "-T1."));
  }
  return period;
}

absl::StatusOr<Period> ParseReportYear(absl::string_view field, absl::string_view text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) {
    return InvalidField(field, v1::ERROR_REASON_INVALID_PERIOD, period.status().message());
  }
  if (period->kind() != PeriodKind::kYear) {
    return InvalidField(
        field, v1::ERROR_REASON_INVALID_PERIOD,
        absl::StrCat(Quoted(text), " is no year; this is about a year, as ", period->year(), "."));
  }
  return period;
}

Period ComparedPeriod(const Period& period) {
  constexpr int kTertialsOfAYear = 3;
  return period.Previous(period.kind() == PeriodKind::kTertial ? kTertialsOfAYear : 1);
}

std::vector<Period> ReportWindow(const Period& period) {
  if (period.kind() == PeriodKind::kTertial) return {ComparedPeriod(period), period};
  std::vector<Period> periods;
  for (int back = kReportPeriods - 1; back >= 0; --back) periods.push_back(period.Previous(back));
  return periods;
}

v1::PeriodCell MakePeriodCell(const Period& period, const v1::Cell* cell) {
  v1::PeriodCell result;
  result.set_period(period.Format());
  result.set_outcome(cell == nullptr ? v1::OUTCOME_NO_OBSERVATION : v1::OUTCOME_FOUND);
  if (cell != nullptr) *result.mutable_cell() = *cell;
  return result;
}

void CellCounter::Add(const v1::PeriodCell& cell) {
  if (!cell.has_cell()) {
    ++no_observation_;
  } else if (cell.cell().content_case() == v1::Cell::kValue) {
    ++measured_;
  } else {
    ++missing_[cell.cell().missing()];
  }
}

void CellCounter::Add(const CellCounter& other) {
  measured_ += other.measured_;
  no_observation_ += other.no_observation_;
  for (const auto& [reason, count] : other.missing_) missing_[reason] += count;
}

v1::CellCounts CellCounter::Counts() const {
  v1::CellCounts counts;
  int cells = measured_ + no_observation_;
  for (const auto& [reason, count] : missing_) {
    v1::MissingCount& missing = *counts.add_missing();
    missing.set_reason(reason);
    missing.set_count(count);
    cells += count;
  }
  counts.set_cells(cells);
  counts.set_measured(measured_);
  counts.set_no_observation(no_observation_);
  return counts;
}

}  // namespace tertial
