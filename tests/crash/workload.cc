#include "tests/crash/workload.h"

#include <ostream>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/ledger_keeper.h"
#include "common/ledger/table_catalog.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/common/v1/area.pb.h"

namespace tertial::crash {
namespace {

constexpr int kSlots = 16;
// An import is of several batches.
constexpr int kImportRows = 400;
constexpr size_t kImportFiller = 3'000;
constexpr int64_t kImportEvery = 50;
constexpr int64_t kWaitingEvery = 7;

const TableCatalog& Catalog() {
  const auto table = [](TableId id, absl::string_view pattern) {
    return TableDefinition{.id = id,
                           .pattern = ResourceNamePattern(pattern),
                           .not_found = common::v1::ERROR_REASON_AREA_NOT_FOUND,
                           .prototype = &common::v1::Area::default_instance()};
  };
  static const TableCatalog& catalog = *[&table] {
    std::vector<TableDefinition> tables = {table(kGoals, "areas/{area}/goals/{goal}"),
                                           table(kPlans, "plans/{plan}")};
    // A row is found by the write that put it.
    tables.front().index = [](absl::string_view, absl::string_view body,
                              std::vector<std::string>& entries) {
      common::v1::Area area;
      if (!area.ParseFromArray(body.data(), static_cast<int>(body.size()))) return;
      entries.push_back(absl::StrCat("\x01", area.parent(), absl::string_view("\0", 1)));
    };
    return new TableCatalog(std::move(tables));
  }();
  return catalog;
}

std::string Pk(const std::vector<std::string>& ids) { return *EncodePrimaryKey(ids); }

int RowsOf(const WriteName& write) {
  switch (write.kind) {
    case WriteName::Kind::kImport:
      return kImportRows;
    case WriteName::Kind::kRedaction:
      return 1;
    default:
      return 1 + static_cast<int>(write.number % 6);
  }
}

std::string PkOf(const WriteName& write, int index) {
  switch (write.kind) {
    case WriteName::Kind::kImport:
      return Pk({absl::StrCat("p", index)});
    case WriteName::Kind::kRedaction:
      return RedactedPk(write);
    default:
      return Pk({absl::StrCat("w", write.writer), absl::StrCat(write.number % kSlots, "-", index)});
  }
}

TableId TableOf(const WriteName& write) {
  return write.kind == WriteName::Kind::kImport ? kPlans : kGoals;
}

std::string BodyOf(const WriteName& write, int index) {
  common::v1::Area area;
  area.set_name(Catalog().NameOf(TableOf(write), PkOf(write, index)));
  area.set_parent(absl::StrCat(static_cast<int>(write.kind), " ", write.writer, " ", write.number,
                               " ", index, " ", RowsOf(write)));
  if (write.kind == WriteName::Kind::kImport) {
    area.set_valid_from(std::string(kImportFiller, static_cast<char>('a' + write.number % 26)));
  }
  return area.SerializeAsString();
}

CommitInfo InfoOf(const WriteName& write) {
  return {.actor = absl::StrCat("writer-", write.writer),
          .reason = "a crash",
          .request_id = absl::StrCat(static_cast<int>(write.kind), "-", write.number),
          .fingerprint = absl::StrCat(write.number)};
}

absl::StatusOr<CommitResult> MakeImport(Ledger& ledger, const WriteName& write) {
  const auto import = ledger.BeginImport();
  for (int index = 0; index < kImportRows; ++index) {
    TERTIAL_RETURN_IF_ERROR(import->Stage(kPlans, PkOf(write, index), BodyOf(write, index), index));
  }
  const auto check = [&] {
    return import->Check([](const RecordReader&, const StagedRowView&) { return true; });
  };
  TERTIAL_RETURN_IF_ERROR(check());
  return import->Commit(
      InfoOf(write), [](const ImportCounts&) { return std::string(); }, check);
}

absl::StatusOr<CommitResult> MakeRedaction(Ledger& ledger, const WriteName& write) {
  TERTIAL_RETURN_IF_ERROR(MakeCommit(ledger, write).status());
  CommitInfo info = InfoOf(write);
  info.request_id += "-redaction";
  TERTIAL_ASSIGN_OR_RETURN(RedactionResult result, ledger.Redact(info, kGoals, RedactedPk(write),
                                                                 AreaNotFound("redacted")));
  return std::move(result.commit);
}

absl::StatusOr<CommitResult> Make(Ledger& ledger, const WriteName& write) {
  switch (write.kind) {
    case WriteName::Kind::kImport:
      return MakeImport(ledger, write);
    case WriteName::Kind::kRedaction:
      return MakeRedaction(ledger, write);
    default:
      return MakeCommit(ledger, write);
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const WriteName& name) {
  return out << "write " << static_cast<int>(name.kind) << " " << name.writer << " " << name.number;
}

std::string FormatAck(const Ack& ack) {
  return absl::StrCat(static_cast<int>(ack.write.kind), " ", ack.write.writer, " ",
                      ack.write.number, " ", ack.revision, " ", ack.pending_release, "\n");
}

std::optional<Ack> ParseAck(absl::string_view line) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
  Ack ack;
  int kind = 0;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[0], &kind) ||
      !absl::SimpleAtoi(parts[1], &ack.write.writer) ||
      !absl::SimpleAtoi(parts[2], &ack.write.number) ||
      !absl::SimpleAtoi(parts[3], &ack.revision)) {
    return std::nullopt;
  }
  ack.write.kind = static_cast<WriteName::Kind>(kind);
  ack.pending_release = std::string(parts[4]);
  return ack;
}

std::optional<RowContent> ParseRow(absl::string_view body) {
  common::v1::Area area;
  if (!area.ParseFromArray(body.data(), static_cast<int>(body.size()))) return std::nullopt;
  const std::vector<absl::string_view> parts = absl::StrSplit(area.parent(), ' ');
  RowContent content;
  int kind = 0;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[0], &kind) ||
      !absl::SimpleAtoi(parts[1], &content.write.writer) ||
      !absl::SimpleAtoi(parts[2], &content.write.number) ||
      !absl::SimpleAtoi(parts[3], &content.index) || !absl::SimpleAtoi(parts[4], &content.rows)) {
    return std::nullopt;
  }
  content.write.kind = static_cast<WriteName::Kind>(kind);
  if (body != BodyOf(content.write, content.index)) return std::nullopt;
  return content;
}

std::string RedactedPk(const WriteName& write) {
  return Pk({"redacted", absl::StrCat(write.number)});
}

absl::StatusOr<CommitResult> MakeCommit(Ledger& ledger, const WriteName& write) {
  CommitInfo info = InfoOf(write);
  if (write.kind == WriteName::Kind::kWaiting) {
    info.publish_at = ledger.Now() + absl::Milliseconds(write.number % 20);
  }
  return ledger.Commit(info, [&](Txn& txn) -> absl::Status {
    for (int index = 0; index < RowsOf(write); ++index) {
      TERTIAL_RETURN_IF_ERROR(txn.Put(kGoals, PkOf(write, index), BodyOf(write, index)).status());
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const std::string& directory,
                                                   RocksDbOptions rocksdb) {
  rocksdb.write_buffer_bytes = size_t{256} << 10;
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenRocksDbStore(directory, rocksdb));
  LedgerOptions options;
  options.service_name = "crash";
  options.tables = Catalog();
  return Ledger::Open(std::move(store), SystemClock(), options);
}

void RunWorkload(Ledger& ledger, int64_t first, const std::atomic<bool>& stop,
                 const std::function<void(const Ack&)>& tell) {
  const auto run = [&](int writer) {
    for (int64_t number = first + 1; !stop; ++number) {
      WriteName write{WriteName::Kind::kCommit, writer, number};
      if (writer == kWriters) {
        write.kind = WriteName::Kind::kRedaction;
      } else if (writer == 0 && number % kImportEvery == 0) {
        write.kind = WriteName::Kind::kImport;
      } else if (writer == 1 && number % kWaitingEvery == 0) {
        write.kind = WriteName::Kind::kWaiting;
      }
      const absl::StatusOr<CommitResult> result = Make(ledger, write);
      if (!result.ok()) return;
      const bool waits = !result->pending_release.empty();
      tell({write, waits ? 0 : result->at.revision, result->pending_release});
    }
  };
  const LedgerKeeper keeper(ledger, absl::Milliseconds(100));
  std::vector<std::thread> threads;
  for (int writer = 0; writer <= kWriters; ++writer) threads.emplace_back(run, writer);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace tertial::crash
