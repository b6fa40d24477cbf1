// The emissions of one inventory release, by series and period.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The unit of every emission figure.
inline constexpr char kEmissionUnit[] = "tonnes_co2e";
// The sector that is the total of a release.
inline constexpr char kTotalSector[] = "all";
// Changes are shown in per cent with this many decimals.
inline constexpr int kPercentDecimals = 1;

// What a series is of: a sector, or one object in it, which is a part and never added to it.
struct SeriesId {
  std::string sector;
  std::string object;

  // The total stands first, then the sectors; each sector as a whole before its objects.
  friend bool operator<(const SeriesId& a, const SeriesId& b);
};

// The figures of one series.
using FiguresByPeriod = std::map<Period, const v1::EmissionFigure*>;

// One release. Whatever is computed from an Inventory comes from that release alone.
struct Inventory {
  const v1::InventoryRelease* release = nullptr;
  std::map<SeriesId, FiguresByPeriod> series;

  // The figures of a series; empty if there is none.
  const FiguresByPeriod& FiguresOf(const SeriesId& id) const;
};

// The inventories of `releases`, in their order. Both arguments must outlive the result.
std::vector<Inventory> SortIntoInventories(const std::vector<v1::InventoryRelease>& releases,
                                           const std::vector<v1::EmissionFigure>& figures);

// The latest period from `first` to `last`, and of their kind, that holds a value.
std::optional<Period> LatestMeasured(const FiguresByPeriod& figures, const Period& first,
                                     const Period& last);

// The figure of one period as an operand, whether or not it is recorded.
common::v1::Operand EmissionOperand(const Inventory& inventory, const SeriesId& id,
                                    const Period& period);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_H_
