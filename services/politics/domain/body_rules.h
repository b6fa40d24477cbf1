// What must be true of a body and of its activity on their own, whatever else is recorded, and what
// a body says of a day.
//
// Each Check function adds to `violations` whatever is wrong. The name has been made canonical
// before.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_BODY_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_BODY_RULES_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/status/violations.h"
#include "services/politics/domain/case_days.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

void CheckBody(const v1::Body& body, const Violations& violations);
void CheckBodyActivity(const v1::BodyActivity& activity, const Violations& violations);

// Whether the body is there on some of the days.
bool IsThereOn(const v1::Body& body, const DayRange& days);

// BODY_NOT_VALID for `field`, of something that is dated on `days`, unless the body is there on
// some of them.
void CheckThereOn(const v1::Body& body, const DayRange& days, absl::string_view field,
                  const Violations& violations);

// How many members it has on the day: as its sizes say, else its count of members. Nothing where
// neither says it, as before the first of its sizes.
std::optional<int32_t> MembersOn(const v1::Body& body, absl::CivilDay day);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_BODY_RULES_H_
