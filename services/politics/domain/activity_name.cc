#include "services/politics/domain/activity_name.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace tertial::politics {

std::string ActivityName(absl::string_view body_name, const Period& period) {
  return absl::StrCat(body_name, "/activities/", period.FormatId());
}

std::optional<Period> PeriodOfActivityId(absl::string_view id) {
  const absl::StatusOr<Period> period = Period::ParseId(id);
  if (!period.ok()) return std::nullopt;
  return *period;
}

std::string BodyOf(const v1::BodyActivity& activity) {
  // areas/{area}/bodies/{body}/activities/{activity}
  return activity.name().substr(0, activity.name().rfind("/activities/"));
}

}  // namespace tertial::politics
