#include "services/workforce/domain/frames.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace tertial::workforce {
namespace {

// Whether the node has some of the atom's people, but not all.
bool Straddles(const UnitTree& tree, const Atom& atom, int node) {
  const auto first = std::lower_bound(atom.blocks.begin(), atom.blocks.end(), node);
  const auto end = std::lower_bound(first, atom.blocks.end(), tree.end(node));
  return first != end && end - first != static_cast<std::ptrdiff_t>(atom.blocks.size());
}

// Of each block, the place of its atom; -1 where it is in none.
std::vector<int> AtomOfBlock(int blocks, const std::vector<Atom>& atoms) {
  std::vector<int> atom_of(static_cast<size_t>(blocks), -1);
  for (size_t i = 0; i < atoms.size(); ++i) {
    for (const int block : atoms[i].blocks)
      atom_of[static_cast<size_t>(block)] = static_cast<int>(i);
  }
  return atom_of;
}

void SortAtoms(std::vector<Atom>& atoms) {
  for (Atom& atom : atoms) std::sort(atom.blocks.begin(), atom.blocks.end());
  std::sort(atoms.begin(), atoms.end(),
            [](const Atom& a, const Atom& b) { return a.blocks[0] < b.blocks[0]; });
}

// Divides a tree from the top.
class Divider {
 public:
  Divider(const UnitTree& tree, const Safety& safety, const FrameOptions& options)
      : tree_(tree), safety_(safety), deepest_(options.deepest), too_small_(options.too_small) {
    if (options.base != nullptr) {
      base_shows_ = ShownNodes(tree, *options.base);
      base_atoms_ = **options.base;
    }
    base_atom_of_ = AtomOfBlock(tree.size(), base_atoms_);
    if (options.before != nullptr && options.before->has_value()) {
      before_ = AtomOfBlock(tree.size(), **options.before);
    } else {
      before_.assign(static_cast<size_t>(tree.size()), -1);
    }
  }

  Frame Divide() {
    const Parts all = {Part{0, false}};
    if (!safety_.Safe(all, static_cast<int>(BlocksOf(all).size()))) return std::nullopt;
    DivideBelow(0);
    SortAtoms(atoms_);
    return std::move(atoms_);
  }

 private:
  using Parts = std::vector<Part>;

  bool HasBlock(int node) const {
    return tree_.children(node).empty() || safety_.HasOwnPeople(node);
  }

  std::vector<int> BlocksOf(const Parts& parts) const {
    std::vector<int> blocks;
    for (const Part& part : parts) {
      const int end = part.own ? part.node + 1 : tree_.end(part.node);
      for (int node = part.node; node < end; ++node) {
        if (HasBlock(node)) blocks.push_back(node);
      }
    }
    return blocks;
  }

  // Whether they may be an atom.
  bool IsLargeEnough(const Parts& parts) const {
    const std::vector<int> blocks = BlocksOf(parts);
    return safety_.Safe(parts, static_cast<int>(blocks.size())) &&
           std::none_of(too_small_.begin(), too_small_.end(), [&](const Atom& atom) {
             return std::includes(atom.blocks.begin(), atom.blocks.end(), blocks.begin(),
                                  blocks.end());
           });
  }

  bool BaseShows(const Part& part) const {
    if (!part.own) return base_shows_.empty() || base_shows_[static_cast<size_t>(part.node)];
    const int atom = base_atom_of_[static_cast<size_t>(part.node)];
    return atom < 0 || base_atoms_[static_cast<size_t>(atom)].blocks.size() == 1;
  }

  Parts PartsOf(int node) const {
    Parts parts;
    if (safety_.HasOwnPeople(node)) parts.push_back({node, true});
    for (const int child : tree_.children(node)) parts.push_back({child, false});
    return parts;
  }

  // The atoms that hid people of these parts one slice earlier.
  std::set<int> AtomsBefore(const Parts& parts) const {
    std::set<int> atoms;
    for (const int block : BlocksOf(parts)) atoms.insert(before_[static_cast<size_t>(block)]);
    atoms.erase(-1);
    return atoms;
  }

  // Moves to `bad` the part of `good` that is hidden with the least loss: one that was hidden
  // beside the bad ones before, or else the smallest.
  void HideOneMore(Parts& good, Parts& bad) const {
    const std::set<int> beside = AtomsBefore(bad);
    const auto loss = [&](const Part& part) {
      const std::set<int> atoms = AtomsBefore({part});
      const bool was_beside =
          std::any_of(atoms.begin(), atoms.end(), [&](int atom) { return beside.contains(atom); });
      return std::make_tuple(!was_beside, safety_.Persons(part), part.node);
    };
    size_t least = 0;
    for (size_t i = 1; i < good.size(); ++i) {
      if (loss(good[i]) < loss(good[least])) least = i;
    }
    bad.push_back(good[least]);
    good.erase(good.begin() + static_cast<std::ptrdiff_t>(least));
  }

  // `node` is shown: divides what is in it.
  void DivideBelow(int node) {
    if (tree_.children(node).empty() || tree_.depth(node) >= deepest_) {
      atoms_.push_back({BlocksOf({Part{node, false}})});
      return;
    }
    Parts good;
    Parts bad;
    for (const Part& part : PartsOf(node)) {
      (BaseShows(part) && IsLargeEnough({part}) ? good : bad).push_back(part);
    }
    while (!bad.empty() && (bad.size() == 1 || !IsLargeEnough(bad))) {
      if (good.empty()) {
        atoms_.push_back({BlocksOf({Part{node, false}})});
        return;
      }
      HideOneMore(good, bad);
    }
    if (!bad.empty()) atoms_.push_back({BlocksOf(bad)});
    for (const Part& part : good) {
      if (part.own) {
        atoms_.push_back({{part.node}});
      } else {
        DivideBelow(part.node);
      }
    }
  }

  const UnitTree& tree_;
  const Safety& safety_;
  const int deepest_;
  const absl::Span<const Atom> too_small_;
  // Empty without a base: every node is.
  std::vector<bool> base_shows_;
  std::vector<Atom> base_atoms_;
  std::vector<int> base_atom_of_;
  std::vector<int> before_;
  std::vector<Atom> atoms_;
};

}  // namespace

Frame MakeFrame(const UnitTree& tree, const Safety& safety, const FrameOptions& options) {
  if (options.base != nullptr && !options.base->has_value()) return std::nullopt;
  return Divider(tree, safety, options).Divide();
}

Frame FinestFrame(const UnitTree& tree, const Safety& safety) {
  std::vector<Atom> atoms;
  for (int node = 0; node < tree.size(); ++node) {
    if (tree.children(node).empty() || safety.HasOwnPeople(node)) atoms.push_back({{node}});
  }
  return atoms;
}

Frame Join(const Frame& a, const Frame& b) {
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  // Every block leads, step by step, to the one that its atom is named by.
  std::map<int, int> next;
  const auto name_of = [&next](int block) {
    while (next.at(block) != block) block = next.at(block);
    return block;
  };
  for (const Frame* const frame : {&a, &b}) {
    for (const Atom& atom : **frame) {
      for (const int block : atom.blocks) next.emplace(block, block);
      for (const int block : atom.blocks) {
        const int from = name_of(block);
        const int to = name_of(atom.blocks[0]);
        next[std::max(from, to)] = std::min(from, to);
      }
    }
  }
  std::map<int, Atom> joined;
  for (const auto& [block, unused] : next) joined[name_of(block)].blocks.push_back(block);
  std::vector<Atom> atoms;
  for (auto& [unused, atom] : joined) atoms.push_back(std::move(atom));
  return atoms;
}

bool Shows(const UnitTree& tree, const Frame& frame, int node) {
  if (!frame.has_value()) return false;
  return std::none_of(frame->begin(), frame->end(),
                      [&](const Atom& atom) { return Straddles(tree, atom, node); });
}

std::vector<bool> ShownNodes(const UnitTree& tree, const Frame& frame) {
  std::vector<bool> shown(static_cast<size_t>(tree.size()), frame.has_value());
  if (!frame.has_value()) return shown;
  for (const Atom& atom : *frame) {
    // Only what stands above one of its blocks can have a part of it.
    for (const int block : atom.blocks) {
      for (int node = block; node >= 0; node = node == 0 ? -1 : tree.parent(node)) {
        if (shown[static_cast<size_t>(node)] && Straddles(tree, atom, node)) {
          shown[static_cast<size_t>(node)] = false;
        }
      }
    }
  }
  return shown;
}

}  // namespace tertial::workforce
