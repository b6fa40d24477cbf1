// The sectors of one release over periods, as a report has them.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_REPORT_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_REPORT_H_

#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/inventory.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/inventory_reports.pb.h"

namespace tertial::climate {

// The standard of a release that names none.
inline constexpr char kDefaultStandard[] = "miljodirektoratet";

struct InventoryReportOptions {
  // In order of time, one after the other; at least one.
  std::vector<Period> periods;
  // The potentials to report with; nullptr: those of the release.
  const GwpConversion* gwp = nullptr;
  // The crosswalk to report by, from the standard of the release; nullptr: by its own sectors.
  const v1::SectorCrosswalk* crosswalk = nullptr;
};

// The standard that the sectors of the release are of.
std::string StandardOf(const v1::InventoryRelease& release);

// The report without findings and the state it was read at. `inventory` holds the periods, and the
// one before the last of them. Pure.
v1::GetInventoryReportResponse AssembleInventoryReport(const Inventory& inventory,
                                                       const InventoryReportOptions& options);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_REPORT_H_
