// What the report sections of this service read, each from one state of the store.
#ifndef TERTIAL_SERVICES_INDICATORS_STORE_SECTION_READS_H_
#define TERTIAL_SERVICES_INDICATORS_STORE_SECTION_READS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/indicators/domain/indicators_section.h"
#include "services/indicators/domain/statistics_section.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::indicators {

using MissingParts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

// Reads what is chosen and observed; the cost follows the size of the framework, not of the store.
// Targets that cannot be read are noted in `missing_parts`.
absl::StatusOr<FrameworkFacts> ReadFramework(const RecordReader& reader, const std::string& area_id,
                                             const Period& period, MissingParts* missing_parts);

// Scans the area's observations.
absl::StatusOr<StatisticsFacts> ReadStatistics(const RecordReader& reader,
                                               const std::string& area_id, const Period& period);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_STORE_SECTION_READS_H_
