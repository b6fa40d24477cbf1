// What the tests of key_value_store_conformance.h stand on: a backend, and a std::map as its model.
#ifndef TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_FIXTURE_H_
#define TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_FIXTURE_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/store/key_value_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {

using Value = std::optional<std::string>;
using StoreModel = std::map<std::string, std::string>;
using StoreRows = std::vector<std::pair<std::string, std::string>>;

struct StoreBackend {
  std::string name;
  // Opens what was kept under `directory` before, or an empty store.
  std::function<absl::StatusOr<std::unique_ptr<KeyValueStore>>(const std::string& directory)> open;
  // Makes `directory`, which is not there, what `open` opens as the store that was backed up.
  std::function<absl::Status(const std::string& backup, const std::string& directory)> restore;

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

// The row that MultiSeek finds in each range; empty where it finds none.
inline std::vector<StoreRows> SeekAll(const StoreSnapshot& snapshot,
                                      const std::vector<ScanRange>& ranges) {
  std::vector<StoreRows> found(ranges.size());
  size_t next = 0;
  const absl::Status status =
      snapshot.MultiSeek(ranges, [&](size_t index, absl::string_view key, absl::string_view value) {
        ASSERT_LT(index, ranges.size());
        EXPECT_GE(index, next) << "not in the order of the ranges";
        next = index + 1;
        found[index].emplace_back(std::string(key), std::string(value));
      });
  EXPECT_THAT(status, IsOk());
  return found;
}

// All rows that MultiScan visits.
inline StoreRows ScanRanges(const StoreSnapshot& snapshot, const std::vector<ScanRange>& ranges,
                            size_t most = SIZE_MAX) {
  StoreRows rows;
  const absl::Status status =
      snapshot.MultiScan(ranges, [&](absl::string_view key, absl::string_view value) {
        rows.emplace_back(std::string(key), std::string(value));
        return rows.size() < most;
      });
  EXPECT_THAT(status, IsOk());
  return rows;
}

inline StoreRows ScanRangesModel(const StoreModel& model, const std::vector<ScanRange>& ranges) {
  StoreRows rows;
  for (const ScanRange& range : ranges) {
    const StoreRows of_range = ScanModel(model, range, ScanDirection::kForward);
    rows.insert(rows.end(), of_range.begin(), of_range.end());
  }
  return rows;
}

inline std::vector<StoreRows> SeekModel(const StoreModel& model,
                                        const std::vector<ScanRange>& ranges) {
  std::vector<StoreRows> found;
  for (const ScanRange& range : ranges) {
    StoreRows rows = ScanModel(model, range, ScanDirection::kForward);
    if (rows.size() > 1) rows.resize(1);
    found.push_back(std::move(rows));
  }
  return found;
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

  // What stands in a backup of the store, which is restored and opened.
  StoreRows RowsOfBackup() {
    const TempDir directory;
    const std::string backup = absl::StrCat(directory.path(), "/backup");
    EXPECT_THAT(store_->Backup(backup), IsOk());
    const std::string restored = absl::StrCat(directory.path(), "/restored");
    EXPECT_THAT(GetParam().restore(backup, restored), IsOk());
    const auto store = GetParam().open(restored);
    EXPECT_THAT(store, IsOk());
    if (!store.ok()) return {};
    return ScanAll(*(*store)->Snapshot(), {}, ScanDirection::kForward);
  }

  TempDir directory_;
  std::unique_ptr<KeyValueStore> store_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_CONFORMANCE_KEY_VALUE_STORE_FIXTURE_H_
