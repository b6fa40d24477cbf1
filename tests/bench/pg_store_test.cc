// PgStore does what every KeyValueStore must do. Needs a PostgreSQL: run.sh starts it and names it
// in TERTIAL_TEST_POSTGRES.
#include "tests/bench/pg_store.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <system_error>

#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "tests/conformance/key_value_store_conformance.h"

namespace tertial::bench {
namespace {

// A table for each directory that a test opens.
PgStoreOptions OptionsFor(const std::string& directory) {
  return {.conninfo = std::getenv("TERTIAL_TEST_POSTGRES"),
          .table = absl::StrCat("store_", std::hash<std::string>()(directory))};
}

constexpr char kBackupFile[] = "/pairs";

// The store with backups, which the suite asks for and the benches do not: the pairs of a snapshot
// in a file, each with its two lengths.
class WithBackups : public KeyValueStore {
 public:
  explicit WithBackups(std::unique_ptr<KeyValueStore> store) : store_(std::move(store)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return store_->Get(key);
  }
  std::unique_ptr<StoreSnapshot> Snapshot() const override { return store_->Snapshot(); }
  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    return store_->Write(batch, durability);
  }
  absl::Status Expunge(const ScanRange& range) override { return store_->Expunge(range); }
  absl::StatusOr<uint64_t> DiskBytes() const override { return store_->DiskBytes(); }
  absl::Status Health() const override { return store_->Health(); }

  absl::Status Backup(const std::string& directory) override {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || !std::filesystem::is_empty(directory, error)) {
      return absl::FailedPreconditionError("the directory is not empty");
    }
    std::string bytes;
    TERTIAL_RETURN_IF_ERROR(store_->Snapshot()->Scan(
        {}, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
          AppendUint64(key.size(), bytes);
          AppendUint64(value.size(), bytes);
          absl::StrAppend(&bytes, key, value);
          return true;
        }));
    std::ofstream(directory + kBackupFile, std::ios::binary) << bytes;
    return absl::OkStatus();
  }

 private:
  const std::unique_ptr<KeyValueStore> store_;
};

absl::StatusOr<std::unique_ptr<KeyValueStore>> Open(const std::string& directory) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenPgStore(OptionsFor(directory)));
  return std::make_unique<WithBackups>(std::move(store));
}

absl::Status Restore(const std::string& backup, const std::string& directory) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<KeyValueStore> store, Open(directory));
  std::ifstream in(backup + kBackupFile, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  WriteBatch batch;
  for (absl::string_view rest = bytes; !rest.empty();) {
    const uint64_t key = ConsumeUint64(rest).value();
    const uint64_t value = ConsumeUint64(rest).value();
    batch.Put(std::string(rest.substr(0, key)), std::string(rest.substr(key, value)));
    rest.remove_prefix(key + value);
  }
  return store->Write(batch);
}

// As the bench does it: COPY from another store into a new table.
TEST(CopyIntoPg, MakesATableOfTheSamePairs) {
  const TempDir directory;
  const auto from = Open(directory.path() + "/from");
  ASSERT_THAT(from, IsOk());
  WriteBatch batch;
  for (int i = 0; i < 5000; ++i) {
    batch.Put(absl::StrCat("key ", i), std::string(static_cast<size_t>(i % 100), '\0'));
  }
  ASSERT_THAT((*from)->Write(batch), IsOk());
  const PgStoreOptions to = OptionsFor(directory.path() + "/to");
  ASSERT_THAT(CopyIntoPg(*(*from)->Snapshot(), to), IsOk());
  const auto copied = OpenPgStore(to);
  ASSERT_THAT(copied, IsOk());
  EXPECT_EQ(ScanAll(*(*copied)->Snapshot(), {}, ScanDirection::kForward),
            ScanAll(*(*from)->Snapshot(), {}, ScanDirection::kForward));
}

}  // namespace
}  // namespace tertial::bench

namespace tertial {

INSTANTIATE_TEST_SUITE_P(, StoreContract,
                         ::testing::Values(StoreBackend{"PostgreSql", bench::Open, bench::Restore}),
                         BackendName);

}  // namespace tertial
