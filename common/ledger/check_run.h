// What the parts of a store check (store_check.h) share. Nothing outside common/ledger includes
// this.
#ifndef TERTIAL_COMMON_LEDGER_CHECK_RUN_H_
#define TERTIAL_COMMON_LEDGER_CHECK_RUN_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/store_check.h"

namespace tertial {

// One check under way. Used by one thread.
class CheckRun {
 public:
  // `view` and `tables` must outlive the run.
  CheckRun(const ReadView& view, const TableCatalog& tables, size_t most_findings,
           absl::Time deadline)
      : view_(view), tables_(tables), most_findings_(most_findings), deadline_(deadline) {
    result_.at = view.at();
  }

  const ReadView& view() const { return view_; }
  const StoreSnapshot& snapshot() const { return view_.snapshot(); }
  const TableCatalog& tables() const { return tables_; }
  Revision head() const { return view_.at().revision; }

  // Something is wrong with the record under `key`, which belongs to no row.
  void Find(absl::string_view key, absl::string_view description);
  // The same of a record of a row.
  void FindOfRow(absl::string_view key, TableId table, absl::string_view pk,
                 absl::string_view description);

  // Reads the records after those of `keys` in the order of their keys, into `records`, as many as
  // are read at a time. None: there are no more, or `range` cannot be read on, which is a finding.
  void ReadOn(ScanRange& range, std::vector<std::pair<std::string, std::string>>& records);

  void CountRecord() { ++result_.records; }
  // Ends the check: the store does not answer, or time is up.
  const absl::Status& failed() const { return failed_; }
  void Fail(const absl::Status& status) { failed_.Update(status); }
  // A value; empty, with the check ended or a finding, when it cannot be read.
  std::optional<std::string> Get(const std::string& key);

  StoreCheck Finish() { return std::move(result_); }

 private:
  void Add(StoreFinding finding);

  const ReadView& view_;
  const TableCatalog& tables_;
  const size_t most_findings_;
  const absl::Time deadline_;
  absl::Status failed_;
  StoreCheck result_;
};

// Goes through a range record by record, holding few of them.
class RecordCursor {
 public:
  // Whether the records are counted as read by the check.
  enum class Counted { kYes, kNo };

  RecordCursor(CheckRun& run, ScanRange range, Counted counted = Counted::kYes)
      : run_(run), range_(std::move(range)), counted_(counted) {
    ReadOn();
  }

  // False at the end.
  bool valid() const { return position_ < records_.size(); }
  absl::string_view key() const { return records_[position_].first; }
  absl::string_view value() const { return records_[position_].second; }
  void Next();

 private:
  void ReadOn();

  CheckRun& run_;
  ScanRange range_;
  const Counted counted_;
  std::vector<std::pair<std::string, std::string>> records_;
  size_t position_ = 0;
};

// Compares two collections that may be too large to be held: what each side adds is summed up in
// buckets, and where those differ the sides are gone through again to tell which elements do.
class CollectionComparison {
 public:
  enum class Side { kLeft, kRight };
  // An element, and the key of the record that it stands in.
  using Adder = absl::FunctionRef<void(absl::string_view element, absl::string_view key)>;
  // Goes through one side.
  using Walk = absl::FunctionRef<void(Adder add)>;
  // Told of each element that one side has more often than the other.
  using Told = absl::FunctionRef<void(Side more, absl::string_view element, absl::string_view key)>;

  void Add(Side side, absl::string_view element);

  // Tells the differences. `left` and `right` go through the sides as they did for Add.
  void TellDifferences(Walk left, Walk right, Told told) const;

 private:
  struct Bucket {
    // Of the hashes of the left side, less those of the right.
    uint64_t sum = 0;
    int64_t left = 0;
    int64_t right = 0;
  };
  static constexpr size_t kBuckets = 4096;

  std::array<Bucket, kBuckets> buckets_{};
};

// The parts of a check. Each goes through the records of its tags.
// 00, and what no tag is of: names.
void CheckNames(CheckRun& run);
// 06 to 0A: requests, waiting writes and their rows, private rows.
void CheckWaiting(CheckRun& run);
// 03, 04 and 05: commits and what they changed. Adds the changes to the right side of `versions`.
void CheckCommits(CheckRun& run, CollectionComparison& versions);
// 01, 02 and 0B: rows and their indexes. Adds the versions to the left side of `versions`.
void CheckRows(CheckRun& run, CollectionComparison& versions);
// 0C: covering indexes.
void CheckCovering(CheckRun& run);
// Tells what the sides of `versions` do not have in common.
void CompareVersionsAndFeed(CheckRun& run, const CollectionComparison& versions);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_CHECK_RUN_H_
