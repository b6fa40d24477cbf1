// The sectors of a release, told in those of another standard.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_CROSSWALK_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_CROSSWALK_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/inventory_reports.pb.h"
#include "tertial/climate/v1/inventory_totals.pb.h"

namespace tertial::climate {

// What a crosswalk is applied to.
struct CrosswalkInput {
  // The resource name of the release.
  std::string release;
  // The periods of the report, in order of time.
  std::vector<Period> periods;
  // The sectors that have figures in one of the periods and are part of none but "all", also those
  // that stand apart, without "all" itself; each with the sources that these figures name.
  std::map<std::string, std::set<std::string>> sectors;
  // The total of a sector in a period; with `source`, what that source of it emits.
  std::function<v1::InventoryTotal(absl::string_view sector, absl::string_view source,
                                   const Period& period)>
      total_of;
  // The sum of all sectors in a period, whose operands bear the codes of the sectors as fields.
  std::function<v1::InventoryTotal(const Period& period)> sum_of;
};

// A release in the sectors of another standard.
struct CrosswalkReport {
  // In the order of their codes, last those that stand apart. Of the sectors of the other standard
  // those that something recorded becomes a part of; of those of the release those that stand apart
  // and have no entry, under their own codes. Without changes and objects.
  std::vector<v1::SectorReport> sectors;
  // One for each period. What is translated as a whole keeps its sum, whatever shares are known.
  // Not computable (INCOMPLETE) where something is not translated.
  std::vector<v1::InventoryTotal> sums;
  // Sectors of the release that are summed and have no entry, or that have a source without one, in
  // the order of their codes.
  std::vector<std::string> unmapped_sectors;
};

// Pure. A sector of the other standard is FORMULA_SHARES_SUM over what becomes a part of it, each
// followed by its share in per cent: a sector by the name of the release with its code as field, a
// source of it with "{sector}~source.{source}". Not computable where a share is not known, or a
// release holds only as a whole in a period what goes different ways by source (SHARE_UNKNOWN), and
// where a total that it needs is not (as that is; INCOMPLETE where nothing is recorded of it in the
// period). What is known of it is its recorded part.
CrosswalkReport ApplyCrosswalk(const v1::SectorCrosswalk& crosswalk, const CrosswalkInput& input);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_CROSSWALK_H_
