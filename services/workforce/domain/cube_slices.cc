#include "services/workforce/domain/cube_slices.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/types/work_calendar.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;

PeriodKind KindOf(v1::FlowUnit unit) {
  switch (unit) {
    case v1::FLOW_UNIT_MONTH:
      return PeriodKind::kMonth;
    case v1::FLOW_UNIT_YEAR:
      return PeriodKind::kYear;
    default:
      return PeriodKind::kTertial;
  }
}

CubeSlice DaySlice(absl::CivilDay day) { return {Slot::kDay, Period::OfDay(day)}; }

// The period of `kind` that begins with the first day of `period`; the whole year where it is one.
Period FirstWithin(PeriodKind kind, const Period& period) {
  const int year = period.year();
  const int month = period.first_day().month();
  std::string text = absl::StrCat(year);
  if (kind == PeriodKind::kTertial) absl::StrAppend(&text, "-T", (month - 1) / 4 + 1);
  if (kind == PeriodKind::kMonth) absl::StrAppend(&text, "-M", absl::Dec(month, absl::kZeroPad2));
  return *Period::Parse(text);
}

// The flow units that make up `period`; empty where they are longer.
std::vector<CubeSlice> UnitsWithin(const Period& period, v1::FlowUnit unit) {
  std::vector<CubeSlice> units;
  if (period.kind() == PeriodKind::kDay) return units;
  for (Period next = FirstWithin(KindOf(unit), period); next.first_day() <= period.last_day();
       next = next.Next()) {
    if (next.first_day() < period.first_day() || next.last_day() > period.last_day()) return {};
    units.push_back({Slot::kFlow, next});
  }
  return units;
}

bool IsOfSickLeave(Table table) {
  return SlotKindOf(table) == Slot::kFlow && table != Table::kParental;
}

// Positions by size of a year are those of 1 December.
bool IsOfFirstOfDecember(Table table) {
  return table == Table::kPos || table == Table::kPosSex || table == Table::kPosAge;
}

void AddOnce(const CubeSlice& slice, std::vector<CubeSlice>& slices) {
  if (std::find(slices.begin(), slices.end(), slice) == slices.end()) slices.push_back(slice);
}

}  // namespace

DayNumber CubeSlice::first() const {
  return ToDayNumber(kind == Slot::kTurnover ? period.first_day() - 1 : period.first_day());
}

DayNumber CubeSlice::last() const { return ToDayNumber(period.last_day()); }

bool CanBePublished(const Period& period) {
  switch (period.kind()) {
    case PeriodKind::kDay:
      return period.first_day().day() == 1 || (period.first_day() + 1).day() == 1;
    case PeriodKind::kMonth:
    case PeriodKind::kTertial:
    case PeriodKind::kYear:
      return true;
    default:
      return false;
  }
}

std::vector<CubeSlice> SlicesOf(DisclosureTable table, const Period& period,
                                v1::FlowUnit sick_leave_unit) {
  if (IsOfSickLeave(table)) return UnitsWithin(period, sick_leave_unit);
  const bool is_year = period.kind() == PeriodKind::kYear;
  if (table == Table::kTurnover || table == Table::kParental) {
    if (!is_year) return {};
    return {{SlotKindOf(table), period}};
  }
  if (is_year && IsOfFirstOfDecember(table)) {
    return {DaySlice(absl::CivilDay(period.year(), 12, 1))};
  }
  return {DaySlice(period.last_day())};
}

std::vector<DisclosureTable> TablesOf(const CubeSlice& slice, v1::FlowUnit sick_leave_unit) {
  std::vector<DisclosureTable> tables;
  for (const Table table : DisclosureTables()) {
    if (SlotKindOf(table) != slice.kind) continue;
    if (slice.kind == Slot::kFlow) {
      const std::vector<CubeSlice> own = SlicesOf(table, slice.period, sick_leave_unit);
      if (own.size() != 1 || own[0] != slice) continue;
    }
    tables.push_back(table);
  }
  return tables;
}

std::vector<CubeSlice> AllSlices(const Period& period, v1::FlowUnit sick_leave_unit) {
  std::vector<CubeSlice> days;
  std::vector<CubeSlice> flows;
  for (const Table table : DisclosureTables()) {
    for (const CubeSlice& slice : SlicesOf(table, period, sick_leave_unit)) {
      if (slice.kind == Slot::kDay) {
        AddOnce(slice, days);
        continue;
      }
      AddOnce(slice, flows);
      // Flows are shown of units whose last day is.
      AddOnce(DaySlice(slice.period.last_day()), days);
    }
  }
  std::sort(days.begin(), days.end(),
            [](const CubeSlice& a, const CubeSlice& b) { return a.period < b.period; });
  days.insert(days.end(), flows.begin(), flows.end());
  return days;
}

}  // namespace tertial::workforce
