#include "services/indicators/domain/observation_id.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace tertial::indicators {

std::string FormatObservationId(
    const Period& period, const google::protobuf::RepeatedPtrField<v1::Dimension>& dimensions) {
  std::string id = period.FormatId();
  for (const v1::Dimension& dimension : dimensions) {
    absl::StrAppend(&id, "~", dimension.dimension(), ".", dimension.member());
  }
  return id;
}

std::optional<Period> PeriodOfObservationId(absl::string_view id) {
  const absl::StatusOr<Period> period = Period::ParseId(id.substr(0, id.find('~')));
  if (!period.ok()) return std::nullopt;
  return *period;
}

std::string ObservationName(absl::string_view area_id, absl::string_view indicator_name,
                            const Period& period) {
  return absl::StrCat("areas/", area_id, "/", indicator_name, "/observations/", period.FormatId());
}

}  // namespace tertial::indicators
