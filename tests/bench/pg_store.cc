#include "tests/bench/pg_store.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/mutex.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/pg_tuples.h"

namespace tertial::bench {
namespace {

// Rows that a scan asks for at a time: few at first, since most scans are short.
constexpr int64_t kFirstRows = 64;
constexpr int64_t kMostRows = 4096;

constexpr std::pair<const char*, const char*> kStatements[] = {
    {"begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    {"take_snapshot", "SELECT 1"},
    {"begin_write", "BEGIN"},
    {"no_sync", "SET LOCAL synchronous_commit = off"},
    {"take_transaction_id", "SELECT pg_current_xact_id()::text"},
    {"commit", "COMMIT"},
    {"get", "SELECT value FROM $table WHERE key = $1"},
    {"multi_get", "SELECT key, value FROM $table WHERE key = ANY($1::bytea[])"},
    {"multi_seek",
     "SELECT asked.n - 1, found.key, found.value "
     "FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS asked(low, high, n), LATERAL "
     "(SELECT key, value FROM $table WHERE key >= asked.low ORDER BY key LIMIT 1) AS found "
     "WHERE asked.high = '' OR found.key < asked.high ORDER BY asked.n"},
    {"scan", "SELECT key, value FROM $table WHERE key >= $1 ORDER BY key LIMIT $2"},
    {"scan_to", "SELECT key, value FROM $table WHERE key >= $1 AND key < $3 ORDER BY key LIMIT $2"},
    {"scan_back", "SELECT key, value FROM $table WHERE key >= $1 ORDER BY key DESC LIMIT $2"},
    {"scan_back_from",
     "SELECT key, value FROM $table WHERE key >= $1 AND key < $3 ORDER BY key DESC LIMIT $2"},
    {"put",
     "INSERT INTO $table VALUES ($1, $2) "
     "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"},
    {"delete", "DELETE FROM $table WHERE key = $1"},
    {"delete_range", "DELETE FROM $table WHERE key >= $1 AND key < $2"}};

// Of every connection. Every plan is an index scan, whatever the parameters and however small the
// table.
constexpr char kSettings[] =
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off; "
    "SET max_parallel_workers_per_gather = 0";

// The table, then its index.
constexpr const char* kReadAll[] = {
    "SET enable_seqscan = on; SELECT sum(length(value)) FROM $table; SET enable_seqscan = off",
    "SELECT count(*) FROM $table WHERE key >= ''"};

absl::Status WithSentence(const absl::Status& status, absl::string_view sentence) {
  if (status.ok()) return status;
  absl::Status result = ServiceUnavailable(sentence);
  result.SetPayload(kStorageDetailUrl, absl::Cord(status.message()));
  return result;
}
absl::Status ReadStatus(const absl::Status& status) {
  return WithSentence(status, "The store cannot be read now; try again later.");
}
absl::Status WriteStatus(const absl::Status& status) {
  return WithSentence(status, "The store cannot be written now; try again later.");
}

// Keys as a bytea[].
template <typename Keys, typename KeyOf>
std::string ByteaArray(const Keys& keys, KeyOf key_of) {
  constexpr int32_t kByteaOid = 17;
  const auto count = static_cast<int32_t>(keys.size());
  std::string array = absl::StrCat(PgInt4(count == 0 ? 0 : 1), PgInt4(0), PgInt4(kByteaOid));
  if (count > 0) absl::StrAppend(&array, PgInt4(count), PgInt4(1));
  for (const auto& key : keys) {
    const std::string& bytes = key_of(key);
    absl::StrAppend(&array, PgInt4(static_cast<int32_t>(bytes.size())), bytes);
  }
  return array;
}

// Connections to one table, each used by one thread at a time.
class Pool {
 public:
  explicit Pool(PgStoreOptions options) : options_(std::move(options)) {}

  const PgStoreOptions& options() const { return options_; }

  absl::StatusOr<std::unique_ptr<PgConnection>> Take() {
    {
      const MutexLock lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<PgConnection> connection = std::move(free_.back());
        free_.pop_back();
        return connection;
      }
    }
    return Connect();
  }
  // Opens the connections that are to be warm.
  absl::Status Warm() {
    for (int i = 0; i < options_.warm_connections; ++i) {
      TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection, Connect());
      for (const char* sql : kReadAll) {
        TERTIAL_RETURN_IF_ERROR(
            connection->Execute(absl::StrReplaceAll(sql, {{"$table", options_.table}})).status());
      }
      Return(std::move(connection));
    }
    return absl::OkStatus();
  }
  // A connection on which something failed is not returned.
  void Return(std::unique_ptr<PgConnection> connection) {
    const MutexLock lock(mutex_);
    free_.push_back(std::move(connection));
  }

 private:
  absl::StatusOr<std::unique_ptr<PgConnection>> Connect() const {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection,
                             PgConnection::Open(options_.conninfo));
    TERTIAL_RETURN_IF_ERROR(connection->Execute(kSettings).status());
    for (const auto& [name, sql] : kStatements) {
      TERTIAL_RETURN_IF_ERROR(
          connection->Prepare(name, absl::StrReplaceAll(sql, {{"$table", options_.table}})));
    }
    return connection;
  }

  const PgStoreOptions options_;
  Mutex mutex_;
  std::vector<std::unique_ptr<PgConnection>> free_ ABSL_GUARDED_BY(mutex_);
};

class PgSnapshot : public StoreSnapshot {
 public:
  explicit PgSnapshot(std::shared_ptr<Pool> pool) : pool_(std::move(pool)) {
    if (!pool_->options().snapshot_with_first_read) (void)Run({"take_snapshot", {}});
  }
  ~PgSnapshot() override {
    // Nobody waits for the end of a transaction that only read.
    if (connection_ != nullptr && connection_->Post({{"commit", {}}}).ok()) {
      pool_->Return(std::move(connection_));
    }
  }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    TERTIAL_ASSIGN_OR_RETURN(const PgRows rows, Run({"get", {std::string(key)}}));
    if (rows.count() == 0) return std::optional<std::string>();
    return std::optional<std::string>(std::in_place, rows.Bytes(0, 0));
  }

  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    std::vector<std::optional<std::string>> values(keys.size());
    if (keys.empty()) return values;
    TERTIAL_ASSIGN_OR_RETURN(
        const PgRows rows,
        Run({"multi_get", {ByteaArray(keys, [](const std::string& key) -> const std::string& {
               return key;
             })}}));
    absl::flat_hash_map<absl::string_view, int> found;
    found.reserve(static_cast<size_t>(rows.count()));
    for (int row = 0; row < rows.count(); ++row) found.emplace(rows.Bytes(row, 0), row);
    for (size_t i = 0; i < keys.size(); ++i) {
      const auto row = found.find(keys[i]);
      if (row != found.end()) values[i].emplace(rows.Bytes(row->second, 1));
    }
    return values;
  }

  absl::Status Scan(const ScanRange& range, ScanDirection direction,
                    ScanVisitor visitor) const override {
    if (range.empty()) return absl::OkStatus();
    const bool up = direction == ScanDirection::kForward;
    ScanRange rest = range;
    for (int64_t most = kFirstRows;; most = std::min(most * 4, kMostRows)) {
      PgCall call{up ? "scan" : "scan_back", {rest.begin, PgInt8(most)}};
      if (!rest.end.empty()) {
        call.statement = up ? "scan_to" : "scan_back_from";
        call.parameters.push_back(rest.end);
      }
      TERTIAL_ASSIGN_OR_RETURN(const PgRows rows, Run(call));
      for (int row = 0; row < rows.count(); ++row) {
        if (!visitor(rows.Bytes(row, 0), rows.Bytes(row, 1))) return absl::OkStatus();
      }
      if (rows.count() < most) return absl::OkStatus();
      const std::string last(rows.Bytes(rows.count() - 1, 0));
      if (up) {
        rest.begin = absl::StrCat(last, absl::string_view("\0", 1));
      } else if (last.empty()) {
        return absl::OkStatus();  // no key is below it, and an empty end is none
      } else {
        rest.end = last;
      }
    }
  }

  absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const override {
    std::vector<size_t> positions;
    for (size_t i = 0; i < ranges.size(); ++i) {
      if (!ranges[i].empty()) positions.push_back(i);
    }
    if (positions.empty()) return absl::OkStatus();
    TERTIAL_ASSIGN_OR_RETURN(
        const PgRows rows,
        Run({"multi_seek",
             {ByteaArray(positions,
                         [&](size_t i) -> const std::string& { return ranges[i].begin; }),
              ByteaArray(positions,
                         [&](size_t i) -> const std::string& { return ranges[i].end; })}}));
    for (int row = 0; row < rows.count(); ++row) {
      visitor(positions[static_cast<size_t>(rows.Int8(row, 0))], rows.Bytes(row, 1),
              rows.Bytes(row, 2));
    }
    return absl::OkStatus();
  }

 private:
  // Begins the transaction with its first statement.
  absl::StatusOr<PgRows> Run(const PgCall& call) const {
    const MutexLock lock(mutex_);
    if (!failed_.ok()) return failed_;
    std::vector<PgCall> calls;
    if (connection_ == nullptr) {
      absl::StatusOr<std::unique_ptr<PgConnection>> taken = pool_->Take();
      failed_ = ReadStatus(taken.status());
      if (!failed_.ok()) return failed_;
      connection_ = *std::move(taken);
      calls.push_back({"begin_read", {}});
    }
    calls.push_back(call);
    absl::StatusOr<std::vector<PgRows>> rows = connection_->Run(calls);
    if (rows.ok()) return std::move(rows->back());
    connection_.reset();
    return failed_ = ReadStatus(rows.status());
  }

  const std::shared_ptr<Pool> pool_;
  mutable Mutex mutex_;
  // Empty before the first read, and after an error.
  mutable std::unique_ptr<PgConnection> connection_;
  mutable absl::Status failed_;
};

class PgStore : public KeyValueStore {
 public:
  explicit PgStore(std::shared_ptr<Pool> pool) : pool_(std::move(pool)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return Snapshot()->Get(key);
  }

  std::unique_ptr<StoreSnapshot> Snapshot() const override {
    return std::make_unique<PgSnapshot>(pool_);
  }

  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    const bool synced = durability == Durability::kSynced;
    std::vector<PgCall> calls = {{"begin_write", {}}};
    if (!synced) calls.push_back({"no_sync", {}});
    // A transaction that changes nothing is not synced, nor what was buffered before it.
    if (synced && batch.empty()) calls.push_back({"take_transaction_id", {}});
    for (const WriteBatch::Change& change : batch.changes()) {
      switch (change.kind) {
        case WriteBatch::Kind::kPut:
          calls.push_back({"put", {change.key, change.value}});
          break;
        case WriteBatch::Kind::kDelete:
          calls.push_back({"delete", {change.key}});
          break;
        case WriteBatch::Kind::kDeleteRange:
          if (change.value.empty()) {
            return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INTERNAL,
                             "A range to be deleted must have an end.");
          }
          calls.push_back({"delete_range", {change.key, change.value}});
          break;
      }
    }
    calls.push_back({"commit", {}});
    const MutexLock lock(writing_);
    absl::StatusOr<std::unique_ptr<PgConnection>> connection = pool_->Take();
    if (!connection.ok()) return WriteStatus(connection.status());
    const absl::Status written = (*connection)->Run(calls).status();
    if (!written.ok()) return WriteStatus(written);
    pool_->Return(*std::move(connection));
    return absl::OkStatus();
  }

  absl::Status Expunge(const ScanRange& /*range*/) override {
    // All of the table is written anew, when nobody reads it.
    absl::StatusOr<std::unique_ptr<PgConnection>> connection = pool_->Take();
    if (!connection.ok()) return WriteStatus(connection.status());
    TERTIAL_RETURN_IF_ERROR(
        WriteStatus((*connection)->Execute("SET lock_timeout = '10s'").status()));
    return WriteStatus((*connection)->Execute(absl::StrCat("VACUUM (FULL) ", table())).status());
  }

  absl::Status Backup(const std::string& /*directory*/) override {
    return absl::UnimplementedError("this store writes no backups");
  }

  absl::StatusOr<uint64_t> DiskBytes() const override {
    absl::StatusOr<std::unique_ptr<PgConnection>> connection = pool_->Take();
    if (!connection.ok()) return ReadStatus(connection.status());
    const absl::StatusOr<PgRows> rows =
        (*connection)->Execute(absl::StrCat("SELECT pg_total_relation_size('", table(), "')"));
    if (!rows.ok()) return ReadStatus(rows.status());
    pool_->Return(*std::move(connection));
    uint64_t bytes = 0;
    // Without parameters results come as text.
    if (!absl::SimpleAtoi(rows->Bytes(0, 0), &bytes)) return InternalError("no size");
    return bytes;
  }

  absl::Status Health() const override { return Get("").status(); }

 private:
  const std::string& table() const { return pool_->options().table; }

  const std::shared_ptr<Pool> pool_;
  Mutex writing_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenPgStore(const PgStoreOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> connection,
                           PgConnection::Open(options.conninfo));
  TERTIAL_RETURN_IF_ERROR(
      connection
          ->Execute(absl::StrCat("SET client_min_messages = warning; CREATE TABLE IF NOT EXISTS ",
                                 options.table, " (key bytea PRIMARY KEY, value bytea NOT NULL)"))
          .status());
  auto pool = std::make_shared<Pool>(options);
  TERTIAL_RETURN_IF_ERROR(pool->Warm());
  return std::make_unique<PgStore>(std::move(pool));
}

absl::Status CopyIntoPg(const StoreSnapshot& from, const PgStoreOptions& to) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> connection,
                           PgConnection::Open(to.conninfo));
  // In the transaction that makes the table, rows can be written as if they had been there for
  // ever: nothing is left for later to look up or to vacuum.
  TERTIAL_RETURN_IF_ERROR(connection
                              ->Execute(absl::StrCat("BEGIN; CREATE TABLE ", to.table,
                                                     " (key bytea NOT NULL, value bytea NOT NULL)"))
                              .status());
  TERTIAL_RETURN_IF_ERROR(connection->BeginCopy(
      absl::StrCat("COPY ", to.table, " FROM STDIN (FORMAT binary, FREEZE)")));
  PgTuples tuples;
  absl::Status sent;
  TERTIAL_RETURN_IF_ERROR(
      from.Scan({}, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        tuples.Begin(2);
        tuples.Add(key);
        tuples.Add(value);
        tuples.End();
        sent = connection->CopyMore(tuples.Take());
        return sent.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(sent);
  TERTIAL_RETURN_IF_ERROR(connection->CopyMore(tuples.Finish()));
  TERTIAL_RETURN_IF_ERROR(connection->EndCopy());
  TERTIAL_RETURN_IF_ERROR(
      connection->Execute(absl::StrCat("ALTER TABLE ", to.table, " ADD PRIMARY KEY (key); COMMIT"))
          .status());
  TERTIAL_RETURN_IF_ERROR(
      connection->Execute(absl::StrCat("VACUUM (ANALYZE) ", to.table)).status());
  return connection
      ->Execute(absl::StrCat("CREATE EXTENSION IF NOT EXISTS pg_prewarm; SELECT pg_prewarm('",
                             to.table, "'), pg_prewarm('", to.table, "_pkey')"))
      .status();
}

}  // namespace tertial::bench
