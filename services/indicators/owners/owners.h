// All services that own figures, followed.
#ifndef TERTIAL_SERVICES_INDICATORS_OWNERS_OWNERS_H_
#define TERTIAL_SERVICES_INDICATORS_OWNERS_OWNERS_H_

#include <memory>
#include <string>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/rpc/commit_listeners.h"
#include "common/types/area_registry.h"
#include "grpcpp/security/credentials.h"
#include "services/indicators/owners/owner_contacts.h"
#include "services/indicators/owners/owner_follower.h"

namespace tertial::indicators {

// Where the owners are, as gRPC targets. Empty: that one is not followed, and its figures stay as
// they are, marked as stale.
struct OwnerAddresses {
  std::string climate;
  std::string politics;
  std::string workforce;
  // What this service shows to them; nullptr: plain text.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
};

// Follows them as long as it lives.
class Owners {
 public:
  // Everything passed in must outlive the object.
  Owners(const OwnerAddresses& addresses, Ledger& ledger, const AreaRegistry& areas,
         OwnerContacts& contacts);

 private:
  CommitListeners commits_;
  std::vector<std::unique_ptr<OwnerFollower>> followers_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_OWNERS_OWNERS_H_
