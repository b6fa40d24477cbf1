#include "services/indicators/owners/owner_contacts.h"

#include <algorithm>

#include "common/ledger/read_point.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/indicators/domain/ownership.h"

namespace tertial::indicators {
namespace {

v1::OwnedFigures FreshnessOfContact(absl::string_view service, const OwnerContact& contact) {
  v1::OwnedFigures owned;
  owned.set_service(std::string(service));
  owned.set_stale(contact.stale);
  if (contact.stale && contact.last_contact.has_value()) {
    *owned.mutable_last_contact() = EncodeTimestamp(*contact.last_contact);
  }
  return owned;
}

}  // namespace

bool OwnerContact::Covers(absl::string_view indicator, const v1::FigureOwner& owner) const {
  if (!followed_to.has_value() || definitions == nullptr) return false;
  return std::any_of(
      definitions->begin(), definitions->end(), [&](const internal::v1::OwnedIndicator& owned) {
        return owned.indicator() == indicator &&
               google::protobuf::util::MessageDifferencer::Equals(owned.owner(), owner);
      });
}

OwnerContact OwnerContacts::Of(absl::string_view service) const {
  const MutexLock lock(mutex_);
  const auto found = contacts_.find(service);
  return found == contacts_.end() ? OwnerContact() : found->second;
}

v1::OwnedFigures OwnerContacts::FreshnessOf(absl::string_view service) const {
  return FreshnessOfContact(service, Of(service));
}

std::vector<v1::FollowedOwner> OwnerContacts::List() const {
  std::vector<v1::FollowedOwner> owners;
  for (const std::string& service : OwnerServices()) {
    const OwnerContact contact = Of(service);
    v1::FollowedOwner& owner = owners.emplace_back();
    *owner.mutable_owned() = FreshnessOfContact(service, contact);
    owner.set_followed(contact.followed);
    if (contact.followed_to.has_value()) *owner.mutable_followed_to() = *contact.followed_to;
    owner.set_definitions_revision(contact.definitions_revision);
    if (contact.definitions != nullptr) {
      owner.set_indicators(static_cast<int32_t>(contact.definitions->size()));
    }
    owner.set_refused_figures(contact.refused_figures);
  }
  return owners;
}

void OwnerContacts::Change(absl::string_view service,
                           absl::FunctionRef<void(OwnerContact&)> change) {
  const MutexLock lock(mutex_);
  change(contacts_[std::string(service)]);
}

const OwnerContacts& NobodyFollowed() {
  static const OwnerContacts& nobody = *new OwnerContacts();
  return nobody;
}

}  // namespace tertial::indicators
