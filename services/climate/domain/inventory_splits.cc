#include "services/climate/domain/inventory_splits.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tertial::climate {
namespace {

std::string PartOf(const Inventory& inventory, const std::string& sector) {
  const auto found = inventory.part_of.find(sector);
  return found == inventory.part_of.end() ? "" : found->second;
}

std::string SourceOf(const SeriesId& id) { return id.source; }
std::string GasOf(const SeriesId& id) { return id.gas; }

// Those of `others` whose source, or gas, none of `split` has.
std::vector<SeriesId> Lacking(const std::vector<SeriesId>& split,
                              const std::vector<SeriesId>& others,
                              std::string (*of)(const SeriesId&)) {
  std::set<std::string> there;
  for (const SeriesId& id : split) there.insert(of(id));
  std::vector<SeriesId> lacking;
  for (const SeriesId& id : others) {
    if (there.count(of(id)) == 0) lacking.push_back(id);
  }
  return lacking;
}

void Append(const std::vector<SeriesId>& more, std::vector<SeriesId>& parts) {
  parts.insert(parts.end(), more.begin(), more.end());
  std::sort(parts.begin(), parts.end());
}

SplitParts BySourceAndGas(const Splits& splits) {
  SplitParts taken{.parts = splits.by_source_and_gas, .unclear = {}};
  const std::vector<SeriesId> sources = Lacking(taken.parts, splits.by_source, SourceOf);
  const std::vector<SeriesId> gases = Lacking(taken.parts, splits.by_gas, GasOf);
  Append(sources.empty() ? gases : sources, taken.parts);
  if (!sources.empty()) taken.unclear = gases;
  return taken;
}

SplitParts ByOne(const std::vector<SeriesId>& split, const Splits& splits,
                 std::string (*of)(const SeriesId&)) {
  SplitParts taken{.parts = split, .unclear = {}};
  Append(Lacking(split, splits.by_source_and_gas, of), taken.parts);
  return taken;
}

}  // namespace

std::string TopSectorOf(const Inventory& inventory, absl::string_view sector) {
  std::string top(sector);
  std::set<std::string> seen;
  while (seen.insert(top).second) {
    const std::string whole = PartOf(inventory, top);
    if (whole.empty() || whole == kTotalSector) return top;
    top = whole;
  }
  // They are parts of each other: one of them stands for all, whichever was asked for.
  std::set<std::string> circle;
  while (circle.insert(top).second) top = PartOf(inventory, top);
  return *circle.begin();
}

std::vector<std::string> SummedSectors(const Inventory& inventory) {
  std::set<std::string> sectors;
  for (const SeriesId& id : inventory.recorded) {
    if (id.sector == kTotalSector) continue;
    std::string top = TopSectorOf(inventory, id.sector);
    if (!StandsApart(top)) sectors.insert(std::move(top));
  }
  return {sectors.begin(), sectors.end()};
}

bool HasFigures(const Inventory& inventory, absl::string_view sector, const Period& period) {
  const SeriesId whole{.sector = std::string(sector)};
  for (auto at = inventory.series.lower_bound(whole);
       at != inventory.series.end() && at->first.sector == sector && at->first.object.empty();
       ++at) {
    if (at->second.count(period) > 0) return true;
  }
  return false;
}

Splits SplitsOf(const Inventory& inventory, absl::string_view sector) {
  Splits splits;
  const SeriesId whole{.sector = std::string(sector)};
  for (auto id = inventory.recorded.upper_bound(whole);
       id != inventory.recorded.end() && id->sector == sector && id->object.empty(); ++id) {
    if (id->gas.empty()) {
      splits.by_source.push_back(*id);
    } else if (id->source.empty()) {
      splits.by_gas.push_back(*id);
    } else {
      splits.by_source_and_gas.push_back(*id);
    }
  }
  return splits;
}

bool HasAnyFigure(const Inventory& inventory, const std::vector<SeriesId>& split,
                  const Period& period) {
  return std::any_of(split.begin(), split.end(),
                     [&](const SeriesId& id) { return inventory.Find(id, period) != nullptr; });
}

SplitParts PartsOf(const Inventory& inventory, absl::string_view sector, const Period& period,
                   SplitOrder order) {
  const Splits splits = SplitsOf(inventory, sector);
  if (HasAnyFigure(inventory, splits.by_source_and_gas, period)) return BySourceAndGas(splits);
  const bool has_sources = HasAnyFigure(inventory, splits.by_source, period);
  const bool has_gases = HasAnyFigure(inventory, splits.by_gas, period);
  if (has_sources && (order == SplitOrder::kSourcesFirst || !has_gases)) {
    return ByOne(splits.by_source, splits, SourceOf);
  }
  if (has_gases) return ByOne(splits.by_gas, splits, GasOf);
  return {};
}

}  // namespace tertial::climate
