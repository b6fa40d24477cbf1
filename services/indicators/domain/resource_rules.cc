#include "services/indicators/domain/resource_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

constexpr int kMostDimensions = 5;
constexpr int kMostMembers = 1000;
constexpr int kHighestOrder = 100'000;

// Adds INCONSISTENT_FIELDS when the first period begins after the last one.
void CheckTimes(const std::string& first, const std::string& last, const Violations& violations) {
  const absl::StatusOr<Period> begin = Period::Parse(first);
  const absl::StatusOr<Period> end = Period::Parse(last);
  if (!begin.ok() || !end.ok() || begin->first_day() <= end->last_day()) return;
  violations.Add(
      "last_period", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(last), " ends before ", Quoted(first), " begins; exchange them."));
}

// The days of a membership; of times that are no periods, from the beginning or to the end.
std::pair<absl::CivilDay, absl::CivilDay> DaysOf(const v1::PeerGroupMember& member) {
  const absl::StatusOr<Period> first = Period::Parse(member.first_period());
  const absl::StatusOr<Period> last = Period::Parse(member.last_period());
  return {first.ok() ? first->first_day() : absl::CivilDay::min(),
          last.ok() ? last->last_day() : absl::CivilDay::max()};
}

void CheckMembers(const v1::PeerGroup& peer_group, const Violations& violations) {
  CheckRange("members", peer_group.members_size(), 1, kMostMembers, violations);
  std::multimap<std::string, std::pair<absl::CivilDay, absl::CivilDay>> times;
  for (int i = 0; i < peer_group.members_size(); ++i) {
    const v1::PeerGroupMember& member = peer_group.members(i);
    const Violations at = violations.At("members", i);
    CheckAreaName("area", member.area(), Presence::kRequired, at);
    CheckPeriod("first_period", member.first_period(), Presence::kOptional, at);
    CheckPeriod("last_period", member.last_period(), Presence::kOptional, at);
    CheckTimes(member.first_period(), member.last_period(), at);
    const auto days = DaysOf(member);
    const auto [begin, end] = times.equal_range(member.area());
    if (std::any_of(begin, end, [&](const auto& other) {
          return days.first <= other.second.second && other.second.first <= days.second;
        })) {
      at.Add("area", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(member.area()),
                          " is a member already for some of that time; give "
                          "times that do not overlap."));
    }
    times.emplace(member.area(), days);
  }
}

}  // namespace

void CheckDimensionOrder(const google::protobuf::RepeatedPtrField<v1::Dimension>& dimensions,
                         const Violations& violations) {
  if (dimensions.size() > kMostDimensions) {
    violations.Add("dimensions", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(dimensions.size(), " dimensions are given; at most ",
                                kMostDimensions, " may be."));
  }
  for (int i = 0; i < dimensions.size(); ++i) {
    const Violations at = violations.At("dimensions", i);
    const v1::Dimension& dimension = dimensions[i];
    CheckCode("dimension", dimension.dimension(), Presence::kRequired, at);
    CheckCode("member", dimension.member(), Presence::kRequired, at);
    if (i > 0 && dimension.dimension() <= dimensions[i - 1].dimension()) {
      at.Add("dimension", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(dimension.dimension()), " does not come after ",
                          Quoted(dimensions[i - 1].dimension()),
                          "; give each dimension once, sorted."));
    }
  }
}

void CheckFramework(const v1::Framework& framework, const Violations& violations) {
  CheckTexts("titles", framework.titles(), Presence::kRequired, violations);
  for (const auto& [field, text] : {std::pair("first_period", &framework.first_period()),
                                    std::pair("last_period", &framework.last_period())}) {
    CheckPeriod(field, *text, Presence::kRequired, violations);
    const absl::StatusOr<Period> period = Period::Parse(*text);
    if (period.ok() && period->kind() != PeriodKind::kYear) {
      violations.Add(field, common::v1::ERROR_REASON_INVALID_PERIOD,
                     absl::StrCat(Quoted(*text),
                                  " is no year; a plan period begins and ends with "
                                  "years, as ",
                                  period->year(), "."));
    }
  }
  CheckTimes(framework.first_period(), framework.last_period(), violations);
  CheckProvenance("provenance", framework.provenance(), violations);
}

void CheckFocusArea(const v1::FocusArea& focus_area, const Violations& violations) {
  CheckTexts("titles", focus_area.titles(), Presence::kRequired, violations);
  CheckRange("order", focus_area.order(), 1, kHighestOrder, violations);
  CheckTexts("main_goals", focus_area.main_goals(), Presence::kOptional, violations);
  CheckProvenance("provenance", focus_area.provenance(), violations);
}

void CheckGoal(const v1::Goal& goal, const Violations& violations) {
  CheckRange("order", goal.order(), 1, kHighestOrder, violations);
  CheckTexts("texts", goal.texts(), Presence::kRequired, violations);
  CheckEnum("status", goal.status(), Presence::kRequired, violations);
  CheckTexts("status_reasons", goal.status_reasons(), Presence::kOptional, violations);
  if (goal.has_stated_indicator_count()) {
    CheckRange("stated_indicator_count", goal.stated_indicator_count(), 0, kHighestOrder,
               violations);
  }
  CheckProvenance("provenance", goal.provenance(), violations);
}

void CheckFrameworkIndicator(const v1::FrameworkIndicator& chosen, const Violations& violations) {
  CheckRange("order", chosen.order(), 1, kHighestOrder, violations);
  const absl::string_view id = LastIdOf(chosen.name());
  const absl::string_view indicator = LastIdOf(chosen.indicator());
  if (id.substr(0, id.find('~')) != indicator) {
    violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                   absl::StrCat(Quoted(chosen.name()), " must end in the id of the indicator, ",
                                Quoted(indicator), ", which \"~\" and more may follow."));
  }
}

void CheckObservation(const v1::Observation& observation, const Violations& violations) {
  CheckPeriod("period", observation.period(), Presence::kRequired, violations);
  CheckDimensionOrder(observation.dimensions(), violations);
  CheckCell("cell", observation.cell(), violations);
  CheckCode("basis", observation.basis(), Presence::kOptional, violations);
  CheckEnum("group_statistic", observation.group_statistic(), Presence::kOptional, violations);
  CheckProvenance("provenance", observation.provenance(), violations);
  const absl::StatusOr<Period> period = Period::Parse(observation.period());
  if (!period.ok()) return;
  const std::string id = FormatObservationId(*period, observation.dimensions());
  if (!absl::EndsWith(observation.name(), absl::StrCat("/observations/", id))) {
    violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                   absl::StrCat(Quoted(observation.name()),
                                " does not agree with period and dimensions; its last id must be ",
                                Quoted(id), "."));
  }
}

void CheckPeerGroup(const v1::PeerGroup& peer_group, const Violations& violations) {
  CheckTexts("titles", peer_group.titles(), Presence::kRequired, violations);
  CheckMembers(peer_group, violations);
  CheckAreaName("published_area", peer_group.published_area(), Presence::kOptional, violations);
  CheckProvenance("provenance", peer_group.provenance(), violations);
}

}  // namespace tertial::indicators
