// What the report sections of this service read, each from one state of the store.
#ifndef TERTIAL_SERVICES_INDICATORS_STORE_SECTION_READS_H_
#define TERTIAL_SERVICES_INDICATORS_STORE_SECTION_READS_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/indicators/domain/indicators_section.h"
#include "services/indicators/domain/statistics_section.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::indicators {

using MissingParts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

// Reads what is chosen and observed; the cost follows the size of the framework, not of the store.
// Overdue cells are told for `instant`. Targets that cannot be read are noted in `missing_parts`.
absl::StatusOr<FrameworkFacts> ReadFramework(const ReadView& view, const std::string& area_id,
                                             const Period& period, absl::Time instant,
                                             MissingParts* missing_parts);

// The resource names of the indicators that an area has chosen in a framework; without one, in all
// and in none.
absl::StatusOr<std::set<std::string>> ReadChosenIndicators(
    const RecordReader& reader, const std::string& area_id,
    const std::optional<std::string>& framework);

// Scans the area's observations, and reads by key what is derived from them. Overdue operands are
// told for `instant`.
absl::StatusOr<StatisticsFacts> ReadStatistics(const ReadView& view, const std::string& area_id,
                                               const Period& period, absl::Time instant);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_STORE_SECTION_READS_H_
