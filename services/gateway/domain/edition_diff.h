// What differs between two states of the facts of a report.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_EDITION_DIFF_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_EDITION_DIFF_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/timestamp.pb.h"
#include "services/gateway/domain/manifest.h"
#include "tertial/changes/v1/changes_service.pb.h"
#include "tertial/gateway/v1/editions_resources.pb.h"

namespace tertial::gateway {

// A fact that is not the same. Points into the manifests that were compared.
struct ManifestDifference {
  // nullptr: there was none.
  const internal::v1::FrozenFact* before = nullptr;
  // nullptr: there is none any more.
  const internal::v1::FrozenFact* after = nullptr;

  const internal::v1::FrozenFact& either() const { return before != nullptr ? *before : *after; }
};

struct ManifestComparison {
  // By service and name.
  std::vector<ManifestDifference> differences;
  int64_t unchanged = 0;
};

// Compares the facts of `services`, by their bytes: what was only written again is the same.
ManifestComparison CompareManifests(const Manifest& base, const Manifest& target,
                                    const std::set<std::string>& services);

// A difference as it is told. `revisions` are the versions of the resource that its service tells,
// the oldest first; none where it does not know them. `until` is when the later state was made:
// what was done after it is not told. nullptr: the later state is the newest.
v1::FactDifference DescribeDifference(const ManifestDifference& difference,
                                      const std::vector<changes::v1::ResourceRevision>& revisions,
                                      const google::protobuf::Timestamp* until);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_EDITION_DIFF_H_
