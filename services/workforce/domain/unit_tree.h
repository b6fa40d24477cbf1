// The organisation of an area as it was on one day: its units, each below another or at the top.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_UNIT_TREE_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_UNIT_TREE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// The most units that stand one above the other, with the area above them.
inline constexpr int kDeepestUnit = 8;

// Whether the unit is there on that day. Its dates have passed CheckUnit.
bool IsValidOn(const v1::Unit& unit, absl::CivilDay day);

// The name of the unit that it is placed below on that day, whether or not either is there; empty
// for the area.
std::string ParentOn(const v1::Unit& unit, absl::CivilDay day);

// Nodes are numbers: 0 is the area, the others are units that are there on the day, each after its
// parent and directly before all that stands below it, siblings in their order. So a node and all
// below it are the numbers from `node` to before end(node). Units have passed CheckUnit.
//
// Every node has one block: a unit that nothing stands below is one, and of a node with units below
// it, those people are one that are in none of them. Blocks have the numbers of their nodes.
class UnitTree {
 public:
  // `units`: all of the area, also those that are not there on the day.
  static UnitTree At(absl::Span<const v1::Unit> units, absl::CivilDay day);

  int size() const { return static_cast<int>(nodes_.size()); }
  // The last id of the unit's name; empty for the area.
  const std::string& id(int node) const { return At(node).id; }
  // -1 for the area.
  int parent(int node) const { return At(node).parent; }
  absl::Span<const int> children(int node) const { return At(node).children; }
  // 0 for the area.
  int depth(int node) const { return At(node).depth; }
  int end(int node) const { return At(node).end; }

  // The node that people of the unit are counted in: the unit's own where it is there on the day.
  // Of a unit that is not: that of the one unit which names it as merged into it, else that of the
  // unit which it was last (or, of one to come, will first be) placed below, else the area. Nothing
  // for a unit that is not recorded.
  std::optional<int> Find(absl::string_view unit_id) const;

  int blocks() const { return size(); }
  int BlockOf(int node) const { return node; }
  // Ascending.
  std::vector<int> BlocksBelow(int node) const;
  // The unit's id; with "/" after it for the people that are in none of the units below it.
  std::string BlockId(int block) const;

 private:
  struct Node {
    std::string id;
    int parent = -1;
    int depth = 0;
    int end = 0;
    std::vector<int> children;
  };

  UnitTree() = default;
  const Node& At(int node) const { return nodes_[static_cast<size_t>(node)]; }
  void Place(absl::Span<const v1::Unit> units, absl::CivilDay day);
  void PlaceAbsent(absl::Span<const v1::Unit> units, absl::CivilDay day);

  std::vector<Node> nodes_;
  // By id, also of units that are not there.
  absl::flat_hash_map<std::string, int> node_of_unit_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_UNIT_TREE_H_
