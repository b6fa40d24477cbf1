#include "services/indicators/owners/owners.h"

#include "absl/strings/strip.h"

namespace tertial::indicators {

Owners::Owners(const OwnerAddresses& addresses, Ledger& ledger, const AreaRegistry& areas,
               OwnerContacts& contacts)
    : commits_(ledger) {
  std::vector<std::string> ids;
  for (const common::v1::Area& area : areas.areas()) {
    ids.emplace_back(absl::StripPrefix(area.name(), "areas/"));
  }
  const std::vector<OwnerFollower::Owner> owners = {
      {"climate", addresses.climate, addresses.credentials},
      {"politics", addresses.politics, addresses.credentials},
      {"workforce", addresses.workforce, addresses.credentials}};
  for (const OwnerFollower::Owner& owner : owners) {
    if (owner.address.empty()) continue;
    followers_.push_back(std::make_unique<OwnerFollower>(owner, ledger, commits_, contacts, ids));
  }
}

}  // namespace tertial::indicators
