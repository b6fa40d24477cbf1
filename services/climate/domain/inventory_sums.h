// The emissions of sectors of one release, summed. tertial.climate.v1.InventoryTotal tells what is
// a part of a sum, and when there is none.
//
// A split is complete in itself: where a sector is split by source and gas, a source that is told
// without gases is a part beside them, and so is a gas that is told without sources, unless both
// are there, which might tell the same twice; then the gases are gaps. A sector that is named only
// as the one which others are a part of is a gap in the sum of all.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_SUMS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_SUMS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/inventory.h"
#include "tertial/climate/v1/inventory_totals.pb.h"

namespace tertial::climate {

// How many resources an answer names of gaps, and of what is left out.
inline constexpr int kMostNamed = 50;

// All functions are pure. `gwp`: the potentials to tell figures by; nullptr: those of the release.

// The emissions of a sector in a period. Of "all" the published total, and the sum of the sectors
// where none is recorded for the period.
v1::InventoryTotal TotalOf(const Inventory& inventory, absl::string_view sector,
                           const Period& period, const GwpConversion* gwp = nullptr);

// The emissions of one source of a sector: its own figure, else the sum of its gases.
v1::InventoryTotal TotalOfSource(const Inventory& inventory, absl::string_view sector,
                                 absl::string_view source, const Period& period,
                                 const GwpConversion* gwp = nullptr);

// All sectors together, whatever total is published. The operands are the sectors, each by the name
// of the release with the code of the sector as field, in the order of the codes; of a sector a
// part of which is included in another one only what is not.
v1::InventoryTotal SumOfSectors(const Inventory& inventory, const Period& period,
                                const GwpConversion* gwp = nullptr);

// The sum of figures of one sector, whatever figure of its own it has: what that is held against.
v1::InventoryTotal SumOfSeries(const Inventory& inventory, const std::vector<SeriesId>& parts,
                               const Period& period, const GwpConversion* gwp = nullptr);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_SUMS_H_
