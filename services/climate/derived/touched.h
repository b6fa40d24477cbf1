// Which facts commits have touched, of those that something follows from.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_TOUCHED_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_TOUCHED_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"

namespace tertial::climate {

// A row of the ledger.
struct RowKey {
  TableId table = 0;
  std::string pk;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

struct Touched {
  // The last commit that was looked at.
  Revision revision = 0;
  // Ids of areas with releases, figures or targets among what was touched.
  std::set<std::string> areas;
  // Activity figures, by their pks; and ids of areas where they are too many to be named.
  std::set<std::string> activities;
  std::set<std::string> activity_areas;
  // Codes of emission factors of which a version was touched.
  std::set<std::string> factors;
  // GWP tables, by their pks.
  std::set<std::string> gwp_tables;
  // What was redacted.
  std::vector<RowKey> redacted;

  // Whether there is nothing that anything follows from.
  bool empty() const;
};

// Commits looked at by one call; activity figures of one commit that are named one by one.
inline constexpr Revision kMostCommitsAtOnce = 1000;
inline constexpr int64_t kMostActivitiesNamed = 20'000;

// Looks at the commits after `since`, up to the state of `view`; at the first kMostCommitsAtOnce if
// they are more. Costs their records; the feed of a commit is read only where single rows matter.
absl::StatusOr<Touched> ReadTouched(const ReadView& view, Revision since);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_TOUCHED_H_
