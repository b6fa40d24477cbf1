#include "services/workforce/domain/unit_tree.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/calendar.h"
#include "services/workforce/domain/figure_id.h"

namespace tertial::workforce {
namespace {

constexpr int kArea = 0;

using UnitsByName = absl::flat_hash_map<std::string, const v1::Unit*>;

// The day that `text` names; `open` where it is empty.
absl::CivilDay DayOf(absl::string_view text, absl::CivilDay open) {
  return ParseCivilDay(text).value_or(open);
}

absl::CivilDay FirstDayOf(const v1::Unit& unit) {
  return DayOf(unit.valid_from(), absl::CivilDay::min());
}

absl::CivilDay LastDayOf(const v1::Unit& unit) {
  return DayOf(unit.valid_to(), absl::CivilDay::max());
}

// The name of the nearest unit above it that is there on the day; empty for the area. Ends where
// the placements go round, which CheckUnitAmong refuses.
std::string PresentParent(const v1::Unit& unit, const UnitsByName& by_name, absl::CivilDay day) {
  std::string name = ParentOn(unit, day);
  for (int steps = 0; !name.empty() && steps < kDeepestUnit; ++steps) {
    const auto found = by_name.find(name);
    if (found == by_name.end()) return "";
    if (IsValidOn(*found->second, day)) return name;
    name = ParentOn(*found->second, day);
  }
  return "";
}

// The unit of whose origins it is one by merger, if that is one unit alone; nullptr if not.
const v1::Unit* MergedInto(const v1::Unit& unit, absl::Span<const v1::Unit> units) {
  const v1::Unit* into = nullptr;
  for (const v1::Unit& other : units) {
    const bool merged = std::any_of(
        other.origins().begin(), other.origins().end(), [&](const v1::UnitOrigin& origin) {
          return origin.kind() == v1::UNIT_ORIGIN_KIND_MERGED && origin.unit() == unit.name();
        });
    if (!merged) continue;
    if (into != nullptr) return nullptr;
    into = &other;
  }
  return into;
}

UnitsByName ByName(absl::Span<const v1::Unit> units) {
  UnitsByName by_name;
  for (const v1::Unit& unit : units) by_name.emplace(unit.name(), &unit);
  return by_name;
}

}  // namespace

bool IsValidOn(const v1::Unit& unit, absl::CivilDay day) {
  return FirstDayOf(unit) <= day && day <= LastDayOf(unit);
}

std::string ParentOn(const v1::Unit& unit, absl::CivilDay day) {
  std::string parent;
  // They are in the order of their days.
  for (const v1::UnitPlacement& placement : unit.placements()) {
    if (DayOf(placement.from(), absl::CivilDay::min()) > day) break;
    parent = placement.parent();
  }
  return parent;
}

UnitTree UnitTree::At(absl::Span<const v1::Unit> units, absl::CivilDay day) {
  UnitTree tree;
  tree.Place(units, day);
  tree.PlaceAbsent(units, day);
  return tree;
}

void UnitTree::Place(absl::Span<const v1::Unit> units, absl::CivilDay day) {
  const UnitsByName by_name = ByName(units);
  absl::flat_hash_map<std::string, std::vector<const v1::Unit*>> below;
  for (const v1::Unit& unit : units) {
    if (IsValidOn(unit, day)) below[PresentParent(unit, by_name, day)].push_back(&unit);
  }
  // Nodes are appended while it goes down, so they are named by number throughout.
  const std::function<void(const std::string&, int)> add_below = [&](const std::string& name,
                                                                     int parent) {
    std::vector<const v1::Unit*>& siblings = below[name];
    std::sort(siblings.begin(), siblings.end(), [](const v1::Unit* a, const v1::Unit* b) {
      return std::forward_as_tuple(a->order(), a->name()) <
             std::forward_as_tuple(b->order(), b->name());
    });
    for (const v1::Unit* const unit : std::vector<const v1::Unit*>(siblings)) {
      const int node = size();
      nodes_.push_back({.id = UnitIdOf(unit->name()),
                        .parent = parent,
                        .depth = depth(parent) + 1,
                        .end = 0,
                        .children = {}});
      nodes_[static_cast<size_t>(parent)].children.push_back(node);
      node_of_unit_.emplace(id(node), node);
      add_below(unit->name(), node);
    }
    nodes_[static_cast<size_t>(parent)].end = size();
  };
  nodes_.emplace_back();
  add_below("", kArea);
}

void UnitTree::PlaceAbsent(absl::Span<const v1::Unit> units, absl::CivilDay day) {
  const UnitsByName by_name = ByName(units);
  for (const v1::Unit& unit : units) {
    const v1::Unit* at = &unit;
    int node = kArea;
    // From one to the next, but not for ever where they name each other.
    for (size_t steps = 0; steps <= units.size(); ++steps) {
      if (const auto present = node_of_unit_.find(UnitIdOf(at->name()));
          present != node_of_unit_.end()) {
        node = present->second;
        break;
      }
      const v1::Unit* next = LastDayOf(*at) < day ? MergedInto(*at, units) : nullptr;
      if (next == nullptr) {
        const auto above =
            by_name.find(ParentOn(*at, std::clamp(day, FirstDayOf(*at), LastDayOf(*at))));
        if (above == by_name.end()) break;
        next = above->second;
      }
      at = next;
    }
    node_of_unit_.emplace(UnitIdOf(unit.name()), node);
  }
}

std::optional<int> UnitTree::Find(absl::string_view unit_id) const {
  const auto found = node_of_unit_.find(unit_id);
  if (found == node_of_unit_.end()) return std::nullopt;
  return found->second;
}

std::vector<int> UnitTree::BlocksBelow(int node) const {
  std::vector<int> blocks;
  for (int block = node; block < end(node); ++block) blocks.push_back(block);
  return blocks;
}

std::string UnitTree::BlockId(int block) const {
  return children(block).empty() && block != kArea ? id(block) : absl::StrCat(id(block), "/");
}

}  // namespace tertial::workforce
