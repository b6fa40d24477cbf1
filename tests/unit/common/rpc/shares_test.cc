#include "common/rpc/shares.h"

#include <optional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace tertial {
namespace {

TEST(Shares, ACallerHasItsShareAndOthersTheRest) {
  Shares shares(5, 3);
  std::vector<std::optional<Shares::Share>> taken;
  for (int i = 0; i < 3; ++i) {
    taken.push_back(shares.Take("one"));
    ASSERT_TRUE(taken.back().has_value());
  }
  EXPECT_FALSE(shares.Take("one").has_value());
  for (int i = 0; i < 2; ++i) {
    taken.push_back(shares.Take("two"));
    ASSERT_TRUE(taken.back().has_value());
  }
  EXPECT_FALSE(shares.Take("two").has_value());
  EXPECT_FALSE(shares.Take("three").has_value());
  taken.clear();
  EXPECT_EQ(shares.taken(), 0);
  EXPECT_TRUE(shares.Take("one", 3).has_value());
}

TEST(Shares, WhatIsMovedIsGivenBackOnce) {
  Shares shares(2, 2);
  std::optional<Shares::Share> first = shares.Take("one");
  {
    const std::optional<Shares::Share> second = std::move(first);
    EXPECT_EQ(shares.taken(), 1);
  }
  EXPECT_EQ(shares.taken(), 0);
  first = shares.Take("one", 2);
  EXPECT_EQ(shares.taken(), 2);
  first.reset();
  EXPECT_EQ(shares.taken(), 0);
}

TEST(Shares, MoreThanThereIsIsNotGiven) {
  Shares shares(100, 50);
  const auto most = shares.Take("one", 49);
  ASSERT_TRUE(most.has_value());
  EXPECT_FALSE(shares.Take("one", 2).has_value());
  EXPECT_FALSE(shares.Take("two", 51).has_value());
  EXPECT_TRUE(shares.Take("two", 50).has_value());
  EXPECT_TRUE(shares.Take("one", 1).has_value());
}

}  // namespace
}  // namespace tertial
