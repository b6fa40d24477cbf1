// What may become of an edition, and when.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_EDITION_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_EDITION_RULES_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/gateway/v1/editions_resources.pb.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"

namespace tertial::gateway {

// Adds what is wrong with the fields that a caller sets, each on its own: titles, and that the
// report is of the area of the name.
void CheckEdition(const v1::Edition& edition, const Violations& violations);

// EDITION_WITHDRAWN when it was withdrawn; EDITION_STATE, which tells its state and `needed`, when
// it is in another than that.
absl::Status RequireState(const v1::Edition& edition, v1::EditionState needed);
// EDITION_STATE for a draft: it has no report and no facts yet.
absl::Status RequireFrozen(const v1::Edition& edition);
// A published edition can be corrected, and one that was withdrawn after it was published, once.
absl::Status RequireCorrectable(const v1::Edition& edition);
// EDITION_WITHDRAWN, with its notice.
absl::Status EditionWithdrawn(const v1::Edition& edition);

// SECTIONS_NOT_COMPLETE, naming them, when sections are not COMPLETE and not accepted so.
absl::Status RequireComplete(const google::protobuf::RepeatedPtrField<v1::SectionState>& sections,
                             const google::protobuf::RepeatedField<int>& accepted);

// The services whose sections were frozen.
std::set<std::string> FrozenServices(const v1::Edition& edition);
// The state that the sections of a service were read at; nullptr when none of them was.
const common::v1::ReadPoint* FrozenState(const v1::Edition& edition, absl::string_view service);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_EDITION_RULES_H_
