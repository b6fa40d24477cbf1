#include "services/gateway/domain/section_age.h"

#include <algorithm>

#include "common/facts/overdue.h"

namespace tertial::gateway {
namespace {

constexpr absl::Duration kClocksDiffer = absl::Seconds(1);
constexpr absl::Duration kAgeOfOwnedFigures = absl::Seconds(15);

}  // namespace

bool ShowsOwnedFigures(const Section& section) {
  for (const auto& focus_area : section.content.indicators().focus_areas()) {
    for (const auto& goal : focus_area.goals()) {
      if (std::any_of(goal.indicators().begin(), goal.indicators().end(),
                      [](const auto& series) { return series.has_owned(); })) {
        return true;
      }
    }
  }
  return false;
}

absl::Time GrowsOldAt(const Section& section, absl::Time pulled) {
  const absl::Time end_of_day = EndOfDayInOslo(pulled) + kClocksDiffer;
  return ShowsOwnedFigures(section) ? std::min(end_of_day, pulled + kAgeOfOwnedFigures)
                                    : end_of_day;
}

}  // namespace tertial::gateway
