// One run: a ledger and the model of it, and operations made on both by chance.
#ifndef TERTIAL_TESTS_LEDGER_MODEL_RUN_H_
#define TERTIAL_TESTS_LEDGER_MODEL_RUN_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "tests/ledger_model/model.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/rocksdb_lossy_file_system.h"
#include "tests/testing/temp_dir.h"

namespace tertial::ledger_model {

// Numbers by chance, the same for the same seed.
class Chance {
 public:
  explicit Chance(uint64_t seed) : engine_(seed) {}

  // From 0 to `bound` - 1.
  int Below(int bound) { return static_cast<int>(engine_() % static_cast<uint64_t>(bound)); }
  // Once in `of` times.
  bool OneIn(int of) { return Below(of) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[static_cast<size_t>(Below(static_cast<int>(from.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

// A write that can be made a second time.
struct WriteRequest {
  struct Step {
    RowKey row;
    // Empty: deleted.
    std::optional<std::string> body;
  };
  struct PrivateStep {
    RowKey row;
    // Empty: what begins with the row's pk is erased.
    std::optional<std::string> body;
    absl::Duration retention;
  };
  CommitInfo info;
  std::vector<Step> steps;
  std::vector<PrivateStep> private_steps;
  bool fails = false;
};

class ModelRun {
 public:
  explicit ModelRun(uint64_t seed);
  ~ModelRun();

  // Makes one operation. Differences between ledger and model are failures of the test that calls.
  void Step();
  // Looks at everything once more.
  void Finish();

  // How often each operation was made.
  const std::map<std::string, int>& made() const { return made_; }

 private:
  // A list that is read page by page, other operations in between.
  struct Pager {
    TableId table;
    Revision revision;
    std::string prefix;
    std::string after;
  };
  // A copy of the rows, kept by what the feed tells.
  struct Replica {
    FeedPosition reached;
    std::map<RowKey, Record> rows;
  };

  // run.cc
  absl::Time Now() const { return clock_.Now() - jumped_; }
  void OpenLedger();
  // The model knows that the process has started.
  void StartAnew();
  void Open();
  void Restart();
  // Ends the ledger, and takes away what was not synced.
  void Crash();
  void LosePower();
  void Advance();
  void Jump();
  void DoDueWork();
  // The model learns the times of new commits.
  void SettleTimes();
  // After a write: times, head, rows, what waits.
  void CheckHead();
  void CheckStoreIsWhole();

  // run.cc: what operations are made of
  RowKey AnyRow();
  static std::string AnyWord(Chance& chance);
  std::string AnyBody(const RowKey& row);
  std::string AnyPrefix();
  CommitInfo AnyInfo();

  // writes.cc
  WriteRequest AnyWrite();
  void Write();
  void WriteWithFault();
  void WriteAndLosePower();
  void Repeat();
  void Try();
  void MakeWrite(const WriteRequest& request);
  absl::StatusOr<CommitResult> CallCommit(const WriteRequest& request);
  absl::Status RunSteps(const WriteRequest& request, Txn& txn);
  // What the ledger is to answer, with the model changed accordingly.
  absl::StatusOr<CommitResult> ApplyWrite(const WriteRequest& request);
  void ApplyPrivate(const WriteRequest& request);
  void Redact();
  void Cancel();
  void ReadPrivate();

  // imports.cc
  struct Line {
    RowKey row;
    int64_t number;
    std::string body;
    // Whether the check takes it out.
    bool refused;
  };
  void Import();
  std::vector<Line> AnyLines();
  absl::Status CheckLines(BulkImport& import, std::vector<Line>& lines);
  // The lines that are left as what they make of rows.
  static Changes PutsOf(const std::vector<Line>& lines);
  void CommitImport(BulkImport& import, std::vector<Line>& lines);
  absl::StatusOr<CommitResult> CallCommitImport(BulkImport& import, std::vector<Line>& lines,
                                                const CommitInfo& info, int& rechecks);
  absl::StatusOr<CommitResult> ApplyImport(const std::vector<Line>& lines, const CommitInfo& info);
  void ImportWithFault(BulkImport& import, std::vector<Line>& lines);

  // reads.cc
  void ReadState();
  void ReadRefused();
  void CompareState(const ReadView& view);
  void CompareScan(const RecordReader& reader, TableId table, const LiveRows& expected,
                   absl::string_view prefix, absl::string_view after);
  void CompareIndex(const ReadView& view);
  void CompareCovering(const ReadView& view);
  void ReadPage();
  void ReadVersionsOfARow();
  void FollowFeed();
  void ReadFilteredFeed();

  Chance chance_;
  FakeClock clock_;
  // How far the wall clock has jumped since the ledger was opened.
  absl::Duration jumped_;
  TempDir directory_;
  RocksDbLossyFileSystem disk_;
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  std::unique_ptr<Ledger> ledger_;

  Model model_;
  // Times of commits up to this one are known.
  Revision timed_ = 0;
  // The latest instant read at since the ledger was opened.
  absl::Time last_read_ = absl::InfinitePast();
  std::vector<WriteRequest> past_requests_;
  std::vector<Pager> pagers_;
  Replica replica_;
  int next_request_ = 0;
  std::map<std::string, int> made_;
};

// Tables of the runs. The last has an index: a row is found by the words of its body.
inline constexpr TableId kGoals = 1;
inline constexpr TableId kPlans = 2;
inline constexpr TableId kNotes = 3;
inline const std::vector<TableId>& Tables() {
  static const std::vector<TableId>& tables = *new std::vector<TableId>{kGoals, kPlans, kNotes};
  return tables;
}
// The index entry of a word.
std::string WordEntry(absl::string_view word);
// The covering index of kNotes: by note, then area; with the words.
const CoveringIndex& NotesByNote();
// The content of a row: its name and these words.
std::string BodyOf(const RowKey& row, const std::string& words, size_t filler = 0);
std::vector<std::string> WordsOf(absl::string_view body);

// The area of a row; empty for those without.
std::string AreaOf(const RowKey& row);

}  // namespace tertial::ledger_model

#endif  // TERTIAL_TESTS_LEDGER_MODEL_RUN_H_
