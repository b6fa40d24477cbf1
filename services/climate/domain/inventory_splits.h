// What a sector of one release is split into, and what sectors are parts of.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_SPLITS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_SPLITS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {

// The sectors that are summed: part of none or of "all" only, and not standing apart, in the order
// of their codes; also one that is named only as what others are a part of. Whether or not they
// have figures in the periods read.
std::vector<std::string> SummedSectors(const Inventory& inventory);

// The sector that it is a part of in the end, which is part of none or of "all" only.
std::string TopSectorOf(const Inventory& inventory, absl::string_view sector);

// Whether the release holds a figure of the sector, or of what it is split into, for the period.
// Objects do not count.
bool HasFigures(const Inventory& inventory, absl::string_view sector, const Period& period);

// What a sector is split into, each list in the order of its series; whatever the period.
struct Splits {
  std::vector<SeriesId> by_source_and_gas;
  std::vector<SeriesId> by_source;
  std::vector<SeriesId> by_gas;
};

Splits SplitsOf(const Inventory& inventory, absl::string_view sector);

// Whether the release holds a figure of one of them for the period.
bool HasAnyFigure(const Inventory& inventory, const std::vector<SeriesId>& split,
                  const Period& period);

enum class SplitOrder {
  // By source and gas, by source, by gas: the first that has figures in the period.
  kSourcesFirst,
  // By source and gas, by gas, by source: where figures need a gas.
  kGasesFirst,
};

// What is summed of a split sector.
struct SplitParts {
  std::vector<SeriesId> parts;
  // What is told of the sector beside the parts, and may be in some of them already: it cannot be
  // summed, nor left out.
  std::vector<SeriesId> unclear;
};

// Empty where no split has figures in the period. Parts of other splits complete the one that is
// taken: sources that it lacks, or gases; where it lacks both the gases are unclear.
SplitParts PartsOf(const Inventory& inventory, absl::string_view sector, const Period& period,
                   SplitOrder order);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_SPLITS_H_
