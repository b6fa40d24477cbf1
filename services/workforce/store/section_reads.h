// What the report sections of this service read, each from one state of the store.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_SECTION_READS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_SECTION_READS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/workforce/domain/workforce_section.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::workforce {

using MissingParts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

// Reads the units, their FTEs and head counts by name, and scans the area's figures for all other
// series. Series that cannot be read are noted in `missing_parts`.
absl::StatusOr<WorkforceFacts> ReadWorkforce(const RecordReader& reader, const std::string& area_id,
                                             const Period& period, MissingParts* missing_parts);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_SECTION_READS_H_
