// The last id of an observation's name: its period and its dimensions.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_OBSERVATION_ID_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_OBSERVATION_ID_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// "2024", or "2024~dwelling-type.detached" with dimensions, in their order.
std::string FormatObservationId(
    const Period& period, const google::protobuf::RepeatedPtrField<v1::Dimension>& dimensions = {});

// The period in an id; nothing if the id does not begin with one.
std::optional<Period> PeriodOfObservationId(absl::string_view id);

// The resource name of an observation of the whole area.
std::string ObservationName(absl::string_view area_id, absl::string_view indicator_name,
                            const Period& period);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_OBSERVATION_ID_H_
