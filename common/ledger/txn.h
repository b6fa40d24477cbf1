// The changes that one commit will make.
#ifndef TERTIAL_COMMON_LEDGER_TXN_H_
#define TERTIAL_COMMON_LEDGER_TXN_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/ledger/read_point.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

enum class PutOutcome {
  kInserted,   // the row was absent, or deleted
  kRevised,    // the row had another body
  kUnchanged,  // the row had this body: nothing is written
};

// Reads see the newest committed state plus what this transaction already holds, and nothing can
// be committed in between, so what is checked here is true at the moment of writing. Changes that
// cancel each other out are no changes. Made by the Ledger; used by one thread; all changes are
// held in memory.
class Txn : public RecordReader {
 public:
  explicit Txn(ReadView base);
  Txn(const Txn&) = delete;
  Txn& operator=(const Txn&) = delete;

  // The newest committed state.
  const ReadPoint& base() const { return base_.at(); }
  // The revision that the commit will have if it changes anything. Rows already changed read as
  // being of this revision.
  Revision revision() const { return base_.at().revision + 1; }

  absl::StatusOr<std::optional<Record>> Find(TableId table, absl::string_view pk) const override;
  absl::StatusOr<std::vector<std::optional<Record>>> MultiFind(
      TableId table, absl::Span<const std::string> pks) const override;
  // The visitor may change rows; whether it is then called for those is not said.
  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override;

  // `area` is the id of the area that the row is about, for the summary of the commit; may be
  // empty.
  absl::StatusOr<PutOutcome> Put(TableId table, absl::string_view pk, std::string body,
                                 absl::string_view area);
  // False, and nothing is changed, when there is no such row.
  absl::StatusOr<bool> Delete(TableId table, absl::string_view pk, absl::string_view area);

  bool empty() const { return changes_.empty(); }
  // Adds the rows to `batch` and to the summary in `commit`. For the Ledger.
  void AddTo(WriteBatch& batch, common::internal::v1::Commit& commit) const;

 private:
  struct Change {
    // Empty: the row is deleted.
    std::optional<std::string> body;
    std::string area;
  };

  // Changes of `key` to `body`, or forgets its change when `base` is the same. What is there now
  // is `base` plus the change held.
  void SetChange(std::string key, const std::optional<Record>& base,
                 std::optional<std::string> body, absl::string_view area);
  std::optional<Record> ToRecord(const Change& change) const;

  const ReadView base_;
  // By key (ledger_keys.h).
  std::map<std::string, Change, std::less<>> changes_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_TXN_H_
