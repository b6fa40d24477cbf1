// How many things there are of which a field holds something.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_FACT_COUNTS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_FACT_COUNTS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

using FieldConditions = google::protobuf::RepeatedPtrField<v1::FieldCondition>;

// Adds what is wrong with a count on its own: also fields that resources of its kind do not have.
void CheckCount(const v1::FactCount& count, const Violations& violations);

// How many resources of `kind` that belong to `area`, "asker", meet all conditions.
int64_t CountResources(const FactSet& facts, absl::string_view kind, absl::string_view area,
                       const FieldConditions& conditions);

// How many elements of the list that the path `field` of a resource leads to meet all conditions;
// those of a list of texts or numbers are compared themselves, by a condition without a field. No
// value when the path leads to no list.
std::optional<int64_t> CountElements(const google::protobuf::Message& resource,
                                     absl::string_view field, const FieldConditions& conditions);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_FACT_COUNTS_H_
