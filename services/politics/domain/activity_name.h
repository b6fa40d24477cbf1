// The name of a body's activity: that of the body, and the period.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_NAME_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_NAME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// "areas/asker/bodies/youth-council/activities/2024".
std::string ActivityName(absl::string_view body_name, const Period& period);

// The period in the last id of a name; nothing if the id is none.
std::optional<Period> PeriodOfActivityId(absl::string_view id);

// The name of the body that an activity is of: "areas/asker/bodies/youth-council".
std::string BodyOf(const v1::BodyActivity& activity);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_NAME_H_
