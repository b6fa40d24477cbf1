#include "services/indicators/domain/peer_groups.h"

#include "absl/status/statusor.h"
#include "common/types/resource_name.h"

namespace tertial::indicators {

std::set<std::string> MembersIn(const v1::PeerGroup& group, const Period& period) {
  std::set<std::string> ids;
  for (const v1::PeerGroupMember& member : group.members()) {
    const absl::StatusOr<Period> first = Period::Parse(member.first_period());
    const absl::StatusOr<Period> last = Period::Parse(member.last_period());
    if ((first.ok() && first->first_day() > period.last_day()) ||
        (last.ok() && last->last_day() < period.last_day())) {
      continue;
    }
    ids.emplace(LastIdOf(member.area()));
  }
  return ids;
}

}  // namespace tertial::indicators
