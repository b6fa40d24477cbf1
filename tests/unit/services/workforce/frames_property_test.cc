// Everything that a solver could find out, by trying every register that fits what is shown.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/frames.h"
#include "tests/unit/services/workforce/small_trees.h"

namespace tertial::workforce {
namespace {

constexpr int kFewest = 2;

// A cell is the number of persons of a node, or of one class of them.
struct Cells {
  std::vector<int> heads;
  std::vector<Classes> classes;
};

Cells CellsOf(const UnitTree& tree, const People& people) {
  Cells cells;
  for (int node = 0; node < tree.size(); ++node) {
    cells.classes.push_back(SumOf(tree, people, node));
    cells.heads.push_back(TotalOf(cells.classes.back()));
  }
  return cells;
}

// What is told: which nodes' heads, and which nodes' classes.
struct Told {
  std::vector<bool> heads;
  std::vector<bool> classes;
};

// All registers that fit what is told of `people`, and how many values each cell takes in them.
class Solver {
 public:
  Solver(const UnitTree& tree, const People& people, const Told& told)
      : tree_(tree), told_(told), people_(people), truth_(CellsOf(tree, people)) {
    moves_heads_.assign(truth_.heads.size(), false);
    moves_classes_.assign(truth_.heads.size(), std::vector<bool>(people[0].size()));
    determined_left_ = determined();
    current_ = people;
    for (int node = 0; node < tree.size(); ++node) {
      if (IsBlock(tree, people, node)) blocks_.push_back(node);
    }
    Try(0, 0, truth_.heads[0]);
  }

  // Cells that are hidden, and those of them that take one value only.
  int hidden() const {
    return Count([](bool) { return true; });
  }
  int determined() const {
    return Count([](bool moves) { return !moves; });
  }

 private:
  template <typename Condition>
  int Count(Condition condition) const {
    int count = 0;
    for (size_t node = 0; node < truth_.heads.size(); ++node) {
      if (!told_.heads[node] && condition(moves_heads_[node])) ++count;
      if (told_.classes[node]) continue;
      for (const bool moves : moves_classes_[node]) {
        if (condition(moves)) ++count;
      }
    }
    return count;
  }

  // Gives `left` persons to the classes of the blocks from here on, in every way.
  void Try(size_t block, size_t number, int left) {
    // Once everything hidden has moved, there is no more to learn.
    if (determined_left_ == 0) return;
    if (block == blocks_.size()) {
      if (left == 0) Compare();
      return;
    }
    const auto node = static_cast<size_t>(blocks_[block]);
    const bool last = number + 1 == current_[node].size();
    for (int persons = 0; persons <= left; ++persons) {
      current_[node][number] = persons;
      Try(last ? block + 1 : block, last ? 0 : number + 1, left - persons);
    }
  }

  void Compare() {
    const Cells cells = CellsOf(tree_, current_);
    for (size_t node = 0; node < cells.heads.size(); ++node) {
      if (told_.heads[node] && cells.heads[node] != truth_.heads[node]) return;
      if (told_.classes[node] && cells.classes[node] != truth_.classes[node]) return;
    }
    for (size_t node = 0; node < cells.heads.size(); ++node) {
      if (cells.heads[node] != truth_.heads[node]) moves_heads_[node] = true;
      for (size_t i = 0; i < cells.classes[node].size(); ++i) {
        if (cells.classes[node][i] != truth_.classes[node][i]) moves_classes_[node][i] = true;
      }
    }
    determined_left_ = determined();
  }

  const UnitTree& tree_;
  const Told& told_;
  const People people_;
  const Cells truth_;
  std::vector<int> blocks_;
  People current_;
  std::vector<bool> moves_heads_;
  std::vector<std::vector<bool>> moves_classes_;
  int determined_left_ = 0;
};

std::string Describe(const UnitTree& tree, const People& people) {
  std::string text;
  for (int node = 0; node < tree.size(); ++node) {
    absl::StrAppend(&text, "node ", node, " below ", tree.parent(node), ": ",
                    absl::StrJoin(people[static_cast<size_t>(node)], ","), "\n");
  }
  return text;
}

// A small register, whose area may be shown.
People RandomPeople(const UnitTree& tree, int classes, std::mt19937& random) {
  constexpr int kNumbers[] = {0, 0, 1, 1, 2, 3};
  People people(static_cast<size_t>(tree.size()), Classes(static_cast<size_t>(classes)));
  for (int node = 0; node < tree.size(); ++node) {
    // Half of the units with others below them have people of their own.
    if (!tree.children(node).empty() && random() % 2 == 0) continue;
    for (int& number : people[static_cast<size_t>(node)]) number = kNumbers[random() % 6];
  }
  return people;
}

int BlocksOf(const UnitTree& tree, const People& people) {
  int blocks = 0;
  for (int node = 0; node < tree.size(); ++node) blocks += IsBlock(tree, people, node) ? 1 : 0;
  return blocks;
}

Told ToldByFrames(const UnitTree& tree, const People& people) {
  const Frame base = MakeFrame(tree, RuleSafety(tree, people, EnoughPersons(kFewest)), {});
  const Frame classes =
      MakeFrame(tree, RuleSafety(tree, people, EnoughOfEachClass(kFewest)), {.base = &base});
  return {ShownNodes(tree, base), ShownNodes(tree, classes)};
}

// What is safe by itself.
Told ToldWithoutFrames(const UnitTree& tree, const People& people) {
  Told told;
  for (int node = 0; node < tree.size(); ++node) {
    const Classes classes = SumOf(tree, people, node);
    told.heads.push_back(EnoughPersons(kFewest)(classes, 1));
    told.classes.push_back(EnoughOfEachClass(kFewest)(classes, 1));
  }
  return told;
}

TEST(FramesByEnumeration, NoHiddenCellOfSmallTreesIsDetermined) {
  std::mt19937 random(20241231);
  int hidden = 0;
  int determined_otherwise = 0;
  for (int tries = 0; tries < 3000; ++tries) {
    const UnitTree tree = RandomTree(5, random);
    const People people = RandomPeople(tree, 2 + static_cast<int>(random() % 2), random);
    const int blocks = BlocksOf(tree, people);
    const auto unknowns = static_cast<int>(people[0].size()) * blocks;
    if (blocks < 2 || unknowns > 9 || TotalOf(SumOf(tree, people, 0)) > 9) continue;
    const Told told = ToldByFrames(tree, people);
    if (!told.heads[0]) continue;
    for (size_t node = 0; node < told.heads.size(); ++node) {
      ASSERT_TRUE(told.heads[node] || !told.classes[node]) << Describe(tree, people);
    }
    const Solver solver(tree, people, told);
    hidden += solver.hidden();
    ASSERT_EQ(solver.determined(), 0) << Describe(tree, people);
    determined_otherwise += Solver(tree, people, ToldWithoutFrames(tree, people)).determined();
  }
  EXPECT_GT(hidden, 1000);
  EXPECT_GT(determined_otherwise, 100);
}

}  // namespace
}  // namespace tertial::workforce
