// Which units a table of figures may show: complementary suppression in a tree.
//
// A frame divides the people of an area into atoms that nothing smaller is told of. A unit is shown
// if and only if all its people, and nobody else, are those of whole atoms. So whatever of several
// units a unit's figures are combined with, every hidden unit has a part in an atom together with
// people outside of it, and what is theirs could be the others' as well.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FRAMES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FRAMES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {

// Blocks (see UnitTree) that are told of together only. Ascending, at least one.
struct Atom {
  std::vector<int> blocks;

  friend bool operator==(const Atom&, const Atom&) = default;
};

// Every block with people, and every unit that nothing stands below, is in exactly one atom.
// Nothing: no unit is shown, nor is the area. Atoms are in the order of their first blocks.
using Frame = std::optional<std::vector<Atom>>;

// What a node is divided into: the nodes directly below it, and the people of its own.
struct Part {
  int node = 0;
  // Only the people of the node who are in none of those below it.
  bool own = false;
};

// What one table of figures asks of people that it is shown for.
class Safety {
 public:
  virtual ~Safety() = default;

  // Whether the table may be shown for the people of all `parts` taken together. Parts share no
  // node and have `blocks` blocks in all. True of two sets without a common part means true of both
  // together.
  virtual bool Safe(absl::Span<const Part> parts, int blocks) const = 0;

  // How many persons there are. What is small is hidden first.
  virtual int64_t Persons(const Part& part) const = 0;

  // Whether a node with nodes below it has people of its own. The same in all tables of a slice.
  virtual bool HasOwnPeople(int node) const = 0;
};

struct FrameOptions {
  // Nothing below this depth is shown; 0 is the area.
  int deepest = kDeepestUnit;
  // The frame of the table that must show whatever this one does. nullptr: there is none.
  const Frame* base = nullptr;
  // The frame of the same table one slice earlier, in nodes of this tree, to hide the same units
  // again rather than others. nullptr: there is none.
  const Frame* before = nullptr;
  // No atom is one of these, or within one: they are too small though safe. But the area as a
  // whole.
  absl::Span<const Atom> too_small = {};
};

// The frame of a table. Each atom is safe, or the base's too; no node that is hidden is alone in
// being so.
Frame MakeFrame(const UnitTree& tree, const Safety& safety, const FrameOptions& options);

// Every block for itself: the frame that shows all.
Frame FinestFrame(const UnitTree& tree, const Safety& safety);

// The finest frame that shows nothing that either of the two, of the same blocks, hides.
Frame Join(const Frame& a, const Frame& b);

// Whether a node is shown.
bool Shows(const UnitTree& tree, const Frame& frame, int node);
// The same of every node, by its number.
std::vector<bool> ShownNodes(const UnitTree& tree, const Frame& frame);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FRAMES_H_
