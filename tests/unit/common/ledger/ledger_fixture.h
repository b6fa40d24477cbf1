// A ledger of its own for each test.
#ifndef TERTIAL_TESTS_UNIT_COMMON_LEDGER_LEDGER_FIXTURE_H_
#define TERTIAL_TESTS_UNIT_COMMON_LEDGER_LEDGER_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {

inline constexpr TableId kTable = 5;

using MaybeRecord = std::optional<Record>;
using Rows = std::vector<std::pair<std::string, std::string>>;

inline Rows ScanRows(const RecordReader& reader, TableId table, absl::string_view prefix = "",
                     absl::string_view after = "") {
  Rows rows;
  EXPECT_THAT(reader.Scan(table, prefix, after,
                          [&rows](absl::string_view pk, Revision, absl::string_view body) {
                            rows.emplace_back(std::string(pk), std::string(body));
                            return true;
                          }),
              IsOk());
  return rows;
}

class LedgerFixture : public ::testing::Test {
 protected:
  void SetUp() override { OpenLedger(); }

  absl::StatusOr<std::unique_ptr<Ledger>> TryOpen(const std::string& service = "indicators") {
    auto store = OpenRocksDbStore(directory_.path());
    if (!store.ok()) return store.status();
    return Ledger::Open(*std::move(store), clock_, {service});
  }
  void OpenLedger() {
    auto ledger = TryOpen();
    ASSERT_THAT(ledger, IsOk());
    ledger_ = *std::move(ledger);
  }
  void Reopen() {
    ledger_.reset();
    OpenLedger();
  }
  // The bytes below the ledger, which is closed for it.
  std::unique_ptr<KeyValueStore> RawStore() {
    ledger_.reset();
    auto store = OpenRocksDbStore(directory_.path());
    EXPECT_THAT(store, IsOk());
    return *std::move(store);
  }
  void PutRaw(const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(key, value);
    ASSERT_THAT(RawStore()->Write(batch), IsOk());
  }

  CommitResult Commit(absl::FunctionRef<absl::Status(Txn&)> fn) {
    auto result = ledger_->Commit({"tester", "because", "r-1"}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommitResult{};
  }
  CommitResult Put(const std::string& pk, const std::string& body) {
    return Commit([&](Txn& txn) { return txn.Put(kTable, pk, body).status(); });
  }
  CommitResult Delete(const std::string& pk) {
    return Commit([&](Txn& txn) { return txn.Delete(kTable, pk).status(); });
  }
  ReadView Read() {
    auto view = ledger_->Read();
    EXPECT_THAT(view, IsOk());
    return *view;
  }

  TempDir directory_;
  FakeClock clock_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_UNIT_COMMON_LEDGER_LEDGER_FIXTURE_H_
