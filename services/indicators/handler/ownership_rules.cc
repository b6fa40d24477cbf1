#include "services/indicators/handler/ownership_rules.h"

#include <optional>

#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/ownership.h"
#include "services/indicators/domain/statistics_section.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {

absl::Status CheckOwnership(const RecordReader& reader, const v1::Indicator& indicator,
                            const v1::Observation& observation, const Violations& violations) {
  if (!indicator.has_owner() && !observation.has_pulled()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Observation> present,
                           FindResource<ObservationTable>(reader, observation.name()));
  CheckRecordedHere(indicator, observation, present.has_value() ? &*present : nullptr, violations);
  return absl::OkStatus();
}

absl::Status CheckObservationDeletable(const RecordReader& reader, absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Observation> present,
                           FindResource<ObservationTable>(reader, name));
  if (!present.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           FindResource<IndicatorTable>(reader, IndicatorOf(*present)));
  return indicator.has_value() ? CheckDeletedHere(*indicator, *present) : absl::OkStatus();
}

}  // namespace tertial::indicators
