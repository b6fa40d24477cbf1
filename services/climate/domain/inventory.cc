#include "services/climate/domain/inventory.h"

#include <tuple>

#include "common/facts/computed.h"
#include "services/climate/domain/figure_id.h"

namespace tertial::climate {

bool operator<(const SeriesId& a, const SeriesId& b) {
  return std::forward_as_tuple(a.sector != kTotalSector, a.sector, a.object) <
         std::forward_as_tuple(b.sector != kTotalSector, b.sector, b.object);
}

const FiguresByPeriod& Inventory::FiguresOf(const SeriesId& id) const {
  static const FiguresByPeriod& none = *new FiguresByPeriod();
  const auto found = series.find(id);
  return found == series.end() ? none : found->second;
}

std::vector<Inventory> SortIntoInventories(const std::vector<v1::InventoryRelease>& releases,
                                           const std::vector<v1::EmissionFigure>& figures) {
  std::map<std::string, std::map<SeriesId, FiguresByPeriod>> by_release;
  for (const v1::EmissionFigure& figure : figures) {
    // Stored figures have passed CheckEmissionFigure, so the period parses.
    by_release[ReleaseOf(figure)][{.sector = figure.sector(), .object = figure.object()}].emplace(
        *Period::Parse(figure.period()), &figure);
  }
  std::vector<Inventory> inventories;
  for (const v1::InventoryRelease& release : releases) {
    inventories.push_back({.release = &release, .series = by_release[release.name()]});
  }
  return inventories;
}

std::optional<Period> LatestMeasured(const FiguresByPeriod& figures, const Period& first,
                                     const Period& last) {
  std::optional<Period> latest;
  for (const auto& [period, figure] : figures) {
    if (period.kind() == last.kind() && period >= first && period <= last &&
        figure->cell().content_case() == common::v1::Cell::kValue) {
      latest = period;
    }
  }
  return latest;
}

common::v1::Operand EmissionOperand(const Inventory& inventory, const SeriesId& id,
                                    const Period& period) {
  const FiguresByPeriod& figures = inventory.FiguresOf(id);
  const auto found = figures.find(period);
  return MakeOperand(EmissionName(inventory.release->name(), id.sector, period, id.object),
                     found == figures.end() ? nullptr : &found->second->cell());
}

}  // namespace tertial::climate
