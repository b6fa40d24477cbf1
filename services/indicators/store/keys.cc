#include "services/indicators/store/keys.h"

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {

std::optional<Period> ObservationTable::PeriodOf(absl::Span<const std::string> ids) {
  return PeriodOfObservationId(ids[2]);
}

absl::StatusOr<bool> ObservationTable::IsKnown(const RecordReader& reader,
                                               absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(
      const std::optional<v1::Indicator> indicator,
      FindResource<IndicatorTable>(reader, absl::StrCat("indicators/", ids[1])));
  return indicator.has_value();
}

}  // namespace tertial::indicators
