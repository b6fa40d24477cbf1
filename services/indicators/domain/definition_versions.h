// The versions of a definition, told from its history, and which of them a figure is measured by.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_DEFINITION_VERSIONS_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_DEFINITION_VERSIONS_H_

#include <cstdint>

#include "common/types/period.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

using DefinitionVersions = google::protobuf::RepeatedPtrField<v1::DefinitionVersion>;

// Adds to `versions` what the definition became by the commit `revision`, later than all before:
// another version if what is measured is another (Indicator.versions tells what that depends on),
// else what has changed of the last one.
void AddDefinition(const v1::Indicator& definition, int64_t revision, DefinitionVersions& versions);

// The number of the version that measures a figure of `period` recorded by the commit `revision`; 1
// where no version is known.
int32_t VersionOfFigure(const DefinitionVersions& versions, const Period& period, int64_t revision);

// Whether a break is declared between figures measured by the versions `earlier` and `later`.
bool HasBreakBetween(const DefinitionVersions& versions, int32_t earlier, int32_t later);

// Whether their figures are in the same unit. A version that is not known is taken to be.
bool HaveSameUnit(const DefinitionVersions& versions, int32_t a, int32_t b);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_DEFINITION_VERSIONS_H_
