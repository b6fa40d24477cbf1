#include "services/indicators/store/keys.h"

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "services/indicators/domain/observation_id.h"
#include "services/indicators/domain/periods.h"
#include "services/indicators/store/definitions.h"

namespace tertial::indicators {

std::optional<Period> ObservationTable::PeriodOf(absl::Span<const std::string> ids) {
  return PeriodOfObservationId(ids[2]);
}

absl::StatusOr<Absence> ObservationTable::DescribeAbsence(const RecordReader& reader,
                                                          absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(
      const std::optional<v1::Indicator> indicator,
      FindResource<IndicatorTable>(reader, absl::StrCat("indicators/", ids[1])));
  const std::optional<Period> period = PeriodOf(ids);
  if (!indicator.has_value() || !period.has_value()) return Absence();
  if (IsDiscontinued(*indicator, period->Format())) {
    return Absence{common::v1::OUTCOME_DISCONTINUED, indicator->successor()};
  }
  return Absence{common::v1::OUTCOME_NO_OBSERVATION, ""};
}

absl::Status IndicatorTable::Derive(const ReadView& view, v1::Indicator& indicator) {
  TERTIAL_ASSIGN_OR_RETURN(*indicator.mutable_versions(), ReadVersionsOf(view, indicator.name()));
  return absl::OkStatus();
}

}  // namespace tertial::indicators
