// The emissions of one inventory release, by series and period.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/gwp.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The unit of emissions, in which every figure is told that is no mass of a gas.
inline constexpr char kEmissionUnit[] = "tonnes_co2e";
// The sectors that stand apart: they may be negative, and no sum over sectors holds them.
inline constexpr char kLandUseSector[] = "land-use";
inline constexpr char kRemovalsSector[] = "removals";
// Changes are shown in per cent with this many decimals.
inline constexpr int kPercentDecimals = 1;

// Whether the sector is one of those that stand apart.
bool StandsApart(absl::string_view sector);

// The figures of one series.
using FiguresByPeriod = std::map<Period, const v1::EmissionFigure*>;

// One release. Whatever is computed from an Inventory comes from that release alone.
struct Inventory {
  const v1::InventoryRelease* release = nullptr;
  // The figures of the periods that were read.
  std::map<SeriesId, FiguresByPeriod> series;
  // Every series that the release holds a figure of, in whatever period, also one not read.
  std::set<SeriesId> recorded;
  // The sector that each sector is a part of, as its latest figure has it, in whatever period;
  // empty for one that is part of none. Also of the total.
  std::map<std::string, std::string> part_of;
  // Figures of other periods that figures of these follow from (EmissionFigure.implied_by), by
  // name.
  std::map<std::string, const v1::EmissionFigure*> implying;
  // What makes CO2 equivalents of masses of gases: the table that the release names. nullptr where
  // it was not read; masses are not converted then.
  std::shared_ptr<const GwpConversion> gwp;

  // The figures of a series; empty if there is none.
  const FiguresByPeriod& FiguresOf(const SeriesId& id) const;
  // The figure of a series in a period; nullptr where none is recorded.
  const v1::EmissionFigure* Find(const SeriesId& id, const Period& period) const;
  // The figure of that name, also one that others follow from; nullptr where none was read.
  const v1::EmissionFigure* FindByName(const std::string& name) const;
};

// Adds a figure to `series` and `recorded`. It must outlive the inventory.
void AddToInventory(const v1::EmissionFigure& figure, Inventory& inventory);

// The latest period from `first` to `last`, and of their kind, that holds a value.
std::optional<Period> LatestMeasured(const FiguresByPeriod& figures, const Period& first,
                                     const Period& last);

// Between what a figure lies that is implied by a later one of the same release and series. Nothing
// where that was not read or has no value any more.
std::optional<common::v1::Interval> ImpliedInterval(const Inventory& inventory,
                                                    const v1::EmissionFigure& figure);
// Whether the value of the figure lies there, a unit of its last decimal to spare. False where
// there is no such interval.
bool AgreesWithImplied(const Inventory& inventory, const v1::EmissionFigure& figure);

// A figure as an operand, or that nothing is recorded where it is nullptr: with the interval that
// its uncertainty is, or that follows from the figure it is implied by; with one of empty ends
// where that has no value any more.
common::v1::Operand OperandOfFigure(const Inventory& inventory, const std::string& name,
                                    const v1::EmissionFigure* figure);

// The figure of one period as an operand, whether or not it is recorded.
common::v1::Operand EmissionOperand(const Inventory& inventory, const SeriesId& id,
                                    const Period& period);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_H_
