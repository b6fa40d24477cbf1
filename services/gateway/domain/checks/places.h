// Where in a report a fact or a claim stands.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_PLACES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_PLACES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/gateway/v1/checks_resources.pb.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// The place of a fact, or of one of its fields: with what is known of it, also where it is not
// recorded. What is printed there and notes on it are left out: no rule reads them.
v1::FindingPlace PlaceOf(const FactSet& facts, absl::string_view name,
                         absl::string_view field = "");

// The place of a claim, with the number that its assertion `index` states, if it states one.
v1::FindingPlace PlaceOf(const v1::Claim& claim, int index = 0);

// What a place is called in a sentence: its label in English, or else its name, and its period:
// "Completed dwellings, 2023".
std::string Called(const v1::FindingPlace& place);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_PLACES_H_
