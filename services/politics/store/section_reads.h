// What the report section of this service reads, from one state of the store.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_SECTION_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_SECTION_READS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/politics/domain/politics_section.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::politics {

using MissingParts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

// Scans the area's bodies, cases, plans and resolutions, and looks up the activities of the period.
// Cases, plans and resolutions that cannot be read are noted in `missing_parts`.
absl::StatusOr<PoliticsFacts> ReadPolitics(const RecordReader& reader, const std::string& area_id,
                                           const Period& period, MissingParts* missing_parts);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_SECTION_READS_H_
