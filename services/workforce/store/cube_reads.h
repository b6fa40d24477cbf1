// What is read of policies, cubes and published figures, each from one state of the store.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_CUBE_READS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_CUBE_READS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/workforce/domain/reported_figures.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"

namespace tertial::workforce {

// The first cube of the calendar year, whatever its period; empty when nothing of the year is
// published.
absl::StatusOr<std::optional<v1::Cube>> FindCubeOfYear(const RecordReader& reader,
                                                       absl::string_view area_id, int year);

// The thresholds that hold for a year: those of what is published of it, else the policy that is
// recorded, else the defaults.
struct PolicyInForce {
  v1::DisclosurePolicy policy;
  // Of the recorded policy; 0 where there is none.
  Revision revision = 0;
};
absl::StatusOr<PolicyInForce> PolicyOf(const RecordReader& reader, const std::string& area_id,
                                       int year);

// Of the cube of the period, the figures of the area as a whole, in the order of the cube, and
// after them those that stand beside one of `reported`. Nothing where there is no such cube.
absl::StatusOr<std::optional<PublishedFigures>> ReadPublished(const RecordReader& reader,
                                                              const std::string& area_id,
                                                              const Period& period,
                                                              const ReportedFigures& reported);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_CUBE_READS_H_
