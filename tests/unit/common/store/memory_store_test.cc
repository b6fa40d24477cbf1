// The store in memory of the tests, beside a std::map that does the same.
#include "tests/testing/memory_store.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows Scanned(const StoreSnapshot& snapshot, const ScanRange& range, ScanDirection direction,
             size_t most = 1000) {
  Rows rows;
  EXPECT_THAT(snapshot.Scan(range, direction,
                            [&](absl::string_view key, absl::string_view value) {
                              rows.emplace_back(std::string(key), std::string(value));
                              return rows.size() < most;
                            }),
              IsOk());
  return rows;
}

Rows InModel(const StoreContent& model, const ScanRange& range) {
  Rows rows;
  for (const auto& [key, value] : model) {
    if (key >= range.begin && (range.end.empty() || key < range.end)) rows.emplace_back(key, value);
  }
  return rows;
}

std::string KeyOf(std::mt19937& random) { return absl::StrCat("k", random() % 200); }

// Of some changes, to both.
WriteBatch RandomBatch(std::mt19937& random, StoreContent& model) {
  WriteBatch batch;
  for (uint32_t changes = 1 + random() % 8; changes > 0; --changes) {
    const std::string key = KeyOf(random);
    if (random() % 8 == 0) {
      const std::string end = absl::StrCat(key, random() % 10);
      batch.DeleteRange({key, end});
      model.erase(model.lower_bound(key), model.lower_bound(end));
    } else if (random() % 3 == 0) {
      batch.Delete(key);
      model.erase(key);
    } else {
      const std::string value = absl::StrCat(random());
      batch.Put(key, value);
      model[key] = value;
    }
  }
  return batch;
}

void ExpectSame(const StoreSnapshot& snapshot, const StoreContent& model, std::mt19937& random) {
  ScanRange range{KeyOf(random), random() % 4 == 0 ? "" : KeyOf(random)};
  if (!range.end.empty() && range.end < range.begin) std::swap(range.begin, range.end);
  Rows rows = InModel(model, range);
  EXPECT_EQ(Scanned(snapshot, range, ScanDirection::kForward), rows);
  std::reverse(rows.begin(), rows.end());
  EXPECT_EQ(Scanned(snapshot, range, ScanDirection::kBackward), rows);
  rows.resize(std::min<size_t>(rows.size(), 3));
  EXPECT_EQ(Scanned(snapshot, range, ScanDirection::kBackward, 3), rows);
  const std::string key = KeyOf(random);
  const auto found = model.find(key);
  EXPECT_THAT(snapshot.Get(key),
              IsOkAndHolds(found == model.end() ? std::nullopt
                                                : std::optional<std::string>(found->second)));
}

TEST(MemoryStore, AgreesWithAModelOverThousandsOfRandomOperations) {
  std::mt19937 random(1);
  StoreContent model = {{"k1", "v"}, {"k150", "w"}};
  const auto begun_with = std::make_shared<const StoreContent>(model);
  MemoryStore store(begun_with);
  std::unique_ptr<StoreSnapshot> old;
  StoreContent model_of_old;
  for (int i = 0; i < 4000; ++i) {
    if (i % 100 == 0) {
      old = store.Snapshot();
      model_of_old = model;
    }
    ASSERT_THAT(store.Write(RandomBatch(random, model), Durability::kBuffered), IsOk());
    ExpectSame(*store.Snapshot(), model, random);
    ExpectSame(*old, model_of_old, random);
    if (i % 500 == 0) {
      EXPECT_EQ(store.content(), model);
    }
  }
  EXPECT_EQ(*begun_with, (StoreContent{{"k1", "v"}, {"k150", "w"}}));
}

TEST(MemoryStore, RefusesToDeleteARangeWithoutEndAndThenChangesNothing) {
  MemoryStore store(StoreContent{{"a", "1"}});
  WriteBatch batch;
  batch.Put("b", "2");
  batch.DeleteRange({"a", ""});
  EXPECT_THAT(store.Write(batch, Durability::kSynced),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(store.content(), (StoreContent{{"a", "1"}}));
}

}  // namespace
}  // namespace tertial
