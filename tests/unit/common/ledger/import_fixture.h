// What tests of imports share.
#ifndef TERTIAL_TESTS_UNIT_COMMON_LEDGER_IMPORT_FIXTURE_H_
#define TERTIAL_TESTS_UNIT_COMMON_LEDGER_IMPORT_FIXTURE_H_

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {

class ImportFixture : public LedgerFixture {
 protected:
  // An import with these rows, numbered from 1.
  std::unique_ptr<BulkImport> Staged(const Rows& rows, TableId table = kTable) {
    auto import = ledger_->BeginImport();
    int64_t number = 0;
    for (const auto& [path, body] : rows) {
      EXPECT_THAT(import->Stage(table, Pk(path), body, ++number), IsOk());
    }
    return import;
  }
  static absl::Status CheckAll(BulkImport& import) {
    return import.Check([](const RecordReader&, const StagedRowView&) { return true; });
  }
  // Answers with the counts: inserted, revised, unchanged.
  static absl::StatusOr<CommitResult> CommitImport(BulkImport& import,
                                                   const CommitInfo& info = {}) {
    return CommitImport(import, info, [&] { return CheckAll(import); });
  }
  static absl::StatusOr<CommitResult> CommitImport(BulkImport& import, const CommitInfo& info,
                                                   absl::FunctionRef<absl::Status()> recheck) {
    return import.Commit(
        info,
        [](const ImportCounts& counts) {
          return absl::StrCat(counts.inserted, " ", counts.revised, " ", counts.unchanged);
        },
        recheck);
  }

  // Goes on with a copy of the files as they are now, as if the process had been killed: what was
  // only in its memory is lost.
  void OpenCopy() {
    killed_directories_.push_back(std::move(directory_));
    killed_.push_back(std::move(ledger_));
    directory_ = std::make_unique<TempDir>();
    std::filesystem::copy(killed_directories_.back()->path(), directory_->path(),
                          std::filesystem::copy_options::recursive);
    OpenLedger();
  }

 private:
  std::vector<std::unique_ptr<TempDir>> killed_directories_;
  std::vector<std::unique_ptr<Ledger>> killed_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_UNIT_COMMON_LEDGER_IMPORT_FIXTURE_H_
