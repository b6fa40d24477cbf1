// Figures of sources and gases, and an inventory of them.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_INVENTORY_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_INVENTORY_SAMPLES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/climate/domain/inventory.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {

inline v1::EmissionFigure FigureOf(const SeriesId& series, absl::string_view period,
                                   common::v1::Cell cell, absl::string_view part_of = "") {
  v1::EmissionFigure figure = Emission(series.sector, period, std::move(cell), series.object);
  figure.set_source(series.source);
  figure.set_gas(series.gas);
  if (!part_of.empty()) figure.set_part_of(std::string(part_of));
  figure.set_name(EmissionName(kRelease, series, *Period::Parse(period)));
  return figure;
}

inline v1::EmissionFigure Sourced(absl::string_view sector, absl::string_view source,
                                  absl::string_view period, common::v1::Cell cell) {
  return FigureOf({.sector = std::string(sector), .source = std::string(source)}, period,
                  std::move(cell));
}

inline v1::EmissionFigure OfGas(absl::string_view sector, absl::string_view gas,
                                absl::string_view period, common::v1::Cell cell) {
  return FigureOf({.sector = std::string(sector), .gas = std::string(gas)}, period,
                  std::move(cell));
}

inline v1::EmissionFigure IncludedIn(v1::EmissionFigure figure, const std::string& name) {
  figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_INCLUDED_ELSEWHERE);
  SetText("reported there", figure.mutable_explanations());
  figure.set_included_in(name);
  return figure;
}

inline common::v1::Cell NotEstimated() { return Missing(common::v1::MISSING_REASON_NOT_ESTIMATED); }
inline common::v1::Cell NotOccurring() { return Missing(common::v1::MISSING_REASON_NOT_OCCURRING); }

// The inventories of `releases`, in their order, of these figures. Both arguments must outlive the
// result.
inline std::vector<Inventory> SortIntoInventories(const std::vector<v1::InventoryRelease>& releases,
                                                  const std::vector<v1::EmissionFigure>& figures) {
  std::map<std::string, Inventory> by_release;
  std::map<std::pair<std::string, std::string>, const v1::EmissionFigure*> latest;
  for (const v1::EmissionFigure& figure : figures) {
    const std::string release = ReleaseOf(figure);
    AddToInventory(figure, by_release[release]);
    if (!figure.object().empty()) continue;
    const v1::EmissionFigure*& last = latest[{release, figure.sector()}];
    if (last == nullptr || *Period::Parse(last->period()) <= *Period::Parse(figure.period())) {
      last = &figure;
    }
  }
  for (const auto& [key, figure] : latest) {
    by_release[key.first].part_of[key.second] = figure->part_of();
  }
  std::vector<Inventory> inventories;
  for (const v1::InventoryRelease& release : releases) {
    inventories.push_back(std::move(by_release[release.name()]));
    inventories.back().release = &release;
  }
  return inventories;
}

// An inventory and what it is made of. It is not moved.
class SampleInventory {
 public:
  explicit SampleInventory(std::vector<v1::EmissionFigure> figures,
                           const v1::InventoryRelease& release = CommunityRelease())
      : releases_{release},
        figures_(std::move(figures)),
        inventory_(std::move(SortIntoInventories(releases_, figures_)[0])) {}
  SampleInventory(const SampleInventory&) = delete;
  SampleInventory& operator=(const SampleInventory&) = delete;

  const Inventory& operator*() const { return inventory_; }
  Inventory* operator->() { return &inventory_; }

 private:
  const std::vector<v1::InventoryRelease> releases_;
  const std::vector<v1::EmissionFigure> figures_;
  Inventory inventory_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_INVENTORY_SAMPLES_H_
