#include "services/workforce/domain/frames.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/small_trees.h"

namespace tertial::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The blocks of the atoms.
std::vector<std::vector<int>> AtomsOf(const Frame& frame) {
  std::vector<std::vector<int>> atoms;
  if (!frame.has_value()) return atoms;
  for (const Atom& atom : *frame) atoms.push_back(atom.blocks);
  return atoms;
}

// Of heads by block, with at least five persons in whatever is shown.
Frame FrameOf(const UnitTree& tree, const std::vector<int>& heads,
              const FrameOptions& options = {}) {
  People people;
  for (const int number : heads) people.push_back({number});
  return MakeFrame(tree, RuleSafety(tree, people, EnoughPersons(5)), options);
}

TEST(Frames, UnitsWithEnoughPersonsAreShownAlone) {
  const UnitTree tree = TreeOf({0, 0, 0});
  const Frame frame = FrameOf(tree, {0, 5, 6, 7});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(1), ElementsAre(2), ElementsAre(3)));
  for (int node = 0; node < tree.size(); ++node) EXPECT_TRUE(Shows(tree, frame, node)) << node;
}

TEST(Frames, ASmallUnitHidesTheSmallestOfTheOthersWithIt) {
  const UnitTree tree = TreeOf({0, 0, 0});
  const Frame frame = FrameOf(tree, {0, 4, 60, 50});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(1, 3), ElementsAre(2)));
  EXPECT_THAT(ShownNodes(tree, frame), ElementsAre(true, false, true, false));
}

TEST(Frames, TwoSmallUnitsAreEnoughIfTheirSumCanBeTold) {
  const UnitTree tree = TreeOf({0, 0, 0});
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 4, 3, 50})),
              ElementsAre(ElementsAre(1, 2), ElementsAre(3)));
}

TEST(Frames, TwoSmallUnitsAreNotEnoughIfOneMoreIsKnownToBeInEach) {
  const UnitTree tree = TreeOf({0, 0, 0});
  // 6 is less than 5 and one for each of the two.
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 3, 3, 50})), ElementsAre(ElementsAre(1, 2, 3)));
}

TEST(Frames, AnEmptyUnitIsASmallOne) {
  const UnitTree tree = TreeOf({0, 0, 0});
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 0, 20, 50})),
              ElementsAre(ElementsAre(1, 2), ElementsAre(3)));
}

TEST(Frames, PeopleOfAUnitsOwnAreHiddenAsAUnitIs) {
  const UnitTree tree = TreeOf({0, 1, 1});
  // The manager of unit 1 works in neither unit below it: 1 less 2 and 3 would tell of one person.
  const Frame frame = FrameOf(tree, {0, 1, 20, 30});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(1, 2), ElementsAre(3)));
  EXPECT_THAT(ShownNodes(tree, frame), ElementsAre(true, true, false, true));
}

TEST(Frames, WithoutPeopleOfItsOwnAUnitHasNoSuchPart) {
  const UnitTree tree = TreeOf({0, 1, 1});
  const Frame frame = FrameOf(tree, {0, 0, 20, 30});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(2), ElementsAre(3)));
}

TEST(Frames, AnOnlyUnitBelowAnotherIsShownWithIt) {
  const UnitTree tree = TreeOf({0, 1});
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 0, 20})), ElementsAre(ElementsAre(2)));
  // Nobody else can be hidden beside the unit's own people, so nothing below it is told.
  const Frame frame = FrameOf(tree, {0, 2, 20});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(1, 2)));
  EXPECT_THAT(ShownNodes(tree, frame), ElementsAre(true, true, false));
}

TEST(Frames, BelowAHiddenUnitAllIsHidden) {
  const UnitTree tree = TreeOf({0, 1, 1, 0, 0});
  const Frame frame = FrameOf(tree, {0, 0, 2, 2, 30, 40});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(2, 3, 4), ElementsAre(5)));
}

TEST(Frames, AnAreaWithTooFewShowsNothing) {
  const UnitTree tree = TreeOf({0, 0});
  const Frame frame = FrameOf(tree, {0, 2, 2});
  EXPECT_FALSE(frame.has_value());
  EXPECT_THAT(ShownNodes(tree, frame), ElementsAre(false, false, false));
  EXPECT_FALSE(Shows(tree, frame, 0));
}

TEST(Frames, NothingBelowTheDeepestLevelIsShown) {
  const UnitTree tree = TreeOf({0, 1, 1, 0});
  const Frame frame = FrameOf(tree, {0, 0, 20, 20, 20}, {.deepest = 1});
  EXPECT_THAT(AtomsOf(frame), ElementsAre(ElementsAre(2, 3), ElementsAre(4)));
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 0, 20, 20, 20}, {.deepest = 0})),
              ElementsAre(ElementsAre(2, 3, 4)));
}

TEST(Frames, WhatTheBaseHidesIsHidden) {
  const UnitTree tree = TreeOf({0, 0, 0});
  const Frame base = std::vector<Atom>{{{1, 2}}, {{3}}};
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 20, 30, 40}, {.base = &base})),
              ElementsAre(ElementsAre(1, 2), ElementsAre(3)));
  const Frame nothing;
  EXPECT_FALSE(FrameOf(tree, {0, 20, 30, 40}, {.base = &nothing}).has_value());
}

TEST(Frames, TheUnitThatWasHiddenBeforeIsHiddenAgain) {
  const UnitTree tree = TreeOf({0, 0, 0});
  const Frame before = std::vector<Atom>{{{1, 3}}, {{2}}};
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 4, 20, 30}, {.before = &before})),
              ElementsAre(ElementsAre(1, 3), ElementsAre(2)));
  EXPECT_THAT(AtomsOf(FrameOf(tree, {0, 4, 20, 30})),
              ElementsAre(ElementsAre(1, 2), ElementsAre(3)));
}

TEST(Frames, AJoinShowsWhatBothShow) {
  const UnitTree tree = TreeOf({0, 0, 0, 0, 0});
  const Frame a = std::vector<Atom>{{{1, 2}}, {{3}}, {{4}}, {{5}}};
  const Frame b = std::vector<Atom>{{{1}}, {{2, 4}}, {{3}}, {{5}}};
  EXPECT_THAT(AtomsOf(Join(a, b)),
              ElementsAre(ElementsAre(1, 2, 4), ElementsAre(3), ElementsAre(5)));
  EXPECT_THAT(AtomsOf(Join(a, std::nullopt)), IsEmpty());
  EXPECT_EQ(Join(a, b), Join(b, a));
  EXPECT_EQ(Join(a, a), a);
}

}  // namespace
}  // namespace tertial::workforce
