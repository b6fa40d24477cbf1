// How long matters took.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_MATTER_DURATIONS_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_MATTER_DURATIONS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/politics/domain/case_timing.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// The durations of the matters with a treatment counted in `span`, as MatterDurations tells.
// `cases` holds all cases of these matters, each once, and others or not. A case that names no
// matter is a matter treated once. Pure.
v1::MatterDurations DurationsOf(const std::vector<RecordedCase>& cases, const DayRange& span);

// The days from the first to the last treatment among the cases. Nothing where fewer than two of
// them were treated, or the day of one that was is not known.
std::optional<int32_t> DaysBetween(const std::vector<RecordedCase>& cases);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_MATTER_DURATIONS_H_
