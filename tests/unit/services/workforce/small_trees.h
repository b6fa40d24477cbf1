// Trees of a few units, and people in them, to try frames on.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_SMALL_TREES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_SMALL_TREES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/workforce/domain/frames.h"
#include "services/workforce/domain/unit_tree.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// Node i + 1 stands below node parents[i], which must be an earlier one; 0 is the area. They must
// be given in the order of the tree's nodes, each directly before what stands below it.
inline UnitTree TreeOf(absl::Span<const int> parents) {
  std::vector<v1::Unit> units;
  for (size_t i = 0; i < parents.size(); ++i) {
    v1::Unit& unit = units.emplace_back();
    unit.set_name(absl::StrCat("areas/asker/units/u", i + 1));
    unit.set_order(static_cast<int>(i) + 1);
    if (parents[i] == 0) continue;
    unit.add_placements()->set_parent(absl::StrCat("areas/asker/units/u", parents[i]));
  }
  return UnitTree::At(units, absl::CivilDay(2024, 12, 31));
}

inline UnitTree TreeOf(std::initializer_list<int> parents) {
  return TreeOf(absl::MakeConstSpan(parents.begin(), parents.size()));
}

// Up to `most` units in up to three levels.
inline UnitTree RandomTree(int most, std::mt19937& random) {
  const int units = 1 + static_cast<int>(random() % static_cast<unsigned>(most));
  std::vector<int> parents;
  for (int i = 0; i < units; ++i) {
    // Below the unit before it, or below something that stands above that one.
    int parent = i;
    while (parent != 0 && random() % 2 == 0) parent = parents[static_cast<size_t>(parent) - 1];
    parents.push_back(parent);
  }
  return TreeOf(parents);
}

// How many persons of each class are in each block.
using Classes = std::vector<int>;
using People = std::vector<Classes>;

inline bool IsBlock(const UnitTree& tree, const People& people, int node) {
  const Classes& own = people[static_cast<size_t>(node)];
  return tree.children(node).empty() || std::accumulate(own.begin(), own.end(), 0) > 0;
}

inline Classes SumOf(const UnitTree& tree, const People& people, int node) {
  Classes sum(people[0].size());
  for (int block = node; block < tree.end(node); ++block) {
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += people[static_cast<size_t>(block)][i];
  }
  return sum;
}

inline int TotalOf(const Classes& classes) {
  return std::accumulate(classes.begin(), classes.end(), 0);
}

// Safe where `rule` says so of the classes and blocks.
class RuleSafety : public Safety {
 public:
  using Rule = std::function<bool(const Classes&, int blocks)>;

  RuleSafety(const UnitTree& tree, const People& people, Rule rule)
      : tree_(tree), people_(people), rule_(std::move(rule)) {}

  bool Safe(absl::Span<const Part> parts, int blocks) const override {
    Classes sum(people_[0].size());
    for (const Part& part : parts) {
      const Classes classes = ClassesOf(part);
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += classes[i];
    }
    return rule_(sum, blocks);
  }
  int64_t Persons(const Part& part) const override { return TotalOf(ClassesOf(part)); }
  bool HasOwnPeople(int node) const override {
    return TotalOf(people_[static_cast<size_t>(node)]) > 0;
  }

 private:
  Classes ClassesOf(const Part& part) const {
    return part.own ? people_[static_cast<size_t>(part.node)] : SumOf(tree_, people_, part.node);
  }

  const UnitTree& tree_;
  const People& people_;
  const Rule rule_;
};

// At least `fewest` persons, and one more for each of several blocks.
inline RuleSafety::Rule EnoughPersons(int fewest) {
  return [fewest](const Classes& classes, int blocks) {
    return TotalOf(classes) >= fewest + (blocks > 1 ? blocks : 0);
  };
}

// At least `fewest` persons of each class.
inline RuleSafety::Rule EnoughOfEachClass(int fewest) {
  return [fewest](const Classes& classes, int) {
    for (const int number : classes) {
      if (number < fewest) return false;
    }
    return true;
  };
}

}  // namespace tertial::workforce

#endif  // TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_SMALL_TREES_H_
