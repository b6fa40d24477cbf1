#include "clients/cli/import/area_numbers.h"

#include <algorithm>

#include "absl/strings/strip.h"
#include "common/types/calendar.h"

namespace tertial::cli {
namespace {

// Stand for "since before the registry begins" and "still".
constexpr absl::CivilDay kEver(1, 1, 1);
constexpr absl::CivilDay kForever(9999, 12, 31);

}  // namespace

AreaNumbers::AreaNumbers(const std::vector<common::v1::Area>& areas) {
  for (const common::v1::Area& area : areas) {
    ids_.insert(std::string(absl::StripPrefix(area.name(), "areas/")));
    for (const common::v1::AreaNumber& number : area.numbers()) {
      bearings_[number.number()].push_back(
          {.first = ParseCivilDay(number.valid_from()).value_or(kEver),
           .last = ParseCivilDay(number.valid_to()).value_or(kForever)});
    }
  }
}

bool AreaNumbers::IsBorneIn(absl::string_view number, const Period& period) const {
  const auto found = bearings_.find(number);
  if (found == bearings_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Days& days) {
    const auto within = [&](absl::CivilDay day) { return days.first <= day && day <= days.last; };
    return within(period.first_day()) || within(period.last_day());
  });
}

}  // namespace tertial::cli
