// What every KeyValueStore must do, compared with a std::map. A backend's test includes this and
// instantiates StoreContract with itself.
#ifndef TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_CONFORMANCE_H_
#define TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_CONFORMANCE_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
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
#include "tests/conformance/key_value_store_fixture.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {

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

TEST_P(StoreContract, FindsTheFirstRowOfEachOfManyRanges) {
  for (const std::string key : {"a", "b", "c", "d"}) Put(key, "v" + key);
  const StoreRows none;
  const auto row = [](const std::string& key) { return StoreRows{{key, "v" + key}}; };
  const auto snapshot = store_->Snapshot();
  Put("aa", "later");
  EXPECT_EQ(SeekAll(*snapshot, {{"a", "b"}, {"a0", "a1"}, {"a0", "b0"}, {"b", ""}, {"c0", "d"}}),
            (std::vector<StoreRows>{row("a"), none, row("b"), row("b"), none}));
  // Backwards, the same again, without bounds, without anything in them, beyond the last row.
  EXPECT_EQ(SeekAll(*snapshot, {{"d", ""}, {"c", "d"}, {"c", "d"}, {"", "b"}, {"", ""}}),
            (std::vector<StoreRows>{row("d"), row("c"), row("c"), row("a"), row("a")}));
  EXPECT_EQ(SeekAll(*snapshot, {{"c", "b"}, {"c", "c"}, {"e", ""}, {"f", "g"}, {"d", "e"}}),
            (std::vector<StoreRows>{none, none, none, none, row("d")}));
  EXPECT_EQ(SeekAll(*snapshot, {}), std::vector<StoreRows>{});
}

TEST_P(StoreContract, VisitsTheRowsOfManyRangesOneRangeAfterTheOther) {
  for (const std::string key : {"a", "b", "c", "d"}) Put(key, "v" + key);
  const auto rows = [](const std::vector<std::string>& keys) {
    StoreRows rows;
    for (const std::string& key : keys) rows.emplace_back(key, "v" + key);
    return rows;
  };
  const auto snapshot = store_->Snapshot();
  Put("aa", "later");
  EXPECT_EQ(ScanRanges(*snapshot, {{"a", "b"}, {"a0", "a1"}, {"b", "d"}, {"d", ""}}),
            rows({"a", "b", "c", "d"}));
  // Backwards, over each other, the same again, without bounds, without anything in them.
  EXPECT_EQ(ScanRanges(*snapshot, {{"c", ""}, {"a", "c"}, {"b", "d"}, {"b", "d"}, {"", "b"}}),
            rows({"c", "d", "a", "b", "b", "c", "b", "c", "a"}));
  EXPECT_EQ(ScanRanges(*snapshot, {{"c", "b"}, {"e", ""}, {"d", "e"}, {"", ""}}),
            rows({"d", "a", "b", "c", "d"}));
  EXPECT_EQ(ScanRanges(*snapshot, {{"a", "b"}, {"b", ""}}, /*most=*/2), rows({"a", "b"}));
  EXPECT_EQ(ScanRanges(*snapshot, {}), StoreRows{});
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

TEST_P(StoreContract, ShowsABufferedWriteAtOnce) {
  WriteBatch batch;
  batch.Put("a", "1");
  batch.Put("b", "1");
  ASSERT_THAT(store_->Write(batch, Durability::kBuffered), IsOk());
  EXPECT_THAT(store_->Get("a"), IsOkAndHolds(Value("1")));
  batch.Clear();
  batch.Delete("a");
  ASSERT_THAT(store_->Write(batch, Durability::kBuffered), IsOk());
  EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward), (StoreRows{{"b", "1"}}));
  ASSERT_THAT(store_->Write(WriteBatch(), Durability::kSynced), IsOk());
  Reopen();
  EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward), (StoreRows{{"b", "1"}}));
}

TEST_P(StoreContract, ShowsTheSameAfterExpunging) {
  for (const std::string key : {"a", "b", "c", "d", "e"}) Put(key, "old " + key);
  WriteBatch batch;
  batch.Put("b", "new");
  batch.Delete("c");
  batch.DeleteRange({"d", "e"});
  ASSERT_THAT(store_->Write(batch), IsOk());
  const StoreRows rows = {{"a", "old a"}, {"b", "new"}, {"e", "old e"}};
  for (const ScanRange& range : std::vector<ScanRange>{{"b", "d"}, {"z", "b"}, {"c", ""}, {}}) {
    EXPECT_THAT(store_->Expunge(range), IsOk());
    EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward), rows);
  }
  Reopen();
  EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, ScanDirection::kForward), rows);
}

TEST_P(StoreContract, BacksUpTheStoreAsItIs) {
  EXPECT_EQ(RowsOfBackup(), StoreRows{});
  Put("a", "1");
  Put("b", "1");
  WriteBatch batch;
  batch.Put("a", "2");
  batch.Delete("b");
  ASSERT_THAT(store_->Write(batch, Durability::kBuffered), IsOk());
  EXPECT_EQ(RowsOfBackup(), (StoreRows{{"a", "2"}}));
  Put("c", "3");
  EXPECT_EQ(RowsOfBackup(), (StoreRows{{"a", "2"}, {"c", "3"}}));
}

TEST_P(StoreContract, RefusesToBackUpIntoADirectoryThatIsNotEmpty) {
  const TempDir directory;
  directory.Write("file", "text");
  EXPECT_THAT(store_->Backup(directory.path()), StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Every write leaves a row of its own and counts in three places, so that a hole would be seen as
// well as a torn write.
TEST_P(StoreContract, BacksUpWholeWritesWithoutHolesWhileWritesGoOn) {
  std::atomic<uint64_t> written = 0;
  std::atomic<bool> done = false;
  std::thread writer([&] {
    while (!done) {
      const uint64_t number = written + 1;
      WriteBatch batch;
      for (const std::string key : {"a", "m", "z"}) batch.Put(key, absl::StrCat(number));
      std::string row = "row";
      AppendUint64(number, row);
      batch.Put(row, std::string(500, '.'));
      const auto durability = number % 3 == 0 ? Durability::kSynced : Durability::kBuffered;
      EXPECT_THAT(store_->Write(batch, durability), IsOk());
      written = number;
    }
  });
  for (int backup = 0; backup < 5; ++backup) {
    while (written < 300u * backup) std::this_thread::yield();
    const uint64_t before = written;
    const StoreRows rows = RowsOfBackup();
    const uint64_t after = written;
    if (rows.empty()) {
      EXPECT_EQ(before, 0u);
      continue;
    }
    EXPECT_GE(rows.size() - 3, before);
    EXPECT_LE(rows.size() - 3, after + 1);
    for (const size_t place : {size_t{0}, size_t{1}, rows.size() - 1}) {
      EXPECT_EQ(rows[place].second, absl::StrCat(rows.size() - 3));
    }
  }
  done = true;
  writer.join();
}

TEST_P(StoreContract, TellsHowManyBytesItTakes) {
  std::mt19937 random(1);
  std::string value(1 << 20, '\0');
  for (char& byte : value) byte = static_cast<char>(random());
  Put("k", value);
  const auto bytes = store_->DiskBytes();
  ASSERT_THAT(bytes, IsOk());
  EXPECT_GE(*bytes, value.size());
  EXPECT_LT(*bytes, 10 * value.size());
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
  Durability RandomDurability() {
    return Below(2) == 0 ? Durability::kSynced : Durability::kBuffered;
  }
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
    std::vector<ScanRange> ranges(Below(20));
    for (ScanRange& one : ranges) one = RandomRange();
    if (Below(2) == 0) {
      std::sort(ranges.begin(), ranges.end(),
                [](const ScanRange& a, const ScanRange& b) { return a.begin < b.begin; });
    }
    ASSERT_EQ(SeekAll(snapshot, ranges), SeekModel(model, ranges));
    ASSERT_EQ(ScanRanges(snapshot, ranges), ScanRangesModel(model, ranges));
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
      ASSERT_THAT(store_->Write(batch, against.RandomDurability()), IsOk());
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
    } else if (kind < 99) {
      continue;
    } else {
      snapshots.clear();
      const size_t seldom = against.Below(4);
      if (seldom == 0) {
        ASSERT_EQ(RowsOfBackup(), ScanModel(model, {}, ScanDirection::kForward));
      } else if (seldom == 1) {
        ASSERT_THAT(store_->Expunge(against.RandomRange()), IsOk());
      } else if (seldom == 2) {
        ASSERT_THAT(store_->Write(WriteBatch(), Durability::kSynced), IsOk());
        Reopen();
      }
    }
    if (HasFatalFailure()) return;
  }
  for (const ScanDirection direction : {ScanDirection::kForward, ScanDirection::kBackward}) {
    EXPECT_EQ(ScanAll(*store_->Snapshot(), {}, direction), ScanModel(model, {}, direction));
  }
}

}  // namespace tertial

#endif  // TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_CONFORMANCE_H_
