// What a ledger must do, told as simply as possible: every version of every row in a list, in
// memory.
#ifndef TERTIAL_TESTS_LEDGER_MODEL_MODEL_H_
#define TERTIAL_TESTS_LEDGER_MODEL_MODEL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger.h"

namespace tertial::ledger_model {

struct RowKey {
  TableId table = 0;
  std::string pk;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

// What is to become of rows; no body: deleted.
using Changes = std::map<RowKey, std::optional<std::string>>;
// By pk.
using LiveRows = std::map<std::string, Record>;

struct ModelCommit {
  struct Change {
    ChangeOp op;
    RowKey row;
  };
  // Filled in when the ledger has told it.
  absl::Time time;
  std::string actor;
  std::string reason;
  // In the order of their rows.
  std::vector<Change> changes;
};

struct Waiting {
  std::string id;
  absl::Time release;
  std::string actor;
  std::string reason;
  Changes changes;
  // A row as often as it was staged.
  std::multiset<RowKey> rows;
};

struct PrivateBody {
  std::string body;
  absl::Time expiry;
};

// An answer that is kept.
struct Answered {
  std::string fingerprint;
  CommitResult result;
  int64_t redacted_versions = 0;
  absl::Time expiry;
};

class Model {
 public:
  Revision head() const { return static_cast<Revision>(commits_.size()); }
  const ModelCommit& commit(Revision revision) const {
    return commits_[static_cast<size_t>(revision - 1)];
  }
  void SetTime(Revision revision, absl::Time time) {
    commits_[static_cast<size_t>(revision - 1)].time = time;
  }
  // InfinitePast at revision 0.
  absl::Time TimeOf(Revision revision) const {
    return revision == 0 ? absl::InfinitePast() : commit(revision).time;
  }
  // The newest commit that is not later; 0: there is none.
  Revision RevisionAt(absl::Time instant) const;

  // nullptr: the row never was, as of then.
  const Version* FindVersion(const RowKey& row, Revision at) const;
  // Live rows whose pk begins with `prefix` and is greater than `after`.
  LiveRows RowsAt(TableId table, Revision at, absl::string_view prefix = "",
                  absl::string_view after = "") const;
  // Those that commits made of the row, the oldest first.
  const std::vector<Version>& VersionsOf(const RowKey& row) const;
  // What the version before that of the commit `revision` was; nullptr: the row never was before.
  const Version* FindBefore(const RowKey& row, Revision revision) const;

  // Those of `changes` that change something now.
  Changes Effective(const Changes& changes) const;
  ImportCounts Count(const Changes& puts) const;
  // Makes `effective` a commit.
  void Commit(const Changes& effective, const CommitInfo& info, bool released);
  // Blanks a row; returns how many versions were blanked. A commit when there are any.
  int64_t Redact(const RowKey& row, const CommitInfo& info);
  // Whether there is something to be redacted: the row was, or waits.
  bool EverWas(const RowKey& row) const;

  // The writes that wait, the next first.
  const std::vector<Waiting>& waiting() const { return waiting_; }
  void AddWaiting(Waiting write);
  void SetWaitingId(size_t index, std::string id) { waiting_[index].id = std::move(id); }
  void CancelWaiting(size_t index) {
    waiting_.erase(waiting_.begin() + static_cast<ptrdiff_t>(index));
  }
  // Makes those that are due. Returns how many were.
  int ReleaseDue(absl::Time now);

  // Private rows and answers whose time has ended.
  void Forget(absl::Time now) {
    std::erase_if(private_rows_, [&](const auto& row) { return row.second.expiry <= now; });
    std::erase_if(answered_, [&](const auto& one) { return one.second.expiry <= now; });
  }
  std::map<RowKey, PrivateBody>& private_rows() { return private_rows_; }
  // By caller and id.
  std::map<std::pair<std::string, std::string>, Answered>& answered() { return answered_; }

 private:
  std::vector<ModelCommit> commits_;
  std::map<RowKey, std::vector<Version>> versions_;
  std::vector<Waiting> waiting_;
  std::map<RowKey, PrivateBody> private_rows_;
  std::map<std::pair<std::string, std::string>, Answered> answered_;
};

}  // namespace tertial::ledger_model

#endif  // TERTIAL_TESTS_LEDGER_MODEL_MODEL_H_
