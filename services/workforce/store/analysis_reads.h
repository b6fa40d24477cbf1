// What the analyses of this service read, each from one state of the store.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_ANALYSIS_READS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_ANALYSIS_READS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/workforce/domain/reported_figures.h"
#include "services/workforce/domain/workforce_comparison.h"

namespace tertial::workforce {

// The figures that are reported of the area and its units for the period.
absl::StatusOr<ReportedFigures> ReadReported(const RecordReader& reader, const std::string& area_id,
                                             const Period& period);

// All that is recorded of the area and period.
absl::StatusOr<AnalysedFacts> ReadAnalysed(const RecordReader& reader, const std::string& area_id,
                                           const Period& period);

// One for each of the areas, in their order: the figures of the measure and sex in the period, on
// every certification basis where the measure has them.
absl::StatusOr<std::vector<AreaFigures>> ReadFiguresOfAreas(const RecordReader& reader,
                                                            absl::Span<const std::string> area_ids,
                                                            v1::Measure measure, v1::Sex sex,
                                                            const Period& period);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_ANALYSIS_READS_H_
