// What every KeyValueStore must do, compared with a std::map. A backend's test includes this and
// instantiates StoreContract with itself.
#ifndef TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_CONFORMANCE_H_
#define TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_CONFORMANCE_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/store/key_encoding.h"
#include "common/store/key_value_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {

using StoreModel = std::map<std::string, std::string>;
using StoreRows = std::vector<std::pair<std::string, std::string>>;

struct StoreBackend {
  std::string name;
  // Opens what was kept under `directory` before, or an empty store.
  std::function<absl::StatusOr<std::unique_ptr<KeyValueStore>>(const std::string& directory)> open;

  friend std::ostream& operator<<(std::ostream& out, const StoreBackend& backend) {
    return out << backend.name;
  }
};

inline std::string BackendName(const ::testing::TestParamInfo<StoreBackend>& info) {
  return info.param.name;
}

inline StoreRows ScanAll(const StoreSnapshot& snapshot, const ScanRange& range,
                         ScanDirection direction, size_t limit = SIZE_MAX) {
  StoreRows rows;
  const absl::Status status = snapshot.Scan(
      range, direction, [&rows, limit](absl::string_view key, absl::string_view value) {
        rows.emplace_back(std::string(key), std::string(value));
        return rows.size() < limit;
      });
  EXPECT_THAT(status, IsOk());
  return rows;
}

inline StoreRows ScanModel(const StoreModel& model, const ScanRange& range,
                           ScanDirection direction) {
  StoreRows rows;
  for (const auto& [key, value] : model) {
    if (key >= range.begin && (range.end.empty() || key < range.end)) rows.emplace_back(key, value);
  }
  if (direction == ScanDirection::kBackward) std::reverse(rows.begin(), rows.end());
  return rows;
}

inline void ApplyToModel(const WriteBatch& batch, StoreModel& model) {
  for (const WriteBatch::Change& change : batch.changes()) {
    switch (change.kind) {
      case WriteBatch::Kind::kPut:
        model[change.key] = change.value;
        break;
      case WriteBatch::Kind::kDelete:
        model.erase(change.key);
        break;
      case WriteBatch::Kind::kDeleteRange:
        if (change.key < change.value) {
          model.erase(model.lower_bound(change.key), model.lower_bound(change.value));
        }
        break;
    }
  }
}

class StoreContract : public ::testing::TestWithParam<StoreBackend> {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    auto opened = GetParam().open(directory_.path());
    ASSERT_THAT(opened, IsOk());
    store_ = *std::move(opened);
  }
  void Reopen() {
    store_.reset();
    Open();
  }
  void Put(const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(key, value);
    ASSERT_THAT(store_->Write(batch), IsOk());
  }

  TempDir directory_;
  std::unique_ptr<KeyValueStore> store_;
};

using Value = std::optional<std::string>;

TEST_P(StoreContract, GivesWhatWasPut) {
  EXPECT_THAT(store_->Get("k"), IsOkAndHolds(Value()));
  Put("k", "v");
  Put("empty", "");
  Put(std::string("\0\xff", 2), std::string("\0v\xff", 3));
  EXPECT_THAT(store_->Get("k"), IsOkAndHolds(Value("v")));
  EXPECT_THAT(store_->Get("empty"), IsOkAndHolds(Value("")));
  EXPECT_THAT(store_->Get(std::string("\0\xff", 2)),
              IsOkAndHolds(Value(std::string("\0v\xff", 3))));
  Put("k", "w");
  EXPECT_THAT(store_->Get("k"), IsOkAndHolds(Value("w")));
}

TEST_P(StoreContract, KeepsRowsOverReopening) {
  Put("k", "v");
  Reopen();
  EXPECT_THAT(store_->Get("k"), IsOkAndHolds(Value("v")));
}

TEST_P(StoreContract, AppliesTheChangesOfABatchInOrder) {
  Put("a", "old");
  WriteBatch batch;
  batch.Put("a", "new");
  batch.Delete("a");
  batch.Put("b", "1");
  batch.Put("b", "2");
  batch.Put("c", "deleted with its range");
  batch.DeleteRange({"c", "d"});
  batch.Put("c2", "put after its range");
  EXPECT_EQ(batch.size(), 7u);
  ASSERT_THAT(store_->Write(batch), IsOk());
  EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward),
            (StoreRows{{"b", "2"}, {"c2", "put after its range"}}));
}

TEST_P(StoreContract, TakesAnEmptyBatchAndAnAbsentKeyToDelete) {
  EXPECT_THAT(store_->Write(WriteBatch()), IsOk());
  WriteBatch batch;
  batch.Delete("absent");
  EXPECT_THAT(store_->Write(batch), IsOk());
  EXPECT_TRUE(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward).empty());
}

TEST_P(StoreContract, RefusesToDeleteARangeWithoutEndAndThenChangesNothing) {
  Put("a", "1");
  WriteBatch batch;
  batch.Put("b", "2");
  batch.DeleteRange({"a", ""});
  EXPECT_THAT(store_->Write(batch), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward), (StoreRows{{"a", "1"}}));
}

// RocksDB stops taking writes when it is handed a range that ends before it begins.
TEST_P(StoreContract, DeletesNothingInARangeThatEndsBeforeItBegins) {
  Put("b", "1");
  WriteBatch batch;
  batch.DeleteRange({"c", "a"});
  batch.DeleteRange({"b", "b"});
  EXPECT_THAT(store_->Write(batch), IsOk());
  EXPECT_THAT(store_->Get("b"), IsOkAndHolds(Value("1")));
  EXPECT_THAT(store_->Health(), IsOk());
  Put("d", "2");
}

TEST_P(StoreContract, ScansBothWaysWithinBounds) {
  for (const std::string key : {"a", "ab", "b", "c", "\xff"}) Put(key, "v" + key);
  const auto snapshot = store_->Snapshot();
  const auto keys = [&](const ScanRange& range, ScanDirection direction) {
    std::vector<std::string> found;
    for (const auto& [key, value] : ScanAll(*snapshot, range, direction)) {
      EXPECT_EQ(value, "v" + key);
      found.push_back(key);
    }
    return found;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(keys({}, ScanDirection::kForward), ElementsAre("a", "ab", "b", "c", "\xff"));
  EXPECT_THAT(keys({}, ScanDirection::kBackward), ElementsAre("\xff", "c", "b", "ab", "a"));
  EXPECT_THAT(keys({"ab", "c"}, ScanDirection::kForward), ElementsAre("ab", "b"));
  EXPECT_THAT(keys({"ab", "c"}, ScanDirection::kBackward), ElementsAre("b", "ab"));
  EXPECT_THAT(keys({"aa", ""}, ScanDirection::kBackward), ElementsAre("\xff", "c", "b", "ab"));
  EXPECT_THAT(keys({"", "b"}, ScanDirection::kForward), ElementsAre("a", "ab"));
  EXPECT_THAT(keys({"c", "b"}, ScanDirection::kForward), ElementsAre());
  EXPECT_THAT(keys({"c", "c"}, ScanDirection::kBackward), ElementsAre());
}

TEST_P(StoreContract, EndsAScanWhenTheVisitorSaysSo) {
  for (const std::string key : {"a", "b", "c"}) Put(key, "");
  const auto snapshot = store_->Snapshot();
  EXPECT_EQ(ScanAll(*snapshot, {}, ScanDirection::kForward, 2), (StoreRows{{"a", ""}, {"b", ""}}));
  EXPECT_EQ(ScanAll(*snapshot, {}, ScanDirection::kBackward, 1), (StoreRows{{"c", ""}}));
}

TEST_P(StoreContract, GivesManyKeysInTheOrderAsked) {
  for (const std::string key : {"a", "b", "c"}) Put(key, "v" + key);
  const std::vector<std::string> keys = {"c", "absent", "a", "c", ""};
  EXPECT_THAT(store_->Snapshot()->MultiGet(keys),
              IsOkAndHolds(
                  ::testing::ElementsAre(Value("vc"), Value(), Value("va"), Value("vc"), Value())));
  EXPECT_THAT(store_->Snapshot()->MultiGet({}), IsOkAndHolds(::testing::IsEmpty()));
}

TEST_P(StoreContract, HoldsASnapshotStillWhileWritesGoOn) {
  Put("a", "1");
  Put("b", "1");
  const auto snapshot = store_->Snapshot();
  WriteBatch batch;
  batch.Put("a", "2");
  batch.Delete("b");
  batch.Put("c", "2");
  ASSERT_THAT(store_->Write(batch), IsOk());
  EXPECT_THAT(snapshot->Get("a"), IsOkAndHolds(Value("1")));
  EXPECT_THAT(snapshot->MultiGet(std::vector<std::string>{"b", "c"}),
              IsOkAndHolds(::testing::ElementsAre(Value("1"), Value())));
  EXPECT_EQ(ScanAll(*snapshot, {}, ScanDirection::kForward), (StoreRows{{"a", "1"}, {"b", "1"}}));
}

TEST_P(StoreContract, KeepsASnapshotReadableAfterTheStoreIsGone) {
  Put("a", "1");
  const auto snapshot = store_->Snapshot();
  store_.reset();
  EXPECT_THAT(snapshot->Get("a"), IsOkAndHolds(Value("1")));
  EXPECT_EQ(ScanAll(*snapshot, {}, ScanDirection::kBackward), (StoreRows{{"a", "1"}}));
}

TEST_P(StoreContract, ShowsABatchWholeOrNotAtAll) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int round = 1; round <= 200; ++round) {
      WriteBatch batch;
      for (const std::string key : {"a", "m", "z"}) batch.Put(key, absl::StrCat(round));
      EXPECT_THAT(store_->Write(batch), IsOk());
    }
    done = true;
  });
  do {
    const StoreRows rows = ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward);
    if (rows.empty()) continue;
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].second, rows[1].second);
    EXPECT_EQ(rows[1].second, rows[2].second);
  } while (!done);
  writer.join();
  EXPECT_THAT(store_->Get("m"), IsOkAndHolds(Value("200")));
}

TEST_P(StoreContract, IsHealthyWhenOpen) { EXPECT_THAT(store_->Health(), IsOk()); }

// Random batches, reads, snapshots and reopenings.
class StoreAgainstModel {
 public:
  explicit StoreAgainstModel(uint32_t seed) : random_(seed) {}

  // Bytes at which orders and prefixes go wrong, in keys short enough to meet again.
  std::string RandomKey() {
    static constexpr char kBytes[] = {'\0', '\x01', 'a', '\x7f', '\x80', '\xff'};
    std::string key(Below(4), '\0');
    for (char& byte : key) byte = kBytes[Below(sizeof(kBytes))];
    return key;
  }
  ScanRange RandomRange() { return {RandomKey(), RandomKey()}; }
  ScanDirection RandomDirection() {
    return Below(2) == 0 ? ScanDirection::kForward : ScanDirection::kBackward;
  }
  WriteBatch RandomBatch() {
    WriteBatch batch;
    for (size_t count = 1 + Below(8); count > 0; --count) {
      const size_t kind = Below(20);
      if (kind == 0) {
        ScanRange range = RandomRange();
        if (!range.end.empty()) batch.DeleteRange(std::move(range));
      } else if (kind < 6) {
        batch.Delete(RandomKey());
      } else {
        batch.Put(RandomKey(), absl::StrCat(++values_, std::string(Below(300), '.')));
      }
    }
    return batch;
  }
  size_t Below(size_t bound) { return random_() % bound; }

  void CompareReads(const StoreSnapshot& snapshot, const StoreModel& model) {
    const ScanRange range = RandomRange();
    const ScanDirection direction = RandomDirection();
    ASSERT_EQ(ScanAll(snapshot, range, direction), ScanModel(model, range, direction));
    std::vector<std::string> keys(Below(40));
    for (std::string& key : keys) key = RandomKey();
    const auto values = snapshot.MultiGet(keys);
    ASSERT_THAT(values, IsOk());
    ASSERT_EQ(values->size(), keys.size());
    for (size_t i = 0; i < keys.size(); ++i) {
      const auto expected = model.find(keys[i]);
      ASSERT_EQ((*values)[i], expected == model.end() ? Value() : Value(expected->second));
    }
  }

 private:
  std::mt19937 random_;
  int64_t values_ = 0;
};

TEST_P(StoreContract, AgreesWithAModelOverThousandsOfRandomOperations) {
  constexpr uint32_t kSeed = 20250101;
  constexpr int kOperations = 6000;
  StoreAgainstModel against(kSeed);
  StoreModel model;
  std::vector<std::pair<std::unique_ptr<StoreSnapshot>, StoreModel>> snapshots;
  for (int operation = 0; operation < kOperations; ++operation) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, ", operation ", operation));
    const size_t kind = against.Below(100);
    if (kind < 40) {
      const WriteBatch batch = against.RandomBatch();
      ASSERT_THAT(store_->Write(batch), IsOk());
      ApplyToModel(batch, model);
    } else if (kind < 60) {
      const std::string key = against.RandomKey();
      const auto expected = model.find(key);
      ASSERT_THAT(store_->Get(key),
                  IsOkAndHolds(expected == model.end() ? Value() : Value(expected->second)));
    } else if (kind < 75) {
      against.CompareReads(*store_->Snapshot(), model);
    } else if (kind < 85 && snapshots.size() < 8) {
      snapshots.emplace_back(store_->Snapshot(), model);
    } else if (kind < 95 && !snapshots.empty()) {
      const auto& [snapshot, then] = snapshots[against.Below(snapshots.size())];
      against.CompareReads(*snapshot, then);
    } else if (kind < 99 && !snapshots.empty()) {
      snapshots.erase(snapshots.begin() +
                      static_cast<std::ptrdiff_t>(against.Below(snapshots.size())));
    } else if (against.Below(3) == 0) {
      snapshots.clear();
      Reopen();
    }
    if (HasFatalFailure()) return;
  }
  for (const ScanDirection direction : {ScanDirection::kForward, ScanDirection::kBackward}) {
    EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, direction), ScanModel(model, {}, direction));
  }
}

}  // namespace tertial

#endif  // TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_CONFORMANCE_H_
