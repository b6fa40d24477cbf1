// What the report section of this service reads, from one state of the store.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_SECTION_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_SECTION_READS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/read_view.h"
#include "common/types/period.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/politics/domain/politics_section.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::politics {

using MissingParts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

// The area's bodies with what is reported and recorded of `period`, a year or a tertial, and of the
// days that the report of a tertial compares it with; plans, follow-ups with their events, and what
// is odd in the numbers of cases up to that year, for which all of these are read in parts. What
// cannot be read is noted in `missing_parts`, as GetPoliticsSectionResponse tells.
absl::StatusOr<PoliticsFacts> ReadPolitics(const ReadView& view, const std::string& area_id,
                                           const Period& period, MissingParts* missing_parts);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_SECTION_READS_H_
