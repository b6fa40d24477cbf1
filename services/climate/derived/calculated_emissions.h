// Emissions of activities by versions of emission factors, as they should be recorded.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_CALCULATED_EMISSIONS_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_CALCULATED_EMISSIONS_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "services/climate/derived/derived_rows.h"

namespace tertial::climate {

// What must be done so that the emissions recorded of activity figures, by their pks, are those
// that the facts give. A figure that is not recorded has none.
absl::StatusOr<std::vector<RowChange>> EmissionChanges(const RecordReader& reader,
                                                       absl::Span<const std::string> activities);

// Adds the pks of the activity figures that name the factor, or did.
absl::Status AddUsersOfFactor(const RecordReader& reader, absl::string_view factor,
                              std::set<std::string>& activities);

// Adds the codes of the factors that a version of uses one of the GWP tables, by their pks.
absl::Status AddFactorsOfGwpTables(const RecordReader& reader,
                                   const std::set<std::string>& gwp_tables,
                                   std::set<std::string>& factors);

// Walks over the activity figures that may have emissions, in parts: those that name factors, then
// those that emissions are recorded of. Used by one thread.
class ActivityWalk {
 public:
  // Those whose pk begins with `prefix`.
  explicit ActivityWalk(std::string prefix) : prefix_(std::move(prefix)) {}

  // The next ones, which may be none before the end.
  absl::StatusOr<std::vector<std::string>> Next(const RecordReader& reader);
  bool done() const { return done_; }

 private:
  const std::string prefix_;
  // Whether the figures themselves have been walked over.
  bool recorded_ = false;
  std::string after_;
  bool done_ = false;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_CALCULATED_EMISSIONS_H_
