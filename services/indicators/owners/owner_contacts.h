// What is known at this moment of the services that own figures.
#ifndef TERTIAL_SERVICES_INDICATORS_OWNERS_OWNER_CONTACTS_H_
#define TERTIAL_SERVICES_INDICATORS_OWNERS_OWNER_CONTACTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger_keys.h"
#include "common/store/mutex.h"
#include "tertial/common/v1/read.pb.h"
#include "tertial/indicators/internal/v1/followed_owner.pb.h"
#include "tertial/indicators/v1/owned_figures.pb.h"

namespace tertial::indicators {

// Of one owner.
struct OwnerContact {
  // Whether it is followed at all.
  bool followed = false;
  // Whether its figures may be outdated here: it cannot be reached, or it was not read to its end
  // yet since it can.
  bool stale = true;
  // When it was last heard of, since this service started.
  std::optional<absl::Time> last_contact;
  // The owner's state up to which everything is stored here. Empty: it was not read to its end by
  // the definitions as they are.
  std::optional<common::v1::ReadPoint> followed_to;
  // The definitions that this is about, and the commit of this service that they were last seen at.
  std::shared_ptr<const std::vector<internal::v1::OwnedIndicator>> definitions;
  Revision definitions_revision = 0;
  // Figures not stored because the rules of their indicators refuse them.
  int64_t refused_figures = 0;

  // Whether `owner`, the owner of `indicator` as it is defined now, was read to its end.
  bool Covers(absl::string_view indicator, const v1::FigureOwner& owner) const;
};

// Of all of them. Kept by those who follow, read by handlers. Safe for use by several threads.
class OwnerContacts {
 public:
  // Of the service of this name. One that is no owner is never heard of.
  OwnerContact Of(absl::string_view service) const;
  // For answers: how fresh the figures of an indicator are that this service owns.
  v1::OwnedFigures FreshnessOf(absl::string_view service) const;
  // All services that may own figures, by name.
  std::vector<v1::FollowedOwner> List() const;

  void Change(absl::string_view service, absl::FunctionRef<void(OwnerContact&)> change);

 private:
  mutable Mutex mutex_;
  std::map<std::string, OwnerContact, std::less<>> contacts_ ABSL_GUARDED_BY(mutex_);
};

// Those of a service that follows nobody.
const OwnerContacts& NobodyFollowed();

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_OWNERS_OWNER_CONTACTS_H_
