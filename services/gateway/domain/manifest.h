// The facts that an edition was frozen with, and the pieces that an edition is kept in.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_MANIFEST_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_MANIFEST_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/gateway/internal/v1/frozen_parts.pb.h"
#include "tertial/gateway/v1/editions_resources.pb.h"

namespace tertial::gateway {

// By service and name.
using Manifest = std::vector<internal::v1::FrozenFact>;

// Bytes of a report in one piece, at most.
inline constexpr size_t kMostPartBytes = size_t{512} << 10;

// Whether a fact stands before (service, name) in a manifest.
bool StandsBefore(const internal::v1::FrozenFact& fact, absl::string_view service,
                  absl::string_view name);

// The facts of `services`.
Manifest MakeManifest(const FactSet& facts, const std::set<std::string>& services);

// nullptr when it is not among them.
const internal::v1::FrozenFact* FindInManifest(const Manifest& manifest, absl::string_view service,
                                               absl::string_view name);

// As Edition.manifest_sha256 tells.
std::string HashManifest(const Manifest& manifest);

v1::ManifestEntry EntryOf(const internal::v1::FrozenFact& fact);

// The pieces of what the edition of this name is frozen with: of its report, in order.
std::vector<internal::v1::FrozenPart> CutReport(absl::string_view edition,
                                                absl::string_view report);
std::vector<internal::v1::FrozenPart> CutManifest(absl::string_view edition,
                                                  const Manifest& manifest);

// The name of the piece that holds a fact, if the edition of this name was frozen with it.
std::string ManifestPartName(absl::string_view edition, absl::string_view service,
                             absl::string_view name);

// Whether this is the name of a piece of a report; else it is a fact of a manifest.
bool IsReportPart(absl::string_view part);

// The resources of other areas that a report names: those that it compares with.
std::set<std::string> NamesInReportOfOtherAreas(const google::protobuf::Message& report,
                                                absl::string_view area_id);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_MANIFEST_H_
