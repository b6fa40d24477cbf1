#include "services/workforce/domain/certificate.h"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/small_trees.h"

namespace tertial::workforce {
namespace {

constexpr int kFewest = 2;

// Women and men, of two ages: the kinds are young women, young men, old women, old men.
const PersonKinds& Kinds() {
  static const auto& kinds = *new PersonKinds({2, 2});
  return kinds;
}
constexpr int kAttributes = 2;

CrossedCounts CountsOf(const People& people) {
  CrossedCounts of{Kinds(), {}};
  for (const Classes& classes : people) of.counts.emplace_back(classes.begin(), classes.end());
  return of;
}

ClassTable TableOf(int attribute, const Frame& frame) {
  return {attribute, {1 - attribute}, {0, 0}, {{true, false}, {false, true}}, &frame};
}

int CountWith(const Classes& kinds, int attribute, int value) {
  int count = 0;
  for (int kind = 0; kind < Kinds().count(); ++kind) {
    if (Kinds().ValueOf(kind, attribute) == value) count += kinds[static_cast<size_t>(kind)];
  }
  return count;
}

RuleSafety::Rule EnoughOfEachValue(int attribute) {
  return [attribute](const Classes& kinds, int) {
    return CountWith(kinds, attribute, 0) >= kFewest && CountWith(kinds, attribute, 1) >= kFewest;
  };
}

bool Certified(const UnitTree& tree, const CrossedCounts& of, const Frame& base,
               const std::vector<ClassTable>& tables) {
  return std::all_of(tables.begin(), tables.end(), [&](const ClassTable& table) {
    return Uncertified(tree, of, base, table).empty();
  });
}

// The frames of a register.
struct Frames {
  Frame base;
  Frame tables[kAttributes];

  bool all() const { return base.has_value() && tables[0].has_value() && tables[1].has_value(); }
};

Frames FramesOf(const UnitTree& tree, const People& people) {
  Frames frames;
  frames.base = MakeFrame(tree, RuleSafety(tree, people, EnoughPersons(kFewest)), {});
  for (int attribute = 0; attribute < kAttributes; ++attribute) {
    frames.tables[attribute] = MakeFrame(
        tree, RuleSafety(tree, people, EnoughOfEachValue(attribute)), {.base = &frames.base});
  }
  return frames;
}

TEST(PersonKinds, AreNumberedByTheirValues) {
  const PersonKinds kinds({2, 5, 5});
  EXPECT_EQ(kinds.count(), 50);
  for (int kind = 0; kind < kinds.count(); ++kind) {
    EXPECT_EQ(kinds.ValueOf(kind, 0) + 2 * kinds.ValueOf(kind, 1) + 10 * kinds.ValueOf(kind, 2),
              kind);
    for (int value = 0; value < 5; ++value) {
      const int other = kinds.With(kind, 1, value);
      EXPECT_EQ(kinds.ValueOf(other, 1), value);
      EXPECT_EQ(kinds.ValueOf(other, 0), kinds.ValueOf(kind, 0));
      EXPECT_EQ(kinds.ValueOf(other, 2), kinds.ValueOf(kind, 2));
    }
  }
}

TEST(Certificate, IsRefusedWhereAgesTellTheSex) {
  // All young people are women and all old ones men; ages are told of both units, the sex of
  // neither. Then young people of a unit are its women.
  const UnitTree tree = TreeOf({0, 0});
  const People people = {{0, 0, 0, 0}, {4, 0, 0, 1}, {3, 0, 0, 9}};
  const Frame apart = std::vector<Atom>{{{1}}, {{2}}};
  const Frame together = std::vector<Atom>{{{1, 2}}};
  const std::vector<ClassTable> tables = {TableOf(0, together), TableOf(1, apart)};
  EXPECT_FALSE(Certified(tree, CountsOf(people), apart, tables));
}

TEST(Certificate, IsGivenWhereTheTwoAreNotCrossed) {
  const UnitTree tree = TreeOf({0, 0});
  const People people = {{0, 0, 0, 0}, {4, 0, 0, 1}, {3, 0, 0, 9}};
  const Frame apart = std::vector<Atom>{{{1}}, {{2}}};
  const Frame together = std::vector<Atom>{{{1, 2}}};
  ClassTable sex = TableOf(0, together);
  EXPECT_EQ(Uncertified(tree, CountsOf(people), apart, sex), *together);
  sex.crossed_with.clear();
  EXPECT_TRUE(Uncertified(tree, CountsOf(people), apart, sex).empty());
}

TEST(Certificate, IsGivenByExchangesOfAFinerTable) {
  // Nobody may exchange by the table itself, but by one that hides the same.
  const UnitTree tree = TreeOf({0, 0});
  const People people = {{0, 0, 0, 0}, {4, 0, 0, 1}, {3, 1, 0, 9}};
  const Frame apart = std::vector<Atom>{{{1}}, {{2}}};
  const Frame together = std::vector<Atom>{{{1, 2}}};
  ClassTable sex = TableOf(0, together);
  sex.exchangeable = {0, 1};
  EXPECT_FALSE(Uncertified(tree, CountsOf(people), apart, sex).empty());
  const ClassTable finer = TableOf(0, together);
  sex.finer = &finer;
  EXPECT_TRUE(Uncertified(tree, CountsOf(people), apart, sex).empty());
  const ClassTable of_each = TableOf(0, apart);
  sex.finer = &of_each;
  EXPECT_FALSE(Uncertified(tree, CountsOf(people), apart, sex).empty())
      << "within one unit nothing of it changes";
}

TEST(Certificate, IsGivenWherePersonsOfTheSameAgeCanChangePlaces) {
  const UnitTree tree = TreeOf({0, 0});
  const People people = {{0, 0, 0, 0}, {4, 0, 0, 1}, {3, 1, 0, 9}};
  const Frame apart = std::vector<Atom>{{{1}}, {{2}}};
  const Frame together = std::vector<Atom>{{{1, 2}}};
  const std::vector<ClassTable> tables = {TableOf(0, together), TableOf(1, apart)};
  EXPECT_TRUE(Certified(tree, CountsOf(people), apart, tables));
}

TEST(Certificate, IsGivenWhereOthersCanChangeBack) {
  // Unit 3 has a young man and an old woman, of whom nobody knows which is which.
  const UnitTree tree = TreeOf({0, 0, 0});
  const People people = {{0, 0, 0, 0}, {4, 0, 0, 0}, {0, 0, 0, 9}, {0, 1, 1, 0}};
  const Frame apart = std::vector<Atom>{{{1}}, {{2}}, {{3}}};
  const Frame together = std::vector<Atom>{{{1, 2}}, {{3}}};
  const std::vector<ClassTable> tables = {TableOf(0, together), TableOf(1, apart)};
  EXPECT_TRUE(Certified(tree, CountsOf(people), apart, tables));
}

TEST(Certificate, CrossedCountsAreNotFreeWhereOneClassIsOfOneSex) {
  const People mixed = {{3, 2, 2, 3}};
  const People apart = {{5, 0, 0, 5}};
  const Frame frame = std::vector<Atom>{{{0}}};
  const ClassTable sex = TableOf(0, frame);
  const ClassTable age = TableOf(1, frame);
  EXPECT_TRUE(CrossedIsFree(CountsOf(mixed), sex, age));
  EXPECT_TRUE(CrossedIsFree(CountsOf(apart), sex, age));
  const Frame by_unit = std::vector<Atom>{{{0}}, {{1}}};
  EXPECT_FALSE(CrossedIsFree(CountsOf({{5, 0, 0, 0}, {0, 0, 0, 5}}), TableOf(0, by_unit),
                             TableOf(1, by_unit)));
}

// All registers that fit what is told of `people`: the frames' figures and, if `crossed`, how many
// there are of each kind in the area.
class Solver {
 public:
  Solver(const UnitTree& tree, const People& people, const Frames& frames, bool crossed)
      : tree_(tree), people_(people), crossed_(crossed), current_(people) {
    shown_.push_back(ShownNodes(tree, frames.base));
    for (const Frame& frame : frames.tables) shown_.push_back(ShownNodes(tree, frame));
    for (int node = 0; node < tree.size(); ++node) {
      if (IsBlock(tree, people, node)) blocks_.push_back(node);
    }
    truth_ = CellsOf(people);
    moves_.assign(truth_.size(), false);
    determined_left_ = determined();
    Try(0, 0, SumOf(tree, people, 0), TotalOf(SumOf(tree, people, 0)));
  }

  int hidden() const {
    int count = 0;
    for (size_t i = 0; i < truth_.size(); ++i) count += IsShown(i) ? 0 : 1;
    return count;
  }
  int determined() const {
    int count = 0;
    for (size_t i = 0; i < truth_.size(); ++i) count += IsShown(i) || moves_[i] ? 0 : 1;
    return count;
  }

 private:
  static constexpr size_t kCellsOfNode = 1 + kAttributes;

  // Of each node: persons, women, young; then, of the area, each kind.
  std::vector<int> CellsOf(const People& people) const {
    std::vector<int> cells;
    for (int node = 0; node < tree_.size(); ++node) {
      const Classes kinds = SumOf(tree_, people, node);
      cells.push_back(TotalOf(kinds));
      for (int attribute = 0; attribute < kAttributes; ++attribute) {
        cells.push_back(CountWith(kinds, attribute, 0));
      }
    }
    const Classes area = SumOf(tree_, people, 0);
    cells.insert(cells.end(), area.begin(), area.end());
    return cells;
  }

  bool IsShown(size_t cell) const {
    const size_t node = cell / kCellsOfNode;
    if (node >= static_cast<size_t>(tree_.size())) return crossed_;
    return shown_[cell % kCellsOfNode][node];
  }

  void Try(size_t block, size_t kind, const Classes& of_kind, int left) {
    // Once everything hidden has moved, there is no more to learn.
    if (determined_left_ == 0) return;
    if (block == blocks_.size()) {
      if (left == 0) Compare();
      return;
    }
    const bool last = kind + 1 == of_kind.size();
    const int most = crossed_ ? of_kind[kind] : left;
    for (int persons = 0; persons <= most; ++persons) {
      current_[static_cast<size_t>(blocks_[block])][kind] = persons;
      Classes rest = of_kind;
      rest[kind] -= persons;
      Try(last ? block + 1 : block, last ? 0 : kind + 1, rest, left - persons);
    }
  }

  void Compare() {
    const std::vector<int> cells = CellsOf(current_);
    for (size_t i = 0; i < cells.size(); ++i) {
      if (IsShown(i) && cells[i] != truth_[i]) return;
    }
    for (size_t i = 0; i < cells.size(); ++i) {
      if (cells[i] != truth_[i]) moves_[i] = true;
    }
    determined_left_ = determined();
  }

  const UnitTree& tree_;
  const People people_;
  const bool crossed_;
  std::vector<std::vector<bool>> shown_;
  std::vector<int> blocks_;
  People current_;
  std::vector<int> truth_;
  std::vector<bool> moves_;
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

People RandomPeople(const UnitTree& tree, std::mt19937& random) {
  // Most young people are women, and most old ones men: so ages tell much.
  constexpr int kNumbers[2][6] = {{0, 0, 1, 1, 2, 3}, {0, 0, 0, 0, 0, 1}};
  People people(static_cast<size_t>(tree.size()), Classes(4));
  for (int node = 0; node < tree.size(); ++node) {
    if (!tree.children(node).empty() && random() % 2 == 0) continue;
    Classes& own = people[static_cast<size_t>(node)];
    for (size_t kind = 0; kind < own.size(); ++kind) {
      own[kind] = kNumbers[kind == 0 || kind == 3 ? 0 : 1][random() % 6];
    }
  }
  return people;
}

TEST(CertificateByEnumeration, WhatIsRefusedWouldTellTheSex) {
  const UnitTree tree = TreeOf({0, 0});
  const People people = {{0, 0, 0, 0}, {4, 0, 0, 1}, {3, 0, 0, 9}};
  Frames frames;
  frames.base = std::vector<Atom>{{{1}}, {{2}}};
  frames.tables[0] = std::vector<Atom>{{{1, 2}}};
  frames.tables[1] = frames.base;
  // Women of either unit; they are its young people.
  EXPECT_EQ(Solver(tree, people, frames, true).determined(), 2);
  EXPECT_EQ(Solver(tree, people, frames, false).determined(), 0);
}

TEST(CertificateByEnumeration, NoHiddenCellIsDeterminedBesideACertifiedTable) {
  std::mt19937 random(20240101);
  int hidden = 0;
  for (int tries = 0; tries < 2000; ++tries) {
    const UnitTree tree = RandomTree(4, random);
    const People people = RandomPeople(tree, random);
    const Frames frames = FramesOf(tree, people);
    if (!frames.all() || TotalOf(SumOf(tree, people, 0)) > 12) continue;
    const std::vector<ClassTable> tables = {TableOf(0, frames.tables[0]),
                                            TableOf(1, frames.tables[1])};
    if (!Certified(tree, CountsOf(people), frames.base, tables)) continue;
    const Solver solver(tree, people, frames, true);
    hidden += solver.hidden();
    ASSERT_EQ(solver.determined(), 0) << Describe(tree, people);
  }
  EXPECT_GT(hidden, 500);
}

// Atoms that have no certificate are made larger until they have.
TEST(CertificateByEnumeration, NoHiddenCellIsDeterminedBesideFramesThatWereMadeCertified) {
  std::mt19937 random(20240229);
  int hidden = 0;
  int grown = 0;
  for (int tries = 0; tries < 2000; ++tries) {
    const UnitTree tree = RandomTree(4, random);
    const People people = RandomPeople(tree, random);
    Frames frames = FramesOf(tree, people);
    if (!frames.all() || TotalOf(SumOf(tree, people, 0)) > 12) continue;
    const Frames finest = frames;
    bool certified = true;
    for (int attribute = 0; attribute < kAttributes; ++attribute) {
      const RuleSafety safety(tree, people, EnoughOfEachValue(attribute));
      const std::optional<Frame> frame = MakeCertifiedFrame(
          tree, CountsOf(people), frames.base,
          [&](absl::Span<const Atom> too_small) {
            return MakeFrame(tree, safety, {.base = &frames.base, .too_small = too_small});
          },
          [&](const Frame& made) { return TableOf(attribute, made); });
      certified = certified && frame.has_value();
      if (certified) frames.tables[attribute] = *frame;
    }
    if (!certified) continue;
    for (int attribute = 0; attribute < kAttributes; ++attribute) {
      grown += frames.tables[attribute] == finest.tables[attribute] ? 0 : 1;
    }
    const Solver solver(tree, people, frames, true);
    hidden += solver.hidden();
    ASSERT_EQ(solver.determined(), 0) << Describe(tree, people);
  }
  EXPECT_GT(hidden, 500);
  EXPECT_GT(grown, 10);
}

TEST(CertificateByEnumeration, CrossedCountsThatAreCalledFreeAre) {
  std::mt19937 random(20240630);
  int hidden = 0;
  for (int tries = 0; tries < 600; ++tries) {
    const UnitTree tree = RandomTree(3, random);
    const People people = RandomPeople(tree, random);
    const Frames frames = FramesOf(tree, people);
    if (!frames.all() || TotalOf(SumOf(tree, people, 0)) > 8) continue;
    if (!CrossedIsFree(CountsOf(people), TableOf(0, frames.tables[0]),
                       TableOf(1, frames.tables[1]))) {
      continue;
    }
    const Solver solver(tree, people, frames, false);
    hidden += solver.hidden();
    ASSERT_EQ(solver.determined(), 0) << Describe(tree, people);
  }
  EXPECT_GT(hidden, 200);
}

}  // namespace
}  // namespace tertial::workforce
