// Parts of a report section that a service owes and cannot read.
#ifndef TERTIAL_COMMON_FACTS_MISSING_PARTS_H_
#define TERTIAL_COMMON_FACTS_MISSING_PARTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/observability/log.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial {

// For a part that the rest of a section does not rest on: OK as it is; where stored data is
// damaged, notes the part as missing and returns OK, so that the section is answered without it;
// any other error is returned.
inline absl::Status NoteMissingPart(
    absl::string_view part, const absl::Status& status,
    google::protobuf::RepeatedPtrField<common::v1::MissingPart>* missing_parts) {
  if (!absl::IsDataLoss(status)) return status;
  Log(Severity::kError, "stored data damaged",
      {{"part", std::string(part)}, {"cause", std::string(status.message())}});
  common::v1::MissingPart& missing = *missing_parts->Add();
  missing.set_part(std::string(part));
  missing.set_reason("The service holds data that it cannot read; its log names it.");
  return absl::OkStatus();
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_MISSING_PARTS_H_
