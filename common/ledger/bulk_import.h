// Imports of any number of rows in bounded memory: staged beside the facts, checked, and made
// visible by one flip of head. A crash at any point leaves the state before it.
//
//   auto import = ledger.BeginImport();
//   for (row : rows) import->Stage(table, pk, body, row_number);
//   import->Check([&](const RecordReader& reader, const StagedRowView& row) { ... });
//   import->Commit(info);
//
// Used by one thread. What is not committed is forgotten when the object ends.
#ifndef TERTIAL_COMMON_LEDGER_BULK_IMPORT_H_
#define TERTIAL_COMMON_LEDGER_BULK_IMPORT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/ledger/record_reader.h"

namespace tertial {

// A staged row, valid during a call.
struct StagedRowView {
  TableId table = 0;
  absl::string_view pk;
  absl::string_view body;
  // As it was given to Stage.
  int64_t row = 0;
  // The first staged row with the same key, if this is another one after it.
  std::optional<int64_t> duplicate_of;
};

// What an import changes.
struct ImportCounts {
  int64_t inserted = 0;
  int64_t revised = 0;
  int64_t unchanged = 0;

  int64_t changes() const { return inserted + revised; }
};

class BulkImport {
 public:
  explicit BulkImport(LedgerState& state);
  ~BulkImport();
  BulkImport(const BulkImport&) = delete;
  BulkImport& operator=(const BulkImport&) = delete;

  // Keeps a row apart, to be put when the import is committed. `row` must not be negative, and of
  // two rows with one key the later must have the greater one.
  absl::Status Stage(TableId table, absl::string_view pk, absl::string_view body, int64_t row);

  // Calls `check` for every staged row, in the order of tables and pks, with a reader that sees the
  // newest state as it will be after the import. A row is taken out of the import when `check`
  // returns false. Rows that are checked later see that it is gone; rows before it were checked
  // with it. An error of `check` ends the call with it.
  absl::Status Check(
      absl::FunctionRef<absl::StatusOr<bool>(const RecordReader& reader, const StagedRowView& row)>
          check);

  // What Commit would change now. Nothing is written.
  absl::StatusOr<ImportCounts> Count();

  // Puts the staged rows as one commit, or keeps them until info.publish_at. Other writers wait
  // meanwhile. When something was committed since Check began, `recheck` is called for it to be
  // done again, with the writer held after the second time; an error of it ends the call. `answer`
  // makes of what will be changed what a repeat of the request is answered with (Txn::SetAnswer).
  // Errors: those of Ledger::Commit.
  absl::StatusOr<CommitResult> Commit(const CommitInfo& info,
                                      absl::FunctionRef<std::string(const ImportCounts&)> answer,
                                      absl::FunctionRef<absl::Status()> recheck);

  // If the request was answered before: its answer (Ledger::Commit tells which errors).
  absl::StatusOr<std::optional<CommitResult>> FindReplay(const CommitInfo& info) const;

  // Where Check or Count, whichever was last, read.
  const ReadPoint& checked_at() const;

 private:
  class Rows;

  LedgerState& state_;
  std::unique_ptr<Rows> rows_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_BULK_IMPORT_H_
