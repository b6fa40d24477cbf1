#include "clients/cli/care/replayed_store.h"

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

constexpr char kKind[] = "tertial.indicators.v1.Goal";

changes::v1::Change Put(const std::string& name, int64_t revision, const std::string& body) {
  changes::v1::Change change;
  change.set_kind(kKind);
  change.set_name(name);
  change.mutable_commit()->set_revision(revision);
  change.mutable_after()->set_value(body);
  return change;
}

changes::v1::Change Delete(const std::string& name, int64_t revision) {
  changes::v1::Change change = Put(name, revision, "");
  change.clear_after();
  return change;
}

class ReplayedStoreTest : public ::testing::Test {
 protected:
  ReplayedStoreTest() { ::setenv("TMPDIR", directory_.path().c_str(), 1); }
  ~ReplayedStoreTest() override { ::unsetenv("TMPDIR"); }

  const TempDir directory_;
};

TEST_F(ReplayedStoreTest, HasTheHashOfTheNewestVersions) {
  const auto store = ReplayedStore::Create();
  ASSERT_THAT(store, IsOk());
  for (const changes::v1::Change& change :
       {Put("areas/a/goals/1", 1, "x"), Put("areas/a/goals/2", 1, "x"),
        Put("areas/a/goals/3", 2, "x"), Put("areas/a/goals/1", 3, "y"),
        Delete("areas/a/goals/2", 3)}) {
    ASSERT_THAT((*store)->Apply(change), IsOk());
  }
  ContentHash expected;
  expected.Add(kKind, "areas/a/goals/1", 3, "y");
  expected.Add(kKind, "areas/a/goals/3", 2, "x");
  const auto hash = (*store)->Hash();
  ASSERT_THAT(hash, IsOk());
  EXPECT_EQ(hash->Hex(), expected.Hex());
  EXPECT_EQ(hash->resources(), 2);
  EXPECT_EQ((*store)->changes(), 5);
}

TEST_F(ReplayedStoreTest, GoesOnAfterItWasHashed) {
  const auto store = ReplayedStore::Create();
  ASSERT_THAT(store, IsOk());
  ASSERT_THAT((*store)->Apply(Put("areas/a/goals/1", 1, "x")), IsOk());
  ASSERT_THAT((*store)->Hash(), IsOk());
  ASSERT_THAT((*store)->Apply(Delete("areas/a/goals/1", 2)), IsOk());
  const auto hash = (*store)->Hash();
  ASSERT_THAT(hash, IsOk());
  EXPECT_EQ(hash->Hex(), ContentHash().Hex());
  EXPECT_EQ(hash->resources(), 0);
}

TEST_F(ReplayedStoreTest, LeavesNothingBehind) {
  {
    const auto store = ReplayedStore::Create();
    ASSERT_THAT(store, IsOk());
    ASSERT_THAT((*store)->Apply(Put("areas/a/goals/1", 1, "x")), IsOk());
    EXPECT_FALSE(std::filesystem::is_empty(directory_.path()));
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(ReplayedStoreTest, IsRefusedWhereNoDirectoryCanBeMade) {
  ::setenv("TMPDIR", "/nowhere", 1);
  EXPECT_THAT(ReplayedStore::Create(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace tertial::cli
