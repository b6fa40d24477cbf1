// A store to be damaged and checked.
#ifndef TERTIAL_TESTS_UNIT_COMMON_LEDGER_STORE_CHECK_FIXTURE_H_
#define TERTIAL_TESTS_UNIT_COMMON_LEDGER_STORE_CHECK_FIXTURE_H_

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/store_check.h"
#include "common/ledger/table.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/common/v1/area.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {

using common::v1::Area;

inline constexpr size_t kMost = 100;

// A resource below an area, found by the `parent` that its rules say must be recorded.
struct GoalTable {
  using Message = Area;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/goals/{goal}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_GOAL_NOT_FOUND;

  static constexpr std::array<size_t, 2> kCoveringOrder = {1, 0};
  static constexpr std::array<int, 1> kCoveredFields = {Area::kParentFieldNumber};

  static void AddIndexEntries(absl::string_view /*pk*/, const Area& goal,
                              std::vector<std::string>& entries) {
    if (!goal.parent().empty()) entries.push_back(IndexEntry(goal.parent()));
  }
  static std::string IndexEntry(const std::string& parent) {
    std::string entry("\x01", 1);
    EXPECT_THAT(AppendTextId(parent, entry), IsOk());
    return entry;
  }
};

inline TableCatalog Tables() {
  TableDefinition goals = DefineTable<GoalTable>();
  goals.check = [](const RecordReader& reader, const google::protobuf::Message& resource,
                   const Violations& violations) -> absl::Status {
    const std::string& parent = static_cast<const Area&>(resource).parent();
    if (parent.empty()) return absl::OkStatus();
    const auto found = FindResource<GoalTable>(reader, parent);
    if (found.ok() && !found->has_value()) {
      violations.Add("parent", GoalTable::kNotFound, absl::StrCat(parent, " is not recorded."));
    }
    return found.status();
  };
  return TableCatalog({goals});
}

inline std::string NameOf(const std::string& id) { return absl::StrCat("areas/asker/goals/", id); }
inline std::string PkOf(const std::string& id) { return *PrimaryKey<GoalTable>(NameOf(id)); }
inline Area GoalOf(const std::string& id, const std::string& parent = "") {
  Area goal;
  goal.set_name(NameOf(id));
  goal.set_parent(parent.empty() ? "" : NameOf(parent));
  return goal;
}

class StoreCheckTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto ledger = Ledger::Open(*OpenRocksDbStore(directory_.path()), clock_,
                               {.service_name = "test", .tables = Tables()});
    ASSERT_THAT(ledger, IsOk());
    ledger_ = *std::move(ledger);
  }

  Revision Put(const std::vector<Area>& goals, const std::string& request_id = "",
               absl::Time publish_at = absl::InfinitePast()) {
    const auto result =
        ledger_->Commit({.actor = "tester", .request_id = request_id, .publish_at = publish_at},
                        [&](Txn& txn) -> absl::Status {
                          for (const Area& goal : goals) {
                            const absl::Status put = PutResource<GoalTable>(txn, goal).status();
                            if (!put.ok()) return put;
                          }
                          return absl::OkStatus();
                        });
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  void Delete(const std::string& id) {
    EXPECT_THAT(ledger_->Commit(
                    {.actor = "tester"},
                    [&](Txn& txn) { return DeleteResource<GoalTable>(txn, NameOf(id)).status(); }),
                IsOk());
  }
  void Redact(const std::string& id) {
    EXPECT_THAT(ledger_->Redact({.actor = "tester"}, GoalTable::kId, PkOf(id),
                                absl::NotFoundError("no goal")),
                IsOk());
  }
  // Rows, versions, index entries, requests, waiting writes and private rows of every kind.
  void PutAllKinds() {
    Put({GoalOf("a"), GoalOf("b", "a")}, "r-1");
    Put({GoalOf("b"), GoalOf("c", "a")});
    Delete("b");
    Put({GoalOf("b", "a")});
    Redact("c");
    Put({GoalOf("c")});
    Put({GoalOf("waits"), GoalOf("too")}, "r-2", clock_.Now() + absl::Hours(1));
    EXPECT_THAT(ledger_->Commit({.actor = "tester"},
                                [&](Txn& txn) {
                                  txn.PutPrivate(9, PkOf("p"), "x", clock_.Now() + absl::Hours(1));
                                  return absl::OkStatus();
                                }),
                IsOk());
  }

  // Closes the ledger and changes its bytes.
  void Damage(const std::function<void(const StoreSnapshot&, WriteBatch&)>& change) {
    ledger_.reset();
    auto store = OpenRocksDbStore(directory_.path());
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
    WriteBatch batch;
    change(*store_->Snapshot(), batch);
    ASSERT_THAT(store_->Write(batch), IsOk());
  }
  void DamagePut(const std::string& key, const std::string& value) {
    Damage([&](const StoreSnapshot&, WriteBatch& batch) { batch.Put(key, value); });
  }
  void DamageDelete(const std::string& key) {
    Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
      ASSERT_TRUE((*snapshot.Get(key)).has_value());
      batch.Delete(key);
    });
  }

  StoreCheck Check() {
    absl::StatusOr<StoreCheck> check =
        ledger_ != nullptr ? CheckStore(*ledger_, kMost, absl::InfiniteFuture()) : CheckBytes();
    EXPECT_THAT(check, IsOk());
    return check.ok() ? *std::move(check) : StoreCheck();
  }
  // The keys that something is wrong with.
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    for (const StoreFinding& finding : Check().findings) keys.push_back(finding.key);
    return keys;
  }

  TempDir directory_;
  FakeClock clock_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<KeyValueStore> store_;

 private:
  absl::StatusOr<StoreCheck> CheckBytes() {
    std::shared_ptr<const StoreSnapshot> snapshot = store_->Snapshot();
    const auto head = ReadHead(*snapshot, "epoch");
    if (!head.ok()) return head.status();
    const TableCatalog tables = Tables();
    return CheckStore(ReadView(snapshot, *head), tables, kMost, absl::InfiniteFuture());
  }
};

inline std::string ValueAt(const StoreSnapshot& snapshot, const std::string& key) {
  const auto value = *snapshot.Get(key);
  EXPECT_TRUE(value.has_value());
  return value.value_or("");
}

}  // namespace tertial

#endif  // TERTIAL_TESTS_UNIT_COMMON_LEDGER_STORE_CHECK_FIXTURE_H_
