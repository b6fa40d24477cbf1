// The days and periods that published figures are fixed for. Each is fixed once; a figure of any
// period is added up from such slices, so what is told of overlapping periods is one and the same.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_CUBE_SLICES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_CUBE_SLICES_H_

#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "services/workforce/domain/figure_plan.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"

namespace tertial::workforce {

// A day, a period of flows, or a year with the day before it.
struct CubeSlice {
  Slot::Kind kind;
  // The day, the days of the period, the year.
  Period period;

  // What the slice is called in keys: the id of the period. Slices of one table have one kind.
  std::string id() const { return period.FormatId(); }
  // The days that its counters are of.
  DayNumber first() const;
  DayNumber last() const;

  friend bool operator==(const CubeSlice&, const CubeSlice&) = default;
};

// Whether there are cubes of such periods: days that are the first or the last of a month, months,
// tertials, years.
bool CanBePublished(const Period& period);

// The slices that the figures of `table` in the cube of `period` are added up from. Empty: it has
// none.
std::vector<CubeSlice> SlicesOf(DisclosureTable table, const Period& period,
                                v1::FlowUnit sick_leave_unit);

// The tables that are fixed of a slice.
std::vector<DisclosureTable> TablesOf(const CubeSlice& slice, v1::FlowUnit sick_leave_unit);

// All slices that must be fixed before the cube is, those that others look at first.
std::vector<CubeSlice> AllSlices(const Period& period, v1::FlowUnit sick_leave_unit);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_CUBE_SLICES_H_
