#include "services/gateway/domain/section_age.h"

#include <algorithm>

#include "common/facts/overdue.h"

namespace tertial::gateway {
namespace {

constexpr absl::Duration kClocksDiffer = absl::Seconds(1);
constexpr absl::Duration kAgeOfOwnedFigures = absl::Seconds(15);

}  // namespace

std::map<std::string, bool> OwnersIn(const Section& section) {
  std::map<std::string, bool> owners;
  for (const auto& focus_area : section.content.indicators().focus_areas()) {
    for (const auto& goal : focus_area.goals()) {
      for (const auto& series : goal.indicators()) {
        if (!series.has_owned()) continue;
        bool& stale = owners[series.owned().service()];
        stale = stale || series.owned().stale();
      }
    }
  }
  return owners;
}

absl::Time GrowsOldAt(const Section& section, absl::Time pulled) {
  const absl::Time end_of_day = EndOfDayInOslo(pulled) + kClocksDiffer;
  return OwnersIn(section).empty() ? end_of_day : std::min(end_of_day, pulled + kAgeOfOwnedFigures);
}

}  // namespace tertial::gateway
