// Definitions of indicators with their versions, which stand in their history.
#ifndef TERTIAL_SERVICES_INDICATORS_STORE_DEFINITIONS_H_
#define TERTIAL_SERVICES_INDICATORS_STORE_DEFINITIONS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/read_view.h"
#include "services/indicators/domain/definition_versions.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// The versions of the definition with the resource name `indicator`, up to the state of `view`.
// Versions whose content was redacted are left out.
absl::StatusOr<DefinitionVersions> ReadVersionsOf(const ReadView& view,
                                                  absl::string_view indicator);

// The definitions with these resource names, by name, with their versions; names of nothing are
// left out.
absl::StatusOr<std::map<std::string, v1::Indicator>> ReadDefinitions(
    const ReadView& view, absl::Span<const std::string> names);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_STORE_DEFINITIONS_H_
