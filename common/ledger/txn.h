// The changes that one commit will make.
#ifndef TERTIAL_COMMON_LEDGER_TXN_H_
#define TERTIAL_COMMON_LEDGER_TXN_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/ledger/overlay.h"
#include "common/ledger/read_point.h"
#include "common/ledger/record_reader.h"

namespace tertial {

enum class PutOutcome {
  kInserted,   // the row was absent: there never was one, or it was deleted or redacted
  kRevised,    // the row had another body
  kUnchanged,  // the row had this body: nothing is written
};

// Reads see the newest committed state plus what this transaction already holds, and nothing can
// be committed in between, so what is checked here is true at the moment of writing. Changes that
// cancel each other out are no changes. Made by the Ledger; used by one thread; all changes are
// held in memory, so what is large is imported (bulk_import.h).
class Txn : public RecordReader {
 public:
  // `base` and `tables` must outlive the transaction; `at` is the state it reads.
  Txn(const RecordReader& base, const TableCatalog& tables, ReadPoint at)
      : base_(base), at_(std::move(at)), rows_(base, tables) {}
  Txn(const Txn&) = delete;
  Txn& operator=(const Txn&) = delete;

  // The newest committed state. When several commits are synced together, its time is not known
  // yet: that of the last one synced stands there.
  const ReadPoint& base() const { return at_; }
  // The revision that the commit will have if it changes anything. Rows already changed read as
  // being of this revision.
  Revision revision() const { return at_.revision + 1; }

  absl::StatusOr<std::optional<Version>> FindVersion(TableId table,
                                                     absl::string_view pk) const override {
    return rows_.FindVersion(table, pk);
  }
  absl::StatusOr<std::optional<Version>> FindCommitted(TableId table,
                                                       absl::string_view pk) const override {
    return base_.FindCommitted(table, pk);
  }
  absl::StatusOr<std::vector<std::optional<Version>>> MultiFindVersions(
      TableId table, absl::Span<const std::string> pks) const override {
    return rows_.MultiFindVersions(table, pks);
  }
  // The visitor may change rows; whether it is then called for those is not said.
  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override {
    return rows_.Scan(table, prefix, after, visitor);
  }
  absl::Status ScanIndex(
      TableId table, absl::string_view entry,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const override {
    return rows_.ScanIndex(table, entry, visitor);
  }

  absl::StatusOr<PutOutcome> Put(TableId table, absl::string_view pk, std::string body);
  // False, and nothing is changed, when there is no such row.
  absl::StatusOr<bool> Delete(TableId table, absl::string_view pk);

  // A private row (private_rows.h) until `expiry`, which must be finite; another under its key is
  // replaced. Not to be used with CommitInfo::publish_at.
  void PutPrivate(TableId table, absl::string_view pk, absl::string_view body, absl::Time expiry);
  // Erases all private rows of `table` whose pk begins with `prefix`, those put before included.
  void ErasePrivate(TableId table, absl::string_view prefix);
  // Removes one private row, if it is there, and has its bytes removed from disk as an erased one's
  // are. It is not noted in the journal: it is removed because it is of no more use, and a store
  // that is restored from an earlier backup may need it again.
  void DropPrivate(TableId table, absl::string_view pk);

  // What the handler needs to answer a repeat of this request; at most a few hundred bytes, and no
  // content of resources, which may be redacted later. Default: empty.
  void SetAnswer(std::string answer) { answer_ = std::move(answer); }

  // For the Ledger.
  struct PrivateChange {
    enum class Kind {
      kPut,
      kErase,  // all rows whose pk begins with `pk`
      kDrop,   // the row alone, and it is not noted in the journal
    };
    Kind kind = Kind::kPut;
    TableId table = 0;
    std::string pk;
    // Of kPut.
    std::string body;
    absl::Time expiry;
  };
  bool empty() const { return rows_.versions().empty() && private_.empty(); }
  const Overlay::Versions& versions() const { return rows_.versions(); }
  // What was there before a changed row; empty when it never was.
  const std::optional<Version>& Before(absl::string_view key) const {
    return before_.find(key)->second;
  }
  const std::vector<PrivateChange>& private_changes() const { return private_; }
  const std::string& answer() const { return answer_; }
  absl::Status Redact(TableId table, absl::string_view pk);

 private:
  // Reads what stands in the base under `key`, once.
  absl::StatusOr<const std::optional<Version>*> ReadBefore(const std::string& key, TableId table,
                                                           absl::string_view pk);

  const RecordReader& base_;
  const ReadPoint at_;
  Overlay rows_;
  std::map<std::string, std::optional<Version>, std::less<>> before_;
  std::vector<PrivateChange> private_;
  std::string answer_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_TXN_H_
