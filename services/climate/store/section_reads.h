// What the report section of this service reads, from one state of the store.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_SECTION_READS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_SECTION_READS_H_

#include <deque>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/climate/domain/climate_section.h"
#include "services/climate/store/inventory_reads.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::climate {

using MissingParts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

// What is recorded of an area's climate, with what the facts point into.
struct StoredClimate {
  std::deque<StoredInventory> inventories;
  ClimateFacts facts;
};

// Reads all that is recorded of the area's climate. Activities, targets, measures, what budgets
// need beside these, and own operations that cannot be read are left unset and noted in
// `missing_parts`; budgets also where a part that they need is missing.
absl::StatusOr<StoredClimate> ReadClimate(const RecordReader& reader, const std::string& area_id,
                                          const Period& period, MissingParts* missing_parts);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_SECTION_READS_H_
