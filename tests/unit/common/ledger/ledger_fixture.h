// A ledger of its own for each test.
//
// Tests write the pk of a row as the ids it is made of, with a slash between: "asker/g1".
#ifndef TERTIAL_TESTS_UNIT_COMMON_LEDGER_LEDGER_FIXTURE_H_
#define TERTIAL_TESTS_UNIT_COMMON_LEDGER_LEDGER_FIXTURE_H_

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/ledger/ledger.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/common/v1/area.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {

// Of the areas; without an area; with an index and a covering index.
inline constexpr TableId kTable = 5;
inline constexpr TableId kPlainTable = 6;
inline constexpr TableId kIndexedTable = 7;

using MaybeRecord = std::optional<Record>;
using MaybeVersion = std::optional<Version>;
using Rows = std::vector<std::pair<std::string, std::string>>;
// Keys and values in hexadecimal; of a long value the beginning, its size and a hash.
using StoredBytes = std::map<std::string, std::string>;

inline std::string Abridged(absl::string_view value) {
  constexpr size_t kShown = 100;
  if (value.size() <= kShown) return absl::BytesToHexString(value);
  return absl::StrCat(absl::BytesToHexString(value.substr(0, kShown)), "... ", value.size(), " ",
                      std::hash<std::string>()(std::string(value)));
}

inline std::string Pk(absl::string_view path) {
  std::vector<std::string> ids;
  if (!path.empty()) ids = absl::StrSplit(path, '/');
  const auto pk = EncodePrimaryKey(ids);
  EXPECT_THAT(pk, IsOk());
  return *pk;
}

inline std::string PathOf(absl::string_view pk) {
  const auto ids = TableCatalog::IdsOf(pk);
  EXPECT_TRUE(ids.has_value());
  return ids.has_value() ? absl::StrJoin(*ids, "/") : std::string();
}

// Bytes that no compression takes apart, that stand nowhere else, and that may be an id or a word.
inline std::string Distinctive(uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes(64, '\0');
  for (char& byte : bytes) {
    do {
      byte = static_cast<char>(random());
    } while (byte == '\0' || byte == ' ' || byte == '/');
  }
  return bytes;
}

// The index entry that a body of kIndexedTable has for `word`.
inline std::string WordEntry(absl::string_view word) {
  std::string entry;
  AppendUint8(1, entry);
  EXPECT_THAT(AppendTextId(word, entry), IsOk());
  return entry;
}

// A row of kIndexedTable is found by the words of its body.
inline void AddWords(absl::string_view /*pk*/, absl::string_view body,
                     std::vector<std::string>& entries) {
  for (const absl::string_view word : absl::StrSplit(body, ' ', absl::SkipEmpty())) {
    entries.push_back(WordEntry(word));
  }
}

inline TableCatalog TestTables() {
  const auto table = [](TableId id, absl::string_view pattern) {
    return TableDefinition{.id = id,
                           .pattern = ResourceNamePattern(pattern),
                           .not_found = common::v1::ERROR_REASON_AREA_NOT_FOUND,
                           .prototype = &common::v1::Area::default_instance()};
  };
  std::vector<TableDefinition> tables = {table(kTable, "areas/{area}/goals/{goal}"),
                                         table(kPlainTable, "plans/{plan}"),
                                         table(kIndexedTable, "areas/{area}/notes/{note}")};
  tables.back().index = AddWords;
  // By note, then area; with the first word.
  tables.back().covering = CoveringIndex{.order = {1, 0}, .part = [](absl::string_view body) {
                                           return std::string(body.substr(0, body.find(' ')));
                                         }};
  return TableCatalog(std::move(tables));
}

inline Rows ScanRows(const RecordReader& reader, TableId table, absl::string_view prefix = "",
                     absl::string_view after = "") {
  Rows rows;
  EXPECT_THAT(reader.Scan(table, Pk(prefix), Pk(after),
                          [&rows](absl::string_view pk, Revision, absl::string_view body) {
                            rows.emplace_back(PathOf(pk), std::string(body));
                            return true;
                          }),
              IsOk());
  return rows;
}

// The rows found under the index entry of `word`, as the index tells them.
inline std::vector<std::string> ScanWord(const RecordReader& reader, absl::string_view word) {
  std::vector<std::string> paths;
  EXPECT_THAT(reader.ScanIndex(kIndexedTable, WordEntry(word),
                               [&](absl::string_view entry, absl::string_view pk) {
                                 EXPECT_EQ(entry, WordEntry(word));
                                 paths.push_back(PathOf(pk));
                                 return true;
                               }),
              IsOk());
  return paths;
}

class LedgerFixture : public ::testing::Test {
 protected:
  void SetUp() override { OpenLedger(); }

  absl::StatusOr<std::unique_ptr<Ledger>> TryOpen(const std::string& service = "indicators") {
    auto store = OpenRocksDbStore(directory_->path());
    if (!store.ok()) return store.status();
    LedgerOptions options = options_;
    options.service_name = service;
    return Ledger::Open(std::make_unique<FaultyStore>(*std::move(store), faults_), clock_, options);
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
    auto store = OpenRocksDbStore(directory_->path());
    EXPECT_THAT(store, IsOk());
    return *std::move(store);
  }
  void PutRaw(const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(key, value);
    ASSERT_THAT(RawStore()->Write(batch), IsOk());
  }

  // How many keys there are under a tag. Closes the ledger.
  size_t KeysUnder(uint8_t tag) {
    size_t count = 0;
    EXPECT_THAT(RawStore()->Snapshot()->Scan(TagRange(tag), ScanDirection::kForward,
                                             [&](absl::string_view, absl::string_view) {
                                               ++count;
                                               return true;
                                             }),
                IsOk());
    return count;
  }
  // All that the store holds. Closes the ledger.
  StoredBytes Dump() {
    StoredBytes bytes;
    EXPECT_THAT(RawStore()->Snapshot()->Scan({}, ScanDirection::kForward,
                                             [&](absl::string_view key, absl::string_view value) {
                                               bytes.emplace(absl::BytesToHexString(key),
                                                             Abridged(value));
                                               return true;
                                             }),
                IsOk());
    return bytes;
  }
  // The files of the data directory in which `bytes` stand.
  std::string FilesWith(const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_->path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(file), {}};
      if (absl::StrContains(content, bytes)) found.push_back(entry.path().filename().string());
    }
    return absl::StrJoin(found, " ");
  }

  CommitResult Commit(absl::FunctionRef<absl::Status(Txn&)> fn,
                      const CommitInfo& info = {.actor = "tester", .reason = "because"}) {
    auto result = ledger_->Commit(info, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommitResult{};
  }
  CommitResult Put(absl::string_view path, const std::string& body, TableId table = kTable) {
    return Commit([&](Txn& txn) { return txn.Put(table, Pk(path), body).status(); });
  }
  CommitResult Delete(absl::string_view path, TableId table = kTable) {
    return Commit([&](Txn& txn) { return txn.Delete(table, Pk(path)).status(); });
  }
  ReadView Read(const AsOf& as_of = {}) {
    auto view = ledger_->Read(as_of);
    EXPECT_THAT(view, IsOk());
    return *view;
  }

  std::unique_ptr<TempDir> directory_ = std::make_unique<TempDir>();
  FakeClock clock_;
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  LedgerOptions options_{.service_name = "indicators", .tables = TestTables()};
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_UNIT_COMMON_LEDGER_LEDGER_FIXTURE_H_
